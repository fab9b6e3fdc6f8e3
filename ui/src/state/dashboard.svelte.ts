/** The numbers of the home screen: asked for again while campaigns move. */

import type { Bucket } from '../backend/generated/Bucket';
import type { ChartKind } from '../backend/generated/ChartKind';
import type { ChartLook } from '../backend/generated/ChartLook';
import type { ChartView } from '../backend/generated/ChartView';
import type { DashboardQuery } from '../backend/generated/DashboardQuery';
import type { DashboardRange } from '../backend/generated/DashboardRange';
import type { DashboardView } from '../backend/generated/DashboardView';
import * as memory from './memory';
import { session } from './session.svelte';

/** The numbers are asked for at most this often by themselves. */
export const PAUSE = 1_000;

const USUAL: DashboardRange = { kind: 'last30' };

function same(a: DashboardRange, b: DashboardRange): boolean {
  return a.kind === b.kind && (a.kind !== 'free' || b.kind !== 'free' || (a.from === b.from && a.to === b.to));
}

class Dashboard {
  /** What is chosen. */
  query = $state.raw<DashboardQuery>({ range: USUAL, bucket: null });
  /** What is shown, and what it was asked for with. */
  shown = $state.raw<{ query: DashboardQuery; view: DashboardView } | null>(null);
  /** Why there is nothing newer to show. */
  problem = $state.raw<unknown>(null);
  /** What is shown is about other days than those chosen, which cannot be counted. */
  readonly stale = $derived(this.problem !== null && this.shown !== null && !same(this.shown.query.range, this.query.range));
  /** Whose numbers they are. */
  #profile = '';
  #timer: ReturnType<typeof setTimeout> | null = null;
  #reading = false;
  #again = false;
  #began = -PAUSE;

  /** A profile was opened. */
  start(profile: string): void {
    const preset = memory.range(profile);
    this.#profile = profile;
    this.query = { range: preset ? { kind: preset } : USUAL, bucket: null };
  }

  choose(range: DashboardRange): void {
    // Dates of long ago would be found again as a screen of zeros.
    if (range.kind !== 'free' && this.#profile) memory.setRange(this.#profile, range.kind);
    // Another range has a length of its own.
    this.query = { range, bucket: null };
    void this.read();
  }

  divide(bucket: Bucket): void {
    this.query = { ...this.query, bucket };
    void this.read();
  }

  /** Something may have changed. */
  touch(): void {
    this.#timer ??= setTimeout(() => void this.read(), Math.max(0, this.#began + PAUSE - Date.now()));
  }

  /** Asks now. One question at a time; the answer to an earlier choice is not shown. */
  async read(): Promise<void> {
    this.rest();
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again) {
      this.#again = false;
      this.#began = Date.now();
      const query = this.query;
      try {
        const view = await session.backend.dashboard(query);
        if (query !== this.query) continue;
        this.shown = { query, view };
        this.problem = null;
      } catch (thrown) {
        if (query === this.query) this.problem = thrown;
      }
    }
    this.#reading = false;
  }

  /** Nobody looks any more. */
  rest(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Another profile has other numbers, and days of its own. */
  forget(): void {
    this.rest();
    this.#profile = '';
    this.query = { range: USUAL, bucket: null };
    this.shown = null;
    this.problem = null;
  }
}

export const dashboard = new Dashboard();

/** One drawing. While one is made, only the last wish after it counts. */
export class Chart {
  view = $state.raw<ChartView | null>(null);
  problem = $state.raw<unknown>(null);
  #wanted: { query: DashboardQuery; look: ChartLook } | null = null;
  #drawing = false;

  constructor(readonly kind: ChartKind) {}

  async draw(query: DashboardQuery, look: ChartLook): Promise<void> {
    this.#wanted = { query, look };
    if (this.#drawing) return;
    this.#drawing = true;
    while (this.#wanted) {
      const wanted: { query: DashboardQuery; look: ChartLook } = this.#wanted;
      this.#wanted = null;
      try {
        const view = await session.backend.chart(this.kind, wanted.query, wanted.look);
        // What is drawn for another width would be cut off; the next one comes at once.
        if (this.#wanted) continue;
        this.view = view;
        this.problem = null;
      } catch (thrown) {
        this.problem = thrown;
      }
    }
    this.#drawing = false;
  }
}
