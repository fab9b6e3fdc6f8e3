/** From a backup to a profile: which file, where it goes, how far it is. */

import { isErrorView } from '../backend/backend';
import type { BackupContents } from '../backend/generated/BackupContents';
import type { RestoredView } from '../backend/generated/RestoredView';
import { t } from '../i18n/index.svelte';
import { attempt, session } from './session.svelte';
import { sentence, toasts } from './toasts.svelte';
import { works } from './work.svelte';

const LONGEST_NAME = 60;

const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

export class RestoreForm {
  file = $state<string | null>(null);
  passphrase = $state('');
  /** What is in the file, once the passphrase has opened it. */
  contents = $state.raw<BackupContents | null>(null);
  name = $state('');
  /** The profile of that name gives way. */
  replace = $state(false);
  /** Its name, typed by whoever means it, and its passcode. */
  typed = $state('');
  passcode = $state('');
  problem = $state('');
  busy = $state(false);

  /** It is being restored. */
  readonly going = $derived(works.going.has('restore'));

  /** `names` are the profiles that are here. */
  constructor(private readonly names: () => string[]) {}

  async choose(): Promise<void> {
    this.problem = '';
    await attempt(async () => (this.file = (await session.backend.pickBackup()) ?? this.file));
  }

  /** Opens the file and looks at what is in it. */
  async look(): Promise<void> {
    const { file, passphrase } = this;
    if (!file) this.problem = t('restore-file-needed');
    else if (!passphrase) this.problem = t('restore-passphrase-needed');
    else {
      await this.#trying(async () => {
        const contents = await session.backend.lookIntoBackup(file, passphrase);
        this.name = contents.present ? this.#free(contents.name) : contents.name;
        this.contents = contents;
      });
    }
  }

  /** Another file after all. */
  back(): void {
    this.contents = null;
    this.replace = false;
    this.typed = '';
    this.passcode = '';
    this.problem = '';
  }

  /** Makes a profile of it; null where that was refused or stopped. */
  async restore(): Promise<RestoredView | null> {
    const { file, passphrase, contents } = this;
    if (!file || !contents || this.busy) return null;
    const present = this.replace ? contents.present : null;
    this.problem = this.#wrong(present?.name ?? null);
    if (this.problem) return null;
    const place = present
      ? { name: null, replace: true, passcode: present.locked ? this.passcode : null }
      : { name: this.name.trim(), replace: false, passcode: null };
    let restored: RestoredView | null = null;
    await this.#trying(async () => {
      restored = await works.run('restore', () => session.backend.restoreBackup(file, passphrase, place));
      if (!restored) toasts.done(t('restore-stopped'));
    });
    return restored;
  }

  async stop(): Promise<void> {
    await attempt(() => works.cancel('restore'));
  }

  #wrong(replaced: string | null): string {
    if (replaced !== null) return same(this.typed, replaced) ? '' : t('confirm-typed', { name: replaced });
    if (!this.name.trim()) return t('restore-name-needed');
    return this.names().some((name) => same(name, this.name)) ? t('restore-name-used') : '';
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = '';
    try {
      await work();
    } catch (thrown) {
      this.problem = isErrorView(thrown) && thrown.code === 'restore_name_taken' ? t('restore-name-used') : sentence(thrown);
    }
    this.busy = false;
  }

  /** A name that nobody has, as a proposal. */
  #free(name: string): string {
    const proposal = t('restore-copy', { name });
    return [...proposal].length > LONGEST_NAME || this.names().some((each) => same(each, proposal)) ? '' : proposal;
  }
}
