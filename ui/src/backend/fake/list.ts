/** A rough reader of lists for the in-memory engine only. */

import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { fold } from '../../state/variables';
import type { ColumnView } from '../generated/ColumnView';
import type { Detected } from '../generated/Detected';
import type { ImportRow } from '../generated/ImportRow';
import type { InvalidRow } from '../generated/InvalidRow';
import type { ReadOptions } from '../generated/ReadOptions';
import type { RepeatedRow } from '../generated/RepeatedRow';
import { fail } from './room';

const KNOWN: Record<string, string[]> = {
  number: ['numero', 'telefono', 'tel', 'celular', 'movil', 'whatsapp', 'phone', 'number', 'mobile', 'fone'],
  title: ['sustantivo', 'tratamiento', 'titulo', 'title', 'tratamento'],
  name: ['nombre', 'name', 'cliente', 'contacto', 'nome'],
  surname: ['apellido', 'surname', 'lastname', 'sobrenome'],
  group: ['grupo', 'segmento', 'group', 'categoria', 'category'],
};

function fieldOf(header: string): string {
  const folded = fold(header);
  return Object.keys(KNOWN).find((field) => KNOWN[field]?.includes(folded)) ?? 'extra';
}

function split(line: string, separator: string | null): string[] {
  if (!separator) return [line];
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  return [...cells, cell].map((each) => each.trim());
}

export interface ReadList {
  detected: Detected;
  rows: ImportRow[];
  invalid: InvalidRow[];
  repeated: RepeatedRow[];
  /** The first records as they stand. */
  sample: string[][];
}

export function readList(text: string, options: ReadOptions, country: string): ReadList {
  const lines = text.split(/\r?\n/);
  const first = lines.find((line) => line.trim()) ?? '';
  const separator =
    options.separator ?? [';', ',', '\t', '|'].find((candidate) => first.includes(candidate)) ?? null;
  const cells = split(first, separator);
  const header = options.header ?? !cells.some((cell) => /^[+\d][\d\s().-]{5,}$/.test(cell));
  const order = ['number', 'title', 'name', 'group'];
  const columns: ColumnView[] = cells.map((cell, index) => {
    const title = header ? cell : String(index + 1);
    const guess = header ? fieldOf(cell) : (order[index] ?? 'extra');
    return { header: title, field: options.columns[title] ?? guess };
  });
  if (!columns.some((column) => column.field === 'number')) {
    if (columns.length === 1) fail('import_not_separated', 'La lista tiene una sola columna, y no son números de teléfono.', {}, columns);
    fail('import_no_number_column', 'No se encontró ninguna columna con números de teléfono.', { columns: columns.map((column) => column.header).join(', ') }, columns);
  }
  const rows: ImportRow[] = [];
  const invalid: InvalidRow[] = [];
  const seen = new Map<string, number>();
  const repeated: RepeatedRow[] = [];
  let skipped = !header;
  lines.forEach((line, index) => {
    if (!line.trim()) return;
    if (!skipped) {
      skipped = true;
      return;
    }
    const values = split(line, separator);
    const at = (field: string) => values[columns.findIndex((column) => column.field === field)]?.trim() ?? '';
    const typed = at('number');
    const parsed = parsePhoneNumberFromString(typed, (options.country ?? country) as CountryCode);
    if (!parsed?.isValid()) {
      const reason = !typed ? 'empty' : /E\+/i.test(typed) ? 'rounded_by_spreadsheet' : /\d{4}/.test(typed) ? 'too_short' : 'not_a_number';
      invalid.push({ line: index + 1, text: typed, reason });
      return;
    }
    const first_line = seen.get(parsed.number);
    if (first_line !== undefined) {
      repeated.push({ line: index + 1, first_line, text: typed });
      return;
    }
    seen.set(parsed.number, index + 1);
    const fields: Record<string, string> = {};
    columns.forEach((column, c) => {
      if (column.field === 'extra') fields[column.header] = values[c] ?? '';
    });
    rows.push({
      line: index + 1,
      phone: parsed.number,
      typed,
      landline: false,
      change: 'new',
      opted_out: false,
      name: [at('name'), at('surname')].filter(Boolean).join(' '),
      title: at('title'),
      groups: at('group').split(/[,;|]/).map((each) => each.trim()).filter(Boolean),
      fields,
      note: at('note'),
    });
  });
  return {
    detected: { format: separator ? 'csv' : 'txt', encoding: options.encoding ?? 'UTF-8', separator, header, columns, mixed: false, sheets: [], sheet: null },
    sample: lines.filter((line) => line.trim()).slice(0, 12).map((line) => split(line, separator)),
    rows,
    invalid,
    repeated,
  };
}
