/** An engine in memory, for looking at the interface in a browser. */

import type { Backend, CloseChoice, CloseQuestion, FileDrop, MediumKind, Recording, Unsubscribe } from '../backend';
import type { AppEvent } from '../generated/AppEvent';
import type { ContactChange } from '../generated/ContactChange';
import type { ContactEdit } from '../generated/ContactEdit';
import type { ContactFilter } from '../generated/ContactFilter';
import type { ContactQuery } from '../generated/ContactQuery';
import type { DeviceView } from '../generated/DeviceView';
import type { Draft } from '../generated/Draft';
import type { DraftSummary } from '../generated/DraftSummary';
import type { ErrorView } from '../generated/ErrorView';
import type { HealthView } from '../generated/HealthView';
import type { ImportDone } from '../generated/ImportDone';
import type { ImportOptions } from '../generated/ImportOptions';
import type { ImportSource } from '../generated/ImportSource';
import type { MessagePreview } from '../generated/MessagePreview';
import type { NewCampaign } from '../generated/NewCampaign';
import type { NewProfile } from '../generated/NewProfile';
import type { NewTemplate } from '../generated/NewTemplate';
import type { PairingRequest } from '../generated/PairingRequest';
import type { ProfileEdit } from '../generated/ProfileEdit';
import type { ProfileSummary } from '../generated/ProfileSummary';
import type { RecipientQuery } from '../generated/RecipientQuery';
import type { RecipientView } from '../generated/RecipientView';
import type { ReportFormat } from '../generated/ReportFormat';
import type { SettingsView } from '../generated/SettingsView';
import type { UnlockView } from '../generated/UnlockView';
import type { Work } from '../generated/Work';
import { anybody } from '../../state/filter';
import { COLOURS } from '../../state/colours';
import { fold } from '../../state/variables';
import { FakeAround } from './around';
import { FakeAttachments } from './attachments';
import { FakeCampaign } from './campaigns';
import { check, peopleOf, versionOf, type People } from './check';
import { FakeContacts } from './contacts';
import { drawCode, seedContacts } from './data';
import { readList, type ReadList } from './list';
import { FakePasscodes } from './passcodes';
import { listenToDrops } from './drops';
import { planOf } from './plan';
import { DEFAULT_SETTINGS, fail, UNLINKED, type Room } from './room';
import { seed } from './seed';
import { render } from './template';
import { FakeWork } from './work';

export interface FakeOptions {
  /** Milliseconds of one step of time; 0 for none. */
  tick?: number;
}

export class FakeBackend extends FakeAround implements Backend {
  readonly fakeEngineMarker = 'fake-engine';
  private rooms = new Map<string, Room>();
  private open: Room | null = null;
  private locked = false;
  private readonly passcodes = new FakePasscodes();
  private handlers = new Set<(event: AppEvent) => void>();
  private dropHandlers = new Set<(drop: FileDrop) => void>();
  private files = new Map<string, string>();
  /** What a browser gave of files that were dropped. */
  private dropped = new Map<string, ArrayBuffer>();
  private speaking: ReturnType<typeof setInterval> | undefined;
  private recordingHandlers = new Set<(recording: Recording) => void>();
  private pairTurns = 0;
  private closeHandlers = new Set<(question: CloseQuestion) => void>();
  /** What was answered when the window was closed. */
  readonly closed: { choice: CloseChoice; remember: boolean }[] = [];

  protected work: FakeWork;

  constructor(options: FakeOptions = {}) {
    super();
    this.work = new FakeWork((progress) => this.tell({ event: 'work', progress }), options.tick ?? 400 ? 90 : 0);
    const luna = this.addRoom({ name: 'Tienda Luna', country: 'PY', language: 'es', practice: true });
    seed(luna);
    const tick = options.tick ?? 400;
    if (tick) {
      setInterval(() => this.step(), tick);
      setInterval(() => this.stepDevice(), 1_000);
    }
    if (typeof window !== 'undefined') {
      Object.assign(window, { fakeBackend: this });
      const tell = (drop: FileDrop) => this.dropHandlers.forEach((handler) => handler(drop));
      listenToDrops(tell, async (path, file) => {
        this.files.set(path, await file.text());
        this.dropped.set(path, await file.arrayBuffer());
      });
    }
  }

  private addRoom(profile: NewProfile): Room {
    const room: Room = {
      profile: { ...profile, colour: COLOURS[this.rooms.size % COLOURS.length] ?? 'green', last_used: null, protection: 'file', locked: false },
      device: { ...UNLINKED, practice: profile.practice },
      contacts: new FakeContacts(() => this.tell({ event: 'contacts_changed' })),
      campaigns: [],
      absent: new Set(),
      drafts: new Map(),
      lastDraft: 0,
      attachments: new FakeAttachments(),
      settings: structuredClone(DEFAULT_SETTINGS),
      health: null,
    };
    this.rooms.set(profile.name, room);
    return room;
  }

