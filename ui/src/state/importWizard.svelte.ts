/** An import on its way: from a file to people, step by step. */

import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { isErrorView } from '../backend/backend';
import type { ColumnView } from '../backend/generated/ColumnView';
import type { ImportDone } from '../backend/generated/ImportDone';
import type { ImportOptions } from '../backend/generated/ImportOptions';
import type { ImportPreview } from '../backend/generated/ImportPreview';
import type { ImportSource } from '../backend/generated/ImportSource';
import type { ReadOptions } from '../backend/generated/ReadOptions';
import { locale, t } from '../i18n/index.svelte';
import { detectAll } from './audience';
import { session } from './session.svelte';
import { toasts } from './toasts.svelte';
import { works } from './work.svelte';

export const IMPORT_STEPS = ['file', 'read', 'columns', 'check'] as const;
export type ImportStep = (typeof IMPORT_STEPS)[number];

/** Why a step cannot be left yet. */
export type Missing = 'file' | 'reading' | 'unreadable' | 'number' | 'numbers' | 'which' | 'nobody';

/** What mends a trouble: the separator, the choice of the number's column, reading the file again, another list. */
export type Remedy = 'separator' | 'column' | 'again' | 'other';

/** Troubles that are mended by saying what the columns are. */
const OF_COLUMNS = ['import_no_number_column', 'import_field_taken_twice', 'import_unknown_column'];

/** Troubles of the file itself: read in another way it would be of no more use. */
const OF_THE_FILE = ['import_unreadable', 'import_empty_file', 'import_unsupported_format', 'import_protected_workbook', 'import_damaged_workbook', 'import_workbook_too_large', 'import_unclosed_card', 'import_too_many_rows'];

/** Lists in which every number of a person has its column: the engine goes on to the next where the first is of no use. */
const WITH_SPARE_NUMBERS = ['vcard', 'google_csv'];

export class ImportWizard {
  step = $state<ImportStep>('file');
  source = $state.raw<ImportSource | null>(null);
  label = $state('');
  read = $state.raw<ReadOptions>(detectAll());
  group = $state('');
  skipExisting = $state(false);
  consent = $state('');
  preview = $state.raw<ImportPreview | null>(null);
  /** What stands in a list that was refused for its columns. */
  glance = $state.raw<ImportPreview | null>(null);
  problem = $state.raw<unknown>(null);
  reading = $state(false);
  done = $state.raw<ImportDone | null>(null);
  /** People are being written down. */
  writing = $state(false);
  /** The person said which of several columns has the numbers. */
  settled = $state(false);
  /** Nothing was seen of this list yet: what comes first decides on the step. */
  #fresh = false;
  #turn = 0;
  #running: Promise<unknown> = Promise.resolve();

  readonly options = $derived<ImportOptions>({ read: this.read, group: this.group.trim() || null, skip_existing: this.skipExisting, consent: this.consent.trim() || null });

  /** The columns as they are taken; from the refusal, where the list was refused for them. */
  readonly columns = $derived.by((): ColumnView[] => {
    const chosen = (header: string, field: string) => ({ header, field: this.read.columns[header] ?? field });
    const refused = isErrorView(this.problem) ? this.problem.columns : undefined;
    return (refused ?? this.preview?.detected.columns ?? []).map(({ header, field }) => chosen(header, field));
  });
  readonly numbers = $derived(this.columns.filter((column) => column.field === 'number'));
  /** The columns that hold telephone numbers, where it is more than one. */
  readonly rivals = $derived.by((): string[] => {
    if (this.numbers.length > 1) return this.numbers.map((column) => column.header);
    const seen = this.glance ?? this.preview;
    if (!this.numbers.length || !seen || WITH_SPARE_NUMBERS.includes(seen.detected.format)) return [];
    const alike = (index: number) => looksLikeNumbers(samplesOf(seen, index, Infinity), locale.country);
    const holding = this.columns.filter((column, index) => column.field === 'number' || (column.field === 'extra' && alike(index)));
    return holding.length > 1 ? holding.map((column) => column.header) : [];
  });
  readonly usable = $derived.by(() => {
    const counts = this.preview?.counts;
    return counts ? counts.new + counts.updated + counts.unchanged : 0;
  });
  /** Where a trouble can be mended. */
  readonly troubleAt = $derived.by((): ImportStep | null => {
    if (!this.problem) return null;
    return isErrorView(this.problem) && OF_COLUMNS.includes(this.problem.code) ? 'columns' : 'read';
  });
  /** Whether another way of reading may mend the trouble. */
  readonly rereadable = $derived(!(isErrorView(this.problem) && OF_THE_FILE.includes(this.problem.code)));
  readonly remedy = $derived.by((): Remedy | null => {
    if (!this.problem) return null;
    if (this.troubleAt === 'columns') return 'column';
    if (isErrorView(this.problem) && this.problem.code === 'import_not_separated') return 'separator';
    return this.source?.kind === 'file' ? 'again' : 'other';
  });

  /** Takes a list; what was said of the one before is forgotten. */
  take(source: ImportSource | null, label: string): void {
    this.source = source;
    this.label = label;
    this.read = detectAll();
    this.preview = null;
    this.glance = null;
    this.problem = null;
    this.done = null;
    this.settled = false;
    this.#fresh = source !== null;
    this.step = source ? 'read' : 'file';
  }

