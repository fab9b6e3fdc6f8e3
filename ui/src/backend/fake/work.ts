/** Long pieces of work that take their time and can be ended, in memory. */

import type { Work } from '../generated/Work';
import type { WorkProgress } from '../generated/WorkProgress';
import { fail } from './room';

export class FakeWork {
  #ended = new Set<Work>();
  #going = new Set<Work>();

  constructor(
    private tell: (progress: WorkProgress) => void,
    /** Milliseconds of one step; 0 for none. */
    private tick: number,
  ) {}

  cancel(work: Work): void {
    if (this.#going.has(work)) this.#ended.add(work);
  }

  /** Goes through so many people, some at each step; rejects when it is ended. */
  async run(work: Work, people: number, perStep: number): Promise<void> {
    this.#going.add(work);
    this.#ended.delete(work);
    try {
      for (let done = 0; done < people; done += perStep) {
        this.tell({ work, done, total: people, people: done });
        if (this.tick) await new Promise((next) => setTimeout(next, this.tick));
        if (this.#ended.has(work)) fail('cancelled', 'Se canceló; no cambió nada.');
      }
      this.tell({ work, done: people, total: people, people });
    } finally {
      this.#going.delete(work);
    }
  }
}
