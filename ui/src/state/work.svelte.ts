/** Long pieces of work that go on while the window is used. */

import { isErrorView } from '../backend/backend';
import type { Work } from '../backend/generated/Work';
import type { WorkProgress } from '../backend/generated/WorkProgress';
import { session } from './session.svelte';

class Works {
  /** What goes on; without a word of how far before the first event. */
  going = $state.raw<ReadonlyMap<Work, WorkProgress | null>>(new Map());

  /** Takes note of how far something is that goes on. */
  hear(progress: WorkProgress): void {
    if (this.going.has(progress.work)) this.going = new Map(this.going).set(progress.work, progress);
  }

  /** Does something long, in one part or in several; null when it was cancelled, which is no error. */
  async run<T>(work: Work | Work[], does: () => Promise<T>): Promise<T | null> {
    const parts = [work].flat();
    this.going = new Map([...this.going, ...parts.map((part) => [part, null] as const)]);
    try {
      return await does();
    } catch (thrown) {
      if (isErrorView(thrown) && thrown.code === 'cancelled') return null;
      throw thrown;
    } finally {
      this.going = new Map([...this.going].filter(([part]) => !parts.includes(part)));
    }
  }

  async cancel(...works: Work[]): Promise<void> {
    for (const work of works) await (work === 'restore' ? session.backend.cancelRestore() : session.backend.cancelWork(work));
  }
}

export const works = new Works();
