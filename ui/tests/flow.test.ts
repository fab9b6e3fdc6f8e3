import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import { draft } from '../src/state/draft.svelte';
import { session } from '../src/state/session.svelte';
import { sentence, toasts } from '../src/state/toasts.svelte';

const LIST = 'numero;nombre;Ciudad\n0981 200 100;Ana;Luque\n0981 200 237;;Itá\n5.95993E+11;Marta;\n0981200100;Ana;\n';
let backend: FakeBackend;

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  await backend.createProfile({ name: 'Prueba', country: 'PY', language: 'es', practice: true }, [], null);
  await session.open('Prueba');
});

describe('a profile', () => {
  it('is welcomed at first and shows its device', () => {
    expect(session.route.name).toBe('welcome');
    expect(session.device?.state).toBe('not_linked');
    expect(session.practice).toBe(true);
  });
  it('leaves nothing behind when it is closed', async () => {
    draft.text = 'Hola';
    await session.close();
    expect(session.profile).toBeNull();
    expect(draft.text).toBe('');
  });
});

describe('a draft', () => {
  it('knows no campaign before it has an audience', () => {
    expect(draft.campaign('x')).toBeNull();
    draft.kind = 'groups';
    expect(draft.audience).toBeNull();
  });
  it('goes from a list to a campaign that ends', async () => {
    draft.useList({ kind: 'text', text: LIST });
    draft.text = '¡Hola {nombre|amiga} de {ciudad}! {duda}';
    const campaign = draft.campaign('Octubre');
    if (!campaign) throw new Error('no campaign');
    expect(campaign.name).toBe('Octubre');
    const check = await backend.checkCampaign(campaign);
    expect(check).toMatchObject({ recipients: 2, invalid: 1, duplicates: 1, unknown_names: ['duda'], missing: [] });
    expect((await backend.previewMessage(campaign, 1)).text).toBe('¡Hola amiga de Itá! {duda}');
    const id = await backend.startCampaign(campaign, null);
    for (let beat = 0; beat < 60; beat += 1) backend.step();
    expect(session.campaigns.find((each) => each.id === id)?.state).toBe('completed');
    expect(session.active).toBeNull();
  });
  it('is detected anew for another list', () => {
    draft.useList({ kind: 'text', text: LIST });
    draft.read = { ...draft.read, separator: ';' };
    draft.useList({ kind: 'file', path: '/b.csv' });
    expect(draft.read.separator).toBeNull();
  });
});

describe('events', () => {
  it('keep the campaigns newest first', async () => {
    draft.kind = 'all';
    await backend.importContacts({ kind: 'text', text: LIST }, { read: draft.read, group: 'VIP', skip_existing: false, consent: null });
    await vi.waitFor(() => expect(session.groups).toEqual([{ name: 'VIP', count: 2 }]));
    draft.text = 'Hola';
    const campaign = draft.campaign('Uno');
    if (!campaign) throw new Error('no campaign');
    await backend.startCampaign(campaign, null);
    await backend.startCampaign({ ...campaign, name: 'Dos' }, null);
    expect(session.campaigns.map((each) => each.name)).toEqual(['Dos', 'Uno']);
  });
});

describe('a database that refuses', () => {
  const full = { code: 'disk_full', message: 'El disco está lleno.', details: {} };
  it('is told until it takes what is written again', () => {
    backend.refuse(full);
    expect(session.trouble?.message).toBe('El disco está lleno.');
    backend.refuse(null);
    expect(session.trouble).toBeNull();
  });
  it('does not concern the next profile', async () => {
    backend.refuse(full);
    await session.close();
    expect(session.trouble).toBeNull();
  });
});

describe('errors', () => {
  it('of the engine are told in its words, others in ours', () => {
    expect(sentence({ code: 'x', message: 'Algo pasó.', details: {} })).toBe('Algo pasó.');
    expect(sentence(new Error('secret inner words'))).not.toContain('secret');
  });
  it('are told once', () => {
    toasts.items = [];
    toasts.error({ code: 'x', message: 'Lo mismo.', details: {} });
    toasts.error({ code: 'x', message: 'Lo mismo.', details: {} });
    expect(toasts.items).toHaveLength(1);
  });
});
