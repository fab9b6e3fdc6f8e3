/** How a list was read, in words. */

import type { Detected } from '../backend/generated/Detected';
import { t } from '../i18n/index.svelte';

export const ENCODINGS = ['UTF-8', 'windows-1252', 'UTF-16LE', 'UTF-16BE'];
export const SEPARATORS = [',', ';', '\t', '|'];
export const FIELDS = ['number', 'name', 'surname', 'title', 'group', 'extra', 'ignore'] as const;

export const encodingName = (encoding: string) => (encoding === 'windows-1252' ? t('read-windows') : encoding);

export function separatorName(separator: string): string {
  const names: Record<string, string> = { '\t': t('read-tab'), ',': t('read-comma'), ';': t('read-semicolon'), '|': t('read-bar') };
  return names[separator] ?? `«${separator}»`;
}

export function headerName(header: string): string {
  const column = /^column (\d+)$/.exec(header)?.[1];
  return column ? t('read-column', { number: Number(column) }) : header;
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
