/** What is done with contacts, and told with a way back. */

import type { ChangeDone } from '../backend/generated/ChangeDone';
import type { ContactChange } from '../backend/generated/ContactChange';
import type { ContactFilter } from '../backend/generated/ContactFilter';
import type { ImportCounts } from '../backend/generated/ImportCounts';
import { t } from '../i18n/index.svelte';
import { tellSaved } from './saved';
import { attempt, session } from './session.svelte';
import { toasts } from './toasts.svelte';
import { works } from './work.svelte';

/** Whom an import made, and whom it changed. */
export type Imported = Pick<ImportCounts, 'new' | 'updated'>;

/** What an undo did: people an import made are removed by it, all others are as they were. */
function undoneWords(undone: number, imported?: Imported): string {
  if (!imported?.new) return t('undone', { count: undone });
  // Of how many were kept it is not known which of the two they are.
  if (undone !== imported.new + imported.updated) return t('undone-import', { count: undone });
  return [t('undone-removed', { count: imported.new }), imported.updated ? t('undone-restored', { count: imported.updated }) : ''].filter(Boolean).join(' ');
}

/** Takes a change back and tells what could not be; of an import, what it did. */
export function undo(change: number, imported?: Imported): Promise<boolean> {
  return attempt(async () => {
    const done = await works.run('change', () => session.backend.undo(change));
    if (!done) return;
    toasts.done([undoneWords(done.undone, imported), done.kept ? t('undone-kept', { count: done.kept }) : ''].filter(Boolean).join(' '));
  });
}

/** Tells what was done; while it is told it can be taken back. */
export function tellChange(text: string, change: number | null, imported?: Imported): void {
  toasts.done(text, change === null ? undefined : { label: t('undo'), run: () => undo(change, imported) });
}

function words(change: ContactChange, count: number): string {
  switch (change.kind) {
    case 'add_to_group':
      return t('changed-group', { count, group: change.group });
    case 'remove_from_group':
      return t('changed-ungroup', { count, group: change.group });
    case 'consent':
      return t('changed-consent', { count });
    case 'opt_out':
      return t('changed-opt-out', { count });
    case 'opt_in':
      return t('changed-opt-in', { count });
    case 'delete':
      return t('changed-delete', { count });
  }
}

/** Changes contacts; false when it failed or was cancelled. */
export async function change(filter: ContactFilter, what: ContactChange): Promise<boolean> {
  let done: ChangeDone | null = null;
  await attempt(async () => {
    done = await works.run('change', () => session.backend.changeContacts(filter, what));
    if (done) tellChange(done.people ? words(what, done.people) : t('changed-nothing'), done.change);
  });
  return done !== null;
}

export async function merge(ids: number[], keep: number): Promise<boolean> {
  return attempt(async () => {
    const done = await session.backend.mergeContacts(ids, keep);
    tellChange(t('changed-merge', { count: ids.length }), done.change);
  });
}

export async function exportContacts(filter: ContactFilter, format: 'csv' | 'xlsx'): Promise<void> {
  await attempt(async () => {
    const path = await works.run('export', () => session.backend.exportContacts(filter, format));
    if (path) tellSaved(t('exported-to', { path }), path);
  });
}

export async function checkContacts(filter: ContactFilter): Promise<void> {
  await attempt(async () => {
    const done = await works.run('check', () => session.backend.checkContacts(filter));
    if (!done) return;
    const silent = done.asked - done.on_whatsapp - done.absent;
    const found = [t('checked-found', { present: done.on_whatsapp, absent: done.absent }), silent ? t('checked-silent', { count: silent }) : ''];
    toasts.done(`${t('checked', { count: done.asked })}: ${found.filter(Boolean).join(', ')}`);
  });
}

export async function deleteGroup(group: string): Promise<boolean> {
  return attempt(async () => {
    const done = await session.backend.deleteGroup(group);
    tellChange(t('group-deleted', { group }), done.change);
  });
}

/** Writes the example list where the person says. */
export async function saveExample(): Promise<void> {
  await attempt(async () => {
    const path = await session.backend.saveExample();
    if (path) tellSaved(t('example-saved', { path }), path);
  });
}
