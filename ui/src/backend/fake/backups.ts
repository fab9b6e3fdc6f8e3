/** Backups of the in-memory engine. */

import type { AutomaticBackup } from '../generated/AutomaticBackup';
import type { AutomaticBackups } from '../generated/AutomaticBackups';
import type { BackupContents } from '../generated/BackupContents';
import type { BackupDone } from '../generated/BackupDone';
import type { ErrorView } from '../generated/ErrorView';
import type { NewProfile } from '../generated/NewProfile';
import type { ProfileSummary } from '../generated/ProfileSummary';
import type { RestoredView } from '../generated/RestoredView';
import type { RestorePlace } from '../backend';
import { fail } from './room';
import type { FakeWork } from './work';

const DAY = 86_400_000;

/** The one passphrase that does not open it. */
const WRONG = 'otra cosa';

/** The part of the engine that knows backups. Nearly any passphrase opens the one file there is. */
export abstract class FakeBackups {
  protected abstract get present(): ProfileSummary;
  protected abstract work: FakeWork;
  abstract listProfiles(): Promise<ProfileSummary[]>;
  abstract deleteProfile(name: string, passcode: string | null): Promise<void>;
  abstract createProfile(profile: NewProfile, allowedNumbers: string[], passcode: string | null): Promise<ProfileSummary>;

  async damagedProfiles(): Promise<ErrorView[]> {
    return [];
  }
  async backUp(_passphrase: string, with_session: boolean): Promise<BackupDone | null> {
    await this.work.run('backup', 40, 1);
    return { file: `/home/ana/${this.present.name}.msbackup`, bytes: 412_345, made_at: new Date().toISOString(), with_session };
  }
  async automaticBackups(): Promise<AutomaticBackups> {
    return { backups: await this.rollingBackups(this.present.name), skipped: null };
  }
  async rollingBackups(_name: string): Promise<AutomaticBackup[]> {
    const made = (days: number) => new Date(Date.now() - days * DAY).toISOString();
    return [0, 1, 2, 3].map((days) => ({ id: String(4 - days), made_at: made(days), reason: days === 3 ? 'update' : 'daily', bytes: 412_000 - days * 9_000 }));
  }
  async restoreRolling(name: string, _which: string | null, _passcode: string | null): Promise<RestoredView> {
    const profile = (await this.listProfiles()).find((each) => each.name === name) ?? fail('profile_not_found', 'Ese perfil no existe.');
    return { profile, made_at: new Date(Date.now() - DAY).toISOString(), with_session: true, held: 1, replaced: false, set_aside: `/home/ana/${name}.db` };
  }
  async pickBackup(): Promise<string | null> {
    return '/home/ana/Tienda.msbackup';
  }
  async lookIntoBackup(_file: string, passphrase: string): Promise<BackupContents> {
    if (passphrase === WRONG) fail('backup_passphrase', 'No es la frase de esta copia.');
    const present = (await this.listProfiles())[0] ?? null;
    return { name: present?.name ?? 'Tienda', made_at: new Date(Date.now() - DAY).toISOString(), practice: true, with_session: false, bytes: 4_123_456, present };
  }
  async restoreBackup(_file: string, _passphrase: string, { name, replace, passcode }: RestorePlace): Promise<RestoredView> {
    const taken = (await this.listProfiles()).map((each) => each.name);
    const wanted = name ?? taken[0] ?? 'Tienda';
    const replaced = taken.includes(wanted);
    if (replaced && !replace) fail('restore_name_taken', `Ya hay un perfil llamado «${wanted}».`, { profile: wanted });
    await this.work.run('restore', 40, 1);
    if (replaced) await this.deleteProfile(wanted, passcode);
    const profile = await this.createProfile({ name: wanted, country: 'PY', language: 'es', practice: true }, [], passcode);
    return { profile, made_at: new Date(Date.now() - DAY).toISOString(), with_session: false, held: 1, replaced, set_aside: null };
  }
  async cancelRestore(): Promise<void> {
    this.work.cancel('restore');
  }
}
