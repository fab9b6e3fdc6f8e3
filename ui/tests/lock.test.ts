import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import { guarded } from '../src/state/guarded.svelte';
import { session } from '../src/state/session.svelte';
import { toasts } from '../src/state/toasts.svelte';

const PASSCODE = 'clavel rojo';
let backend: FakeBackend;

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  await backend.createProfile({ name: 'Prueba', country: 'PY', language: 'es', practice: true }, [], PASSCODE);
  await session.open('Prueba', PASSCODE);
});

describe('a locked profile', () => {
  it('answers nothing until it is unlocked, and then shows what happened', async () => {
    toasts.done('Ana 0981');
    await session.lock();
    expect(session.locked).toBe(true);
    expect(toasts.items).toEqual([]);
    await expect(backend.groups()).rejects.toMatchObject({ code: 'locked' });
    await expect(session.unlock('clavel azul')).rejects.toMatchObject({ code: 'passcode_wrong' });
    expect(session.locked).toBe(true);
    await session.unlock(PASSCODE);
    expect(session.locked).toBe(false);
    await expect(backend.groups()).resolves.toEqual([]);
  });

  it('can be left for another profile', async () => {
    await session.lock();
    await session.close();
    expect(session.profile).toBeNull();
    expect(session.locked).toBe(false);
    await expect(session.open('Prueba')).rejects.toMatchObject({ code: 'passcode_needed' });
  });
});

describe('what is final', () => {
  const question = { title: '', body: [], confirm: '' };

  it('is done with the right passcode, and asked again after a wrong one', async () => {
    const done = guarded.run(true, question, (passcode) => backend.unlink(passcode));
    await expect(guarded.submit('clavel azul')).rejects.toMatchObject({ code: 'passcode_wrong' });
    expect(guarded.asked).not.toBeNull();
    await guarded.submit(PASSCODE);
    expect(await done).toBe(true);
    expect(guarded.asked).toBeNull();
  });

  it('is not done by somebody who leaves', async () => {
    const done = guarded.run(true, question, (passcode) => backend.unlink(passcode));
    guarded.cancel();
    expect(await done).toBe(false);
  });
});
