/** Files that were written where the person said. */

import { t } from '../i18n/index.svelte';
import { attempt, session } from './session.svelte';
import { toasts } from './toasts.svelte';

/** Says so, and offers to show the file where it lies. */
export function tellSaved(text: string, path: string): void {
  toasts.done(text, { label: t('show-in-folder'), run: () => attempt(() => session.backend.showSaved(path)) });
}