  protected get present(): ProfileSummary {
    return this.room.profile;
  }
  protected get room(): Room {
    if (this.locked) fail('locked', 'El perfil está bloqueado. Escribe el código para seguir.');
    return this.open ?? fail('no_profile_open', 'No hay un perfil abierto.');
  }

  private tell(event: AppEvent): void {
    if (!this.locked) for (const handler of this.handlers) handler(event);
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
  async speak() {
    // Its sentences have one language.
  }
  async listProfiles() {
    return [...this.rooms.values()].map((room) => this.summary(room));
  }
  private refuseTaken(name: string): void {
    if ([...this.rooms.keys()].some((each) => fold(each) === fold(name))) fail('profile_exists', `Ya hay un perfil llamado «${name}». Elige otro nombre.`);
  }
  async createProfile(profile: NewProfile, allowedNumbers: string[], passcode: string | null) {
    this.refuseTaken(profile.name);
    if (passcode !== null) this.passcodes.put(profile.name, passcode);
    const room = this.addRoom(profile);
    room.settings = { ...room.settings, allowed_numbers: allowedNumbers };
    return this.summary(room);
  }
  private summary(room: Room): ProfileSummary {
    const locked = this.passcodes.has(room.profile.name);
    return { ...room.profile, locked, protection: locked ? 'passcode' : 'file' };
  }
  async openProfile(name: string, passcode: string | null) {
    const room = this.rooms.get(name) ?? fail('no_such_profile', 'Ese perfil no existe.');
    if (this.open !== room || this.locked) this.passcodes.confirm(name, passcode);
    this.open = room;
    this.locked = false;
    room.profile.last_used = new Date().toISOString();
    return this.summary(room);
  }
  async closeProfile() {
    this.open = null;
    this.locked = false;
  }
  async deleteProfile(name: string, passcode: string | null) {
    this.passcodes.confirm(name, passcode);
    this.passcodes.remove(name);
    this.rooms.delete(name);
  }
  async editProfile(name: string, { name: to, colour }: ProfileEdit) {
    const room = this.rooms.get(name) ?? fail('no_such_profile', 'Ese perfil no existe.');
    if (fold(name) !== fold(to)) this.refuseTaken(to);
    this.rooms.delete(name);
    this.rooms.set(to, room);
    this.passcodes.rename(name, to);
    Object.assign(room.profile, { name: to, colour });
    return this.summary(room);
  }
  async unlockView(name: string): Promise<UnlockView> {
    const running = this.open?.campaigns.find((campaign) => campaign.open)?.view();
    const progress = running ? { done: running.total - running.counts.queued - running.counts.sending, total: running.total } : null;
    return { ...this.passcodes.view(name), progress };
  }
  async lockProfile() {
    if (!this.passcodes.has(this.room.profile.name)) fail('no_passcode', 'Este perfil no tiene código.');
    this.tell({ event: 'locked' });
    this.locked = true;
  }
  async touch() {
    void this.room;
  }
  async setPasscode(passcode: string) {
    this.passcodes.put(this.room.profile.name, passcode);
    return this.summary(this.room);
  }
  async changePasscode(present: string, passcode: string) {
    this.passcodes.confirm(this.room.profile.name, present);
    return this.setPasscode(passcode);
  }
  async removePasscode(present: string) {
    this.passcodes.confirm(this.room.profile.name, present);
    this.passcodes.remove(this.room.profile.name);
    return this.summary(this.room);
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
    this.setDevice({ state: 'online', attempt: null, next_try: null });
  }
  async disableDevice(passcode: string | null) {
    this.passcodes.confirm(this.room.profile.name, passcode);
    this.setDevice({ state: 'disabled', attempt: null, next_try: null });
  }
  async enableDevice(passcode: string | null) {
    this.passcodes.confirm(this.room.profile.name, passcode);
    this.setDevice({ state: 'online' });
  }
  async restartConnection(passcode: string | null) {
    this.passcodes.confirm(this.room.profile.name, passcode);
    this.setDevice({ state: 'connecting', attempt: null, next_try: null });
    await new Promise((done) => setTimeout(done, 300));
    this.setDevice({ state: 'online' });
  }
  async inUse() {
    if (this.open?.device.state === 'idle') this.setDevice({ state: 'online' });
  }
  async unlink(passcode: string | null) {
    this.passcodes.confirm(this.room.profile.name, passcode);
    this.setDevice({ ...UNLINKED, practice: this.room.profile.practice });
  }

  private read(source: ImportSource, options: ImportOptions): ReadList {
    const text = source.kind === 'text' ? source.text : this.files.get(source.path);
    if (text === undefined) fail('file_not_found', `No existe el archivo ${source.kind === 'file' ? source.path : ''}. Revisa el nombre y la carpeta.`);
    return readList(text, options.read, this.room.profile.country);
  }
  async importPreview(source: ImportSource, options: ImportOptions) {
    const list = this.read(source, options);
    if (list.rows.length > 5_000) await this.work.run('preview', list.rows.length, 2_000);
    return { detected: list.detected, sample: list.sample, counts: planOf(this.room.contacts.list, list, options).counts, rows: list.rows.slice(0, 50), invalid: list.invalid.slice(0, 1_000), repeated: list.repeated.slice(0, 1_000) };
  }
  async importContacts(source: ImportSource, options: ImportOptions): Promise<ImportDone> {
    const list = this.read(source, options);
    if (list.rows.length > 5_000) await this.work.run('write', list.rows.length, 1_000);
    const { fresh, updates, counts } = planOf(this.room.contacts.list, list, options);
    const { change } = this.room.contacts.add(fresh, updates);
    return { detected: list.detected, counts, invalid: list.invalid.slice(0, 1_000), change: change ?? 0 };
  }
  async cancelWork(work: Work) {
    this.work.cancel(work);
  }
  async contacts(query: ContactQuery) {
    return this.room.contacts.page(query);
  }
  async countContacts(filter: ContactFilter) {
    return this.room.contacts.matching(filter).length;
  }
  async contact(id: number) {
    return this.room.contacts.get(id);
  }
  // Nobody else changes these contacts while one of them is open.
  async saveContact(edit: ContactEdit, _seen: ContactEdit | null) {
    return this.room.contacts.save(edit, this.room.profile.country);
  }
  async changeContacts(filter: ContactFilter, change: ContactChange) {
    const people = this.room.contacts.matching(filter).length;
    if (people > 5_000) await this.work.run('change', people, 1_500);
    return this.room.contacts.change(filter, change);
  }
  async previewMerge(ids: number[], keep: number) {
    return this.room.contacts.previewMerge(ids, keep);
  }
  async mergeContacts(ids: number[], keep: number) {
    return this.room.contacts.merge(ids, keep);
  }
  async undo(change: number) {
    return this.room.contacts.undo(change);
  }
  async renameGroup(group: string, name: string) {
    this.room.contacts.renameGroup(group, name);
  }
  async deleteGroup(group: string) {
    return this.room.contacts.change({ ...anybody(), groups: [group] }, { kind: 'remove_from_group', group });
  }
  async extraFields() {
    return this.room.contacts.extraFields();
  }
  async exportContacts(filter: ContactFilter, format: 'csv' | 'xlsx') {
    const people = this.room.contacts.matching(filter).length;
    if (people > 5_000) await this.work.run('export', people, 2_000);
    return `/home/luna/Documentos/contactos.${format}`;
  }
  async checkContacts(filter: ContactFilter) {
    const asked = this.room.contacts.matching(filter);
    await this.work.run('check', asked.length, 3);
    this.room.contacts.mark(new Set(asked.map((contact) => contact.id)), (contact) => (this.room.absent.has(contact.phone) ? 'no' : 'yes'));
    const absent = asked.filter((contact) => this.room.absent.has(contact.phone)).length;
    return { asked: asked.length, on_whatsapp: asked.length - absent, absent };
  }
  async groups() {
    return this.room.contacts.groups();
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
    return { position, total: people.length, name: person.name || person.phone, phone: person.phone, text: render(versionOf(campaign.texts, position), person), variant: position % Math.max(1, campaign.texts.length) };
  }
  async startCampaign(campaign: NewCampaign, draft: number | null) {
    if (draft !== null && !this.room.drafts.has(draft)) fail('draft_not_found', 'Ese borrador ya no existe: se envió o se borró. Mira en Campañas.');
    const { people } = this.people(campaign);
    if (!people.length) fail('no_recipients', 'No queda nadie a quien enviar.');
    this.room.attachments.check(campaign.attachments);
    const made = new FakeCampaign(this.room.campaigns.length + 1, campaign, people, new Date(), this.room.attachments.known(campaign.attachments));
    made.queued = this.room.campaigns.some((each) => each.open);
    this.room.campaigns.push(made);
    if (draft !== null) this.room.drafts.delete(draft);
    if (campaign.audience.kind === 'list') await this.importContacts(campaign.audience.source, campaign.audience.options);
    this.tell({ event: 'campaign', campaign: made.view() });
    return made.id;
  }
  async duplicateCampaign(id: number): Promise<Draft> {
    const { name, texts, attachments, pace, schedule } = this.find(id).made;
    return { gone_attachments: [], campaign: { name, audience: { kind: 'campaign', id }, texts, attachments, pace, schedule: { ...schedule, start_at: null }, skip_recent_days: 0 }, step: 0 };
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
  async campaignVariants(id: number) {
    return this.find(id).variants();
  }
  async sendTest(campaign: NewCampaign, position: number) {
    if (this.room.device.state !== 'online') fail('not_online', 'El teléfono no está conectado. Conéctalo y vuelve a intentarlo.');
    await this.previewMessage(campaign, position);
    this.tests = [null, 'sending', 'sent', 'accepted'];
    return this.room.device.phone ?? '';
  }
  /** What is told of the last test, one after the other. */
  tests: (string | null)[] = [];
  async lastTest(): Promise<RecipientView | null> {
    const state = this.tests.length > 1 ? this.tests.shift() : this.tests[0];
    if (state === undefined) return null;
    const phone = this.room.device.phone ?? '';
    return { position: 1, phone, name: '', state: state ?? 'queued', reason: state === 'failed' ? 'bad_message' : null, at: null, reply: null, opted_out: false, parts: [] };
  }

  /** What the next dialog for files answers. */
  chosen: string[] = [];
  async pickAttachments(_kind: MediumKind) {
    return this.chosen.splice(0);
  }
  async attachFile(path: string, wanted: MediumKind | null) {
    await this.work.run('attach', 1_000, 120);
    return this.room.attachments.keep(path, wanted, this.dropped.get(path) ?? null);
  }
  async attachments(ids: number[]) {
    return this.room.attachments.known(ids);
  }
  async attachmentBytes(id: number) {
    return this.room.attachments.bytes(id);
  }
  /** Why nothing can be recorded, for looking at it. */
  deaf: ErrorView | null = null;
  async recordingStart() {
    if (this.deaf) throw this.deaf;
    let seconds = 0;
    this.speaking = setInterval(() => {
      seconds += 0.1;
      for (const handler of this.recordingHandlers) handler({ level: Math.round(50 + 45 * Math.sin(seconds * 3)), seconds, over: seconds >= 120 });
    }, 100);
  }
  async recordingStop() {
    clearInterval(this.speaking);
    return this.room.attachments.keep('grabación.ogg', 'voice', null);
  }
  async recordingCancel() {
    clearInterval(this.speaking);
  }
  async onRecording(handler: (recording: Recording) => void): Promise<Unsubscribe> {
    this.recordingHandlers.add(handler);
    return () => this.recordingHandlers.delete(handler);
  }
  /** Takes the bytes of an attachment away, as time does. */
  loseAttachment(id: number): void {
    this.room.attachments.lose(id);
  }

  async templates() {
    return this.room.attachments.templates();
  }
  async saveTemplate(id: number | null, template: NewTemplate) {
    return this.room.attachments.save(id, template);
  }
  async duplicateTemplate(id: number) {
    return this.room.attachments.duplicate(id);
  }
  async deleteTemplate(id: number) {
    this.room.attachments.delete(id);
  }

  private get needed(): Set<number> {
    const { drafts, campaigns, attachments } = this.room;
    return new Set([...[...drafts.values()].flatMap(({ draft }) => draft.campaign.attachments), ...campaigns.filter((each) => each.state === 'running').flatMap((each) => each.made.attachments), ...attachments.needed]);
  }
  async freeable() {
    return this.room.attachments.freeable(this.needed);
  }
  async clearCache() {
    return this.room.attachments.clear(this.needed);
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
  /** Fills the profile with so many people. */
  crowd(count: number): void {
    this.room.contacts.fill(seedContacts(count));
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
  drop(...paths: string[]): void {
    for (const handler of this.dropHandlers) handler({ type: 'drop', paths });
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
  async saveReport(id: number, format: ReportFormat) {
    const campaign = await this.campaign(id);
    await this.work.run('report', campaign.total, 40);
    return `/home/luna/Documentos/${campaign.name}.${format}`;
  }

  async onEvent(handler: (event: AppEvent) => void): Promise<Unsubscribe> {
    this.handlers.add(handler);
    return () => this.handlers.delete(handler);
  }
  async onFileDrop(handler: (drop: FileDrop) => void): Promise<Unsubscribe> {
    this.dropHandlers.add(handler);
    return () => this.dropHandlers.delete(handler);
  }
}

function navigatorLanguage(): string {
  return typeof navigator === 'undefined' ? 'es' : (['es', 'en', 'pt'].find((each) => navigator.language.startsWith(each)) ?? 'en');
}
