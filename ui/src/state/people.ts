/** People who are known to the profile, for looking at and for choosing. */

import type { Backend } from '../backend';
import type { Audience } from '../backend/generated/Audience';
import type { ContactFilter } from '../backend/generated/ContactFilter';

const SHOWN = 50;
const PAGE = 500;

/** Somebody as a table of people shows them. */
export interface Shown {
  id: number;
  phone: string;
  name: string;
  title: string;
  groups: string[];
  fields: Record<string, string | undefined>;
  opted_out: boolean;
}

/** The first people of an audience; none where the engine's lists cannot tell who they are. */
export async function firstPeople(backend: Backend, audience: Audience): Promise<Shown[] | null> {
  if (audience.kind === 'list') return null;
  if (audience.kind === 'campaign') {
    const page = await backend.recipients(audience.id, { state: null, after: 0, limit: SHOWN });
    return page.recipients.map((row) => ({ id: row.position, phone: row.phone, name: row.name, title: '', groups: [], fields: {}, opted_out: row.reason === 'opted_out' }));
  }
  const page = await backend.contacts({ filter: audience.filter, sort: null, descending: false, limit: SHOWN, after: null, skip: 0 });
  return page.contacts;
}

/** The rows of everybody who passes and may be written to, at most so many. */
export async function matchingIds(backend: Backend, filter: ContactFilter, most = Infinity): Promise<number[]> {
  const ids: number[] = [];
  let after: string | null = null;
  do {
    const page = await backend.contacts({ filter, sort: null, descending: false, limit: Math.min(PAGE, most), after, skip: 0 });
    for (const contact of page.contacts) ids.push(contact.id);
    after = page.next;
  } while (after !== null && ids.length < most);
  return ids.slice(0, most);
}
