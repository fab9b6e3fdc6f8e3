import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import { discardDraft, duplicate } from '../src/state/actions';
import { audienceOf, chosenOf, nobody } from '../src/state/audience';
import { draft } from '../src/state/draft.svelte';
import { drafts, REST } from '../src/state/drafts.svelte';
import { session } from '../src/state/session.svelte';
import { toasts } from '../src/state/toasts.svelte';

const LIST = 'numero;nombre\n0981 200 100;Ana\n0981 200 237;Luz\n';
let backend: FakeBackend;

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  await backend.createProfile({ name: 'Prueba', country: 'PY', language: 'es', practice: true }, [], null);
  await session.open('Prueba');
});
afterEach(() => vi.useRealTimers());

function write(): void {
  draft.useList({ kind: 'text', text: LIST });
  draft.name = 'Octubre';
  draft.text = 'Hola {nombre}';
}

describe('what is being written', () => {
  it('is saved a moment after the last change, as one draft', async () => {
    vi.useFakeTimers();
    write();
    drafts.touch();
    await vi.advanceTimersByTimeAsync(REST - 1);
    expect(drafts.list).toHaveLength(0);
    draft.text = 'Hola, {nombre}';
    drafts.touch();
    await vi.advanceTimersByTimeAsync(REST);
    expect(drafts.list.map((each) => each.name)).toEqual(['Octubre']);
    draft.step = 'pace';
    await drafts.flush();
    expect(drafts.list).toHaveLength(1);
    expect((await backend.draft(draft.id as number)).campaign.texts).toEqual(['Hola, {nombre}']);
  });
  it('is not saved while there is nothing of it', async () => {
    await drafts.flush();
    expect(drafts.list).toEqual([]);
  });
  it('becomes one row however often it is saved at once', async () => {
    write();
    const first = drafts.flush();
    draft.text = 'Otra cosa';
    await Promise.all([first, drafts.flush()]);
    expect(drafts.list).toHaveLength(1);
    expect((await backend.draft(draft.id as number)).campaign.texts).toEqual(['Otra cosa']);
  });
  it('comes back with every field and its step after the program was closed', async () => {
    write();
    draft.consent = 'en la tienda';
    draft.read = { ...draft.read, separator: ';' };
    draft.pace = { delay_ms: 8_000, jitter_percent: 10, batch: 20, batch_pause_ms: 30_000 };
    draft.schedule = { start_at: '2030-01-07T12:00:00.000Z', quiet_from: '21:00', quiet_until: '08:00', weekdays: [1, 2], daily_limit: 50 };
    draft.skipRecentDays = 30;
    draft.step = 'review';
    const before = JSON.stringify(draft.content());
    await session.close();
    expect(draft.empty).toBe(true);
    await session.open('Prueba');
    await drafts.open(drafts.list[0]?.id as number);
    expect(JSON.stringify(draft.content())).toBe(before);
    expect(draft.step).toBe('review');
  });
  it('stays among the drafts when another campaign is begun', async () => {
    write();
    await drafts.begin(null);
    expect(draft.empty).toBe(true);
    draft.name = 'Noviembre';
    draft.kind = 'all';
    await drafts.flush();
    expect(drafts.list.map((each) => each.name).sort()).toEqual(['Noviembre', 'Octubre']);
  });
  it('is called after its file until somebody names it', async () => {
    draft.useList({ kind: 'file', path: '/a/clientes_vip.csv' });
    await drafts.flush();
    expect(drafts.list.map((each) => each.name)).toEqual(['clientes vip']);
    await drafts.open(draft.id as number);
    expect(draft.name).toBe('');
    draft.useList({ kind: 'file', path: '/a/mayoristas.csv' });
    await drafts.flush();
    expect(drafts.list.map((each) => each.name)).toEqual(['mayoristas']);
  });
  it('is saved anew when its draft was thrown away elsewhere', async () => {
    write();
    await drafts.flush();
    const before = draft.id;
    await backend.deleteDraft(before as number);
    draft.text = 'No se pierde';
    await drafts.flush();
    expect(drafts.saving).toBe('saved');
    expect(draft.id).not.toBe(before);
  });
  it('says so when it cannot be saved', async () => {
    vi.spyOn(backend, 'saveDraft').mockRejectedValueOnce({ code: 'disk_full', message: 'El disco está lleno.', details: {} });
    write();
    await drafts.flush();
    expect(drafts.saving).toBe('failed');
    await drafts.flush();
    expect(drafts.saving).toBe('saved');
  });
});

