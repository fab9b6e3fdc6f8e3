/** People who are known to the profile, for looking at and for choosing. */

import type { Backend } from '../backend';
import type { Audience } from '../backend/generated/Audience';
import type { ContactView } from '../backend/generated/ContactView';
import { fold } from './variables';

const SHOWN = 50;
const PAGE = 500;

const before = (a: ContactView, b: ContactView) => {
  const [one, other] = [fold(a.name), fold(b.name)];
  return one === other ? (a.phone < b.phone ? -1 : 1) : one < other ? -1 : 1;
};

/** The first people of an audience; none where the engine's lists cannot tell who they are. */
export async function firstPeople(backend: Backend, audience: Audience): Promise<ContactView[] | null> {
  if (audience.kind === 'list') return null;
  if (audience.kind === 'campaign') {
    const page = await backend.recipients(audience.id, { state: null, after: 0, limit: SHOWN });
    return page.recipients.map((row) => ({ id: row.position, phone: row.phone, name: row.name, title: '', groups: [], fields: {}, opted_out: row.reason === 'opted_out', consent: null }));
  }
  const { filter } = audience;
  if (filter.never_messaged || filter.only.length || filter.except.length) return null;
  const groups = filter.groups.length ? filter.groups : [null];
  const pages = await Promise.all(groups.map((group) => backend.contacts({ search: filter.search, group, limit: SHOWN, after: null })));
  // The first of several groups are among the first of each.
  const found = new Map(pages.flatMap((page) => page.contacts).map((contact) => [contact.id, contact]));
  const people = groups.length > 1 ? [...found.values()].sort(before) : [...found.values()];
  return people.filter((person) => filter.consent === null || (person.consent !== null) === filter.consent).slice(0, SHOWN);
}

/** The rows of everybody who matches a search and may be written to. */
export async function allMatching(backend: Backend, search: string): Promise<number[]> {
  const ids: number[] = [];
  let after: string | null = null;
  do {
    const page = await backend.contacts({ search: search.trim() || null, group: null, limit: PAGE, after });
    for (const contact of page.contacts) if (!contact.opted_out) ids.push(contact.id);
    after = page.next;
  } while (after !== null);
  return ids;
}
