import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import { confirm, isTyped } from '../src/state/confirm.svelte';
import { guarded } from '../src/state/guarded.svelte';
import { leaveProfile } from '../src/state/leaving';
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

describe('leaving for another profile', () => {
  it('asks while something is sent, and stays where it is not wanted', async () => {
    const leaving = leaveProfile(true);
    expect(confirm.question).not.toBeNull();
    confirm.answer(false);
    await leaving;
    expect(session.profile?.name).toBe('Prueba');
    const left = leaveProfile(true);
    confirm.answer(true);
    await left;
    expect(session.profile).toBeNull();
  });

  it('asks nothing where nothing is sent', async () => {
    await leaveProfile(false);
    expect(confirm.question).toBeNull();
    expect(session.profile).toBeNull();
  });
});

describe('what has to be typed', () => {
  const question = { title: '', body: [], confirm: '' };

  it('is the name, however its letters are written, and nothing else', () => {
    expect(isTyped(question, '')).toBe(true);
    const typed = { ...question, typed: 'Ñandutí Sur' };
    for (const same of ['Ñandutí Sur', ' ñandutí sur ', 'N\u0303andutí Sur']) expect(isTyped(typed, same), same).toBe(true);
    for (const other of ['', 'Ñandutí', 'Nanduti Sur', 'Ñandutí  Sur']) expect(isTyped(typed, other), other).toBe(false);
  });
});

describe('a profile that is edited', () => {
  it('has another name and colour, its passcode, and a name of its own', async () => {
    await session.close();
    const edit = (name: string, to: string) => backend.editProfile(name, { name: to, colour: 'pink' });
    await expect(edit('Prueba', 'tienda luna')).rejects.toMatchObject({ code: 'profile_exists' });
    expect(await edit('Prueba', 'Tienda Sur')).toMatchObject({ name: 'Tienda Sur', colour: 'pink', locked: true });
    await expect(session.open('Tienda Sur')).rejects.toMatchObject({ code: 'passcode_needed' });
    await session.open('Tienda Sur', PASSCODE);
  });
});
