/** The contacts screen: which people are shown, in which order, and which of them are ticked. */

import type { ContactFilter } from '../backend/generated/ContactFilter';
import type { ContactSort } from '../backend/generated/ContactSort';
import type { ContactView } from '../backend/generated/ContactView';
import { anybody, conditionsSet, noConditions, type Conditions } from './filter';
import { Selection } from './selection.svelte';
import { session } from './session.svelte';
import { SparseList } from './sparse.svelte';

/** Rows that a range may have; more are chosen by what they have in common. */
export const LONGEST_RANGE = 2_000;

export class ContactList {
  search = $state('');
  groups = $state.raw<string[]>([]);
  conditions = $state.raw<Conditions>(noConditions());
  sort = $state<ContactSort | null>(null);
  descending = $state(false);
  /** The row on which the keyboard stands. */
  active = $state(-1);
  readonly selection = new Selection();

  readonly filter = $derived<ContactFilter>({ ...anybody(), ...this.conditions, search: this.search.trim() || null, groups: this.groups });
  /** Changes when other people or another order are asked for. */
  readonly key = $derived(JSON.stringify([this.filter, this.sort, this.descending]));
  readonly narrowed = $derived(this.search.trim() !== '' || this.groups.length > 0 || conditionsSet(this.conditions) > 0);
  readonly list = new SparseList<ContactView>(
    async ({ after, skip, limit }) => {
      const page = await session.backend.contacts({ filter: this.filter, sort: this.sort, descending: this.descending, limit, after, skip });
      return { items: page.contacts, total: page.total, next: page.next };
    },
    () => session.backend.countContacts(this.filter),
  );
  #shown = $state('');
  /** What is shown is what was asked for, and how many they are is known. */
  readonly settled = $derived(this.#shown === this.key && !this.list.counting);
  readonly selected = $derived(this.selection.count(this.list.total));

  /** Other people are shown: all of them are not those who were meant before. */
  async renew(): Promise<void> {
    const { key } = this;
    if (this.selection.all) this.selection.clear();
    this.selection.anchor = null;
    this.active = -1;
    await this.list.reload(false);
    this.#shown = key;
  }

  /** The same people as before, as they are now; where rows went, the last one is the active one. */
  async refresh(): Promise<void> {
    await this.list.reload();
    this.active = Math.min(this.active, this.list.total - 1);
  }

  sortBy(column: ContactSort): void {
    this.descending = this.sort === column ? !this.descending : column === 'last_messaged' || column === 'created' || column === 'updated';
    this.sort = column;
  }

  toggleGroup(name: string): void {
    this.groups = this.groups.includes(name) ? this.groups.filter((each) => each !== name) : [...this.groups, name];
    if (this.groups.length) this.conditions = { ...this.conditions, ungrouped: false };
  }

  clear(): void {
    this.search = '';
    this.groups = [];
    this.conditions = noConditions();
  }

  /** Ticks everything between the last row that was ticked and this one; false when that is too much. */
  async range(to: number): Promise<boolean> {
    const from = this.selection.anchor ?? to;
    const [first, last] = from < to ? [from, to] : [to, from];
    if (last - first >= LONGEST_RANGE) return false;
    const ids: number[] = [];
    const asked = this.key;
    let skip = first;
    while (skip <= last) {
      const known = this.list.at(skip);
      if (known) {
        ids.push(known.id);
        skip += 1;
        continue;
      }
      const page = await session.backend.contacts({ filter: this.filter, sort: this.sort, descending: this.descending, limit: Math.min(500, last - skip + 1), after: null, skip });
      if (asked !== this.key || !page.contacts.length) return true;
      for (const contact of page.contacts) ids.push(contact.id);
      skip += page.contacts.length;
    }
    this.selection.set(ids, true);
    return true;
  }
}
