/** Known people, looked up and changed in memory. */

import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { fold } from '../../state/variables';
import type { ChangeDone } from '../generated/ChangeDone';
import type { ContactChange } from '../generated/ContactChange';
import type { ContactEdit } from '../generated/ContactEdit';
import type { ContactFilter } from '../generated/ContactFilter';
import type { ContactPage } from '../generated/ContactPage';
import type { ContactQuery } from '../generated/ContactQuery';
import type { ContactSort } from '../generated/ContactSort';
import type { ContactView } from '../generated/ContactView';
import type { UndoDone } from '../generated/UndoDone';
import { merged } from './merge';
import { fail } from './room';

const collator = new Intl.Collator('es');
const KEYS: Record<ContactSort, (contact: ContactView) => string> = {
  name: (contact) => contact.name,
  phone: (contact) => contact.phone,
  title: (contact) => contact.title,
  groups: (contact) => contact.groups.join(', '),
  consent: (contact) => contact.consent ?? '',
  status: (contact) => (contact.opted_out ? '2' : contact.whatsapp === 'no' ? '1' : '0'),
  created: (contact) => contact.created_at,
  updated: (contact) => contact.updated_at,
  last_messaged: (contact) => contact.last_messaged_at ?? '',
};

export function blank(id: number, phone: string): ContactView {
  const now = new Date().toISOString();
  return { id, phone, typed: phone, landline: false, name: '', title: '', groups: [], fields: {}, note: '', consent: null, consent_at: null, consent_proof: null, opted_out: false, opted_out_at: null, opted_out_why: null, whatsapp: 'unknown', whatsapp_checked_at: null, whatsapp_address: null, created_at: now, updated_at: now, last_messaged_at: null };
}

/** Those who pass every condition that is set. */
export function matcher(filter: ContactFilter): (contact: ContactView) => boolean {
  const words = fold(filter.search ?? '');
  const digits = (filter.search ?? '').replace(/\D/g, '');
  const only = new Set(filter.only);
  const except = new Set(filter.except);
  const found = (contact: ContactView) =>
    fold([contact.name, contact.title, ...contact.groups].join(' ')).includes(words) || (digits.length > 2 && contact.phone.includes(digits.replace(/^0/, '')));
  return (contact) =>
    (!words || found(contact)) &&
    (!filter.groups.length || filter.groups.some((group) => contact.groups.includes(group))) &&
    (!filter.ungrouped || !contact.groups.length) &&
    (filter.consent === null || (contact.consent !== null) === filter.consent) &&
    (filter.opted_out === null || contact.opted_out === filter.opted_out) &&
    (filter.whatsapp === null || contact.whatsapp === filter.whatsapp) &&
    (!filter.never_messaged || contact.last_messaged_at === null) &&
    (!only.size || only.has(contact.id)) &&
    !except.has(contact.id);
}

export class FakeContacts {
  list: ContactView[] = [];
  #nextId = 1;
  #nextChange = 1;
  /** What each change found, to put it back; null for a contact that was not there. */
  #undo = new Map<number, Map<number, ContactView | null>>();
  #sorted: { key: string; rows: ContactView[] } | null = null;

  /** Called whenever something is different. */
  constructor(private changed: () => void) {}

  fill(contacts: ContactView[]): void {
    this.list = contacts;
    this.#nextId = contacts.reduce((most, contact) => Math.max(most, contact.id), 0) + 1;
    this.#touch();
  }

