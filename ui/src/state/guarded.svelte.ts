/** What wants the passcode, where one is set, before it is done. */

import { confirm, type Question } from './confirm.svelte';
import { attempt } from './session.svelte';

interface Asked {
  question: Question;
  work: (passcode: string) => Promise<unknown>;
}

class Guarded {
  asked = $state.raw<Asked | null>(null);
  #answer: ((done: boolean) => void) | null = null;

  /** Asks, with the passcode where `locked` says so, and does it; whether it was done. */
  async run(locked: boolean, question: Question, work: (passcode: string | null) => Promise<unknown>): Promise<boolean> {
    this.cancel();
    if (!locked) return (await confirm.ask(question)) && attempt(() => work(null));
    this.asked = { question, work };
    return new Promise((resolve) => (this.#answer = resolve));
  }

  /** Does it with this passcode; what is refused is thrown, and asked again. */
  async submit(passcode: string): Promise<void> {
    await this.asked?.work(passcode);
    this.#end(true);
  }

  cancel(): void {
    this.#end(false);
  }

  #end(done: boolean): void {
    this.asked = null;
    this.#answer?.(done);
    this.#answer = null;
  }
}

export const guarded = new Guarded();
