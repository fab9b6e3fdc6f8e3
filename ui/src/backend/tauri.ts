import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import type { Backend, CloseChoice, CloseQuestion, FileDrop, MediumKind, Recording, RestorePlace, Unsubscribe } from './backend';
import type { AppEvent } from './generated/AppEvent';
import type { ChartFormat } from './generated/ChartFormat';
import type { ChartKind } from './generated/ChartKind';
import type { ChartLook } from './generated/ChartLook';
import type { ChartView } from './generated/ChartView';
import type { CheckDone } from './generated/CheckDone';
import type { ContactChange } from './generated/ContactChange';
import type { ContactEdit } from './generated/ContactEdit';
import type { ContactFilter } from './generated/ContactFilter';
import type { ContactQuery } from './generated/ContactQuery';
import type { ContactView } from './generated/ContactView';
import type { DashboardQuery } from './generated/DashboardQuery';
import type { DashboardView } from './generated/DashboardView';
import type { Draft } from './generated/Draft';
import type { ImportOptions } from './generated/ImportOptions';
import type { ImportSource } from './generated/ImportSource';
import type { NewCampaign } from './generated/NewCampaign';
import type { NewProfile } from './generated/NewProfile';
import type { NewTemplate } from './generated/NewTemplate';
import type { PairingRequest } from './generated/PairingRequest';
import type { ProfileEdit } from './generated/ProfileEdit';
import type { ProfileSummary } from './generated/ProfileSummary';
import type { RecipientQuery } from './generated/RecipientQuery';
import type { ReportFormat } from './generated/ReportFormat';
import type { RestoredView } from './generated/RestoredView';
import type { SettingsView } from './generated/SettingsView';
import type { Work } from './generated/Work';

/** The engine behind the commands of the desktop shell. */
export class TauriBackend implements Backend {
  appInfo = () => invoke<Awaited<ReturnType<Backend['appInfo']>>>('app_info');

  speak = (language: string) => invoke<void>('speak', { language });

  listProfiles = () => invoke<Awaited<ReturnType<Backend['listProfiles']>>>('list_profiles');
  damagedProfiles = () => invoke<Awaited<ReturnType<Backend['damagedProfiles']>>>('damaged_profiles');
  createProfile = (profile: NewProfile, allowedNumbers: string[], passcode: string | null) =>
    invoke<ProfileSummary>('create_profile', { profile, allowedNumbers, passcode });
  openProfile = (name: string, passcode: string | null) =>
    invoke<ProfileSummary>('open_profile', { name, passcode });
  closeProfile = () => invoke<void>('close_profile');
  editProfile = (name: string, edit: ProfileEdit) => invoke<ProfileSummary>('edit_profile', { name, edit });
  deleteProfile = (name: string, passcode: string | null) => invoke<void>('delete_profile', { name, passcode });
  unlockView = (name: string) => invoke<Awaited<ReturnType<Backend['unlockView']>>>('unlock_view', { name });
  lockProfile = () => invoke<void>('lock_profile');
  touch = () => invoke<void>('touch');
  setPasscode = (passcode: string) => invoke<ProfileSummary>('set_passcode', { passcode });
  changePasscode = (present: string, passcode: string) =>
    invoke<ProfileSummary>('change_passcode', { present, passcode });
  removePasscode = (present: string) => invoke<ProfileSummary>('remove_passcode', { present });
  setLanguage = (language: string) => invoke<void>('set_language', { language });

  showSaved = (path: string) => invoke<void>('show_saved', { path });
  setZoom = (factor: number) => getCurrentWebview().setZoom(factor);

  device = () => invoke<Awaited<ReturnType<Backend['device']>>>('device');
  startPairing = (request: PairingRequest) => invoke<void>('start_pairing', { request });
  practiceScan = () => invoke<void>('practice_scan');
  connect = () => invoke<void>('connect');
  disableDevice = (passcode: string | null) => invoke<void>('disable_device', { passcode });
  enableDevice = (passcode: string | null) => invoke<void>('enable_device', { passcode });
  restartConnection = (passcode: string | null) => invoke<void>('restart_connection', { passcode });
  inUse = () => invoke<void>('in_use');
  unlink = (passcode: string | null) => invoke<void>('unlink', { passcode });

