import { beforeEach, expect, it } from 'vitest';
import { country, decimal, duration, list, number, phone, time } from '../src/i18n/format';
import { isolated } from '../src/i18n/bidi';
import { intlTag, LANGUAGES, locale, t, word } from '../src/i18n/index.svelte';

beforeEach(() => {
  locale.language = 'es';
  locale.country = 'PY';
});

it('counts people in each language', () => {
  expect(t('send-confirm', { count: 1 })).toBe('Enviar a 1 persona');
  expect(t('send-confirm', { count: 1_290 })).toBe('Enviar a 1.290 personas');
  locale.language = 'en';
  expect(t('send-confirm', { count: 1_290 })).toBe('Send to 1,290 people');
  locale.language = 'pt';
  expect(t('contacts-count', { count: 0 })).toBe('Nenhum contato');
});

it('names the words of the engine in each language', () => {
  for (const language of LANGUAGES) {
    locale.language = language;
    for (const state of ['not_linked', 'pairing', 'pairing_expired', 'connecting', 'online', 'reconnecting', 'offline', 'idle', 'disabled', 'number_refused', 'logged_out', 'replaced', 'restricted', 'banned', 'client_too_old']) {
      expect(word('device', state)).not.toBe(state);
      expect(word('device-sentence', state)).not.toBe(state);
    }
    for (const state of ['queued', 'sending', 'sent', 'unknown', 'accepted', 'delivered', 'read', 'played', 'failed', 'skipped']) expect(word('recipient', state)).not.toBe(state);
    for (const state of ['running', 'paused', 'held', 'completed', 'cancelled']) expect(word('campaign', state)).not.toBe(state);
    for (const reason of ['not_linked', 'disabled', 'logged_out', 'replaced', 'restricted', 'client_too_old', 'rate_limited', 'too_many_failures']) expect(word('hold', reason)).not.toBe(reason);
    for (const reason of ['network', 'timeout', 'rate_limited', 'server_trouble', 'time_locked', 'bad_address', 'not_on_whatsapp', 'bad_message', 'medium_gone', 'device', 'other', 'opted_out', 'cancelled', 'empty_message']) expect(word('reason', reason)).not.toBe(reason);
    for (const reason of ['not_a_number', 'too_short', 'too_long', 'invalid_for_country', 'rounded_by_spreadsheet', 'empty', 'value_too_long']) expect(word('reject', reason)).not.toBe(reason);
  }
  expect(word('reason', 'something_new')).toBe('something_new');
});

it('lets a name turn nothing around but itself', () => {
  expect(isolated('Ana Benítez & Cía. 🌸')).toBe('Ana Benítez & Cía. 🌸');
  expect(isolated('Ana \u202eevil')).toBe('Ana evil');
  expect(isolated('שרה')).toBe('\u2068שרה\u2069');
  // What would close the isolate around it is not in it any more; one that is whole stays.
  expect(isolated('\u2069שרה')).toBe('\u2068שרה\u2069');
  expect(isolated('\u2067Ana\u2069')).toBe('\u2067Ana\u2069');
  expect(t('cancel-ask', { name: 'Junio \u202eoinuJ' })).toBe('¿Cancelar «Junio oinuJ»?');
  expect(t('cancel-ask', { name: 'שרה' })).toBe('¿Cancelar «\u2068שרה\u2069»?');
  expect(t('duplicate-name', { name: 'שרה' })).toBe('שרה (copia)');
});

it('writes telephone numbers in groups', () => {
  expect(phone('+595992756462')).toBe('+595 992 756 462');
  expect(phone('5511961234567')).toBe('+55 11 96123 4567');
  expect(phone('not a number')).toBe('not a number');
});

it('writes numbers, times and countries as people do', () => {
  expect(number(1_234_567)).toBe('1.234.567');
  expect(decimal(11.64)).toBe('11,6');
  expect(time(new Date(2026, 10, 22, 15, 4))).toBe('15:04');
  expect(duration(45_000)).toBe('45\u00a0s');
  expect(duration(80 * 60_000)).toBe('1\u00a0h 20\u00a0min');
  expect(list(['a', 'b'])).toBe('a y b');
  expect(country('PY')).toBe('Paraguay');
  expect(intlTag('pt', 'PY')).toBe('pt-BR');
  expect(intlTag('en', 'PY')).toBe('en');
});