describe('a draft', () => {
  it('is sent once', async () => {
    write();
    const campaign = draft.campaign('x');
    if (!campaign) throw new Error('no campaign');
    let row: number | null = null;
    await drafts.send((id) => backend.startCampaign(campaign, (row = id)));
    expect(row).not.toBeNull();
    expect([draft.empty, drafts.list.length]).toEqual([true, 0]);
    await expect(backend.startCampaign(campaign, row)).rejects.toMatchObject({ code: 'draft_not_found' });
  });
  it('stays when it could not be sent', async () => {
    write();
    await expect(drafts.send(() => Promise.reject(new Error('no')))).rejects.toThrow();
    expect(draft.text).toBe('Hola {nombre}');
    expect(drafts.list).toHaveLength(1);
  });
  it('that was thrown away can be had back', async () => {
    write();
    await drafts.flush();
    await discardDraft(draft.id as number);
    expect([draft.empty, drafts.list.length]).toEqual([true, 0]);
    await toasts.items.at(-1)?.action?.run();
    expect(draft.text).toBe('Hola {nombre}');
    expect(drafts.list).toHaveLength(1);
  });
  it('of an earlier campaign goes to the same people', async () => {
    write();
    const campaign = draft.campaign('x');
    if (!campaign) throw new Error('no campaign');
    const id = await drafts.send((row) => backend.startCampaign(campaign, row));
    expect(await duplicate(id)).toBe(true);
    expect(draft).toMatchObject({ name: 'Octubre (copia)', text: 'Hola {nombre}', kind: 'campaign', fromCampaign: id });
    const copy = draft.campaign('x');
    if (!copy) throw new Error('no copy');
    expect((await backend.checkCampaign(copy)).recipients).toBe(2);
  });
  it('of a list that is gone keeps how it was read once it is chosen again', async () => {
    backend.addFile('/a/clientes.csv', LIST);
    draft.useList({ kind: 'file', path: '/a/clientes.csv' });
    draft.read = { ...draft.read, separator: ';', columns: { nombre: 'ignore' } };
    draft.text = 'Hola';
    await drafts.flush();
    backend.loseFile('/a/clientes.csv');
    await drafts.open(draft.id as number);
    await expect(backend.importPreview(draft.source!, { read: draft.read, group: null, skip_existing: false, consent: null })).rejects.toMatchObject({ code: 'file_not_found' });
    draft.useList({ kind: 'file', path: '/b/clientes.csv' });
    expect(draft.read.columns).toEqual({ nombre: 'ignore' });
    expect(draft.text).toBe('Hola');
  });
  it('begins with the settings of the profile', async () => {
    const settings = await backend.settings();
    await session.saveSettings({ ...settings, pace: { ...settings.pace, delay_ms: 15_000 }, schedule: { ...settings.schedule, daily_limit: 40 } });
    expect([draft.pace.delay_ms, draft.schedule.daily_limit]).toEqual([15_000, 40]);
    await drafts.begin(null);
    expect(draft.pace.delay_ms).toBe(15_000);
  });
});

describe('an audience', () => {
  it('is what was chosen, and the other way round', () => {
    for (const chosen of [
      { ...nobody(), kind: 'all' as const, onlyConsent: true, neverMessaged: true, search: 'ana' },
      { ...nobody(), kind: 'groups' as const, groups: ['VIP', 'Nuevos'] },
      { ...nobody(), kind: 'pick' as const, picked: [3, 5] },
      { ...nobody(), kind: 'campaign' as const, campaign: 4 },
      { ...nobody(), kind: 'list' as const, source: { kind: 'text' as const, text: LIST }, consent: 'sí' },
    ])
      expect(chosenOf(audienceOf(chosen))).toEqual(chosen);
  });
  it('is nobody while nothing was chosen, never everybody', () => {
    for (const kind of ['list', 'groups', 'pick', 'campaign'] as const) expect(audienceOf({ ...nobody(), kind })).toBeNull();
  });
});
