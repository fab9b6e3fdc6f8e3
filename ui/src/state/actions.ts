/** What several screens do with drafts. */

import { t } from '../i18n/index.svelte';
import { draft } from './draft.svelte';
import { drafts } from './drafts.svelte';
import { attempt, session } from './session.svelte';
import { toasts } from './toasts.svelte';

export async function openDraft(id: number): Promise<void> {
  await attempt(async () => {
    await drafts.open(id);
    session.go({ name: 'send' });
  });
}

/** Throws a draft away; for a while it can be had back, on the screen where it was at hand. */
export async function discardDraft(id: number): Promise<void> {
  await attempt(async () => {
    const atHand = draft.id === id;
    const content = await drafts.remove(id);
    if (!content) return;
    toasts.done(t('draft-deleted', { name: content.campaign.name || t('draft-untitled') }), {
      label: t('undo'),
      run: () =>
        attempt(async () => {
          const restored = await drafts.restore(content);
          if (atHand && draft.empty) await openDraft(restored);
        }),
    });
  });
}

/** Throws away what is at hand, saved or not. */
export async function discardAtHand(): Promise<void> {
  await drafts.flush();
  if (draft.id === null) drafts.drop();
  else await discardDraft(draft.id);
}

/** A campaign like one that was sent, to the same people. */
export async function duplicate(id: number): Promise<boolean> {
  return attempt(async () => {
    const copy = await session.backend.duplicateCampaign(id);
    copy.campaign.name = t('duplicate-name', { name: copy.campaign.name });
    await drafts.begin(copy);
    session.go({ name: 'send' });
  });
}
