/** How a list was read, in words. */

import type { Detected } from '../backend/generated/Detected';
import { t } from '../i18n/index.svelte';

export const ENCODINGS = ['UTF-8', 'windows-1252', 'UTF-16LE', 'UTF-16BE'];
export const SEPARATORS = [',', ';', '\t', '|'];
const FIELDS = ['number', 'name', 'surname', 'title', 'group', 'extra', 'note', 'ignore'] as const;
/** What only few lists have; it is offered where it was found. */
const SELDOM = ['consent', 'consent_at', 'consent_proof', 'opted_out'] as const;
export type Field = (typeof FIELDS)[number] | (typeof SELDOM)[number];

/** What a column can be said to hold. */
export function fieldsFor(field: string): Field[] {
  const own = SELDOM.find((seldom) => seldom === field);
  return own ? [...FIELDS, own] : [...FIELDS];
}

export function fieldName(field: Field): string {
  const names: Record<Field, () => string> = {
    number: () => t('field-number'),
    name: () => t('field-name'),
    surname: () => t('field-surname'),
    title: () => t('field-title'),
    group: () => t('field-group'),
    note: () => t('contact-note'),
    extra: () => t('field-extra'),
    ignore: () => t('field-ignore'),
    consent: () => t('contact-consent'),
    consent_at: () => t('contact-consent-since'),
    consent_proof: () => t('contact-proof'),
    opted_out: () => t('contact-opted-out'),
  };
  return names[field]();
}

export const encodingName = (encoding: string) => (encoding === 'windows-1252' ? t('read-windows') : encoding);

export function separatorName(separator: string): string {
  const names: Record<string, string> = { '\t': t('read-tab'), ',': t('read-comma'), ';': t('read-semicolon'), '|': t('read-bar') };
  return names[separator] ?? `«${separator}»`;
}

export function headerName(header: string): string {
  // Without a title a column is called by its place.
  return /^\d{1,3}$/.test(header) ? t('read-column', { number: Number(header) }) : header;
}

/** Whether the file is text, so that it has an encoding and a separator. */
export const isText = (detected: Detected) => !['xlsx', 'vcard'].includes(detected.format);

export function summary(detected: Detected): string {
  const { format, sheet } = detected;
  if (format === 'vcard') return t('read-vcard');
  const header = detected.header ? t('read-with-header') : t('read-without-header');
  if (format === 'xlsx') return [t('read-xlsx'), ...(sheet ? [t('read-in-sheet', { sheet })] : []), header].join(' · ');
  return [
    ...(format === 'google_csv' ? [t('read-google')] : []),
    encodingName(detected.encoding),
    detected.separator ? t('read-separated', { separator: separatorName(detected.separator) }) : t('read-one-column'),
    header,
  ].join(' · ');
}
