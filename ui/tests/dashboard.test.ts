import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import type { Metrics } from '../src/backend/generated/Metrics';
import { placed, step, told } from '../src/components/charts/drawing';
import { change } from '../src/state/comparison';
import { Chart, PAUSE, dashboard } from '../src/state/dashboard.svelte';
import { asPreset, moveDay, readDay, writeDay } from '../src/state/days';
import { funnel } from '../src/state/outcomes';
import { range as memoryOf, renameProfile } from '../src/state/memory';
import { session } from '../src/state/session.svelte';

const NONE: Metrics = { sent: 0, accepted: 0, delivered: 0, read: 0, failed: 0, skipped: 0, success_rate: null, replies: 0, opt_outs: 0, campaigns: 0 };
const LOOK = { theme: 'light', width: 400, height: 200 } as const;
let backend: FakeBackend;

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  await session.open('Tienda Luna');
  dashboard.choose({ kind: 'last30' });
  await vi.waitFor(() => expect(dashboard.shown).not.toBeNull());
  backend.asked.dashboards.length = 0;
  backend.asked.charts.length = 0;
});

afterEach(async () => {
  vi.useRealTimers();
  await session.close();
});

describe('the numbers', () => {
  it('are those of the days chosen', async () => {
    const all = dashboard.shown?.view.totals.sent ?? 0;
    expect(all).toBeGreaterThan(100);
    // One of the two campaigns was a week ago.
    dashboard.choose({ kind: 'free', from: moveDay(dashboard.shown?.view.to ?? '', -4), to: dashboard.shown?.view.to ?? '' });
    await vi.waitFor(() => expect(dashboard.shown?.query.range.kind).toBe('free'));
    expect(dashboard.shown?.view.totals.sent).toBeLessThan(all);
    expect(dashboard.shown?.view.timeline).toHaveLength(5);
  });

  it('are divided as somebody says, until other days are chosen', async () => {
    dashboard.divide('hour');
    await vi.waitFor(() => expect(dashboard.shown?.view.bucket).toBe('hour'));
    expect(dashboard.shown?.view.timeline.length).toBeGreaterThan(29 * 23);
    dashboard.choose({ kind: 'last7' });
    await vi.waitFor(() => expect(dashboard.shown?.view.bucket).toBe('day'));
  });

  it('of an answer that comes too late are not shown', async () => {
    const asked = backend.dashboard.bind(backend);
    let answer = () => {};
    backend.dashboard = async (query) => {
      if (query.range.kind === 'today') await new Promise<void>((go) => (answer = go));
      return asked(query);
    };
    dashboard.choose({ kind: 'today' });
    dashboard.choose({ kind: 'last7' });
    answer();
    await vi.waitFor(() => expect(dashboard.shown?.query.range.kind).toBe('last7'));
    expect(dashboard.shown?.view.timeline).toHaveLength(7);
  });

  it('are asked for once a second at most, however much happens', async () => {
    vi.useFakeTimers();
    await dashboard.read();
    backend.asked.dashboards.length = 0;
    for (let tenth = 0; tenth < 30; tenth += 1) {
      for (let event = 0; event < 5; event += 1) dashboard.touch();
      await vi.advanceTimersByTimeAsync(PAUSE / 10);
    }
    expect(backend.asked.dashboards.length).toBeGreaterThanOrEqual(2);
    expect(backend.asked.dashboards.length).toBeLessThanOrEqual(3);
    // What happened last is not missed.
    await vi.advanceTimersByTimeAsync(PAUSE);
    const asked = backend.asked.dashboards.length;
    await vi.advanceTimersByTimeAsync(10 * PAUSE);
    expect(backend.asked.dashboards.length).toBe(asked);
  });

  it('stay while there are no newer ones, and it is said why', async () => {
    const before = dashboard.shown;
    backend.dashboard = () => Promise.reject({ code: 'disk_full', message: 'El disco está lleno.', details: {} });
    await dashboard.read();
    expect(dashboard.shown).toBe(before);
    expect(dashboard.problem).toMatchObject({ code: 'disk_full' });
  });

  it('of days that cannot be counted are not taken for the ones before', async () => {
    const before = dashboard.shown;
    expect(dashboard.stale).toBe(false);
    const asked = backend.dashboard.bind(backend);
    backend.dashboard = (query) => (query.range.kind === 'free' ? Promise.reject({ code: 'dashboard_day', message: 'No es un día.', details: {} }) : asked(query));
    dashboard.choose({ kind: 'free', from: '1900-01-01', to: '1900-01-02' });
    await vi.waitFor(() => expect(dashboard.problem).not.toBeNull());
    expect(dashboard.shown).toBe(before);
    expect(dashboard.stale).toBe(true);
    dashboard.choose({ kind: 'last7' });
    await vi.waitFor(() => expect(dashboard.shown?.query.range.kind).toBe('last7'));
    expect(dashboard.stale).toBe(false);
    // What cannot be read anew is still about these days.
    backend.dashboard = () => Promise.reject(new Error('no'));
    await dashboard.read();
    expect(dashboard.stale).toBe(false);
  });

  it('are about the days that were chosen in this profile, unless they were dates', async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) });
    dashboard.choose({ kind: 'last7' });
    dashboard.choose({ kind: 'free', from: '2020-01-01', to: '2020-01-02' });
    await session.close();
    await backend.createProfile({ name: 'Otra', country: 'PY', language: 'es', practice: true }, [], null);
    await session.open('Otra');
    expect(dashboard.query.range).toEqual({ kind: 'last30' });
    await session.close();
    renameProfile('Tienda Luna', 'Tienda Sol');
    expect(memoryOf('Tienda Luna')).toBeNull();
    renameProfile('Tienda Sol', 'Tienda Luna');
    await session.open('Tienda Luna');
    expect(dashboard.query.range).toEqual({ kind: 'last7' });
    vi.unstubAllGlobals();
  });

  it('of one profile are not seen in the next one', async () => {
    await session.close();
    expect(dashboard.shown).toBeNull();
    await session.open('Tienda Luna');
  });
});

