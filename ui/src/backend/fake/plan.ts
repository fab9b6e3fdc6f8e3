/** What an import would do. */

import type { ContactView } from '../generated/ContactView';
import type { ImportCounts } from '../generated/ImportCounts';
import type { ImportOptions } from '../generated/ImportOptions';
import type { ReadList } from './list';

/** Whom a list adds, whom it changes, and how many are left as they are. */
export function planOf(contacts: readonly ContactView[], list: ReadList, options: ImportOptions) {
  const known = new Map(contacts.map((contact) => [contact.phone, contact]));
  const updates = new Map<number, ContactView>();
  const fresh: Partial<ContactView>[] = [];
  const now = new Date().toISOString();
  const agreed = options.consent ? { consent: options.consent, consent_at: now } : {};
  let optedOut = 0;
  for (const { line: _line, ...row } of list.rows) {
    const groups = options.group ? [...new Set([...row.groups, options.group])] : row.groups;
    const old = known.get(row.phone);
    if (old?.opted_out) optedOut += 1;
    if (!old) fresh.push({ ...row, groups, ...agreed });
    else if (!options.skip_existing) {
      const next = { ...old, name: row.name || old.name, title: row.title || old.title, groups: [...new Set([...old.groups, ...groups])], fields: { ...old.fields, ...Object.fromEntries(Object.entries(row.fields).filter(([, value]) => value)) }, ...(old.consent ? {} : agreed) };
      if (JSON.stringify(next) !== JSON.stringify(old)) updates.set(old.id, next);
    }
  }
  const counts: ImportCounts = {
    rows: list.rows.length + list.invalid.length + list.repeated.length,
    new: fresh.length,
    updated: updates.size,
    unchanged: list.rows.length - fresh.length - updates.size,
    duplicates: list.repeated.length,
    invalid: list.invalid.length,
    opted_out: optedOut,
  };
  return { fresh, updates, counts };
}
