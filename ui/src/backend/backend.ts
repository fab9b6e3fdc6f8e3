/** The one way from the window to the engine. */

import type { AppEvent } from './generated/AppEvent';
import type { AppInfo } from './generated/AppInfo';
import type { AttachmentView } from './generated/AttachmentView';
import type { AutomaticBackup } from './generated/AutomaticBackup';
import type { AutomaticBackups } from './generated/AutomaticBackups';
import type { BackupContents } from './generated/BackupContents';
import type { BackupDone } from './generated/BackupDone';
import type { CampaignCheck } from './generated/CampaignCheck';
import type { CampaignView } from './generated/CampaignView';
import type { ChangeDone } from './generated/ChangeDone';
import type { ChartFormat } from './generated/ChartFormat';
import type { ChartKind } from './generated/ChartKind';
import type { ChartLook } from './generated/ChartLook';
import type { ChartView } from './generated/ChartView';
import type { CheckDone } from './generated/CheckDone';
import type { ContactChange } from './generated/ContactChange';
import type { ContactEdit } from './generated/ContactEdit';
import type { ContactFilter } from './generated/ContactFilter';
import type { ContactPage } from './generated/ContactPage';
import type { ContactQuery } from './generated/ContactQuery';
import type { ContactView } from './generated/ContactView';
import type { DashboardQuery } from './generated/DashboardQuery';
import type { DashboardView } from './generated/DashboardView';
import type { DeviceView } from './generated/DeviceView';
import type { DiagnosticsDone } from './generated/DiagnosticsDone';
import type { Draft } from './generated/Draft';
import type { DraftSummary } from './generated/DraftSummary';
import type { ErrorView } from './generated/ErrorView';
import type { FreedView } from './generated/FreedView';
import type { GroupView } from './generated/GroupView';
import type { HealthView } from './generated/HealthView';
import type { ImportDone } from './generated/ImportDone';
import type { ImportOptions } from './generated/ImportOptions';
import type { ImportPreview } from './generated/ImportPreview';
import type { ImportSource } from './generated/ImportSource';
import type { LogView } from './generated/LogView';
import type { MessagePreview } from './generated/MessagePreview';
import type { NewCampaign } from './generated/NewCampaign';
import type { NewProfile } from './generated/NewProfile';
import type { NewTemplate } from './generated/NewTemplate';
import type { PairingRequest } from './generated/PairingRequest';
import type { ProfileEdit } from './generated/ProfileEdit';
import type { ProfileSummary } from './generated/ProfileSummary';
import type { RecipientPage } from './generated/RecipientPage';
import type { RecipientQuery } from './generated/RecipientQuery';
import type { RecipientView } from './generated/RecipientView';
import type { ReportFormat } from './generated/ReportFormat';
import type { RestoredView } from './generated/RestoredView';
import type { SettingsView } from './generated/SettingsView';
import type { TemplateView } from './generated/TemplateView';
import type { UndoDone } from './generated/UndoDone';
import type { UnlockView } from './generated/UnlockView';
import type { VariantResult } from './generated/VariantResult';
import type { Work } from './generated/Work';

/** A file moving over the window. */
export type FileDrop =
  | { type: 'over' }
  | { type: 'leave' }
  | { type: 'drop'; paths: string[] };

/** The window is being closed while something is sent or will be. */
export interface CloseQuestion {
  /** Whether a hidden window can be had back from the tray. */
  tray: boolean;
  /** People who are still to be written to. */
  left: number;
}

/** Go on without the window, or finish what is in flight and end. */
export type CloseChoice = 'background' | 'quit';

/** What a file can be sent as. */
export type MediumKind = 'picture' | 'video' | 'document' | 'voice';

/** How a recording goes, some times a second. */
export interface Recording {
  /** Loudness at this moment, 0 to 100. */
  level: number;
  /** How long it is so far. */
  seconds: number;
  /** It has ended by itself: it is as long as it may be, or the microphone is gone. */
  over: boolean;
}

/** Ends a subscription. */
export type Unsubscribe = () => void;

/** Where a restored profile comes. */
export interface RestorePlace {
  /** Its name; that of the backup where null. */
  name: string | null;
  /** The profile of that name gives way, and with it goes its passcode, which then guards the restored one. */
  replace: boolean;
  passcode: string | null;
}

export interface Backend {
  appInfo(): Promise<AppInfo>;
  /** The page speaks this language, for what is said while no profile is open. */
  speak(language: string): Promise<void>;

