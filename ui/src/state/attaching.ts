/** Files on their way into a message: one at a time, each with its own outcome. */

import { isErrorView, type MediumKind } from '../backend/backend';
import type { AttachmentView } from '../backend/generated/AttachmentView';
import { t, word } from '../i18n/index.svelte';
import { MOST, type Composition, type Pending } from './composition.svelte';
import { fileName } from './files';
import { session } from './session.svelte';
import { toasts } from './toasts.svelte';
import { works } from './work.svelte';

/** The engine prepares one file at a time. */
let line: Promise<unknown> = Promise.resolve();

/** Makes files ready and puts them into a message; resolves when all are done. What was said of an earlier try is over. */
export function attach(message: Composition, paths: string[], wanted: MediumKind | null): Promise<unknown> {
  message.dropFailed();
  const files = message.await(paths.map((path) => ({ path, name: fileName(path), wanted })));
  for (const file of files) line = line.then(() => prepare(message, file));
  return line;
}

/** Asks for files with the system's dialog. */
export async function pick(message: Composition, kind: MediumKind): Promise<void> {
  try {
    const paths = await session.backend.pickAttachments(kind);
    if (paths.length) await attach(message, paths, kind);
  } catch (thrown) {
    toasts.error(thrown);
  }
}

async function prepare(message: Composition, file: Pending): Promise<void> {
  // It may have been called off while it waited.
  if (!message.pending.some((each) => each.key === file.key)) return;
  message.change(file.key, { state: 'working', problem: null });
  try {
    const view = await works.run('attach', () => session.backend.attachFile(file.path, file.wanted));
    if (view && message.pending.some((each) => each.key === file.key) && !message.add(view)) throw tooMany(view.kind as MediumKind);
    message.drop(file.key);
  } catch (problem) {
    message.change(file.key, { state: 'failed', problem });
  }
}

/** Puts a recording into a message; tells the person when there is no room. */
export function attachRecorded(message: Composition, view: AttachmentView): void {
  message.dropFailed();
  if (!message.add(view)) toasts.error(tooMany('voice'));
}

function tooMany(kind: MediumKind) {
  return { code: 'too_many_attachments', message: t('attach-too-many', { kind: word('medium-many', kind), most: MOST[kind] }), details: {} };
}

/** Calls one off: the one at work is stopped, one that waits or failed goes away. */
export async function callOff(message: Composition, key: number): Promise<void> {
  const file = message.pending.find((each) => each.key === key);
  message.drop(key);
  if (file?.state === 'working') await works.cancel('attach');
}

/** Tries one again that failed. */
export function again(message: Composition, key: number): Promise<unknown> {
  const file = message.pending.find((each) => each.key === key);
  if (!file) return Promise.resolve();
  message.change(key, { state: 'waiting', problem: null });
  line = line.then(() => prepare(message, file));
  return line;
}

/** Whether trying again can help: the file itself is not the trouble. */
export function mayRetry(problem: unknown): boolean {
  return isErrorView(problem) && ['file_not_found', 'file_unreadable', 'file_forbidden', 'media_unreadable', 'disk_full', 'database_busy', 'work_under_way'].includes(problem.code);
}

/** Takes one out; for a while it can be had back. */
export function detach(message: Composition, id: number): void {
  const index = message.ids.indexOf(id);
  const view = message.attachments.find((each) => each.id === id);
  if (!view) return;
  message.remove(id);
  if (view.gone) return;
  toasts.done(t('attachment-removed', { name: view.file_name }), {
    label: t('undo'),
    run: () => {
      if (!message.add(view, index)) toasts.error(tooMany(view.kind as MediumKind));
    },
  });
}
