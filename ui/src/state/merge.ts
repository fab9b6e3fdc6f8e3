/** What becomes of several contacts that are made one, as the engine does it, to be seen before. */

import type { ContactView } from '../backend/generated/ContactView';

/** The newer value of each field that says anything, all groups, and the number of `keep`; an opt-out stays. */
export function merged(people: ContactView[], keep: number): ContactView | null {
  const kept = people.find((person) => person.id === keep);
  if (!kept) return null;
  const newest = [...people].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  const first = (value: (person: ContactView) => string) => newest.map(value).find(Boolean) ?? '';
  const agreed = newest.find((person) => person.consent !== null) ?? kept;
  const out = newest.find((person) => person.opted_out) ?? kept;
  const fields: Record<string, string> = {};
  for (const person of [...newest].reverse()) for (const [name, value] of Object.entries(person.fields)) if (value) fields[name] = value;
  return {
    ...kept,
    name: first((person) => person.name),
    title: first((person) => person.title),
    note: first((person) => person.note),
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