  listProfiles(): Promise<ProfileSummary[]>;
  /** What is to be said of profiles that cannot be listed. */
  damagedProfiles(): Promise<ErrorView[]>;
  createProfile(profile: NewProfile, allowedNumbers: string[], passcode: string | null): Promise<ProfileSummary>;
  /** Opens a profile, or unlocks the one that is open. */
  openProfile(name: string, passcode: string | null): Promise<ProfileSummary>;
  closeProfile(): Promise<void>;
  /** Refused without the passcode where one is set. */
  deleteProfile(name: string, passcode: string | null): Promise<void>;
  /** Another name or colour for a profile that is closed. */
  editProfile(name: string, edit: ProfileEdit): Promise<ProfileSummary>;
  /** How the door of a profile looks from outside. */
  unlockView(name: string): Promise<UnlockView>;
  /** From now on everything but `openProfile` is refused with `locked`; the event `locked` tells. */
  lockProfile(): Promise<void>;
  /** A person is at the window. */
  touch(): Promise<void>;
  setPasscode(passcode: string): Promise<ProfileSummary>;
  changePasscode(present: string, passcode: string): Promise<ProfileSummary>;
  removePasscode(present: string): Promise<ProfileSummary>;
  setLanguage(language: string): Promise<void>;

  device(): Promise<DeviceView>;
  startPairing(request: PairingRequest): Promise<void>;
  practiceScan(): Promise<void>;
  connect(): Promise<void>;
  /** Finishes what is in flight and closes the line until it is enabled. */
  disableDevice(passcode: string | null): Promise<void>;
  enableDevice(passcode: string | null): Promise<void>;
  restartConnection(passcode: string | null): Promise<void>;
  /** Somebody is at the window: a line that was closed for want of use comes back. */
  inUse(): Promise<void>;
  /** Refused without the passcode where one is set. */
  unlink(passcode: string | null): Promise<void>;

  importPreview(source: ImportSource, options: ImportOptions): Promise<ImportPreview>;
  importContacts(source: ImportSource, options: ImportOptions): Promise<ImportDone>;
  /** Ends a long piece of work; its promise then rejects with the code `cancelled`. */
  cancelWork(work: Work): Promise<void>;
  /** Writes the records that cannot be used where the person says; null when they changed their mind. */
  saveRejects(source: ImportSource, options: ImportOptions): Promise<string | null>;
  /** Writes a list to begin with where the person says; null when they changed their mind. */
  saveExample(): Promise<string | null>;

  /** Shows a file that was saved since the program began, in the folder where it lies. */
  showSaved(path: string): Promise<void>;
  /** Shows everything larger or smaller; 1 is as designed. */
  setZoom(factor: number): Promise<void>;

  contacts(query: ContactQuery): Promise<ContactPage>;
  countContacts(filter: ContactFilter): Promise<number>;
  contact(id: number): Promise<ContactView>;
  /**
   * Refused with `contact_number` (details `reason`) or `contact_exists` (details `id`, `name`).
   * What is as it was `seen` when writing began stays as it is by now: a list may have changed it.
   */
  saveContact(edit: ContactEdit, seen: ContactEdit | null): Promise<ContactView>;
  changeContacts(filter: ContactFilter, change: ContactChange): Promise<ChangeDone>;
  /** What would come of `mergeContacts`; nothing is changed. */
  previewMerge(ids: number[], keep: number): Promise<ContactView>;
  /** Makes one contact of several; the number of `keep` stays. */
  mergeContacts(ids: number[], keep: number): Promise<ChangeDone>;
  undo(change: number): Promise<UndoDone>;
  /** A name that exists joins the two groups. */
  renameGroup(group: string, name: string): Promise<void>;
  /** The people stay. */
  deleteGroup(group: string): Promise<ChangeDone>;
  /** Names of the extra fields that anybody has. */
  extraFields(): Promise<string[]>;
  /** Writes contacts where the person says; the path, or null when they changed their mind. */
  exportContacts(filter: ContactFilter, format: 'csv' | 'xlsx'): Promise<string | null>;
  /** Asks the server, slowly, who is on WhatsApp; how many were asked. */
  checkContacts(filter: ContactFilter): Promise<CheckDone>;
  groups(): Promise<GroupView[]>;

  checkCampaign(campaign: NewCampaign): Promise<CampaignCheck>;
  previewMessage(campaign: NewCampaign, position: number): Promise<MessagePreview>;
  /** Starts a campaign; its draft is gone with it, so that it cannot be started twice. */
  startCampaign(campaign: NewCampaign, draft: number | null): Promise<number>;
  /** A draft of a campaign like this one; it is not saved yet. */
  duplicateCampaign(id: number): Promise<Draft>;
  campaigns(): Promise<CampaignView[]>;
  campaign(id: number): Promise<CampaignView>;
  recipients(id: number, query: RecipientQuery): Promise<RecipientPage>;
  pauseCampaign(id: number): Promise<void>;
  resumeCampaign(id: number): Promise<void>;
  cancelCampaign(id: number): Promise<void>;
  retryFailed(id: number): Promise<number>;
  /** What became of each version of the text. */
  campaignVariants(id: number): Promise<VariantResult[]>;
  /** Sends the message as the recipient at this position would get it to the account's own chat; its number. */
  sendTest(campaign: NewCampaign, position: number): Promise<string>;
  /** What became of the last test; nothing where there was none lately. */
  lastTest(): Promise<RecipientView | null>;

