import { beforeEach, expect, it, vi } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import { draft } from '../src/state/draft.svelte';
import { session } from '../src/state/session.svelte';
import { SettingsForm } from '../src/state/settings.svelte';

let backend: FakeBackend;

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  await backend.createProfile({ name: 'Prueba', country: 'PY', language: 'es', practice: true }, [], null);
  await session.open('Prueba');
});

it('each change is saved by itself, and the next campaign begins with it', async () => {
  const form = new SettingsForm();
  form.change({ recent_days: 30 });
  form.change({ pace: { delay_ms: 8_000, jitter_percent: 0, batch: 0, batch_pause_ms: 0 } });
  await form.flush();
  expect(form.state).toBe('saved');
  expect(await backend.settings()).toMatchObject({ recent_days: 30, pace: { delay_ms: 8_000 } });
  expect(draft.pace.delay_ms).toBe(8_000);
});

it('what cannot be saved is said and stays to be mended', async () => {
  const form = new SettingsForm();
  form.change({ stop_words: [] });
  await form.flush();
  expect(form.state).toBe('failed');
  expect(form.value?.stop_words).toEqual([]);
  expect((await backend.settings()).stop_words).toContain('BAJA');
  form.change({ stop_words: ['Basta'] });
  await form.flush();
  expect(form.state).toBe('saved');
});

it('what was changed elsewhere is not written over', async () => {
  await backend.saveSettings({ ...(await backend.settings()), close_to_tray: true });
  const form = new SettingsForm();
  await vi.waitFor(() => expect(form.value?.close_to_tray).toBe(true));
  form.change({ keep_awake: false });
  await form.flush();
  expect(await backend.settings()).toMatchObject({ close_to_tray: true, keep_awake: false });
});
