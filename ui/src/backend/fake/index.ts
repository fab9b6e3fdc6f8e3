/** An engine in memory, for looking at the interface in a browser. */

import type { Backend, CloseChoice, CloseQuestion, FileDrop, Unsubscribe } from '../backend';
import type { AppEvent } from '../generated/AppEvent';
import type { Audience } from '../generated/Audience';
import type { CampaignCheck } from '../generated/CampaignCheck';
import type { ContactQuery } from '../generated/ContactQuery';
import type { ContactView } from '../generated/ContactView';
import type { DeviceView } from '../generated/DeviceView';
import type { ImportCounts } from '../generated/ImportCounts';
import type { ImportOptions } from '../generated/ImportOptions';
import type { ImportSource } from '../generated/ImportSource';
import type { MessagePreview } from '../generated/MessagePreview';
import type { NewCampaign } from '../generated/NewCampaign';
import type { NewProfile } from '../generated/NewProfile';
import type { PairingRequest } from '../generated/PairingRequest';
import type { ProfileSummary } from '../generated/ProfileSummary';
import type { RecipientQuery } from '../generated/RecipientQuery';
import { BUILT_IN, canonical, fold, scan } from '../../state/variables';
import { FakeCampaign } from './campaigns';
import { drawCode, seedContacts } from './data';
import { readList, type ReadList } from './list';
import { render, valuesOf, type Person } from './template';

const EMPTY_LIST = { encoding: null, separator: null, header: null, columns: {}, country: null };
const UNLINKED: DeviceView = { state: 'not_linked', attempt: null, until: null, phone: null, account_name: null, qr_svg: null, qr_text: null, pair_code: null, code_lasts: null, practice: false };

function fail(code: string, message: string): never {
  throw { code, message, details: {} };
}

interface Room {
  profile: ProfileSummary;
  device: DeviceView;
  contacts: ContactView[];
  campaigns: FakeCampaign[];
}

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
      audience: { kind: 'all' },
      texts: ['¡Hola {sustantivo} {nombre|amigo}! 🌸\nEsta semana tienes *20 % de descuento*.'],
      pace: { delay_ms: 5_000, jitter_percent: 30, batch: 100, batch_pause_ms: 60_000 },
    });
    luna.campaigns.push(
      new FakeCampaign(1, made('Aviso de horario'), luna.contacts.slice(0, 86), new Date(Date.now() - 7 * 86_400_000)).fastForward(200),
      new FakeCampaign(2, made('Liquidación de invierno'), luna.contacts.slice(50, 190), new Date(Date.now() - 3 * 86_400_000)).fastForward(60),
    );
    luna.campaigns[1]?.cancel();
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
    for (const campaign of this.open?.campaigns ?? [])
      if (campaign.tick()) this.tell({ event: 'campaign', campaign: campaign.view() });
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
    if (text === undefined) fail('file_missing', 'No se pudo leer el archivo. Comprueba que sigue en su sitio y vuelve a arrastrarlo.');
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
      .sort((a, b) => a.name.localeCompare(b.name, 'es') || a.phone.localeCompare(b.phone));
    const from = Number(query.after ?? 0);
    const to = from + query.limit;
    return { contacts: all.slice(from, to), total: all.length, next: to < all.length ? String(to) : null };
  }
  async groups() {
    const counts = new Map<string, number>();
    for (const contact of this.room.contacts) for (const group of contact.groups) counts.set(group, (counts.get(group) ?? 0) + 1);
    return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => a.name.localeCompare(b.name));
  }

  private people(audience: Audience): { people: Person[]; optedOut: number; list: ReadList | null } {
    const out = new Set(this.room.contacts.filter((contact) => contact.opted_out).map((contact) => contact.phone));
    const list = audience.kind === 'list' ? this.read(audience.source, audience.options) : null;
    const all: Person[] = list?.rows ?? this.room.contacts.filter((contact) => audience.kind !== 'group' || contact.groups.includes(audience.name));
    const people = all.filter((person) => !out.has(person.phone));
    return { people, optedOut: all.length - people.length, list };
  }
  async checkCampaign(campaign: NewCampaign): Promise<CampaignCheck> {
    const { people, optedOut, list } = this.people(campaign.audience);
    const variables = new Set<string>(BUILT_IN);
    for (const person of people) for (const name of Object.keys(person.fields)) variables.add(canonical(name));
    const found = campaign.texts.flatMap(scan);
    const known = found.filter((each) => variables.has(each.name));
    const missing = [...new Set(known.filter((each) => !each.fallback).map((each) => each.name))]
      .map((variable) => ({ variable, people: people.filter((person) => !valuesOf(person).get(variable)).length }))
      .filter((each) => each.people > 0);
    return {
      recipients: people.length,
      opted_out: optedOut,
      invalid: list?.invalid.length ?? 0,
      duplicates: list?.duplicates ?? 0,
      unknown_names: [...new Set(found.filter((each) => !variables.has(each.name)).map((each) => each.written))],
      missing,
      empty_messages: people.filter((person) => !render(campaign.texts[0] ?? '', person)).length,
      duration_ms: people.length * campaign.pace.delay_ms + (campaign.pace.batch ? Math.floor(people.length / campaign.pace.batch) * campaign.pace.batch_pause_ms : 0),
      variables: [...variables],
    };
  }
  async previewMessage(campaign: NewCampaign, position: number): Promise<MessagePreview> {
    const { people } = this.people(campaign.audience);
    const person = people[position] ?? fail('no_recipients', 'No hay a quién mostrar.');
    return { position, total: people.length, name: person.name || person.phone, phone: person.phone, text: render(campaign.texts[0] ?? '', person) };
  }
  async startCampaign(campaign: NewCampaign) {
    const { people } = this.people(campaign.audience);
    if (!people.length) fail('no_recipients', 'No queda nadie a quien enviar.');
    const made = new FakeCampaign(this.room.campaigns.length + 1, campaign, people);
    this.room.campaigns.push(made);
    this.tell({ event: 'campaign', campaign: made.view() });
    return made.id;
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
    this.change(id, (campaign) => Object.assign(campaign, { state: 'running', hold_reason: null }));
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
  hold(id: number, reason: string): void {
    this.change(id, (campaign) => Object.assign(campaign, { state: 'held', hold_reason: reason }));
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
