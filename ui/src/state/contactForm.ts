/** A contact while it is written down. */

import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import type { ContactEdit } from '../backend/generated/ContactEdit';
import type { ContactView } from '../backend/generated/ContactView';
import { phone } from '../i18n/format';

export interface Form {
  phone: string;
  name: string;
  title: string;
  groups: string[];
  fields: { name: string; value: string }[];
  note: string;
  consent: string;
  proof: string;
}

export function formOf(contact: ContactView | null): Form {
  return {
    phone: contact ? phone(contact.phone) : '',
    name: contact?.name ?? '',
    title: contact?.title ?? '',
    groups: contact?.groups ?? [],
    fields: Object.entries(contact?.fields ?? {}).map(([name, value]) => ({ name, value: value ?? '' })),
    note: contact?.note ?? '',
    consent: contact?.consent ?? '',
    proof: contact?.consent_proof ?? '',
  };
}

export function editOf(form: Form, id: number | null): ContactEdit {
  const fields: Record<string, string> = {};
  for (const { name, value } of form.fields) if (name.trim() && value.trim()) fields[name.trim()] = value.trim();
  return {
    id,
    phone: form.phone.trim(),
    name: form.name.trim(),
    title: form.title.trim(),
    groups: form.groups,
    fields,
    note: form.note.trim(),
    consent: form.consent.trim() || null,
    consent_proof: form.proof.trim() || null,
  };
}

/** Whether anything that is kept differs. */
export function changed(form: Form, contact: ContactView | null): boolean {
  return JSON.stringify(editOf(form, null)) !== JSON.stringify(editOf(formOf(contact), null));
}

/** A value without a name, or a name twice, would be lost. */
export function fieldProblem(fields: Form['fields']): 'name' | 'twice' | null {
  const names = fields.filter((field) => field.value.trim()).map((field) => field.name.trim().toLowerCase());
  if (names.includes('')) return 'name';
  return new Set(names).size < names.length ? 'twice' : null;
}

/** The number as it will be stored, where it reads as one and is written otherwise. */
export function readAs(text: string, country: string): string | null {
  const parsed = parsePhoneNumberFromString(text, country as CountryCode);
  if (!parsed?.isValid()) return null;
  const shown = phone(parsed.number);
  return shown === text.trim() ? null : shown;
}
