/** What is being written on the screen, and would be lost with it. */

class Unsaved {
  #ask: (() => Promise<boolean>) | null = null;

  /** From now on leaving is asked about in this way; the answer ends that. */
  guard(ask: () => Promise<boolean>): () => void {
    this.#ask = ask;
    return () => {
      if (this.#ask === ask) this.#ask = null;
    };
  }

  /** Whether the screen may go; asks where something would be lost. */
  mayGo(): Promise<boolean> {
    return this.#ask?.() ?? Promise.resolve(true);
  }
}

export const unsaved = new Unsaved();