  /** Reads the list as it is to be read now; only the last answer counts. */
  async look(): Promise<void> {
    const { source, options } = this;
    const turn = ++this.#turn;
    if (!source || this.numbers.length > 1) {
      this.reading = false;
      return;
    }
    if (this.reading) await works.cancel('preview').catch(() => {});
    await this.#running;
    if (turn !== this.#turn) return;
    this.reading = true;
    this.#running = works.run('preview', () => session.backend.importPreview(source, options)).then(
      (found) => {
        if (turn !== this.#turn) return;
        this.reading = false;
        if (found) this.#seen(found);
        else if (!this.preview) this.take(null, '');
      },
      async (thrown: unknown) => {
        const glance = turn === this.#turn ? await this.#glanceAt(source, options, thrown) : null;
        if (turn !== this.#turn) return;
        this.reading = false;
        this.glance = glance;
        this.problem = thrown;
        this.#arrive();
      },
    );
    await this.#running;
  }

  /** Which column has the numbers is told from what stands in them: read as if it were the first. */
  async #glanceAt(source: ImportSource, options: ImportOptions, refusal: unknown): Promise<ImportPreview | null> {
    const columns = isErrorView(refusal) ? refusal.columns : undefined;
    const first = columns?.[0];
    if (!columns || !first) return null;
    const read = { ...options.read, columns: { ...options.read.columns, [first.header]: 'number' } };
    try {
      const found = await works.run('preview', () => session.backend.importPreview(source, { ...options, read }));
      return found && { ...found, detected: { ...found.detected, columns } };
    } catch {
      // The refusal is told; the columns are known by their titles.
      return null;
    }
  }

  #seen(found: ImportPreview): void {
    this.preview = found;
    this.glance = null;
    this.problem = null;
    this.#arrive();
  }

  /** How the list is read needs no look where all is well. */
  #arrive(): void {
    if (this.#fresh) this.step = this.troubleAt ?? 'columns';
    this.#fresh = false;
  }

  setField(header: string, field: string): void {
    if (field === 'number') this.settled = true;
    this.read = { ...this.read, columns: { ...this.read.columns, [header]: field } };
  }

  /** Of several columns with numbers, this one counts. */
  useNumber(header: string): void {
    this.settled = true;
    const columns = { ...this.read.columns };
    for (const each of this.numbers) columns[each.header] = 'extra';
    this.read = { ...this.read, columns: { ...columns, [header]: 'number' } };
  }

  missing(step: ImportStep): Missing | null {
    if (step === 'file') return this.source ? null : 'file';
    if (step === 'read') return this.troubleAt === 'read' ? 'unreadable' : !this.columns.length ? 'reading' : null;
    if (step === 'columns') {
      if (this.numbers.length > 1) return 'numbers';
      if (!this.numbers.length) return 'number';
      if (this.rivals.length && !this.settled) return 'which';
      return this.problem ? 'unreadable' : this.preview ? null : 'reading';
    }
    return this.usable ? null : 'nobody';
  }

  /** Goes to a step, or to the one before it that is not done; says what is missing there. */
  goTo(step: ImportStep): Missing | null {
    if (step === 'file' && this.reading && this.#fresh) {
      this.#giveUp();
      return null;
    }
    for (const before of IMPORT_STEPS.slice(0, IMPORT_STEPS.indexOf(step))) {
      const missing = this.missing(before);
      if (missing) {
        this.step = before;
        return missing;
      }
    }
    this.step = step;
    return null;
  }

  /** A list of which nothing was seen yet is left: its reading ends, and what comes of it does not count. */
  #giveUp(): void {
    this.#turn += 1;
    this.reading = false;
    void works.cancel('preview').catch(() => {});
    this.take(null, '');
  }

  /** The step before; none at the first. */
  get before(): ImportStep | null {
    return IMPORT_STEPS[IMPORT_STEPS.indexOf(this.step) - 1] ?? null;
  }
  get after(): ImportStep | null {
    return IMPORT_STEPS[IMPORT_STEPS.indexOf(this.step) + 1] ?? null;
  }

  /** Writes the people down; false when it was cancelled, and then nothing is left behind. */
  async run(): Promise<boolean> {
    const { source, options } = this;
    if (!source) return false;
    if (this.reading) {
      this.#turn += 1;
      this.reading = false;
      await works.cancel('preview').catch(() => {});
    }
    this.writing = true;
    try {
      const done = await works.run(['write', 'read'], () => session.backend.importContacts(source, options));
      if (done) this.done = done;
      else toasts.done(t('import-cancelled'));
      return done !== null;
    } finally {
      this.writing = false;
    }
  }

  /** A list was taken, and nothing became of it yet. */
  get underway(): boolean {
    return this.source !== null && this.done === null;
  }
}

class Open {
  /** The wizard on the screen. */
  wizard = $state.raw<ImportWizard | null>(null);
}

/** The import that is open, so that another list does not push it aside unasked. */
export const open = new Open();

/** The first values of a column, without empty ones. */
export function samplesOf(preview: ImportPreview | null, column: number, most = 3): string[] {
  if (!preview) return [];
  const rows = preview.detected.header ? preview.sample.slice(1) : preview.sample;
  return rows.map((row) => row[column]?.trim() ?? '').filter(Boolean).slice(0, most);
}

/** Days are digits, too, and some read as numbers of some country. */
const DAY = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\b/;

/** Whether a column that is taken for something else holds telephone numbers, too. */
export function looksLikeNumbers(samples: string[], country: string): boolean {
  return samples.length > 1 && samples.every((text) => !DAY.test(text) && parsePhoneNumberFromString(text, country as CountryCode)?.isValid());
}
