/** What is going on: the profile that is open, its device, its campaigns, the screen shown. */

import type { Backend } from '../backend';
import type { AppEvent } from '../backend/generated/AppEvent';
import type { AutomaticBackups } from '../backend/generated/AutomaticBackups';
import type { AppInfo } from '../backend/generated/AppInfo';
import type { CampaignView } from '../backend/generated/CampaignView';
import type { DeviceView } from '../backend/generated/DeviceView';
import type { ErrorView } from '../backend/generated/ErrorView';
import type { GroupView } from '../backend/generated/GroupView';
import type { HealthView } from '../backend/generated/HealthView';
import type { ImportSource } from '../backend/generated/ImportSource';
import type { ProfileSummary } from '../backend/generated/ProfileSummary';
import type { SettingsView } from '../backend/generated/SettingsView';
import { asLanguage, locale, type Language } from '../i18n/index.svelte';
import { confirm } from './confirm.svelte';
import { dashboard } from './dashboard.svelte';
import { draft } from './draft.svelte';
import { drafts } from './drafts.svelte';
import { anybody } from './filter';
import * as memory from './memory';
import { arrange } from './queue';
import { templates } from './templates.svelte';
import { toasts } from './toasts.svelte';
import { works } from './work.svelte';

export type Route =
  | { name: 'home' }
  | { name: 'send' }
  | { name: 'campaigns' }
  | { name: 'campaign'; id: number }
  | { name: 'contacts'; /** The search has the focus. */ search?: boolean; /** This contact is open. */ open?: number }
  | { name: 'import'; source: ImportSource | null; label: string }
  | { name: 'templates' }
  | { name: 'template' }
  | { name: 'device'; start?: boolean }
  | { name: 'settings'; /** A passcode is asked for at once. */ passcode?: boolean }
  | { name: 'welcome' };

/** Campaign states in which something may still be sent. */
export const UNFINISHED = ['running', 'paused', 'held'];

/** Somebody at the window is told to the engine this often at most. */
const TOUCH = 15_000;

class Session {
  #backend: Backend | null = null;
  info = $state.raw<AppInfo | null>(null);
  profile = $state.raw<ProfileSummary | null>(null);
  device = $state.raw<DeviceView | null>(null);
  campaigns = $state.raw<CampaignView[]>([]);
  groups = $state.raw<GroupView[]>([]);
  settings = $state.raw<SettingsView | null>(null);
  /** How the account stands, as far as it was asked. */
  health = $state.raw<HealthView | null>(null);
  /** Why the engine cannot write at present; it tries again by itself. */
  trouble = $state.raw<ErrorView | null>(null);
  /** The profile is locked: its door is shown, and nothing else. */
  locked = $state(false);
  contactsTotal = $state(0);
  /** Goes up whenever contacts changed, for lists that show them. */
  contactsVersion = $state(0);
  route = $state.raw<Route>({ name: 'home' });

  /** The campaign of the bar on top, the first of the home screen too: the one that sends, else the next that will. */
  readonly active = $derived(arrange(this.campaigns).open[0] ?? null);
  readonly practice = $derived(this.profile?.practice ?? false);