describe('a drawing', () => {
  it('is made once for the last of several widths', async () => {
    const chart = new Chart('timeline');
    const query = dashboard.query;
    await Promise.all([400, 500, 600].map((width) => chart.draw(query, { ...LOOK, width })));
    expect(backend.asked.charts.map((each) => each.look.width)).toEqual([400, 600]);
    expect(chart.view?.svg).toContain('width="600"');
  });

  it('comes with the same numbers as a table', async () => {
    const chart = new Chart('funnel');
    await chart.draw(dashboard.query, LOOK);
    const funnelOf = dashboard.shown?.view.funnel.map((each) => [each.name, String(each.people)]);
    expect(chart.view?.table.rows).toEqual(funnelOf);
  });

  it('that cannot be made leaves the one before', async () => {
    const chart = new Chart('trend');
    await chart.draw(dashboard.query, LOOK);
    const before = chart.view;
    backend.chart = () => Promise.reject(new Error('no'));
    await chart.draw(dashboard.query, LOOK);
    expect(chart.view).toBe(before);
    expect(chart.problem).not.toBeNull();
  });

  it('is read mark by mark', () => {
    expect(step(3, null, 'ArrowRight')).toBe(0);
    expect(step(3, null, 'ArrowLeft')).toBe(2);
    expect(step(3, 2, 'ArrowRight')).toBe(2);
    expect(step(3, 2, 'Home')).toBe(0);
    expect(step(3, 0, 'End')).toBe(2);
    expect(step(3, 0, 'x')).toBeNull();
    expect(step(0, null, 'ArrowRight')).toBeNull();
  });
});

describe('the box of a value', () => {
  const frame = { left: 100, top: 200, width: 400, height: 300 };
  const box = { width: 120, height: 60 };
  it('stands above its mark where there is room, else below it', () => {
    expect(placed({ left: 200, top: 300, width: 40, height: 20 }, frame, box)).toEqual({ x: 160, y: 232 });
    expect(placed({ left: 200, top: 210, width: 40, height: 20 }, frame, box)).toEqual({ x: 160, y: 238 });
  });
  it('never leaves the drawing', () => {
    // A mark as high as the drawing, one at each side, one that is scrolled away in part, and a box that is too high.
    for (const mark of [{ left: 100, top: 200, width: 10, height: 300 }, { left: 490, top: 490, width: 10, height: 10 }, { left: 90, top: 150, width: 500, height: 10 }]) {
      const { x, y } = placed(mark, frame, box);
      expect(x).toBeGreaterThanOrEqual(100);
      expect(x + box.width).toBeLessThanOrEqual(500);
      expect(y).toBeGreaterThanOrEqual(200);
      expect(y + box.height).toBeLessThanOrEqual(500);
    }
    expect(placed({ left: 100, top: 300, width: 10, height: 10 }, frame, { width: 500, height: 400 })).toEqual({ x: 100, y: 200 });
  });
  it('holds a few lines, whatever somebody is called', () => {
    expect(told('Ana Benítez\nEnviados: 3\nRespuestas: 1')).toBe('Ana Benítez\nEnviados: 3\nRespuestas: 1');
    for (const name of ['N'.repeat(32_000), '😀'.repeat(16_000), 'nombre '.repeat(5_000), `A${'\u0301'.repeat(32_000)}`]) {
      const short = told(`${name}: 4 · 20 %`);
      expect(short.length).toBeLessThan(1_000);
      expect(short).toContain('…');
      expect(short.endsWith(': 4 · 20 %')).toBe(true);
    }
    expect(told(Array.from({ length: 40 }, (_, at) => `${at}`).join('\n')).split('\n').length).toBeLessThan(10);
    expect(told('Ana \u202eevil\nEnviados: 3')).toBe('Ana evil\nEnviados: 3');
  });
});