  importPreview = (source: ImportSource, options: ImportOptions) =>
    invoke<Awaited<ReturnType<Backend['importPreview']>>>('import_preview', { source, options });
  importContacts = (source: ImportSource, options: ImportOptions) =>
    invoke<Awaited<ReturnType<Backend['importContacts']>>>('import_contacts', { source, options });
  cancelWork = (work: Work) => invoke<void>('cancel_work', { work });
  saveRejects = (source: ImportSource, options: ImportOptions) =>
    invoke<string | null>('save_rejects', { source, options });
  saveExample = () => invoke<string | null>('save_example');

  contacts = (query: ContactQuery) =>
    invoke<Awaited<ReturnType<Backend['contacts']>>>('contacts', { query });
  countContacts = (filter: ContactFilter) => invoke<number>('count_contacts', { filter });
  contact = (id: number) => invoke<Awaited<ReturnType<Backend['contact']>>>('contact', { id });
  saveContact = (edit: ContactEdit, seen: ContactEdit | null) =>
    invoke<Awaited<ReturnType<Backend['saveContact']>>>('save_contact', { edit, seen });
  changeContacts = (filter: ContactFilter, change: ContactChange) =>
    invoke<Awaited<ReturnType<Backend['changeContacts']>>>('change_contacts', { filter, change });
  previewMerge = (ids: number[], keep: number) => invoke<ContactView>('preview_merge', { ids, keep });
  mergeContacts = (ids: number[], keep: number) =>
    invoke<Awaited<ReturnType<Backend['mergeContacts']>>>('merge_contacts', { ids, keep });
  undo = (change: number) => invoke<Awaited<ReturnType<Backend['undo']>>>('undo', { change });
  renameGroup = (group: string, name: string) => invoke<void>('rename_group', { group, name });
  deleteGroup = (group: string) =>
    invoke<Awaited<ReturnType<Backend['deleteGroup']>>>('delete_group', { group });
  extraFields = () => invoke<string[]>('extra_fields');
  exportContacts = (filter: ContactFilter, format: 'csv' | 'xlsx') =>
    invoke<string | null>('export_contacts', { filter, format });
  checkContacts = (filter: ContactFilter) => invoke<CheckDone>('check_contacts', { filter });
  groups = () => invoke<Awaited<ReturnType<Backend['groups']>>>('groups');

  checkCampaign = (campaign: NewCampaign) =>
    invoke<Awaited<ReturnType<Backend['checkCampaign']>>>('check_campaign', { campaign });
  previewMessage = (campaign: NewCampaign, position: number) =>
    invoke<Awaited<ReturnType<Backend['previewMessage']>>>('preview_message', { campaign, position });
  startCampaign = (campaign: NewCampaign, draft: number | null) =>
    invoke<number>('start_campaign', { campaign, draft });
  duplicateCampaign = (id: number) => invoke<Draft>('duplicate_campaign', { id });
  campaigns = () => invoke<Awaited<ReturnType<Backend['campaigns']>>>('campaigns');
  campaign = (id: number) => invoke<Awaited<ReturnType<Backend['campaign']>>>('campaign', { id });
  recipients = (id: number, query: RecipientQuery) =>
    invoke<Awaited<ReturnType<Backend['recipients']>>>('recipients', { id, query });
  pauseCampaign = (id: number) => invoke<void>('pause_campaign', { id });
  resumeCampaign = (id: number) => invoke<void>('resume_campaign', { id });
  cancelCampaign = (id: number) => invoke<void>('cancel_campaign', { id });
  retryFailed = (id: number) => invoke<number>('retry_failed', { id });

  campaignVariants = (id: number) =>
    invoke<Awaited<ReturnType<Backend['campaignVariants']>>>('campaign_variants', { id });
  sendTest = (campaign: NewCampaign, position: number) => invoke<string>('send_test', { campaign, position });

  lastTest = () => invoke<Awaited<ReturnType<Backend['lastTest']>>>('last_test');

