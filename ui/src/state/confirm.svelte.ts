/** One question at a time, answered by a dialog. */

export interface Question {
  title: string;
  /** Sentences that say what will happen. */
  body: string[];
  confirm: string;
  /** The safe choice, where "go back" does not say it. */
  keep?: string;
  danger?: boolean;
  /** What has to be typed before it can be confirmed. */
  typed?: string;
}

/** Whether somebody typed what was asked for, whatever the case and the spaces around. */
export function isTyped(question: Question, text: string): boolean {
  const plain = (value: string) => value.normalize('NFKC').trim().toLowerCase();
  return question.typed === undefined || plain(text) === plain(question.typed);
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
