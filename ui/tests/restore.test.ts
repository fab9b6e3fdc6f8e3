import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import { RestoreForm } from '../src/state/restore.svelte';
import { session } from '../src/state/session.svelte';
import { toasts } from '../src/state/toasts.svelte';
import { works } from '../src/state/work.svelte';

const PASSCODE = 'clavel rojo';
let backend: FakeBackend;
let form: RestoreForm;

/** A form at a file that was chosen and whose passphrase was typed. */
async function begin(names: string[], passcode: string | null = null, tick = 0): Promise<void> {
  backend = new FakeBackend({ tick });
  await session.start(backend);
  for (const { name } of await backend.listProfiles()) await backend.deleteProfile(name, null);
  for (const name of names) await backend.createProfile({ name, country: 'PY', language: 'es', practice: true }, [], passcode);
  form = new RestoreForm(() => names);
  await form.choose();
  form.passphrase = 'tereré con menta';
}

beforeEach(() => toasts.clear());

describe('a backup', () => {
  it('is looked into before it is restored', async () => {
    await begin([]);
    form.passphrase = '';
    await form.look();
    expect(form.problem).not.toBe('');
    form.passphrase = 'otra cosa';
    await form.look();
    expect(form.problem).toContain('frase');
    expect(form.contents).toBeNull();
    form.passphrase = 'tereré con menta';
    await form.look();
    expect(form.contents?.name).toBe('Tienda');
    expect(form.name).toBe('Tienda');
    expect((await form.restore())?.profile.name).toBe('Tienda');
  });

  it('gets another name where its own is taken', async () => {
    await begin(['Luna']);
    await form.look();
    expect(form.name).not.toBe('Luna');
    form.name = ' LUNA ';
    expect(await form.restore()).toBeNull();
    expect(form.problem).not.toBe('');
    form.name = 'Luna de antes';
    expect((await form.restore())?.replaced).toBe(false);
    expect(await backend.listProfiles()).toHaveLength(2);
  });

  it('replaces a profile only when its name is typed, with its passcode', async () => {
    await begin(['Luna'], PASSCODE);
    await form.look();
    form.replace = true;
    form.passcode = PASSCODE;
    expect(await form.restore()).toBeNull();
    expect(form.problem).toContain('Luna');
    form.typed = 'luna';
    form.passcode = 'clavel azul';
    expect(await form.restore()).toBeNull();
    form.passcode = PASSCODE;
    const restored = await form.restore();
    expect(restored?.replaced).toBe(true);
    expect(restored?.profile.locked).toBe(true);
    expect(await backend.listProfiles()).toHaveLength(1);
  });

  it('that is stopped leaves everything as it was', async () => {
    await begin([], null, 1);
    await form.look();
    const restoring = form.restore();
    expect(form.going).toBe(true);
    await vi.waitFor(() => expect(works.going.get('restore')?.total).toBe(40));
    await form.stop();
    expect(await restoring).toBeNull();
    expect(form.problem).toBe('');
    expect(toasts.items).toHaveLength(1);
    expect(await backend.listProfiles()).toEqual([]);
  });
});
