/** What the in-memory engine keeps of one profile. */

import type { ColumnView } from '../generated/ColumnView';
import type { DeviceView } from '../generated/DeviceView';
import type { Draft } from '../generated/Draft';
import type { HealthView } from '../generated/HealthView';
import type { ProfileSummary } from '../generated/ProfileSummary';
import type { SettingsView } from '../generated/SettingsView';
import type { FakeAttachments } from './attachments';
import type { FakeCampaign } from './campaigns';
import type { FakeContacts } from './contacts';
import { ANY_TIME } from './schedule';

export interface Room {
  profile: ProfileSummary;
  device: DeviceView;
  contacts: FakeContacts;
  campaigns: FakeCampaign[];
  /** Numbers lately found not to be on WhatsApp. */
  absent: Set<string>;
  drafts: Map<number, { draft: Draft; updated_at: string }>;
  lastDraft: number;
  attachments: FakeAttachments;
  settings: SettingsView;
  /** What the server says of the account; nothing for "all is well". */
  health: HealthView | null;
}

export const DEFAULT_SETTINGS: SettingsView = {
  pace: { delay_ms: 5_000, jitter_percent: 30, batch: 100, batch_pause_ms: 60_000 },
  schedule: ANY_TIME,
  recent_days: 7,
  failure_percent: 20,
  stop_words: ['BAJA', 'STOP', 'SALIR', 'CANCELAR', 'NO MÁS', 'REMOVER', 'PARAR', 'SAIR'],
  start_words: ['ALTA', 'START'],
  stop_confirmation: null,
  keep_awake: true,
  close_to_tray: null,
  idle_minutes: 30,
  allowed_numbers: [],
  attachment_hours: 24,
  auto_lock_minutes: 15,
  log_level: 'info',
};

export function fail(code: string, message: string, details: Record<string, string> = {}, columns?: ColumnView[]): never {
  throw { code, message, details, columns };
}

/** The device of a profile that is new. */
export const UNLINKED: DeviceView = { state: 'not_linked', attempt: null, next_try: null, until: null, reason: null, phone: null, account_name: null, qr_svg: null, qr_text: null, pair_code: null, code_lasts: null, practice: false, set_aside: null };
