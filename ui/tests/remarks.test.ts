import { beforeEach, describe, expect, it } from 'vitest';
import type { CampaignCheck } from '../src/backend/generated/CampaignCheck';
import type { CampaignView } from '../src/backend/generated/CampaignView';
import { LANGUAGES, locale, word } from '../src/i18n/index.svelte';
import { forecast } from '../src/state/forecast';
import { Composition, LONGEST_TEXT } from '../src/state/composition.svelte';
import { arrange, badge, beginning, standstill } from '../src/state/queue';
import { beyondLimit, healthText, leftOut, remarks, textNotes, tooLongText, type Situation } from '../src/state/remarks';
import { zero } from '../src/backend/fake/campaigns';
import { moment } from '../src/i18n/format';
import { ANY_TIME } from '../src/state/schedule';

const SOON = new Date(Date.now() + 1_000).toISOString();
const GOOD: CampaignCheck = {
  recipients: 20, opted_out: 0, not_on_whatsapp: 0, recent: 0, recent_days: 7, invalid: 0, duplicates: 0, unknown_names: [], missing: [], empty_messages: 0, too_long: null, gone_attachments: [],
  duration_ms: 95_000, begins_at: SOON, finish_at: SOON, ahead: 0, sent_today: 0, variables: ['nombre'],
};
const CALM: Situation = { device: null, health: { level: 'green', reason: null, until: null, new_chats_left: null }, schedule: ANY_TIME, skipping: false, consentMissing: false, tooLong: '' };
const keys = (check: Partial<CampaignCheck>, now: Partial<Situation> = {}) => remarks({ ...GOOD, ...check }, { ...CALM, ...now }).map((each) => `${each.key}:${each.place}`);

beforeEach(() => {
  locale.language = 'es';
  locale.country = 'PY';
});

describe('before sending', () => {
  it('nothing is said when all is well', () => {
    expect(keys({})).toEqual([]);
  });
  it('each problem leads to where it is mended', () => {
    expect(keys({ unknown_names: ['duda'], missing: [{ variable: 'nombre', people: 2 }], empty_messages: 1 })).toEqual(['unknown:message', 'missing-nombre:message', 'empty:message']);
    expect(keys({}, { tooLong: 'Acórtalo.' })).toEqual(['too-long:message']);
    expect(keys({ opted_out: 1, not_on_whatsapp: 2, invalid: 3, duplicates: 4 })).toEqual(['left-0:audience', 'left-1:audience', 'left-2:audience', 'left-3:audience']);
    expect(keys({ ahead: 2 })).toEqual(['ahead:campaigns']);
    expect(keys({}, { consentMissing: true })).toEqual(['consent:audience']);
    expect(keys({}, { schedule: { ...ANY_TIME, start_at: '2020-01-01T00:00:00Z' } })).toEqual(['start:pace']);
    const health = (level: string, reason: string) => ({ health: { level, reason, until: null, new_chats_left: null } });
    expect(keys({}, health('red', 'time_locked'))).toEqual(['health:device']);
    expect(keys({}, health('yellow', 'held'))).toEqual(['health:campaigns']);
    // What nobody knows is no problem.
    expect(keys({}, health('unknown', 'offline'))).toEqual([]);
  });
  it('a text that is too long is told with its version, its length and the limit', () => {
    const message = new Composition();
    message.text = '🌸'.repeat(LONGEST_TEXT);
    expect(tooLongText(message)).toBe('');
    message.text = 'x'.repeat(70_000);
    expect(tooLongText(message)).toBe('El mensaje tiene 70.000 caracteres y WhatsApp admite 65.536: acórtalo.');
    message.addVersion();
    message.text = 'Hola';
    expect(tooLongText(message)).toMatch(/^La versión A tiene 70\.000 .* 65\.536/);
    locale.language = 'en';
    expect(tooLongText(message)).toMatch(/^Version A has 70,000 .* 65,536/);
  });
  it('a column is called as its list calls it', () => {
    const check = { ...GOOD, variables: ['nombre', 'Fecha.Alta'], missing: [{ variable: 'fecha.alta', people: 2 }] };
    expect(textNotes(check).map((each) => each.text)).toEqual([expect.stringContaining('«Fecha.Alta»')]);
  });
  it('an unlinked phone is said, and not that nobody could ask how it is', () => {
    const device = { state: 'not_linked', attempt: null, next_try: null, until: null, reason: null, phone: null, account_name: null, qr_svg: null, qr_text: null, pair_code: null, code_lasts: null, practice: false, set_aside: null };
    expect(keys({}, { device, health: { level: 'red', reason: 'restricted', until: null, new_chats_left: null } })).toEqual(['device:device']);
  });
  it('people beyond the daily limit are counted', () => {
    const limit = (daily_limit: number) => ({ ...ANY_TIME, daily_limit });
    expect(beyondLimit(GOOD, limit(0))).toBe(0);
    expect(beyondLimit(GOOD, limit(20))).toBe(0);
    expect(beyondLimit({ ...GOOD, sent_today: 5 }, limit(20))).toBe(5);
    expect(beyondLimit({ ...GOOD, sent_today: 90 }, limit(20))).toBe(20);
    // What was sent today does not count against another day.
    expect(beyondLimit({ ...GOOD, sent_today: 90, begins_at: '2040-01-01T12:00:00Z' }, limit(20))).toBe(0);
  });
  it('people lately written to are left out only where that was chosen', () => {
    expect(leftOut({ ...GOOD, recent: 4 }, false)).toEqual([]);
    expect(leftOut({ ...GOOD, recent: 4 }, true)).toEqual(['4 recibieron un mensaje hace menos de 7 días y no lo reciben']);
  });
});