describe('this month against the one before', () => {
  it('more is good, save of what nobody wants', () => {
    const [now, before] = [{ ...NONE, sent: 150, failed: 6, campaigns: 3 }, { ...NONE, sent: 100, failed: 3, campaigns: 1 }];
    expect(change('sent', now, before)).toMatchObject({ by: 0.5, direction: 'up', tone: 'ok' });
    expect(change('failed', now, before)).toMatchObject({ by: 1, direction: 'up', tone: 'bad' });
    expect(change('failed', before, now)).toMatchObject({ by: -0.5, direction: 'down', tone: 'ok' });
    expect(change('campaigns', now, before).tone).toBe('plain');
    expect(change('sent', now, now)).toMatchObject({ by: 0, direction: 'same', tone: 'plain' });
  });
  it('there is no share of nothing', () => {
    expect(change('sent', { ...NONE, sent: 5 }, NONE)).toMatchObject({ by: null, direction: 'up' });
    expect(change('success_rate', { ...NONE, success_rate: 0.9 }, NONE)).toMatchObject({ by: null, before: null });
  });
  it('of rates the difference counts', () => {
    expect(change('success_rate', { ...NONE, success_rate: 0.75 }, { ...NONE, success_rate: 0.5 }).by).toBe(0.25);
  });
});

describe('days', () => {
  const now = new Date(2026, 10, 22);
  it('are read as people write them', () => {
    for (const text of ['22/11/2026', '22-11-26', ' 22.11.2026 ', '22/11', '2026-11-22', '22 11 2026']) expect(readDay(text, 'es-PY', now), text).toBe('2026-11-22');
    expect(readDay('11/22/2026', 'en-US', now)).toBe('2026-11-22');
    expect(readDay('22/11/2026', 'pt-BR', now)).toBe('2026-11-22');
  });
  it('that no calendar has are none', () => {
    for (const text of ['', '22', '31/02/2026', '0/1/2026', '11/22/2026', '1/1/1/1', 'ayer', '2026-11']) expect(readDay(text, 'es', now), text).toBeNull();
    expect(readDay('29/02/2028', 'es', now)).toBe('2028-02-29');
  });
  it('are written in the order of the language', () => {
    expect(writeDay('2026-11-02', 'es-PY')).toBe('02/11/2026');
    expect(writeDay('2026-11-02', 'en-US')).toBe('11/02/2026');
    for (const tag of ['es-PY', 'en-US', 'en', 'pt-BR']) expect(readDay(writeDay('2026-11-02', tag), tag, now), tag).toBe('2026-11-02');
  });
  it('go on over the end of a month, and over a day of 23 hours', () => {
    expect(moveDay('2026-12-31', 1)).toBe('2027-01-01');
    expect(moveDay('2028-03-01', -1)).toBe('2028-02-29');
    expect(moveDay('2026-10-04', 1)).toBe('2026-10-05');
  });
  it('that were remembered are taken only where they move on with the calendar', () => {
    expect(asPreset('last7')).toBe('last7');
    for (const wrong of [null, '', 'ever', 'free', '{"kind":"last7"}']) expect(asPreset(wrong)).toBeNull();
  });
});

describe('the outcome of a campaign', () => {
  it('each step has those who went further', () => {
    expect(funnel({ queued: 1, sending: 1, sent: 2, accepted: 3, delivered: 4, read: 5, failed: 6, skipped: 0 })).toEqual([
      { state: 'sent', people: 14 },
      { state: 'accepted', people: 12 },
      { state: 'delivered', people: 9 },
      { state: 'read', people: 5 },
      { state: 'failed', people: 6 },
      { state: 'queued', people: 2 },
    ]);
  });
  it('is written as a document, with a bar and an end before its time', async () => {
    const events: string[] = [];
    await backend.onEvent((event) => void (event.event === 'work' && events.push(event.progress.work)));
    expect(await backend.saveReport(1, 'pdf')).toMatch(/\.pdf$/);
    expect(new Set(events)).toEqual(new Set(['report']));
  });
});
