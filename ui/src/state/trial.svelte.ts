/** A message that the account sends to itself, and what becomes of it. */

import type { NewCampaign } from '../backend/generated/NewCampaign';
import { t, word } from '../i18n/index.svelte';
import { session } from './session.svelte';
import { sentence } from './toasts.svelte';

/** How often is looked at what became of it. */
export const GLANCE = 500;
const THERE = ['accepted', 'delivered', 'read', 'played'];
const LOST = ['failed', 'skipped'];

export class Trial {
  state = $state<'idle' | 'asking' | 'under-way' | 'arrived' | 'failed'>('idle');
  /** Why it was not sent. */
  problem = $state('');
  /** The number it goes to. */
  phone = $state('');
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  async send(campaign: NewCampaign, position: number): Promise<void> {
    this.forget();
    const turn = this.#turn;
    this.state = 'asking';
    try {
      const phone = await session.backend.sendTest(campaign, position);
      if (turn !== this.#turn) return;
      this.phone = phone;
      this.state = 'under-way';
      await this.#look(turn);
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.state = 'failed';
      this.problem = sentence(thrown);
    }
  }

  /** Another message: nothing more is said of this one. */
  forget(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.state = 'idle';
  }

  async #look(turn: number): Promise<void> {
    const found = await session.backend.lastTest();
    if (turn !== this.#turn) return;
    if (found && THERE.includes(found.state)) this.state = 'arrived';
    else if (found && LOST.includes(found.state)) {
      this.state = 'failed';
      this.problem = t('test-failed', { reason: word('reason', found.reason ?? 'other') });
    } else this.#timer = setTimeout(() => void this.#look(turn).catch(() => this.forget()), GLANCE);
  }
}
