/** An engine in memory, for looking at the interface in a browser. */

import type { Backend, CloseChoice, CloseQuestion, FileDrop, Unsubscribe } from '../backend';
import type { AppEvent } from '../generated/AppEvent';
import type { ContactQuery } from '../generated/ContactQuery';
import type { DeviceView } from '../generated/DeviceView';
import type { Draft } from '../generated/Draft';
import type { DraftSummary } from '../generated/DraftSummary';
import type { ErrorView } from '../generated/ErrorView';
import type { HealthView } from '../generated/HealthView';
import type { ImportCounts } from '../generated/ImportCounts';
import type { ImportOptions } from '../generated/ImportOptions';
import type { ImportSource } from '../generated/ImportSource';
import type { MessagePreview } from '../generated/MessagePreview';
import type { NewCampaign } from '../generated/NewCampaign';
import type { NewProfile } from '../generated/NewProfile';
import type { PairingRequest } from '../generated/PairingRequest';
import type { RecipientQuery } from '../generated/RecipientQuery';
import type { SettingsView } from '../generated/SettingsView';
import { fold } from '../../state/variables';
import { FakeCampaign } from './campaigns';
import { check, peopleOf, type People } from './check';
import { byName, drawCode, seedContacts } from './data';
import { readList, type ReadList } from './list';
import { DEFAULT_SETTINGS, fail, type Room } from './room';
import { ANY_TIME } from './schedule';
import { render } from './template';

const EMPTY_LIST = { encoding: null, separator: null, header: null, columns: {}, country: null };
const EVERYBODY = { search: null, groups: [], consent: null, never_messaged: false, only: [], except: [] };
const UNLINKED: DeviceView = { state: 'not_linked', attempt: null, until: null, phone: null, account_name: null, qr_svg: null, qr_text: null, pair_code: null, code_lasts: null, practice: false };

export interface FakeOptions {
  /** Milliseconds of one step of time; 0 for none. */
  tick?: number;
}

export class FakeBackend implements Backend {
  readonly fakeEngineMarker = 'fake-engine';
  private rooms = new Map<string, Room>();
  private open: Room | null = null;
  private handlers = new Set<(event: AppEvent) => void>();
  private dropHandlers = new Set<(drop: FileDrop) => void>();
  private files = new Map<string, string>();
  private pairTurns = 0;
  private closeHandlers = new Set<(question: CloseQuestion) => void>();
  /** What was answered when the window was closed. */
  readonly closed: { choice: CloseChoice; remember: boolean }[] = [];

  constructor(options: FakeOptions = {}) {
    const luna = this.addRoom({ name: 'Tienda Luna', country: 'PY', language: 'es', practice: true });
    luna.contacts = seedContacts(1_290);
    luna.profile.last_used = new Date(Date.now() - 86_400_000).toISOString();
    luna.device = { ...UNLINKED, practice: true, state: 'online', phone: '+595992756462', account_name: 'Tienda Luna' };
    const made = (name: string): NewCampaign => ({
      name,
      audience: { kind: 'contacts', filter: EVERYBODY },
      texts: ['¡Hola {sustantivo} {nombre|amigo}! 🌸\nEsta semana tienes *20 % de descuento*.'],
      pace: { ...DEFAULT_SETTINGS.pace },
      schedule: { ...ANY_TIME },
      skip_recent_days: 0,
    });
    luna.campaigns.push(
      new FakeCampaign(1, made('Aviso de horario'), luna.contacts.slice(0, 86), new Date(Date.now() - 7 * 86_400_000)).fastForward(200),
      new FakeCampaign(2, made('Liquidación de invierno'), luna.contacts.slice(50, 190), new Date(Date.now() - 3 * 86_400_000)).fastForward(60),
    );
    luna.campaigns[1]?.cancel();
    luna.absent = new Set(luna.contacts.filter((_, index) => index % 89 === 7).map((contact) => contact.phone));
    const tick = options.tick ?? 400;
    if (tick) {
      setInterval(() => this.step(), tick);
      setInterval(() => this.stepDevice(), 1_000);
    }
    this.listenToDrops();
  }

  private addRoom(profile: NewProfile): Room {
    const room: Room = {
      profile: { ...profile, last_used: null, protection: 'key_file' },
      device: { ...UNLINKED, practice: profile.practice },
      contacts: [],
      campaigns: [],
      absent: new Set(),
      drafts: new Map(),
      lastDraft: 0,
      settings: structuredClone(DEFAULT_SETTINGS),
      health: null,
    };
    this.rooms.set(profile.name, room);
    return room;
  }

  private get room(): Room {
    return this.open ?? fail('no_profile_open', 'No hay un perfil abierto.');
  }

  private tell(event: AppEvent): void {
    for (const handler of this.handlers) handler(event);
  }

