import { beforeEach, describe, expect, it } from 'vitest';
import { closed, finish } from '../src/backend/fake/schedule';
import { locale } from '../src/i18n/index.svelte';
import { ANY_TIME, clockOf, crossesMidnight, dayOf, daysFrom, instant, isOn, nextHour, readClock, scheduleProblem, toggleDay } from '../src/state/schedule';
import { scheduleLines } from '../src/state/summary';

const NOW = new Date(2026, 10, 22, 15, 10);

beforeEach(() => {
  locale.language = 'es';
  locale.country = 'PY';
});

describe('a time of day', () => {
  it('is read as people write it', () => {
    for (const [text, clock] of [['9', '09:00'], ['09', '09:00'], ['9:30', '09:30'], ['0930', '09:30'], ['9.30', '09:30'], ['9h30', '09:30'], [' 21:05 ', '21:05'], ['9:30 pm', '21:30'], ['12 a.m.', '00:00'], ['12pm', '12:00']])
      expect(readClock(text as string), text).toBe(clock);
  });
  it('is none when it is none', () => {
    for (const text of ['', '24:00', '9:60', '13 pm', '0 am', 'noon', '9:5', '123456']) expect(readClock(text), text).toBeNull();
  });
});

describe('a start', () => {
  it('comes back as it was chosen', () => {
    const at = instant('2026-11-30', '09:05');
    if (!at) throw new Error('no instant');
    expect([dayOf(new Date(at)), clockOf(new Date(at))]).toEqual(['2026-11-30', '09:05']);
  });
  it('is none on a day that does not exist', () => {
    expect(instant('2026-02-30', '09:00')).toBeNull();
    expect(instant('', '09:00')).toBeNull();
  });
  it('is proposed at a whole hour, half an hour away at least', () => {
    expect(nextHour(new Date(2026, 10, 22, 15, 10))).toEqual(new Date(2026, 10, 22, 16, 0));
    expect(nextHour(new Date(2026, 10, 22, 15, 31))).toEqual(new Date(2026, 10, 22, 17, 0));
    expect(nextHour(new Date(2026, 10, 22, 15, 30))).toEqual(new Date(2026, 10, 22, 16, 0));
    expect(nextHour(new Date(2026, 10, 22, 23, 40))).toEqual(new Date(2026, 10, 23, 1, 0));
  });
  it('in the past is a problem', () => {
    expect(scheduleProblem({ ...ANY_TIME, start_at: new Date(NOW.getTime() - 1).toISOString() }, NOW)).toBe('start_past');
    expect(scheduleProblem({ ...ANY_TIME, start_at: new Date(NOW.getTime() + 1).toISOString() }, NOW)).toBeNull();
  });
  it('keeps the day it was given among those to choose from', () => {
    expect(daysFrom(NOW, 2, null)).toEqual(['2026-11-22', '2026-11-23']);
    expect(daysFrom(NOW, 2, '2026-11-20')).toEqual(['2026-11-20', '2026-11-22', '2026-11-23']);
  });
});

describe('hours and days', () => {
  it('of quiet need two different times', () => {
    expect(scheduleProblem({ ...ANY_TIME, quiet_from: '21:00' }, NOW)).toBe('quiet_incomplete');
    expect(scheduleProblem({ ...ANY_TIME, quiet_from: '21:00', quiet_until: '21:00' }, NOW)).toBe('quiet_same');
    expect(scheduleProblem({ ...ANY_TIME, quiet_from: '21:00', quiet_until: '08:00' }, NOW)).toBeNull();
    expect(crossesMidnight({ ...ANY_TIME, quiet_from: '21:00', quiet_until: '08:00' })).toBe(true);
    expect(crossesMidnight({ ...ANY_TIME, quiet_from: '12:00', quiet_until: '14:00' })).toBe(false);
  });
  it('are every day where none is named', () => {
    expect(isOn([], 7)).toBe(true);
    expect(toggleDay([], 7)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(toggleDay([1, 2, 3, 4, 5, 6], 7)).toEqual([]);
    // One day at least remains: none would mean all.
    expect(toggleDay([3], 3)).toEqual([3]);
  });
  it('are told in words', () => {
    const lines = scheduleLines(
      { delay_ms: 5_000, jitter_percent: 0, batch: 0, batch_pause_ms: 60_000 },
      { ...ANY_TIME, quiet_from: '21:00', quiet_until: '08:00', weekdays: [1, 2], daily_limit: 200 },
    );
    expect(lines).toEqual(['5\u00a0s entre personas', 'sin envíos de 21:00 a 08:00', 'solo lun y mar', '200 personas por día como máximo']);
  });
});

describe('the calendar of the engine in memory', () => {
  const quiet = { ...ANY_TIME, quiet_from: '21:00', quiet_until: '08:00' };
  it('is closed when it says so', () => {
    expect(closed(quiet, new Date(2026, 10, 22, 20, 59), 0)).toBeNull();
    expect(closed(quiet, new Date(2026, 10, 22, 21, 0), 0)).toEqual({ why: 'quiet_hours', until: new Date(2026, 10, 23, 8, 0) });
    expect(closed(quiet, new Date(2026, 10, 23, 7, 59), 0)).toEqual({ why: 'quiet_hours', until: new Date(2026, 10, 23, 8, 0) });
    // A Sunday.
    expect(closed({ ...ANY_TIME, weekdays: [1] }, NOW, 0)).toEqual({ why: 'weekday', until: new Date(2026, 10, 23) });
    expect(closed({ ...ANY_TIME, daily_limit: 5 }, NOW, 5)?.why).toBe('daily_limit');
  });
  it('goes on the next day when a day is full', () => {
    const pace = { delay_ms: 60_000, jitter_percent: 0, batch: 0, batch_pause_ms: 0 };
    expect(finish({ ...ANY_TIME, daily_limit: 2 }, pace, 3, NOW, 0)).toEqual(new Date(2026, 10, 23));
    expect(finish(ANY_TIME, pace, 3, NOW, 0)).toEqual(new Date(2026, 10, 22, 15, 12));
  });
});