  get backend(): Backend {
    if (!this.#backend) throw new Error('the engine is not there yet');
    return this.#backend;
  }

  async start(backend: Backend): Promise<void> {
    this.#backend = backend;
    const info = await backend.appInfo();
    this.info = info;
    locale.country = info.country;
    locale.language = asLanguage(memory.language() ?? info.language);
    await backend.speak(locale.language);
    await backend.onEvent((event) => this.#hear(event));
  }

  go(route: Route): void {
    this.route = route;
  }

  async open(name: string, passcode: string | null = null): Promise<void> {
    const profile = await this.backend.openProfile(name, passcode);
    locale.language = asLanguage(profile.language);
    locale.country = profile.country;
    this.device = await this.backend.device();
    this.campaigns = newestFirst(await this.backend.campaigns());
    this.settings = await this.backend.settings();
    dashboard.start(profile.name);
    draft.reset();
    draft.useDefaults(this.settings);
    await drafts.start(this.backend);
    this.route = memory.welcomed(profile.name)
      ? { name: this.device.state === 'not_linked' ? 'device' : 'home' }
      : { name: 'welcome' };
    this.profile = profile;
    void this.refreshHealth();
    await this.refreshContacts();
  }

  /** Locks the profile by hand; what runs, runs on. */
  async lock(): Promise<void> {
    await drafts.flush();
    await this.backend.lockProfile();
    this.#seeLock();
  }

  /** What was on the screen is gone from it; what was being written is kept for whoever unlocks. */
  #seeLock(): void {
    this.locked = true;
    confirm.answer(false);
    toasts.clear();
  }

  async unlock(passcode: string): Promise<void> {
    if (!this.profile) return;
    this.profile = await this.backend.openProfile(this.profile.name, passcode);
    // Much may have happened behind the lock.
    this.device = await this.backend.device();
    this.campaigns = newestFirst(await this.backend.campaigns());
    this.settings = await this.backend.settings();
    this.locked = false;
    void this.refreshHealth();
    await this.refreshContacts();
  }

  /** A person is at the window: told now and then, so that it does not lock. */
  #touched = 0;
  touch(): void {
    if (!this.profile?.locked || this.locked || Date.now() - this.#touched < TOUCH) return;
    this.#touched = Date.now();
    this.backend.touch().catch(() => {
      // It was locked meanwhile, which is told by an event.
    });
  }

  async close(): Promise<void> {
    if (!this.locked) await drafts.flush();
    await this.backend.closeProfile();
    // The first screen goes on in the language of the last.
    await this.backend.speak(locale.language);
    drafts.stop();
    this.profile = null;
    this.locked = false;
    templates.forget();
    dashboard.forget();
    this.device = null;
    this.settings = null;
    this.health = null;
    this.trouble = null;
    this.campaigns = [];
    this.groups = [];
    this.contactsTotal = 0;
    draft.reset();
  }

  async refreshContacts(): Promise<void> {
    const [groups, total] = await Promise.all([
      this.backend.groups(),
      this.backend.countContacts(anybody()),
    ]);
    this.groups = groups;
    this.contactsTotal = total;
    this.contactsVersion += 1;
  }

  /** Asks how the account stands; nothing is said where nobody answers. */
  async refreshHealth(): Promise<void> {
    try {
      this.health = await this.backend.health();
    } catch {
      this.health = null;
    }
  }

  async saveSettings(settings: SettingsView): Promise<void> {
    await this.backend.saveSettings(settings);
    // The engine tidies what was typed.
    this.settings = await this.backend.settings();
    draft.useDefaults(this.settings);
  }

  async setLanguage(language: Language): Promise<void> {
    locale.language = language;
    memory.setLanguage(language);
    await this.backend.speak(language);
    if (this.profile) {
      await this.backend.setLanguage(language);
      this.profile = { ...this.profile, language };
    }
  }

  #hear(event: AppEvent): void {
    // A trouble may come before the profile has been read, and is told once.
    if (event.event === 'trouble') this.trouble = event.error;
    else if (event.event === 'trouble_over') this.trouble = null;
    else if (event.event === 'work') works.hear(event.progress);
    if (!this.profile) return;
    if (event.event === 'locked') this.#seeLock();
    else if (event.event === 'device') this.#seeDevice(event.device);
    else if (event.event === 'campaign') this.#seeCampaign(event.campaign);
    else if (event.event === 'automatic_backup') this.#seeBackups(event.backups);
    else if (event.event === 'contacts_changed') void this.#seeContacts();
  }

  /** Contacts may change many times a second: they are read again once more after the last time. */
  #reading = false;
  #again = false;
  async #seeContacts(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again && this.profile) {
      this.#again = false;
      if (!(await attempt(() => this.refreshContacts()))) break;
    }
    this.#reading = false;
  }

  /** The copy of the day could not be made: told once for each reason. */
  #skipped: string | null = null;
  #seeBackups({ skipped }: AutomaticBackups): void {
    if (skipped && skipped.code !== this.#skipped) toasts.error(skipped);
    this.#skipped = skipped?.code ?? null;
  }

  /** A hold may be a matter of the account, and a campaign that went out used something of what it may do. */
  #seeCampaign(campaign: CampaignView): void {
    const before = this.campaigns.find((each) => each.id === campaign.id)?.state;
    this.putCampaign(campaign);
    if (before !== campaign.state && [campaign.state, before].some((state) => state === 'held' || state === 'completed')) void this.refreshHealth();
  }

  #seeDevice(device: DeviceView): void {
    const changed = device.state !== this.device?.state;
    this.device = device;
    if (changed) void this.refreshHealth();
  }

  /** Reads again what only the clock changes; what is shown stays when it cannot be read. */
  async refreshCampaigns(): Promise<void> {
    try {
      this.campaigns = newestFirst(await this.backend.campaigns());
    } catch {
      // The next look asks again.
    }
  }

  async refreshCampaign(id: number): Promise<void> {
    try {
      this.putCampaign(await this.backend.campaign(id));
    } catch {
      // The next look asks again.
    }
  }

  putCampaign(campaign: CampaignView): void {
    const others = this.campaigns.filter((each) => each.id !== campaign.id);
    this.campaigns = newestFirst([...others, campaign]);
  }
}

function newestFirst(campaigns: CampaignView[]): CampaignView[] {
  return [...campaigns].sort((a, b) => b.id - a.id);
}

export const session = new Session();

/** Does something that may fail; tells the person when it does. True when it went well. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    toasts.error(thrown);
    return false;
  }
}