describe('a forecast', () => {
  const at = (days: number, hour: number) => {
    const now = new Date();
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour).toISOString();
  };
  it('says when it begins and ends', () => {
    expect(forecast(GOOD)).toBe('Empieza ahora y termina enseguida.');
    expect(forecast({ ...GOOD, begins_at: at(1, 8), finish_at: at(1, 9) })).toBe('Empieza: mañana, 08:00, y termina hacia: mañana, 09:00.');
    expect(forecast({ ...GOOD, begins_at: null, finish_at: null })).toBe('Empieza cuando terminen las campañas anteriores y no se puede decir cuándo termina.');
  });
});

describe('the account', () => {
  it('is spoken of in each language', () => {
    for (const language of LANGUAGES) {
      locale.language = language;
      for (const reason of ['offline', 'restricted', 'time_locked', 'new_chats_low', 'new_chats_used_up', 'held']) {
        const text = healthText({ level: 'red', reason, until: '2040-01-01T12:00:00Z', new_chats_left: 3 });
        expect(text.startsWith(reason)).toBe(false);
        expect(text).not.toContain('{');
      }
    }
    expect(word('health', 'new_chats_low', { count: 3 })).toContain('3');
  });
});

describe('campaigns', () => {
  const campaign = (id: number, state: string, waiting: string | null = null, until: string | null = null) =>
    ({ id, state, waiting, waiting_until: until, hold_reason: state === 'held' ? 'rate_limited' : null, hold_until: state === 'held' ? until : null }) as CampaignView;
  it('stand in the order in which they are served', () => {
    const { open, over } = arrange([campaign(6, 'running', 'queue'), campaign(5, 'completed'), campaign(4, 'running'), campaign(3, 'paused'), campaign(2, 'running', 'start'), campaign(1, 'cancelled')]);
    expect(open.map((each) => each.id)).toEqual([4, 2, 6, 3]);
    expect(over.map((each) => each.id)).toEqual([5, 1]);
  });
  it('of those that wait, the one that begins first stands first', () => {
    const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const { open } = arrange([campaign(3, 'running', 'start', at(1)), campaign(2, 'running', 'start', at(2)), campaign(1, 'running', 'start', at(3)), campaign(4, 'paused')]);
    expect(open.map((each) => each.id)).toEqual([3, 2, 1, 4]);
  });
  it('that wait for their start are not said to have begun', () => {
    const [created, start] = [new Date(Date.now() - 3_600_000).toISOString(), new Date(Date.now() + 40 * 86_400_000).toISOString()];
    const waiting = { ...campaign(1, 'running', 'start', start), created_at: created, schedule: { ...ANY_TIME, start_at: start }, counts: { ...zero(), queued: 3 } };
    expect(badge(waiting)).toEqual({ tone: 'plain', text: 'En espera' });
    expect(beginning(waiting)).toBe(`empieza ${moment(start)}`);
    expect(beginning({ ...waiting, state: 'paused', waiting: null })).toBe(`empieza ${moment(start)}`);
    expect(beginning({ ...waiting, state: 'cancelled', waiting: null })).toBe(`creada ${moment(created)}`);
    // Its hour came: that is when it began.
    const past = new Date(Date.now() - 60_000).toISOString();
    const sending = { ...waiting, waiting: null, schedule: { ...ANY_TIME, start_at: past }, counts: { ...zero(), queued: 2, sending: 1 } };
    expect(badge(sending).text).toBe('En progreso');
    expect(beginning(sending)).toBe(`empezó ${moment(past)}`);
    // In the queue behind others it has not begun either.
    expect(beginning({ ...waiting, waiting: 'queue', schedule: ANY_TIME })).toBe(`creada ${moment(created)}`);
  });
  it('say why they do not move, and when they do again', () => {
    const until = new Date(Date.now() + 3_600_000);
    expect(standstill(campaign(1, 'running'))).toBe('');
    expect(standstill(campaign(1, 'running', 'queue'))).toContain('En cola');
    for (const language of LANGUAGES) {
      locale.language = language;
      for (const why of ['start', 'quiet_hours', 'weekday', 'daily_limit']) {
        const text = standstill(campaign(1, 'running', why, until.toISOString()));
        expect(text).toContain(String(until.getMinutes()).padStart(2, '0'));
        expect(text).not.toContain('{');
      }
      expect(standstill(campaign(1, 'held', null, until.toISOString()))).toMatch(/:\d\d/);
    }
  });
});
