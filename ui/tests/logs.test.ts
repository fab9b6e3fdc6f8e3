import { beforeEach, expect, it } from 'vitest';
import { precisely } from '../src/i18n/format';
import { LANGUAGES, locale, word } from '../src/i18n/index.svelte';

beforeEach(() => {
  locale.language = 'es';
  locale.country = 'PY';
});

it('names how much is noted, and how grave a line is', () => {
  for (const language of LANGUAGES) {
    locale.language = language;
    for (const level of ['error', 'warn', 'info', 'debug']) {
      expect(word('log-level', level)).not.toBe(level);
      expect(word('log-word', level)).not.toBe(level);
    }
  }
});

it('tells lines of one minute apart', () => {
  const at = new Date(2026, 10, 22, 15, 4, 9);
  expect(precisely(at)).toContain('15:04:09');
  expect(precisely(at)).toContain('22');
  expect(precisely('nonsense')).toBe('');
});
