import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import type { ContactView } from '../src/backend/generated/ContactView';
import { audienceOf, chosenOf } from '../src/state/audience';
import { change, undo } from '../src/state/changes';
import { changed, editOf, fieldProblem, formOf, readAs } from '../src/state/contactForm';
import { ContactList, LONGEST_RANGE } from '../src/state/contactList.svelte';
import { anybody } from '../src/state/filter';
import { Selection } from '../src/state/selection.svelte';
import { session } from '../src/state/session.svelte';
import { toasts } from '../src/state/toasts.svelte';
import { works } from '../src/state/work.svelte';

let backend: FakeBackend;

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  await session.open('Tienda Luna');
  toasts.items = [];
});

const nobody = (): ContactView => ({ ...formless, id: 1 });
const formless: ContactView = { id: 0, phone: '+595981104233', typed: '0981 104 233', landline: false, name: '', title: '', groups: [], fields: {}, note: '', consent: null, consent_at: null, consent_proof: null, opted_out: false, opted_out_at: null, opted_out_why: null, whatsapp: 'unknown', whatsapp_checked_at: null, whatsapp_address: null, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z', last_messaged_at: null };

describe('a selection', () => {
  it('of some names them', () => {
    const selection = new Selection();
    selection.toggle(7, 0);
    selection.set([8, 9], true);
    selection.toggle(8, 1);
    expect([selection.count(100), selection.has(7), selection.has(8)]).toEqual([2, true, false]);
    expect(selection.filter({ ...anybody(), search: 'ana' })).toEqual({ ...anybody(), only: [7, 9] });
  });
  it('of nobody is not taken for everybody', () => {
    expect(() => new Selection().filter(anybody())).toThrow();
  });
  it('of all that match names only those left out', () => {
    const selection = new Selection();
    selection.toggle(7, 0);
    selection.everybody();
    selection.toggle(8, 1);
    expect([selection.count(100_000), selection.has(7), selection.has(8)]).toEqual([99_999, true, false]);
    expect(selection.filter({ ...anybody(), search: 'ana' })).toEqual({ ...anybody(), search: 'ana', except: [8] });
    selection.set([8], true);
    expect(selection.count(100_000)).toBe(100_000);
  });
});

describe('the list of contacts', () => {
  it('ticks a range, also of rows that are not in memory', async () => {
    const people = new ContactList();
    await people.renew();
    people.selection.toggle(people.list.at(5)?.id ?? 0, 5);
    expect(people.list.at(300)).toBeUndefined();
    expect(await people.range(300)).toBe(true);
    expect(people.selected).toBe(296);
    const page = await backend.contacts({ filter: anybody(), sort: null, descending: false, limit: 500, after: null, skip: 5 });
    expect(page.contacts.slice(0, 296).every((contact) => people.selection.has(contact.id))).toBe(true);
    expect(people.selection.has(page.contacts[296]?.id ?? 0)).toBe(false);
  });
  it('refuses a range of very many', async () => {
    const people = new ContactList();
    people.selection.anchor = 0;
    expect(await people.range(LONGEST_RANGE)).toBe(false);
    expect(people.selected).toBe(0);
  });
  it('forgets that all were meant when others are shown, and keeps those ticked one by one', async () => {
    const people = new ContactList();
    await people.renew();
    people.selection.toggle(3, 0);
    people.search = 'ana';
    await people.renew();
    expect(people.selected).toBe(1);
    people.selection.everybody();
    people.search = 'luz';
    await people.renew();
    expect(people.selected).toBe(0);
  });
  it('has its last row as the active one when those below are gone', async () => {
    const people = new ContactList();
    people.search = 'a';
    await people.renew();
    people.active = people.list.total - 1;
    const last = people.list.total;
    const page = await backend.contacts({ filter: people.filter, sort: null, descending: false, limit: 3, after: null, skip: last - 3 });
    const gone = new Selection();
    gone.set(page.contacts.map((contact) => contact.id), true);
    await change(gone.filter(anybody()), { kind: 'delete' });
    await people.refresh();
    expect([people.list.total, people.active]).toEqual([last - 3, last - 4]);
  });
  it('sorts by a column, and the other way at the second press', () => {
    const people = new ContactList();
    people.sortBy('phone');
    expect([people.sort, people.descending]).toEqual(['phone', false]);
    people.sortBy('phone');
    expect(people.descending).toBe(true);
    people.sortBy('last_messaged');
    expect([people.sort, people.descending]).toEqual(['last_messaged', true]);
  });
  it('has members of a group or those of none, not both', () => {
    const people = new ContactList();
    people.conditions = { ...people.conditions, ungrouped: true };
    people.toggleGroup('VIP');
    expect([people.filter.groups, people.filter.ungrouped]).toEqual([['VIP'], false]);
    people.toggleGroup('VIP');
    expect(people.filter.groups).toEqual([]);
  });
});

describe('a change of many', () => {
  it('is told and taken back', async () => {
    const vip = { ...anybody(), groups: ['VIP'] };
    const before = await backend.countContacts(vip);
    expect(await change(vip, { kind: 'delete' })).toBe(true);
    expect(await backend.countContacts(vip)).toBe(0);
    expect(toasts.items.at(-1)?.action?.label).toBe('Deshacer');
    await toasts.items.at(-1)?.action?.run();
    expect(await backend.countContacts(vip)).toBe(before);
    await vi.waitFor(() => expect(session.contactsTotal).toBe(1_290));
  });
  it('of nobody offers no way back', async () => {
    await change({ ...anybody(), search: 'xyzzy' }, { kind: 'opt_out' });
    expect(toasts.items.at(-1)?.action).toBeUndefined();
  });
  it('that was cancelled is no error', async () => {
    backend.changeContacts = () => Promise.reject({ code: 'cancelled', message: 'x', details: {} });
    expect(await change(anybody(), { kind: 'opt_out' })).toBe(false);
    expect(toasts.items).toEqual([]);
    expect(works.going.size).toBe(0);
  });
  it('that was an import removes those it made, and says so', async () => {
    backend.undo = async () => ({ undone: 3, kept: 0 });
    await undo(1, { new: 2, updated: 1 });
    expect(toasts.items.at(-1)?.text).toMatch(/quitaron 2 .*1 quedó como antes/);
    await undo(1, { new: 3, updated: 0 });
    expect(toasts.items.at(-1)?.text).not.toMatch(/como antes/);
    backend.undo = async () => ({ undone: 2, kept: 1 });
    await undo(1, { new: 3, updated: 0 });
    expect(toasts.items.at(-1)?.text).toMatch(/para 2 .*1 /);
    expect(toasts.items.at(-1)?.text).not.toMatch(/quitaron/);
  });
  it('says which could not be taken back', async () => {
    backend.undo = async () => ({ undone: 3, kept: 2 });
    await undo(1);
    expect(toasts.items.at(-1)?.text).toMatch(/3 .*2 /);
  });
});

describe('long work', () => {
  it('is told while it goes on, and not after', async () => {
    let finish = () => {};
    const going = works.run('export', () => new Promise<void>((done) => (finish = done)));
    expect(works.going.get('export')).toBeNull();
    works.hear({ work: 'export', done: 5, total: 10, people: 5 });
    works.hear({ work: 'check', done: 1, total: 2, people: 1 });
    expect([...works.going.keys()]).toEqual(['export']);
    expect(works.going.get('export')?.people).toBe(5);
    finish();
    await going;
    expect(works.going.size).toBe(0);
  });
});

describe('an audience', () => {
  it('takes over every condition of the contacts, and gives it back', () => {
    const filter = { ...anybody(), search: 'ana', groups: ['VIP'], consent: false, whatsapp: 'yes' as const, never_messaged: true, except: [4] };
    expect(audienceOf(chosenOf({ kind: 'contacts', filter }))).toEqual({ kind: 'contacts', filter });
    const ungrouped = { ...anybody(), ungrouped: true, opted_out: false };
    expect(audienceOf(chosenOf({ kind: 'contacts', filter: ungrouped }))).toEqual({ kind: 'contacts', filter: ungrouped });
  });
});

describe('the form of a contact', () => {
  it('knows whether anything differs', () => {
    const contact = { ...nobody(), fields: { Ciudad: 'Luque' } };
    const form = formOf(contact);
    expect(changed(form, contact)).toBe(false);
    form.fields.push({ name: 'Barrio', value: '' });
    expect(changed(form, contact)).toBe(false);
    form.fields[1] = { name: 'Barrio', value: 'Centro' };
    expect(changed(form, contact)).toBe(true);
    expect(editOf(form, 1).fields).toEqual({ Ciudad: 'Luque', Barrio: 'Centro' });
  });
  it('loses no field without a name or with the name of another', () => {
    expect(fieldProblem([{ name: ' ', value: 'x' }])).toBe('name');
    expect(fieldProblem([{ name: 'Ciudad', value: 'x' }, { name: 'ciudad ', value: 'y' }])).toBe('twice');
    expect(fieldProblem([{ name: '', value: '' }])).toBeNull();
  });
  it('shows how a number will be stored', () => {
    expect(readAs('0981 104233', 'PY')).toBe('+595 981 104 233');
    expect(readAs('+595 981 104 233', 'PY')).toBeNull();
    expect(readAs('12', 'PY')).toBeNull();
  });
});
