/** The settings of the profile on the screen: each change is saved by itself. */

import type { SettingsView } from '../backend/generated/SettingsView';
import { session } from './session.svelte';

/** A moment without a change, after which a change is saved. */
export const REST = 500;

export class SettingsForm {
  /** As they stand on the screen, saved or not. */
  value = $state.raw<SettingsView | null>(null);
  state = $state<'idle' | 'waiting' | 'saved' | 'failed'>('idle');
  problem = $state.raw<unknown>(null);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor() {
    this.value = session.settings;
    void this.#read();
  }

  /** They may have been changed outside of this screen, e.g. when the window was closed. */
  async #read(): Promise<void> {
    try {
      const found = await session.backend.settings();
      session.settings = found;
      if (this.state === 'idle') this.value = found;
    } catch (thrown) {
      this.state = 'failed';
      this.problem = thrown;
    }
  }

  change(part: Partial<SettingsView>): void {
    if (!this.value) return;
    this.value = { ...this.value, ...part };
    this.state = 'waiting';
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), REST);
  }

  /** Saves now what is not saved yet. Never fails: `state` tells. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#work = this.#work.then(() => this.#save());
    return this.#work;
  }

  async #save(): Promise<void> {
    const wanted = this.value;
    if (!wanted || this.state !== 'waiting') return;
    try {
      await session.saveSettings(wanted);
      // Something else may have been changed meanwhile; it has a save of its own.
      if (this.value !== wanted) return;
      // Numbers are shown as they were understood. Texts may still be being written.
      if (session.settings) this.value = { ...wanted, allowed_numbers: session.settings.allowed_numbers };
      this.state = 'saved';
      this.problem = null;
    } catch (thrown) {
      if (this.value !== wanted) return;
      this.state = 'failed';
      this.problem = thrown;
    }
  }
}