  /** Asks for files of one kind with the system's dialog; several only of pictures. */
  pickAttachments(kind: MediumKind): Promise<string[]>;
  /** Makes a file ready to be sent and keeps it; what it is sent as is told by its content where `wanted` says nothing. */
  attachFile(path: string, wanted: MediumKind | null): Promise<AttachmentView>;
  /** Those among these that are kept. */
  attachments(ids: number[]): Promise<AttachmentView[]>;
  attachmentBytes(id: number): Promise<ArrayBuffer>;
  recordingStart(): Promise<void>;
  /** Ends the recording and makes a voice note of it. */
  recordingStop(): Promise<AttachmentView>;
  recordingCancel(): Promise<void>;
  onRecording(handler: (recording: Recording) => void): Promise<Unsubscribe>;

  templates(): Promise<TemplateView[]>;
  /** Saves over the template with this id, or as a new one; its id. */
  saveTemplate(id: number | null, template: NewTemplate): Promise<number>;
  duplicateTemplate(id: number): Promise<number>;
  deleteTemplate(id: number): Promise<void>;

  /** The one saved last first. */
  drafts(): Promise<DraftSummary[]>;
  draft(id: number): Promise<Draft>;
  /** Saves over the draft with this id, or as a new one; its id. */
  saveDraft(id: number | null, draft: Draft): Promise<number>;
  deleteDraft(id: number): Promise<void>;

  health(): Promise<HealthView>;
  settings(): Promise<SettingsView>;
  saveSettings(settings: SettingsView): Promise<void>;
  /** What clearing the cache would free. */
  freeable(): Promise<FreedView>;
  clearCache(): Promise<FreedView>;

  /** The end of the open profile's log. */
  logLines(): Promise<LogView>;
  /** Shows the log in its folder. */
  showLogs(): Promise<void>;
  /** Saves diagnostics where the person says; null when they changed their mind. */
  saveDiagnostics(): Promise<DiagnosticsDone | null>;

  /** Writes a backup where the person says; null when they changed their mind. */
  backUp(passphrase: string, withSession: boolean): Promise<BackupDone | null>;
  /** The copies that the program makes of the open profile by itself. */
  automaticBackups(): Promise<AutomaticBackups>;
  /** Those of a profile that need not open, the latest first. */
  rollingBackups(name: string): Promise<AutomaticBackup[]>;
  /** Puts one of them, or the latest that is sound, in the place of a profile's data. */
  restoreRolling(name: string, which: string | null, passcode: string | null): Promise<RestoredView>;
  /** Asks for a backup with the system's dialog. */
  pickBackup(): Promise<string | null>;
  /** What is in a backup, before anything is made of it. */
  lookIntoBackup(file: string, passphrase: string): Promise<BackupContents>;
  /** Makes a profile of a backup; a name that is taken is refused with `restore_name_taken`, unless it is replaced. */
  restoreBackup(file: string, passphrase: string, place: RestorePlace): Promise<RestoredView>;
  cancelRestore(): Promise<void>;

  /** Asks for a file with the system's dialog. */
  pickFile(): Promise<string | null>;
  /** Writes a report where the person says; the path, or null when they changed their mind. */
  saveReport(id: number, format: ReportFormat): Promise<string | null>;

  dashboard(query: DashboardQuery): Promise<DashboardView>;
  chart(kind: ChartKind, query: DashboardQuery, look: ChartLook): Promise<ChartView>;
  /** Writes a drawing or its numbers where the person says; `name` is what the file may be called. */
  exportChart(kind: ChartKind, query: DashboardQuery, look: ChartLook, format: ChartFormat, name: string): Promise<string | null>;

  onEvent(handler: (event: AppEvent) => void): Promise<Unsubscribe>;
  onFileDrop(handler: (drop: FileDrop) => void): Promise<Unsubscribe>;

  onCloseAsked(handler: (question: CloseQuestion) => void): Promise<Unsubscribe>;
  answerClose(choice: CloseChoice, remember: boolean): Promise<void>;
}

/** Whether something that was thrown is an error told by the engine. */
export function isErrorView(thrown: unknown): thrown is ErrorView {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    typeof (thrown as ErrorView).code === 'string' &&
    typeof (thrown as ErrorView).message === 'string'
  );
}
