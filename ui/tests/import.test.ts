import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import type { ImportPreview } from '../src/backend/generated/ImportPreview';
import { ImportWizard, looksLikeNumbers, samplesOf } from '../src/state/importWizard.svelte';
import { session } from '../src/state/session.svelte';

const LIST = 'numero;nombre;Ciudad\n0981 200 100;Ana;Luque\n0981 200 237;;Itá\n5.95993E+11;Marta;\n';
let backend: FakeBackend;
let wizard: ImportWizard;

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  await backend.createProfile({ name: 'Prueba', country: 'PY', language: 'es', practice: true });
  await session.open('Prueba');
  wizard = new ImportWizard();
});

async function take(text: string): Promise<void> {
  wizard.take({ kind: 'text', text }, 'lista');
  await wizard.look();
}

describe('the steps of an import', () => {
  it('skip how a list is read when all is well', async () => {
    await take(LIST);
    expect(wizard.step).toBe('columns');
    expect(wizard.goTo('check')).toBeNull();
    expect(wizard.usable).toBe(2);
    expect(await wizard.run()).toBe(true);
    expect(wizard.done?.counts).toMatchObject({ new: 2, invalid: 1 });
  });
  it('stop at how it is read when it cannot be', async () => {
    wizard.take({ kind: 'file', path: '/none.csv' }, 'none.csv');
    await wizard.look();
    expect([wizard.step, wizard.goTo('check')]).toEqual(['read', 'unreadable']);
  });
  it('stop at the columns when none has numbers, until one is named', async () => {
    await take('persona;fono casa\nAna;0981 200 100\n');
    expect([wizard.step, wizard.goTo('check')]).toEqual(['columns', 'number']);
    expect(wizard.columns.map((column) => column.header)).toEqual(['persona', 'fono casa']);
    wizard.setField('fono casa', 'number');
    await wizard.look();
    expect(wizard.goTo('check')).toBeNull();
  });
  it('show what stands in the columns also when none has numbers', async () => {
    await take('persona;fono casa\nAna;0981 200 100\n');
    expect([0, 1].map((column) => samplesOf(wizard.glance, column))).toEqual([['Ana'], ['0981 200 100']]);
    expect(wizard.columns.map((column) => column.field)).toEqual(['extra', 'extra']);
    wizard.setField('fono casa', 'number');
    await wizard.look();
    expect(wizard.glance).toBeNull();
  });
  it('ask which of two columns has the numbers', async () => {
    await take(LIST);
    wizard.setField('Ciudad', 'number');
    await wizard.look();
    expect(wizard.goTo('check')).toBe('numbers');
    wizard.useNumber('numero');
    await wizard.look();
    expect([wizard.numbers.map((column) => column.header), wizard.goTo('check')]).toEqual([['numero'], null]);
  });
  it('say that nobody is left', async () => {
    await take('numero\n12\n');
    expect(wizard.goTo('check')).toBeNull();
    expect(wizard.missing('check')).toBe('nobody');
  });
  it('forget everything with another list', async () => {
    await take(LIST);
    wizard.setField('Ciudad', 'ignore');
    wizard.take(null, '');
    expect([wizard.step, wizard.missing('file'), wizard.preview, wizard.read.columns]).toEqual(['file', 'file', null, {}]);
  });
  it('keep what was chosen when they are gone back to', async () => {
    await take(LIST);
    wizard.setField('Ciudad', 'ignore');
    await wizard.look();
    wizard.goTo('check');
    wizard.goTo('read');
    wizard.goTo('check');
    expect(wizard.columns[2]?.field).toBe('ignore');
  });
});

describe('reading', () => {
  it('takes only the last answer', async () => {
    const held: (() => void)[] = [];
    const real = backend.importPreview.bind(backend);
    backend.importPreview = async (source, options) => {
      const found: ImportPreview = await real(source, options);
      await new Promise<void>((done) => held.push(done));
      return found;
    };
    const first = take(LIST);
    await expect.poll(() => held.length).toBe(1);
    wizard.take({ kind: 'text', text: 'numero\n0981 200 100\n' }, 'otra');
    const second = wizard.look();
    held[0]?.();
    await expect.poll(() => held.length).toBe(2);
    expect([wizard.preview, wizard.step]).toEqual([null, 'read']);
    held[1]?.();
    await Promise.all([first, second]);
    expect([wizard.label, wizard.usable, wizard.reading]).toEqual(['otra', 1, false]);
  });
  it('that is cancelled goes back to the choice of a list', async () => {
    backend.importPreview = () => Promise.reject({ code: 'cancelled', message: 'x', details: {} });
    await take(LIST);
    expect([wizard.step, wizard.source, wizard.problem]).toEqual(['file', null, null]);
  });
});

describe('writing', () => {
  it('that is cancelled stays at the check', async () => {
    await take(LIST);
    wizard.goTo('check');
    backend.importContacts = () => Promise.reject({ code: 'cancelled', message: 'x', details: {} });
    expect(await wizard.run()).toBe(false);
    expect([wizard.step, wizard.done]).toEqual(['check', null]);
  });
});

describe('samples', () => {
  it('leave out titles and empty cells', async () => {
    await take(LIST);
    expect(samplesOf(wizard.preview, 1)).toEqual(['Ana', 'Marta']);
  });
  it('tell numbers from days, years and names', () => {
    expect(looksLikeNumbers(['0981 200 100', '+595 (981) 200-237'], 'PY')).toBe(true);
    expect(looksLikeNumbers(['2026-10-12', '2026-11-03'], 'PY')).toBe(false);
    expect(looksLikeNumbers(['1999', '2004'], 'PY')).toBe(false);
    expect(looksLikeNumbers(['Ana', 'Luz'], 'PY')).toBe(false);
  });
});
