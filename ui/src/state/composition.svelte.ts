/** What is written once and sent to many: the versions of a text, and what goes with them. */

import type { MediumKind } from '../backend/backend';
import type { AttachmentView } from '../backend/generated/AttachmentView';

export const MOST_VERSIONS = 5;

/** Characters that WhatsApp takes in one text. */
export const LONGEST_TEXT = 65_536;

/** Characters as the engine counts them. */
export const characters = (text: string): number => Array.from(text).length;

/** How many of a kind one message takes. */
export const MOST: Record<MediumKind, number> = { picture: 30, video: 1, document: 1, voice: 1 };

export const MEDIUM_KINDS = ['picture', 'video', 'document', 'voice'] as const satisfies readonly MediumKind[];

/** `A` to `E`. */
export const letter = (version: number): string => String.fromCharCode(65 + version);

export interface Version {
  /** Stays the same while others come and go. */
  key: number;
  text: string;
}

/** A file that is not ready yet, or never will be. */
export interface Pending {
  key: number;
  path: string;
  name: string;
  wanted: MediumKind | null;
  state: 'waiting' | 'working' | 'failed';
  problem: unknown;
}

/** Everything that makes one message, for going back to it. */
export interface Written {
  texts: string[];
  attachments: AttachmentView[];
}

let keys = 0;
const version = (text: string): Version => ({ key: (keys += 1), text });

export class Composition {
  versions = $state.raw<Version[]>([version('')]);
  /** The version on the screen. */
  at = $state(0);
  /** What goes with the text, in order. Known by its row alone until it was read. */
  ids = $state.raw<number[]>([]);
  #views = $state.raw<ReadonlyMap<number, AttachmentView>>(new Map());
  pending = $state.raw<Pending[]>([]);

  readonly texts = $derived(this.versions.map((each) => each.text));
  readonly attachments = $derived(this.ids.flatMap((id) => this.#views.get(id) ?? []));
  readonly gone = $derived(this.attachments.filter((each) => each.gone));
  readonly empty = $derived(!this.ids.length && !this.pending.length && this.texts.every((text) => !text.trim()));
  /** Whether there is something for everybody: each version says something, or a file goes out without words. */
  readonly complete = $derived(this.blank === null && (this.ids.length > 0 || this.texts.some((text) => text.trim())));
  readonly busy = $derived(this.pending.some((each) => each.state !== 'failed'));

  /** The version on the screen. */
  get text(): string {
    return this.versions[this.at]?.text ?? '';
  }
  set text(text: string) {
    if (text !== this.text) this.versions = this.versions.map((each, index) => (index === this.at ? { ...each, text } : each));
  }

  /** The first version that says nothing although it would be somebody's message. */
  get blank(): number | null {
    if (this.versions.length === 1) return null;
    const found = this.versions.findIndex((each) => !each.text.trim());
    return found < 0 ? null : found;
  }

  /** The first version that is longer than can be sent, and how long it is. */
  readonly tooLong = $derived.by((): { version: number; length: number } | null => {
    // Most texts are far from it: counting characters is for those that may not be.
    const version = this.texts.findIndex((text) => text.length > LONGEST_TEXT && characters(text) > LONGEST_TEXT);
    return version < 0 ? null : { version, length: characters(this.texts[version] ?? '') };
  });

  /** The texts for asking the engine about a message that is not finished: with something in place of what is missing. */
  textsOr(placeholder: string): string[] {
    const silent = this.versions.length === 1 && this.ids.length > 0;
    return this.texts.map((text) => (text.trim() || silent ? text : placeholder));
  }

  addVersion(): void {
    if (this.versions.length >= MOST_VERSIONS) return;
    this.versions = [...this.versions, version('')];
    this.at = this.versions.length - 1;
  }

  removeVersion(index: number): void {
    if (this.versions.length === 1) return;
    this.versions = this.versions.filter((_, each) => each !== index);
    this.at = Math.min(this.at > index ? this.at - 1 : this.at, this.versions.length - 1);
  }

  /** How many more of a kind it takes. */
  room(kind: MediumKind): number {
    return MOST[kind] - this.attachments.filter((each) => each.kind === kind).length;
  }

  /** Takes something in; whether there was room for it. */
  add(view: AttachmentView, index = this.ids.length): boolean {
    if (this.ids.includes(view.id)) return true;
    if (this.room(view.kind as MediumKind) < 1) return false;
    this.#views = new Map(this.#views).set(view.id, view);
    this.ids = this.ids.toSpliced(index, 0, view.id);
    return true;
  }

  remove(id: number): void {
    this.ids = this.ids.filter((each) => each !== id);
  }

  /** Moves one to another place. */
  move(id: number, to: number): void {
    const from = this.ids.indexOf(id);
    const place = Math.max(0, Math.min(this.ids.length - 1, to));
    if (from < 0 || place === from) return;
    this.ids = this.ids.toSpliced(from, 1).toSpliced(place, 0, id);
  }

  /** What was read about what goes with it; what is not there any more goes away. */
  know(views: AttachmentView[]): void {
    this.#views = new Map([...this.#views, ...views.map((view) => [view.id, view] as const)]);
    this.ids = this.ids.filter((id) => this.#views.has(id));
  }

  change(key: number, part: Partial<Pending>): void {
    this.pending = this.pending.map((each) => (each.key === key ? { ...each, ...part } : each));
  }

  drop(key: number): void {
    this.pending = this.pending.filter((each) => each.key !== key);
  }

  /** Forgets what was said of files that cannot be sent. */
  dropFailed(): void {
    if (this.pending.some((each) => each.state === 'failed')) this.pending = this.pending.filter((each) => each.state !== 'failed');
  }

  await(files: Pick<Pending, 'path' | 'name' | 'wanted'>[]): Pending[] {
    const added = files.map((file): Pending => ({ ...file, key: (keys += 1), state: 'waiting', problem: null }));
    this.pending = [...this.pending, ...added];
    return added;
  }

  /** Begins with these texts and rows, e.g. of a draft. */
  load(texts: string[], ids: number[]): void {
    this.versions = (texts.length ? texts : ['']).slice(0, MOST_VERSIONS).map(version);
    this.at = 0;
    this.ids = ids;
    this.#views = new Map();
    this.pending = [];
  }

  /** Takes over a whole message, e.g. a template. */
  take(written: Written): void {
    this.load(written.texts, written.attachments.map((each) => each.id));
    this.know(written.attachments);
  }

  get written(): Written {
    return { texts: this.texts, attachments: this.attachments };
  }
}
