/** Contacts that are ticked: some, or all that match but a few. */

import type { ContactFilter } from '../backend/generated/ContactFilter';
import { anybody } from './filter';

export class Selection {
  /** Whether everybody who matches is meant, but `ids`. */
  all = $state(false);
  /** Those ticked; or, where all are meant, those left out. */
  ids = $state.raw<ReadonlySet<number>>(new Set());
  /** The row from which a range is drawn. */
  anchor: number | null = null;

  has(id: number): boolean {
    return this.ids.has(id) !== this.all;
  }

  /** How many, of so many who match. */
  count(total: number): number {
    return this.all ? Math.max(0, total - this.ids.size) : this.ids.size;
  }

  /** Ticks or unticks these. */
  set(ids: Iterable<number>, on: boolean): void {
    const next = new Set(this.ids);
    for (const id of ids) {
      if (on === this.all) next.delete(id);
      else next.add(id);
    }
    this.ids = next;
  }

  toggle(id: number, index: number): void {
    this.set([id], !this.has(id));
    this.anchor = index;
  }

  everybody(): void {
    this.all = true;
    this.ids = new Set();
    this.anchor = null;
  }

  clear(): void {
    this.all = false;
    this.ids = new Set();
    this.anchor = null;
  }

  /** Whom the engine is to take, `matching` being what the list shows. */
  filter(matching: ContactFilter): ContactFilter {
    // To the engine no rows at all mean every row.
    if (!this.all && !this.ids.size) throw new Error('nobody is selected');
    return this.all ? { ...matching, except: [...matching.except, ...this.ids] } : { ...anybody(), only: [...this.ids] };
  }
}
