import { t } from '../i18n/index.svelte';
import { confirm } from './confirm.svelte';
import { attempt, session } from './session.svelte';

/** Leaves the profile for another one; asks first where that would stop what is `sending`. */
export async function leaveProfile(sending: boolean): Promise<void> {
  const question = {
    title: t('profile-leave-title'),
    body: [t('profile-leave-what')],
    confirm: t('profile-leave-confirm'),
    keep: t('profile-leave-stay'),
  };
  if (!sending || (await confirm.ask(question))) await attempt(() => session.close());
}
