/** One question at a time, answered by a dialog. */

export interface Question {
  title: string;
  /** Sentences that say what will happen. */
  body: string[];
  confirm: string;
  /** The safe choice, where "go back" does not say it. */
  keep?: string;
  danger?: boolean;
}

class Confirm {
  question = $state.raw<Question | null>(null);
  #answer: ((yes: boolean) => void) | null = null;

  ask(question: Question): Promise<boolean> {
    this.answer(false);
    this.question = question;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  answer(yes: boolean): void {
    this.question = null;
    this.#answer?.(yes);
    this.#answer = null;
  }
}

export const confirm = new Confirm();
