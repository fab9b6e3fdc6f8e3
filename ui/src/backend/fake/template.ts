/** A small copy of the engine's rendering of variables, for the in-memory engine only. */

import { canonical, scan } from '../../state/variables';

export interface Person {
  phone: string;
  name: string;
  title: string;
  groups: string[];
  fields: Record<string, string>;
}

export function valuesOf(person: Person): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(person.fields)) values.set(canonical(name), value);
  values.set('nombre', person.name);
  values.set('sustantivo', person.title);
  values.set('grupo', person.groups.join(', '));
  values.set('numero', person.phone);
  return values;
}

export function render(text: string, person: Person): string {
  const values = valuesOf(person);
  let out = '';
  let at = 0;
  for (const found of scan(text)) {
    out += text.slice(at, found.from);
    const value = values.get(found.name);
    if (value === undefined) out += text.slice(found.from, found.to);
    else out += value || found.fallback || '';
    at = found.to;
  }
  return (out + text.slice(at)).replace(/ {2,}/g, ' ').trim();
}
