import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import type { ImportPreview } from '../src/backend/generated/ImportPreview';
import { confirm } from '../src/state/confirm.svelte';
import { importInstead } from '../src/state/importInstead';
import { ImportWizard, looksLikeNumbers, open, samplesOf } from '../src/state/importWizard.svelte';
import { fieldsFor, headerName } from '../src/state/reading';
import { session } from '../src/state/session.svelte';
import { toasts } from '../src/state/toasts.svelte';
import { unsaved } from '../src/state/unsaved';

const LIST = 'numero;nombre;Ciudad\n0981 200 100;Ana;Luque\n0981 200 237;;Itá\n5.95993E+11;Marta;\n';
let backend: FakeBackend;
let wizard: ImportWizard;

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  await backend.createProfile({ name: 'Prueba', country: 'PY', language: 'es', practice: true }, [], null);
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

describe('a list with several columns of numbers', () => {
  const TWO = 'celular;nombre;otro\n0981 200 100;Ana;0982 200 100\n0981 200 237;Luis;0982 200 237\n';
  it('cannot be passed by before somebody said which one counts', async () => {
    await take(TWO);
    expect([wizard.rivals, wizard.missing('columns'), wizard.goTo('check')]).toEqual([['celular', 'otro'], 'which', 'which']);
    expect(wizard.step).toBe('columns');
    wizard.useNumber('celular');
    await wizard.look();
    expect(wizard.goTo('check')).toBeNull();
  });
  it('is settled, too, when the other is chosen in the table', async () => {
    await take(TWO);
    wizard.setField('celular', 'ignore');
    wizard.setField('otro', 'number');
    await wizard.look();
    expect([wizard.settled, wizard.goTo('check')]).toEqual([true, null]);
  });
  it('asks anew for another list', async () => {
    await take(TWO);
    wizard.useNumber('otro');
    await take(TWO);
    expect(wizard.missing('columns')).toBe('which');
  });
});

describe('a list that is refused', () => {
  it('keeps what its other columns were taken for, whatever their titles', async () => {
    await take('"nombre";"fono, o quien atiende";grupo\nAna;casa;VIP\nLuis;trabajo;\n');
    expect(wizard.columns).toEqual([
      { header: 'nombre', field: 'name' },
      { header: 'fono, o quien atiende', field: 'extra' },
      { header: 'grupo', field: 'group' },
    ]);
    expect(wizard.remedy).toBe('column');
  });
  it('stays where the separator is chosen when nothing separates it, and shows its lines', async () => {
    await take('numero~nombre\n0981 200 100~Ana\n');
    expect([wizard.step, wizard.remedy, wizard.goTo('check')]).toEqual(['read', 'separator', 'unreadable']);
    expect(wizard.glance?.sample).toEqual([['numero~nombre'], ['0981 200 100~Ana']]);
  });
  it('leads to another one when it was pasted and cannot be mended', async () => {
    backend.importPreview = () => Promise.reject({ code: 'import_binary', message: 'x', details: {} });
    await take(LIST);
    expect(wizard.remedy).toBe('other');
    wizard.take({ kind: 'file', path: '/none.csv' }, 'none.csv');
    await wizard.look();
    expect(wizard.remedy).toBe('again');
  });
});

describe('another file in the middle', () => {
  const route = () => (session.route.name === 'import' ? session.route.label : session.route.name);
  beforeEach(() => {
    session.go({ name: 'import', source: null, label: '' });
    open.wizard = wizard;
    toasts.items = [];
    return () => (open.wizard = null);
  });
  it('is asked about, and left aside where the first is kept', async () => {
    await take(LIST);
    const dropping = importInstead('/home/ana/otra.csv');
    expect(confirm.question?.body[0]).toMatch(/«lista».*«otra\.csv»/);
    confirm.answer(false);
    await dropping;
    expect(route()).toBe('');
  });
  it('takes its place where that is wanted', async () => {
    await take(LIST);
    const dropping = importInstead('/home/ana/otra.csv');
    confirm.answer(true);
    await dropping;
    expect(route()).toBe('otra.csv');
  });
  it('is no question before there is a list, nor after it was imported', async () => {
    await importInstead('/home/ana/una.csv');
    expect([confirm.question, route()]).toEqual([null, 'una.csv']);
    await take(LIST);
    await wizard.run();
    await importInstead('/home/ana/otra.csv');
    expect([confirm.question, route()]).toEqual([null, 'otra.csv']);
  });
  it('waits while people are written down', async () => {
    await take(LIST);
    let finish = () => {};
    const real = backend.importContacts.bind(backend);
    backend.importContacts = async (source, options) => {
      await new Promise<void>((done) => (finish = done));
      return real(source, options);
    };
    const writing = wizard.run();
    await expect.poll(() => wizard.writing).toBe(true);
    await importInstead('/home/ana/otra.csv');
    expect([confirm.question, route()]).toEqual([null, '']);
    expect(toasts.items.at(-1)?.text).toContain('otra.csv');
    finish();
    await writing;
    expect(wizard.writing).toBe(false);
  });
  it('does not take what is being written of a contact', async () => {
    open.wizard = null;
    const asked: string[] = [];
    const end = unsaved.guard(async () => asked.push('contact') > 1);
    await importInstead('/home/ana/otra.csv');
    expect([asked, route()]).toEqual([['contact'], '']);
    await importInstead('/home/ana/otra.csv');
    expect(route()).toBe('otra.csv');
    end();
    expect(await unsaved.mayGo()).toBe(true);
  });
});

describe('columns', () => {
  it('without a title are called by their place', () => {
    expect(['2', 'Ciudad', '2024'].map(headerName)).toEqual(['Columna 2', 'Ciudad', '2024']);
  });
  it('are offered what they were found to hold, seldom as it is', () => {
    expect(fieldsFor('extra')).not.toContain('opted_out');
    expect(fieldsFor('opted_out')).toContain('opted_out');
    expect(fieldsFor('note')).toContain('note');
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
  it('ends with going back to the choice of a list, and moves nothing by itself', async () => {
    const asked: string[] = [];
    let answer: (() => void) | null = null;
    const real = backend.importPreview.bind(backend);
    backend.cancelWork = async (work) => void asked.push(work);
    backend.importPreview = async (source, options) => {
      const found = await real(source, options);
      await new Promise<void>((done) => (answer = done));
      return found;
    };
    const looking = take(LIST);
    await expect.poll(() => wizard.reading).toBe(true);
    await expect.poll(() => answer).not.toBeNull();
    expect(wizard.goTo('file')).toBeNull();
    expect([wizard.step, wizard.source, wizard.reading, asked]).toEqual(['file', null, false, ['preview']]);
    (answer as (() => void) | null)?.();
    await looking;
    expect([wizard.step, wizard.preview]).toEqual(['file', null]);
  });
  it('offers another way of reading only where that can help', async () => {
    for (const [code, helps] of [['import_protected_workbook', false], ['import_empty_file', false], ['import_not_separated', true], ['import_binary', true]] as const) {
      backend.importPreview = () => Promise.reject({ code, message: 'x', details: {} });
      await take(LIST);
      expect([code, wizard.rereadable]).toEqual([code, helps]);
    }
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
    expect(toasts.items.at(-1)?.text).toMatch(/no se importó nada/);
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