  step(): void {
    let taken = false;
    for (const campaign of this.open?.campaigns ?? []) {
      campaign.queued = taken;
      taken ||= campaign.open;
      if (campaign.tick()) this.tell({ event: 'campaign', campaign: campaign.view() });
    }
  }

  /** The database refuses what is written, or takes it again. */
  refuse(error: ErrorView | null): void {
    this.tell(error ? { event: 'trouble', error } : { event: 'trouble_over' });
  }

  private setDevice(change: Partial<DeviceView>): void {
    this.room.device = { ...this.room.device, ...change };
    this.tell({ event: 'device', device: this.room.device });
  }

  private showCode(): void {
    const lasts = this.pairTurns === 0 ? 60 : 20;
    const text = `2@practice-${this.pairTurns}`;
    this.setDevice({ state: 'pairing', pair_code: null, qr_text: text, qr_svg: drawCode(text), code_lasts: lasts, until: new Date(Date.now() + lasts * 1000).toISOString() });
  }

  private stepDevice(): void {
    const device = this.open?.device;
    if (device?.state !== 'pairing' || !device.until || new Date(device.until).getTime() > Date.now()) return;
    this.pairTurns += 1;
    if (this.pairTurns > 5 || device.pair_code) this.setDevice({ ...UNLINKED, practice: device.practice, state: 'pairing_expired' });
    else this.showCode();
  }

  async appInfo() {
    return { version: '0.1.0', language: navigatorLanguage(), country: 'PY' };
  }
  async listProfiles() {
    return [...this.rooms.values()].map((room) => ({ ...room.profile }));
  }
  async createProfile(profile: NewProfile) {
    if ([...this.rooms.keys()].some((name) => fold(name) === fold(profile.name)))
      fail('profile_exists', `Ya hay un perfil llamado «${profile.name}». Elige otro nombre.`);
    return { ...this.addRoom(profile).profile };
  }
  async openProfile(name: string) {
    this.open = this.rooms.get(name) ?? fail('no_such_profile', 'Ese perfil no existe.');
    this.open.profile.last_used = new Date().toISOString();
    return { ...this.open.profile };
  }
  async closeProfile() {
    this.open = null;
  }
  async deleteProfile(name: string) {
    this.rooms.delete(name);
  }
  async setLanguage(language: string) {
    if (this.open) this.open.profile.language = language;
  }

  async device() {
    return { ...this.room.device };
  }
  async startPairing(request: PairingRequest) {
    this.pairTurns = 0;
    if (request.kind === 'qr') return this.showCode();
    if (request.phone.replace(/\D/g, '').length < 8) fail('bad_phone', 'Ese número no parece completo. Escríbelo con su código de país.');
    this.setDevice({ state: 'pairing', qr_svg: null, qr_text: null, pair_code: 'K7QM-2XTD', code_lasts: 160, until: new Date(Date.now() + 160_000).toISOString() });
  }
  async practiceScan() {
    this.setDevice({ ...UNLINKED, practice: true, state: 'connecting' });
    await new Promise((done) => setTimeout(done, 700));
    this.setDevice({ state: 'online', phone: '+595981000111', account_name: `${this.room.profile.name} (práctica)` });
  }
  async connect() {
    this.setDevice({ state: 'online', attempt: null });
  }
  async unlink() {
    this.setDevice({ ...UNLINKED, practice: this.room.profile.practice });
  }