  #touch(): void {
    this.#sorted = null;
    this.changed();
  }

  matching(filter: ContactFilter): ContactView[] {
    return this.list.filter(matcher(filter));
  }

  page(query: ContactQuery): ContactPage {
    const key = JSON.stringify([query.filter, query.sort, query.descending]);
    if (this.#sorted?.key !== key) {
      const by = KEYS[query.sort ?? 'name'];
      const turn = query.descending ? -1 : 1;
      const keyed = this.matching(query.filter).map((contact) => ({ contact, by: by(contact) }));
      keyed.sort((a, b) => (collator.compare(a.by, b.by) || collator.compare(a.contact.phone, b.contact.phone)) * turn);
      this.#sorted = { key, rows: keyed.map((each) => each.contact) };
    }
    const { rows } = this.#sorted;
    const from = (query.after === null ? 0 : Number(query.after)) + query.skip;
    const to = from + query.limit;
    return { contacts: rows.slice(from, to).map((contact) => ({ ...contact })), total: rows.length, next: to < rows.length ? String(to) : null };
  }

  get(id: number): ContactView {
    return { ...(this.list.find((contact) => contact.id === id) ?? fail('contact_not_found', 'Ese contacto ya no existe.')) };
  }

  /** Replaces or removes contacts, and remembers how they were. */
  #apply(next: Map<number, ContactView | null>, added: ContactView[] = []): ChangeDone {
    const before = new Map<number, ContactView | null>();
    const list: ContactView[] = [];
    for (const contact of this.list) {
      const change = next.get(contact.id);
      if (change === undefined) list.push(contact);
      else {
        before.set(contact.id, contact);
        if (change) list.push({ ...change, updated_at: new Date().toISOString() });
      }
    }
    for (const contact of added) before.set(contact.id, null);
    if (!before.size) return { people: 0, change: null };
    this.list = [...list, ...added];
    const change = this.#nextChange++;
    this.#undo.set(change, before);
    this.#touch();
    return { people: before.size, change };
  }

  add(people: Partial<ContactView>[], updates = new Map<number, ContactView>()): ChangeDone {
    return this.#apply(updates, people.map((person) => ({ ...blank(0, ''), ...person, id: this.#nextId++ })));
  }

  save(edit: ContactEdit, country: string): ContactView {
    const parsed = parsePhoneNumberFromString(edit.phone, country as CountryCode);
    if (!parsed?.isValid()) {
      const reason = /\d{4}/.test(edit.phone) ? 'too_short' : 'not_a_number';
      fail('contact_number', 'Ese número no sirve. Escríbelo con su característica, o con + y el código de país.', { reason });
    }
    const other = this.list.find((contact) => contact.phone === parsed.number && contact.id !== edit.id);
    if (other) fail('contact_exists', `${other.name || other.phone} ya tiene ese número.`, { id: String(other.id), name: other.name });
    const old = edit.id === null ? blank(this.#nextId, parsed.number) : this.get(edit.id);
    const now = new Date().toISOString();
    const fields = Object.fromEntries(Object.entries(edit.fields).filter(([name, value]) => name.trim() && value.trim()));
    const consent = edit.consent?.trim() || null;
    const saved: ContactView = {
      ...old,
      phone: parsed.number,
      typed: old.phone === parsed.number && edit.id !== null ? old.typed : edit.phone,
      name: edit.name.trim(),
      title: edit.title.trim(),
      groups: edit.groups,
      fields,
      note: edit.note.trim(),
      consent,
      consent_at: consent === old.consent ? old.consent_at : consent && now,
      consent_proof: edit.consent_proof?.trim() || null,
      updated_at: now,
    };
    if (edit.id === null) {
      this.#nextId += 1;
      this.list = [...this.list, saved];
    } else this.list = this.list.map((contact) => (contact.id === saved.id ? saved : contact));
    this.#touch();
    return saved;
  }

  change(filter: ContactFilter, change: ContactChange): ChangeDone {
    const now = new Date().toISOString();
    const next = new Map<number, ContactView | null>();
    for (const contact of this.matching(filter)) {
      if (change.kind === 'delete') next.set(contact.id, null);
      else if (change.kind === 'add_to_group' && !contact.groups.includes(change.group)) next.set(contact.id, { ...contact, groups: [...contact.groups, change.group] });
      else if (change.kind === 'remove_from_group' && contact.groups.includes(change.group)) next.set(contact.id, { ...contact, groups: contact.groups.filter((group) => group !== change.group) });
      else if (change.kind === 'consent') next.set(contact.id, { ...contact, consent: change.how, consent_proof: change.proof, consent_at: now });
      else if (change.kind === 'opt_out' && !contact.opted_out) next.set(contact.id, { ...contact, opted_out: true, opted_out_at: now, opted_out_why: null });
      else if (change.kind === 'opt_in' && contact.opted_out) next.set(contact.id, { ...contact, opted_out: false, opted_out_at: null, opted_out_why: null });
    }
    return this.#apply(next);
  }

  previewMerge(ids: number[], keep: number): ContactView {
    return merged(ids.map((id) => this.get(id)), keep) ?? fail('contact_not_found', 'Ese contacto ya no existe.');
  }

  merge(ids: number[], keep: number): ChangeDone {
    const one = this.previewMerge(ids, keep);
    return this.#apply(new Map(ids.map((id) => [id, id === keep ? one : null])));
  }

  undo(change: number): UndoDone {
    const before = this.#undo.get(change) ?? fail('change_not_found', 'Ese cambio ya no se puede deshacer.');
    this.#undo.delete(change);
    const list = this.list.filter((contact) => !before.has(contact.id));
    for (const contact of before.values()) if (contact) list.push(contact);
    this.list = list;
    this.#touch();
    return { undone: before.size, kept: 0 };
  }

  renameGroup(group: string, name: string): void {
    this.list = this.list.map((contact) => (contact.groups.includes(group) ? { ...contact, groups: [...new Set(contact.groups.map((each) => (each === group ? name : each)))] } : contact));
    this.#touch();
  }

  groups(): { name: string; count: number }[] {
    const counts = new Map<string, number>();
    for (const contact of this.list) for (const group of contact.groups) counts.set(group, (counts.get(group) ?? 0) + 1);
    return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => collator.compare(a.name, b.name));
  }

  extraFields(): string[] {
    return [...new Set(this.list.flatMap((contact) => Object.keys(contact.fields)))].sort(collator.compare);
  }

  /** What the server said of some numbers. */
  mark(ids: Set<number>, whatsapp: (contact: ContactView) => 'yes' | 'no'): void {
    const now = new Date().toISOString();
    this.list = this.list.map((contact) => (ids.has(contact.id) ? { ...contact, whatsapp: whatsapp(contact), whatsapp_checked_at: now } : contact));
    this.#touch();
  }
}
