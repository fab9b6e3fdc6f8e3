/** A file that is dropped where lists are imported. */

import { t } from '../i18n/index.svelte';
import { confirm } from './confirm.svelte';
import { fileName } from './files';
import { open } from './importWizard.svelte';
import { session } from './session.svelte';
import { toasts } from './toasts.svelte';
import { unsaved } from './unsaved';

/** Imports this file, unless what is under way is to be kept. */
export async function importInstead(path: string): Promise<void> {
  const dropped = fileName(path);
  const wizard = open.wizard;
  if (wizard?.writing) return toasts.done(t('replace-writing', { file: wizard.label, other: dropped }));
  if (wizard?.underway) {
    const yes = await confirm.ask({ title: t('replace-title'), body: [t('replace-what', { file: wizard.label, other: dropped })], confirm: t('replace-confirm'), keep: t('replace-keep') });
    if (!yes) return;
  } else if (!(await unsaved.mayGo())) return;
  session.go({ name: 'import', source: { kind: 'file', path }, label: dropped });
}