  private read(source: ImportSource, options: ImportOptions): ReadList {
    const text = source.kind === 'text' ? source.text : this.files.get(source.path);
    if (text === undefined) fail('file_not_found', `No existe el archivo ${source.kind === 'file' ? source.path : ''}. Revisa el nombre y la carpeta.`);
    return readList(text, options.read ?? EMPTY_LIST, this.room.profile.country);
  }
  private count(list: ReadList, options: ImportOptions): ImportCounts {
    const known = new Map(this.room.contacts.map((contact) => [contact.phone, contact]));
    const old = list.rows.filter((row) => known.has(row.phone));
    const updated = options.skip_existing ? 0 : Math.ceil(old.length / 2);
    return {
      rows: list.rows.length + list.invalid.length + list.duplicates,
      new: list.rows.length - old.length,
      updated,
      unchanged: old.length - updated,
      duplicates: list.duplicates,
      invalid: list.invalid.length,
      opted_out: old.filter((row) => known.get(row.phone)?.opted_out).length,
    };
  }
  async importPreview(source: ImportSource, options: ImportOptions) {
    const list = this.read(source, options);
    return { detected: list.detected, counts: this.count(list, options), rows: list.rows.slice(0, 50), invalid: list.invalid };
  }
  async importContacts(source: ImportSource, options: ImportOptions) {
    const list = this.read(source, options);
    const counts = this.count(list, options);
    const known = new Set(this.room.contacts.map((contact) => contact.phone));
    for (const row of list.rows) {
      if (known.has(row.phone)) continue;
      const { line: _line, typed: _typed, ...person } = row;
      const groups = options.group ? [...new Set([...row.groups, options.group])] : row.groups;
      this.room.contacts.push({ ...person, groups, id: this.room.contacts.length + 1, opted_out: false, consent: options.consent });
    }
    this.tell({ event: 'contacts_changed' });
    return counts;
  }
  async contacts(query: ContactQuery) {
    const wanted = fold(query.search ?? '');
    const all = this.room.contacts
      .filter((contact) => !query.group || contact.groups.includes(query.group))
      .filter((contact) => !wanted || fold(contact.name + contact.title + contact.phone).includes(wanted))
      .sort(byName);
    const from = Number(query.after ?? 0);
    const to = from + query.limit;
    return { contacts: all.slice(from, to), total: all.length, next: to < all.length ? String(to) : null };
  }
  async groups() {
    const counts = new Map<string, number>();
    for (const contact of this.room.contacts) for (const group of contact.groups) counts.set(group, (counts.get(group) ?? 0) + 1);
    return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => a.name.localeCompare(b.name));
  }

  private people(campaign: NewCampaign): People {
    const { audience } = campaign;
    return peopleOf(this.room, campaign, audience.kind === 'list' ? this.read(audience.source, audience.options) : null);
  }
  async checkCampaign(campaign: NewCampaign) {
    return check(this.room, campaign, this.people(campaign));
  }
  async previewMessage(campaign: NewCampaign, position: number): Promise<MessagePreview> {
    const { people } = this.people(campaign);
    const person = people[position] ?? fail('no_recipients', 'No hay a quién mostrar.');
    return { position, total: people.length, name: person.name || person.phone, phone: person.phone, text: render(campaign.texts[0] ?? '', person) };
  }
  async startCampaign(campaign: NewCampaign, draft: number | null) {
    if (draft !== null && !this.room.drafts.has(draft)) fail('draft_not_found', 'Ese borrador ya no existe: se envió o se borró. Mira en Campañas.');
    const { people } = this.people(campaign);
    if (!people.length) fail('no_recipients', 'No queda nadie a quien enviar.');
    const made = new FakeCampaign(this.room.campaigns.length + 1, campaign, people);
    made.queued = this.room.campaigns.some((each) => each.open);
    this.room.campaigns.push(made);
    if (draft !== null) this.room.drafts.delete(draft);
    if (campaign.audience.kind === 'list') await this.importContacts(campaign.audience.source, campaign.audience.options);
    this.tell({ event: 'campaign', campaign: made.view() });
    return made.id;
  }
  async duplicateCampaign(id: number): Promise<Draft> {
    const { name, texts, pace, schedule } = this.find(id).made;
    return { campaign: { name, audience: { kind: 'campaign', id }, texts, pace, schedule: { ...schedule, start_at: null }, skip_recent_days: 0 }, step: 0 };
  }

  async drafts(): Promise<DraftSummary[]> {
    return [...this.room.drafts]
      .map(([id, { draft, updated_at }]) => ({ id, name: draft.campaign.name, updated_at }))
      .sort((a, b) => b.updated_at.localeCompare(a.updated_at) || b.id - a.id);
  }
  async draft(id: number): Promise<Draft> {
    const found = this.room.drafts.get(id) ?? fail('draft_not_found', 'Ese borrador ya no existe: se envió o se borró. Mira en Campañas.');
    return structuredClone(found.draft);
  }
  async saveDraft(id: number | null, draft: Draft) {
    if (id !== null && !this.room.drafts.has(id)) fail('draft_not_found', 'Ese borrador ya no existe: se envió o se borró. Mira en Campañas.');
    const saved = id ?? (this.room.lastDraft += 1);
    this.room.drafts.set(saved, { draft: structuredClone(draft), updated_at: new Date().toISOString() });
    return saved;
  }
  async deleteDraft(id: number) {
    this.room.drafts.delete(id);
  }

  async health(): Promise<HealthView> {
    const nothing = { until: null, new_chats_left: null };
    if (this.room.device.state === 'restricted') return { level: 'red', reason: 'restricted', ...nothing, until: this.room.device.until };
    if (this.room.device.state !== 'online') return { level: 'unknown', reason: 'offline', ...nothing };
    if (this.room.health) return this.room.health;
    if (this.room.campaigns.some((campaign) => campaign.hold_reason === 'too_many_failures')) return { level: 'yellow', reason: 'held', ...nothing };
    return { level: 'green', reason: null, ...nothing };
  }
  async settings() {
    return structuredClone(this.room.settings);
  }
  async saveSettings(settings: SettingsView) {
    const stop = settings.stop_words.map((word) => word.trim()).filter(Boolean);
    if (!stop.length) fail('no_stop_word', 'Deja al menos una palabra con la que las personas puedan darse de baja.');
    const both = stop.find((word) => settings.start_words.some((start) => fold(start) === fold(word)));
    if (both) fail('word_in_both_lists', `«${both}» está en las dos listas. Una palabra puede dar de baja o de alta, no las dos cosas.`);
    this.room.settings = { ...structuredClone(settings), stop_words: stop, schedule: { ...settings.schedule, start_at: null }, stop_confirmation: settings.stop_confirmation?.trim() || null };
  }

  private find(id: number): FakeCampaign {
    return this.room.campaigns.find((campaign) => campaign.id === id) ?? fail('no_such_campaign', 'Esa campaña no existe.');
  }
  async campaigns() {
    return this.room.campaigns.map((campaign) => campaign.view()).reverse();
  }
  async campaign(id: number) {
    return this.find(id).view();
  }
  async recipients(id: number, query: RecipientQuery) {
    const all = this.find(id).recipients.filter((row) => !query.state || row.state === query.state);
    const rest = all.filter((row) => row.position > query.after);
    const page = rest.slice(0, query.limit).map((row) => ({ ...row }));
    return { recipients: page, total: all.length, next: rest.length > page.length ? (page.at(-1)?.position ?? null) : null };
  }
  private change(id: number, change: (campaign: FakeCampaign) => void): void {
    const campaign = this.find(id);
    change(campaign);
    this.tell({ event: 'campaign', campaign: campaign.view() });
  }
  async pauseCampaign(id: number) {
    this.change(id, (campaign) => (campaign.state = 'paused'));
  }
  async resumeCampaign(id: number) {
    this.change(id, (campaign) => Object.assign(campaign, { state: 'running', hold_reason: null, hold_until: null }));
  }
  async cancelCampaign(id: number) {
    this.change(id, (campaign) => campaign.cancel());
  }
  async retryFailed(id: number) {
    const failed = this.find(id).recipients.filter((row) => row.state === 'failed');
    for (const row of failed) Object.assign(row, { state: 'queued', reason: null });
    this.change(id, (campaign) => (campaign.state = 'running'));
    return failed.length;
  }

  /** For looking at states that need bad luck. */
  hold(id: number, reason: string, until: string | null = null): void {
    this.change(id, (campaign) => Object.assign(campaign, { state: 'held', hold_reason: reason, hold_until: until }));
  }
  feel(health: HealthView | null): void {
    this.room.health = health;
  }
  loseFile(path: string): void {
    this.files.delete(path);
  }
  wear(change: Partial<DeviceView>): void {
    this.setDevice(change);
  }
  addFile(path: string, text: string): void {
    this.files.set(path, text);
  }
  drop(path: string): void {
    for (const handler of this.dropHandlers) handler({ type: 'drop', paths: [path] });
  }

  /** Closes the window, as a browser's tab cannot be asked to. */
  close(question: CloseQuestion): void {
    for (const handler of this.closeHandlers) handler(question);
  }
  async onCloseAsked(handler: (question: CloseQuestion) => void): Promise<Unsubscribe> {
    this.closeHandlers.add(handler);
    return () => this.closeHandlers.delete(handler);
  }
  async answerClose(choice: CloseChoice, remember: boolean) {
    this.closed.push({ choice, remember });
  }

  async pickFile() {
    return this.files.keys().next().value ?? null;
  }
  async saveReport(id: number) {
    return `/home/luna/Documentos/campaña-${id}.csv`;
  }
  async onEvent(handler: (event: AppEvent) => void): Promise<Unsubscribe> {
    this.handlers.add(handler);
    return () => this.handlers.delete(handler);
  }
  async onFileDrop(handler: (drop: FileDrop) => void): Promise<Unsubscribe> {
    this.dropHandlers.add(handler);
    return () => this.dropHandlers.delete(handler);
  }

  private listenToDrops(): void {
    if (typeof window === 'undefined') return;
    Object.assign(window, { fakeBackend: this });
    const tell = (drop: FileDrop) => this.dropHandlers.forEach((handler) => handler(drop));
    window.addEventListener('dragover', (event) => {
      event.preventDefault();
      tell({ type: 'over' });
    });
    window.addEventListener('dragleave', (event) => {
      if (!event.relatedTarget) tell({ type: 'leave' });
    });
    window.addEventListener('drop', async (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (!file) return tell({ type: 'leave' });
      this.files.set(`/files/${file.name}`, await file.text());
      tell({ type: 'drop', paths: [`/files/${file.name}`] });
    });
  }
}

function navigatorLanguage(): string {
  return typeof navigator === 'undefined' ? 'es' : (['es', 'en', 'pt'].find((each) => navigator.language.startsWith(each)) ?? 'en');
}