  pickAttachments = (kind: MediumKind) => invoke<string[]>('pick_attachments', { kind });
  attachFile = (path: string, wanted: MediumKind | null) =>
    invoke<Awaited<ReturnType<Backend['attachFile']>>>('attach_file', { path, wanted });
  attachments = (ids: number[]) =>
    invoke<Awaited<ReturnType<Backend['attachments']>>>('attachments', { ids });
  attachmentBytes = (id: number) => invoke<ArrayBuffer>('attachment_bytes', { id });
  recordingStart = () => invoke<void>('recording_start');
  recordingStop = () => invoke<Awaited<ReturnType<Backend['recordingStop']>>>('recording_stop');
  recordingCancel = () => invoke<void>('recording_cancel');
  onRecording(handler: (recording: Recording) => void): Promise<Unsubscribe> {
    return listen<Recording>('recording', (message) => handler(message.payload));
  }

  templates = () => invoke<Awaited<ReturnType<Backend['templates']>>>('templates');
  saveTemplate = (id: number | null, template: NewTemplate) => invoke<number>('save_template', { id, template });
  duplicateTemplate = (id: number) => invoke<number>('duplicate_template', { id });
  deleteTemplate = (id: number) => invoke<void>('delete_template', { id });

  drafts = () => invoke<Awaited<ReturnType<Backend['drafts']>>>('drafts');
  draft = (id: number) => invoke<Draft>('draft', { id });
  saveDraft = (id: number | null, draft: Draft) => invoke<number>('save_draft', { id, draft });
  deleteDraft = (id: number) => invoke<void>('delete_draft', { id });

  health = () => invoke<Awaited<ReturnType<Backend['health']>>>('health');
  settings = () => invoke<SettingsView>('settings');
  saveSettings = (settings: SettingsView) => invoke<void>('save_settings', { settings });

  freeable = () => invoke<Awaited<ReturnType<Backend['freeable']>>>('freeable');
  clearCache = () => invoke<Awaited<ReturnType<Backend['clearCache']>>>('clear_cache');

  logLines = () => invoke<Awaited<ReturnType<Backend['logLines']>>>('log_lines');
  showLogs = () => invoke<void>('show_logs');
  saveDiagnostics = () => invoke<Awaited<ReturnType<Backend['saveDiagnostics']>>>('save_diagnostics');

  backUp = (passphrase: string, withSession: boolean) =>
    invoke<Awaited<ReturnType<Backend['backUp']>>>('back_up', { passphrase, withSession });
  automaticBackups = () => invoke<Awaited<ReturnType<Backend['automaticBackups']>>>('automatic_backups');
  rollingBackups = (name: string) => invoke<Awaited<ReturnType<Backend['rollingBackups']>>>('rolling_backups', { name });
  restoreRolling = (name: string, which: string | null, passcode: string | null) =>
    invoke<RestoredView>('restore_rolling', { name, which, passcode });
  pickBackup = () => invoke<string | null>('pick_backup');
  lookIntoBackup = (file: string, passphrase: string) =>
    invoke<Awaited<ReturnType<Backend['lookIntoBackup']>>>('look_into_backup', { file, passphrase });
  restoreBackup = (file: string, passphrase: string, place: RestorePlace) =>
    invoke<RestoredView>('restore_backup', { file, passphrase, place });
  cancelRestore = () => invoke<void>('cancel_restore');

  pickFile = () => invoke<string | null>('pick_file');
  saveReport = (id: number, format: ReportFormat) => invoke<string | null>('save_report', { id, format });

  dashboard = (query: DashboardQuery) => invoke<DashboardView>('dashboard', { query });
  chart = (kind: ChartKind, query: DashboardQuery, look: ChartLook) =>
    invoke<ChartView>('chart', { kind, query, look });
  exportChart = (kind: ChartKind, query: DashboardQuery, look: ChartLook, format: ChartFormat, name: string) =>
    invoke<string | null>('export_chart', { kind, query, look, format, name });

  onEvent(handler: (event: AppEvent) => void): Promise<Unsubscribe> {
    return listen<AppEvent>('app', (message) => handler(message.payload));
  }

  onFileDrop(handler: (drop: FileDrop) => void): Promise<Unsubscribe> {
    return getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'drop') handler({ type: 'drop', paths: payload.paths });
      else if (payload.type === 'leave') handler({ type: 'leave' });
      else handler({ type: 'over' });
    });
  }

  onCloseAsked(handler: (question: CloseQuestion) => void): Promise<Unsubscribe> {
    return listen<CloseQuestion>('close-asked', (message) => handler(message.payload));
  }
  answerClose = (choice: CloseChoice, remember: boolean) => invoke<void>('answer_close', { choice, remember });
}
