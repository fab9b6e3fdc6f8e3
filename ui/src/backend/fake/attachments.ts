/** Files that go with messages, and messages that are kept, in memory. What a file is, is told by its name here. */

import { MOST } from '../../state/composition.svelte';
import { fileName } from '../../state/files';
import { fold } from '../../state/variables';
import type { MediumKind } from '../backend';
import type { AttachmentView } from '../generated/AttachmentView';
import type { FreedView } from '../generated/FreedView';
import type { NewTemplate } from '../generated/NewTemplate';
import type { TemplateView } from '../generated/TemplateView';
import { fail } from './room';

const KINDS: [RegExp, MediumKind, string][] = [
  [/\.(jpe?g|png|webp|gif)$/i, 'picture', 'image/jpeg'],
  [/\.(mp3|m4a|ogg|opus|wav|flac)$/i, 'voice', 'audio/wav'],
  [/\.(mp4|mov|3gp)$/i, 'video', 'video/mp4'],
];

/** A second of a tone, as a sound file that any browser plays. */
function tone(seconds: number): ArrayBuffer {
  const rate = 8_000;
  const length = rate * seconds;
  const view = new DataView(new ArrayBuffer(44 + length));
  const word = (at: number, text: string) => [...text].forEach((char, index) => view.setUint8(at + index, char.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, 36 + length, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  word(36, 'data');
  view.setUint32(40, length, true);
  for (let at = 0; at < length; at += 1) view.setUint8(44 + at, 128 + Math.round(40 * Math.sin(at / 6)));
  return view.buffer;
}

export class FakeAttachments {
  private kept = new Map<number, { view: AttachmentView; bytes: ArrayBuffer }>();
  private saved = new Map<number, TemplateView>();
  private next = 1;

  /** Keeps a file; the bytes are those that a browser gave, if it did. */
  keep(path: string, wanted: MediumKind | null, bytes: ArrayBuffer | null): AttachmentView {
    const name = fileName(path);
    if (/\.heic$/i.test(name)) fail('picture_heic', 'Es una foto HEIC, que WhatsApp no muestra. Ábrela y expórtala como JPEG.');
    const [, found, mime] = KINDS.find(([ending]) => ending.test(name)) ?? [null, 'document' as const, 'application/pdf'];
    if (wanted && wanted !== 'document' && wanted !== found) fail(wanted === 'voice' ? 'not_audio' : `not_a_${wanted}`, `${name} no es lo que hace falta. Elige otro archivo.`);
    const kind = wanted ?? found;
    const seconds = kind === 'voice' ? 7 : kind === 'video' ? 34 : null;
    const view: AttachmentView = {
      id: this.next++,
      kind,
      mime: kind === 'document' ? 'application/pdf' : mime,
      file_name: name,
      size: bytes?.byteLength ?? 240_000,
      width: kind === 'picture' || kind === 'video' ? 1_200 : null,
      height: kind === 'picture' || kind === 'video' ? 900 : null,
      thumbnail: null,
      seconds,
      waveform: kind === 'voice' ? Array.from({ length: 64 }, (_, bar) => Math.round(50 + 50 * Math.sin(bar / 3) * Math.cos(bar / 7))) : null,
      pages: kind === 'document' ? 3 : null,
      gone: false,
      first_frame_only: /\.gif$/i.test(name),
    };
    this.kept.set(view.id, { view, bytes: kind === 'voice' ? tone(7) : (bytes ?? new ArrayBuffer(0)) });
    return view;
  }

  known(ids: number[]): AttachmentView[] {
    return ids.flatMap((id) => this.kept.get(id)?.view ?? []);
  }

  bytes(id: number): ArrayBuffer {
    return this.kept.get(id)?.bytes ?? fail('attachment_not_found', 'Ese adjunto ya no está.');
  }

  /** Takes its bytes away, as time does. */
  lose(id: number): void {
    const found = this.kept.get(id);
    if (found) this.kept.set(id, { ...found, view: { ...found.view, gone: true } });
  }

  /** Refuses what one message does not take. */
  check(ids: number[]): void {
    const views = this.known(ids);
    for (const kind of Object.keys(MOST) as MediumKind[])
      if (views.filter((each) => each.kind === kind).length > MOST[kind]) fail('too_many_attachments', `Un mensaje lleva como máximo ${MOST[kind]} de estos.`, { kind, limit: String(MOST[kind]) });
  }

  freeable(needed: ReadonlySet<number>): FreedView {
    const free = [...this.kept.values()].filter(({ view }) => !needed.has(view.id) && !view.gone);
    return { attachments: free.length, bytes: free.reduce((sum, { view }) => sum + view.size, 0) };
  }
  clear(needed: ReadonlySet<number>): FreedView {
    const freed = this.freeable(needed);
    for (const { view } of [...this.kept.values()]) if (!needed.has(view.id)) this.lose(view.id);
    return freed;
  }

  templates(): TemplateView[] {
    return [...this.saved.values()].map((each) => ({ ...each, attachments: this.known(each.attachments.map((one) => one.id)) })).sort((a, b) => a.name.localeCompare(b.name));
  }
  save(id: number | null, { name, category, texts, attachments }: NewTemplate): number {
    const clean = name.trim();
    if (!clean) fail('template_name', 'Ponle un nombre a la plantilla.');
    if (id !== null && !this.saved.has(id)) fail('template_not_found', 'Esa plantilla ya no existe.');
    if ([...this.saved.values()].some((each) => each.id !== id && fold(each.name) === fold(clean))) fail('template_exists', `Ya hay una plantilla «${clean}». Elige otro nombre.`);
    const row = id ?? this.next++;
    const now = new Date().toISOString();
    this.saved.set(row, { id: row, name: clean, category: category.trim(), texts, attachments: this.known(attachments), created_at: this.saved.get(row)?.created_at ?? now, updated_at: now });
    return row;
  }
  duplicate(id: number): number {
    const { name, category, texts, attachments } = this.saved.get(id) ?? fail('template_not_found', 'Esa plantilla ya no existe.');
    return this.save(null, { name: `${name} (copia)`, category, texts, attachments: attachments.map((each) => each.id) });
  }
  delete(id: number): void {
    this.saved.delete(id);
  }
  /** Those that templates need. */
  get needed(): number[] {
    return [...this.saved.values()].flatMap((each) => each.attachments.map((one) => one.id));
  }
}
