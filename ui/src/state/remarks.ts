/** What a person should know before pressing Send, each with the place where it is mended. */

import type { CampaignCheck } from '../backend/generated/CampaignCheck';
import type { DeviceView } from '../backend/generated/DeviceView';
import type { HealthView } from '../backend/generated/HealthView';
import type { ScheduleView } from '../backend/generated/ScheduleView';
import { list, near, number } from '../i18n/format';
import { t, word } from '../i18n/index.svelte';
import { letter, LONGEST_TEXT, type Composition } from './composition.svelte';
import { needsPairing } from './device';
import type { Step } from './draft.svelte';
import { scheduleProblem } from './schedule';
import { BUILT_IN, canonical } from './variables';

export type Place = Step | 'device' | 'campaigns';

export interface Remark {
  key: string;
  tone: 'bad' | 'warn' | 'plain';
  text: string;
  /** Where it is mended, and what the button says. */
  place: Place;
  action: string;
}

export interface Situation {
  device: DeviceView | null;
  health: HealthView | null;
  schedule: ScheduleView;
  /** People who were lately written to are left out. */
  skipping: boolean;
  /** The list says nothing about how its people agreed. */
  consentMissing: boolean;
  /** What is said of a text that is too long, if one is. */
  tooLong: string;
}

/** What a variable is called: a column, as its list calls it. */
function variableName(name: string, check: CampaignCheck): string {
  if (BUILT_IN.some((each) => each === name)) return word('variable', name);
  return check.variables.find((each) => canonical(each) === name) ?? name;
}

/** Which version is too long, by how much, and what to do; nothing where none is. */
export function tooLongText(message: Composition): string {
  const found = message.tooLong;
  if (!found) return '';
  const told = { length: number(found.length), limit: number(LONGEST_TEXT) };
  return message.versions.length > 1 ? t('version-too-long', { letter: letter(found.version), ...told }) : t('note-too-long', told);
}

/** Who does not get the message, and why. */
export function leftOut(check: CampaignCheck, skipping: boolean): string[] {
  return [
    check.opted_out ? t('left-opted-out', { count: check.opted_out }) : '',
    check.not_on_whatsapp ? t('left-not-on-whatsapp', { count: check.not_on_whatsapp }) : '',
    skipping && check.recent ? t('left-recent', { count: check.recent, days: check.recent_days }) : '',
    check.invalid ? t('left-invalid', { count: check.invalid }) : '',
    check.duplicates ? t('left-duplicates', { count: check.duplicates }) : '',
  ].filter(Boolean);
}

/** What is to be said about the text. */
export function textNotes(check: CampaignCheck): { key: string; text: string }[] {
  const names = check.unknown_names;
  return [
    ...(names.length ? [{ key: 'unknown', text: t('note-unknown', { names: list(names.map((name) => `{${name.replace(/[{}]/g, '')}}`)), count: names.length }) }] : []),
    ...check.missing.map((each) => ({ key: `missing-${each.variable}`, text: t('note-missing', { count: each.people, variable: variableName(each.variable, check) }) })),
    ...(check.empty_messages ? [{ key: 'empty', text: t('note-empty', { count: check.empty_messages }) }] : []),
  ];
}

/** How the account stands, in a sentence; with what to do where it is not well. */
export function healthText(health: HealthView): string {
  if (health.level === 'green') return t('health-green');
  if (!health.reason) return t('health-unknown');
  const text = word('health', health.reason, { count: health.new_chats_left ?? 0 });
  return health.until ? `${text} ${t('health-until', { when: near(health.until) })}` : text;
}

/** People who get their message only on a later day. */
export function beyondLimit(check: CampaignCheck, schedule: ScheduleView): number {
  if (!schedule.daily_limit) return 0;
  const today = check.begins_at !== null && new Date(check.begins_at).toDateString() === new Date().toDateString();
  return Math.max(0, check.recipients - Math.max(0, schedule.daily_limit - (today ? check.sent_today : 0)));
}

export function remarks(check: CampaignCheck, now: Situation): Remark[] {
  const found: Remark[] = [];
  const add = (key: string, tone: Remark['tone'], text: string, place: Place, action: string) => found.push({ key, tone, text, place, action });

  if (now.device && needsPairing(now.device)) add('device', 'warn', t('review-not-linked'), 'device', t('welcome-link'));
  else if (now.health && ['red', 'yellow'].includes(now.health.level)) {
    const held = now.health.reason === 'held';
    add('health', now.health.level === 'red' ? 'bad' : 'warn', healthText(now.health), held ? 'campaigns' : 'device', held ? t('fix-campaigns') : t('fix-device'));
  }
  if (scheduleProblem(now.schedule) === 'start_past') add('start', 'bad', t('start-past'), 'pace', t('fix-pace'));
  const later = beyondLimit(check, now.schedule);
  if (later) add('limit', 'warn', t('note-limit', { limit: number(now.schedule.daily_limit), sent: number(check.sent_today), count: later }), 'pace', t('fix-pace'));
  if (check.ahead) add('ahead', 'plain', t('forecast-ahead', { count: check.ahead }), 'campaigns', t('fix-campaigns'));
  if (check.gone_attachments.length) add('gone', 'bad', t('attachment-gone', { count: check.gone_attachments.length }), 'message', t('fix-message'));
  if (now.tooLong) add('too-long', 'bad', now.tooLong, 'message', t('fix-message'));
  for (const note of textNotes(check)) add(note.key, 'warn', note.text, 'message', t('fix-message'));
  // Somebody lately written to is left out or not right there, beside the number of days.
  for (const [index, text] of leftOut(check, false).entries()) add(`left-${index}`, 'plain', text, 'audience', t('fix-audience'));
  if (now.consentMissing) add('consent', 'plain', t('review-note-consent'), 'audience', t('review-note-consent-go'));
  return found;
}
