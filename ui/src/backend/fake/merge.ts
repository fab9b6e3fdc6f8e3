/** What becomes of several contacts that are made one, much as the engine does it. */

import type { ContactView } from '../generated/ContactView';

/** The newer value of each field that says anything, all groups and notes, and the number of `keep`; an opt-out stays. */
export function merged(people: ContactView[], keep: number): ContactView | null {
  const kept = people.find((person) => person.id === keep);
  if (!kept) return null;
  const order = (a: ContactView, b: ContactView) => a.updated_at.localeCompare(b.updated_at) || Number(a.id === keep) - Number(b.id === keep) || a.id - b.id;
  const oldest = [...people].sort(order);
  const newest = oldest.toReversed();
  const first = (value: (person: ContactView) => string) => newest.map(value).find(Boolean) ?? '';
  const agreed = newest.filter((person) => person.consent !== null).sort((a, b) => (b.consent_at ?? '').localeCompare(a.consent_at ?? ''))[0] ?? kept;
  const out = newest.find((person) => person.opted_out) ?? kept;
  const notes: string[] = [];
  const noted = (line: string) => notes.push(...(line.trim() && notes.includes(line) ? [] : [line]));
  for (const person of oldest) if (person.note) person.note.split(/\r?\n/).forEach(noted);
  for (const person of oldest) if (person.id !== keep) noted(person.phone);
  const fields: Record<string, string> = {};
  for (const person of oldest) for (const [name, value] of Object.entries(person.fields)) if (value) fields[name] = value;
  return {
    ...kept,
    name: first((person) => person.name),
    title: first((person) => person.title),
    note: notes.join('\n'),
    groups: [...new Set(newest.flatMap((person) => person.groups))],
    fields,
    consent: agreed.consent,
    consent_at: agreed.consent_at,
    consent_proof: agreed.consent_proof,
    opted_out: out.opted_out,
    opted_out_at: out.opted_out_at,
    opted_out_why: out.opted_out_why,
  };
}
