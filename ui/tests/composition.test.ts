import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import { attach, callOff, detach, mayRetry } from '../src/state/attaching';
import { Composition, letter, MOST, MOST_VERSIONS } from '../src/state/composition.svelte';
import { draft } from '../src/state/draft.svelte';
import { drafts } from '../src/state/drafts.svelte';
import { bubbles } from '../src/state/parts';
import { session } from '../src/state/session.svelte';
import { TemplateForm, templates } from '../src/state/templates.svelte';
import { toasts } from '../src/state/toasts.svelte';
import { GLANCE, Trial } from '../src/state/trial.svelte';

let backend: FakeBackend;
const names = (message: Composition) => message.attachments.map((each) => each.file_name);

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  await backend.createProfile({ name: 'Prueba', country: 'PY', language: 'es', practice: true }, [], null);
  await session.open('Prueba');
  toasts.items = [];
});

describe('versions of a text', () => {
  it('are written one at a time and keep who they are', () => {
    const message = new Composition();
    message.text = 'Hola';
    message.addVersion();
    expect([message.at, message.text, message.blank]).toEqual([1, '', 1]);
    message.text = 'Buenas';
    const [, second] = message.versions;
    message.removeVersion(0);
    expect([message.at, message.texts, message.versions[0]?.key]).toEqual([0, ['Buenas'], second?.key]);
    message.removeVersion(0);
    expect(message.texts).toEqual(['Buenas']);
  });
  it('are five at most, A to E', () => {
    const message = new Composition();
    for (let round = 0; round < 9; round += 1) message.addVersion();
    expect(message.versions).toHaveLength(MOST_VERSIONS);
    expect(letter(message.at)).toBe('E');
  });
  it('are complete when each of them says something', () => {
    const message = new Composition();
    expect(message.complete).toBe(false);
    message.text = 'Hola';
    expect(message.complete).toBe(true);
    message.addVersion();
    expect([message.complete, message.textsOr('-')]).toEqual([false, ['Hola', '-']]);
  });
  it('go out in turn', async () => {
    draft.useList({ kind: 'text', text: '0981200100,,Ana\n0981200237,,Luz\n0981200344,,Eva\n' });
    draft.text = 'Hola {nombre}';
    draft.message.addVersion();
    draft.text = 'Buenas, {nombre}';
    const campaign = draft.campaign('x');
    if (!campaign) throw new Error('no campaign');
    const seen = await Promise.all([0, 1, 2].map((position) => backend.previewMessage(campaign, position)));
    expect(seen.map(({ text, variant }) => [text, variant])).toEqual([['Hola Ana', 0], ['Buenas, Luz', 1], ['Hola Eva', 0]]);
    const id = await backend.startCampaign(campaign, null);
    for (let beat = 0; beat < 60; beat += 1) backend.step();
    const results = await backend.campaignVariants(id);
    expect(results.map((each) => Object.values(each.counts).reduce((a, b) => a + b))).toEqual([2, 1]);
  });
});

describe('files that go with a text', () => {
  it('are prepared one after the other, in their order', async () => {
    await attach(draft.message, ['/a/uno.jpg', '/a/dos.png', '/a/nota.mp3'], null);
    expect(names(draft.message)).toEqual(['uno.jpg', 'dos.png', 'nota.mp3']);
    expect(draft.message.pending).toEqual([]);
    expect(draft.message.complete).toBe(true);
  });
  it('that cannot be sent say why, and the others go on', async () => {
    await attach(draft.message, ['/a/iphone.heic', '/a/uno.jpg'], null);
    expect(names(draft.message)).toEqual(['uno.jpg']);
    expect(draft.message.pending).toMatchObject([{ name: 'iphone.heic', state: 'failed', problem: { code: 'picture_heic' } }]);
    expect(draft.message.busy).toBe(false);
    expect(mayRetry(draft.message.pending[0]?.problem)).toBe(false);
    // Another try, and the step that is left, end what was said of the one before.
    await attach(draft.message, ['/a/otra.heic', '/a/dos.heic'], null);
    expect(draft.message.pending.map((each) => each.name)).toEqual(['otra.heic', 'dos.heic']);
    draft.message.dropFailed();
    expect(draft.message.pending).toEqual([]);
    await attach(draft.message, ['/a/iphone.heic'], null);
    await callOff(draft.message, draft.message.pending[0]?.key as number);
    expect(draft.message.pending).toEqual([]);
  });
  it('are refused beyond what one message takes', async () => {
    await attach(draft.message, ['/a/uno.mp3', '/a/dos.mp3'], 'voice');
    expect(names(draft.message)).toEqual(['uno.mp3']);
    expect(draft.message.pending).toMatchObject([{ state: 'failed', problem: { code: 'too_many_attachments' } }]);
    expect(draft.message.room('voice')).toBe(0);
    expect(draft.message.room('picture')).toBe(MOST.picture);
  });
  it('can be called off before their turn and while they are prepared', async () => {
    const asked: string[] = [];
    let end = () => {};
    vi.spyOn(backend, 'attachFile').mockImplementation((path) => {
      asked.push(path);
      return new Promise((_, reject) => (end = () => reject({ code: 'cancelled', message: 'Se canceló.', details: {} })));
    });
    const cancelled = vi.spyOn(backend, 'cancelWork').mockImplementation(async () => end());
    const done = attach(draft.message, ['/a/uno.jpg', '/a/dos.jpg'], null);
    const [first, second] = draft.message.pending;
    await vi.waitFor(() => expect(draft.message.pending[0]?.state).toBe('working'));
    expect(draft.message.busy).toBe(true);
    await callOff(draft.message, second?.key as number);
    await callOff(draft.message, first?.key as number);
    await done;
    expect(cancelled).toHaveBeenCalledExactlyOnceWith('attach');
    expect([asked, names(draft.message)]).toEqual([['/a/uno.jpg'], []]);
    expect(draft.message.pending).toEqual([]);
  });
  it('do not turn up in another message that was begun meanwhile', async () => {
    const done = attach(draft.message, ['/a/uno.jpg'], null);
    draft.reset();
    await done;
    expect(draft.message.ids).toEqual([]);
  });
  it('are put in another order and taken out, and had back where they were', async () => {
    await attach(draft.message, ['/a/1.jpg', '/a/2.jpg', '/a/3.jpg'], null);
    const [one, two, three] = draft.message.ids as [number, number, number];
    draft.message.move(three, 0);
    draft.message.move(one, 9);
    expect(draft.message.ids).toEqual([three, two, one]);
    detach(draft.message, two);
    expect(draft.message.ids).toEqual([three, one]);
    toasts.items.at(-1)?.action?.run();
    expect(draft.message.ids).toEqual([three, two, one]);
  });
  it('are saved with the draft and come back with it', async () => {
    draft.useList({ kind: 'text', text: '0981200100,,Ana\n' });
    await attach(draft.message, ['/a/1.jpg', '/a/lista.pdf'], null);
    draft.message.addVersion();
    draft.text = 'Otra';
    await drafts.flush();
    const id = draft.id as number;
    const before = JSON.stringify(draft.content());
    await drafts.begin(null);
    expect(draft.message.empty).toBe(true);
    await drafts.open(id);
    expect(JSON.stringify(draft.content())).toBe(before);
    expect(names(draft.message)).toEqual(['1.jpg', 'lista.pdf']);
    expect(drafts.saving).toBe('idle');
  });
  it('whose bytes are gone are told and hold nothing up once they are out', async () => {
    await attach(draft.message, ['/a/1.jpg'], null);
    draft.kind = 'all';
    await drafts.flush();
    backend.loseAttachment(draft.message.ids[0] as number);
    await drafts.open(draft.id as number);
    expect(draft.message.gone).toHaveLength(1);
    const campaign = draft.campaign('x');
    if (!campaign) throw new Error('no campaign');
    expect((await backend.checkCampaign(campaign)).gone_attachments).toEqual(draft.message.ids);
    detach(draft.message, draft.message.ids[0] as number);
    expect([draft.message.gone, toasts.items]).toEqual([[], []]);
  });
});

describe('a message in a chat', () => {
  const make = (...kinds: string[]) => kinds.map((kind, id) => ({ id, kind }) as never);
  const words = (text: string, ...kinds: string[]) =>
    bubbles(text, make(...kinds)).map((each) => ('pictures' in each ? `album${each.pictures.map((picture) => picture.id).join('')}` : 'medium' in each ? `${each.kind}${each.medium.id}` : 'text') + (each.text ? '+' : ''));
  it('has its text where it is read first, as the engine sends it', () => {
    expect(words('a')).toEqual(['text+']);
    expect(words('a', 'picture')).toEqual(['picture0+']);
    expect(words('a', 'video')).toEqual(['video0+']);
    expect(words('a', 'document')).toEqual(['document0+']);
    expect(words('a', 'voice')).toEqual(['text+', 'voice0']);
    expect(words('', 'voice')).toEqual(['voice0']);
    expect(words('a', 'picture', 'picture', 'picture')).toEqual(['album012+']);
    expect(words('a', 'voice', 'document', 'picture', 'video', 'picture')).toEqual(['album24+', 'video3', 'document1', 'voice0']);
    expect(words('a', 'voice', 'document')).toEqual(['document1+', 'voice0']);
    expect(words('')).toEqual([]);
  });
});

describe('templates', () => {
  async function save(name: string, category: string, text: string, ...paths: string[]): Promise<void> {
    const form = new TemplateForm(null, null);
    form.name = name;
    form.category = category;
    form.message.text = text;
    await attach(form.message, paths, null);
    await templates.save(form);
  }
  it('are saved, found without accents, filed and used', async () => {
    await save('Cumpleaños', 'Saludos', '¡Feliz día, {nombre}!', '/a/torta.jpg');
    await save('Aviso de pago', 'Cobros', 'Vence mañana');
    expect(templates.categories).toEqual(['Cobros', 'Saludos']);
    expect(templates.matching('cumpleanos', null).map((each) => each.name)).toEqual(['Cumpleaños']);
    expect(templates.matching('', 'Cobros').map((each) => each.name)).toEqual(['Aviso de pago']);
    draft.text = 'Lo que estaba escrito';
    const [found] = templates.matching('manana', null);
    templates.put(found!, draft.message);
    expect(draft.text).toBe('Vence mañana');
    toasts.items.at(-1)?.action?.run();
    expect(draft.text).toBe('Lo que estaba escrito');
    await templates.use(templates.matching('cumple', null)[0]!);
    expect([draft.text, names(draft.message), session.route.name]).toEqual(['¡Feliz día, {nombre}!', ['torta.jpg'], 'send']);
    expect(drafts.list).toHaveLength(1);
    expect(toasts.items.at(-1)?.text).toMatch(/«Cumpleaños» está en un mensaje nuevo/);
  });
  it('are not saved twice under one name', async () => {
    await save('Cumpleaños', '', 'Uno');
    await expect(save('CUMPLEANOS', '', 'Dos')).rejects.toMatchObject({ code: 'template_exists' });
  });
  it('are duplicated, changed, deleted and had back', async () => {
    await save('Cumpleaños', '', 'Uno');
    await templates.duplicate(templates.list[0]!);
    expect(templates.list.map((each) => each.name)).toEqual(['Cumpleaños', 'Cumpleaños (copia)']);
    templates.edit(templates.list[1]!);
    const form = templates.form!;
    expect(form.changed).toBe(false);
    form.message.text = 'Dos';
    expect(form.changed).toBe(true);
    await templates.save(form);
    expect(templates.list.map((each) => each.texts)).toEqual([['Uno'], ['Dos']]);
    await templates.remove(templates.list[0]!);
    expect(templates.list).toHaveLength(1);
    await toasts.items.at(-1)?.action?.run();
    expect(templates.list.map((each) => each.name)).toEqual(['Cumpleaños', 'Cumpleaños (copia)']);
  });
  it('do not follow into another profile', async () => {
    await save('Cumpleaños', '', 'Uno');
    await session.close();
    expect(templates.list).toEqual([]);
  });
});

describe('the cache', () => {
  it('frees what no draft, no template and no campaign needs', async () => {
    draft.kind = 'all';
    await attach(draft.message, ['/a/1.jpg', '/a/2.jpg'], null);
    draft.message.remove(draft.message.ids[1] as number);
    await drafts.flush();
    expect((await backend.freeable()).attachments).toBe(1);
    await backend.clearCache();
    expect((await backend.freeable()).attachments).toBe(0);
    expect((await backend.attachments(draft.message.ids))[0]?.gone).toBe(false);
  });
});

describe('a test to oneself', () => {
  async function written() {
    draft.useList({ kind: 'text', text: '0981200100,,Ana\n' });
    draft.text = 'Hola';
    const campaign = draft.campaign('x');
    if (!campaign) throw new Error('no campaign');
    return campaign;
  }
  it('is followed until it is there', async () => {
    backend.wear({ state: 'online', phone: '+595981000111' });
    const trial = new Trial();
    await trial.send(await written(), 0);
    expect([trial.state, trial.phone]).toEqual(['under-way', '+595981000111']);
    await vi.waitFor(() => expect(trial.state).toBe('arrived'), { timeout: 10 * GLANCE });
  });
  it('says why it was not sent', async () => {
    const trial = new Trial();
    await trial.send(await written(), 0);
    expect([trial.state, trial.problem]).toEqual(['failed', 'El teléfono no está conectado. Conéctalo y vuelve a intentarlo.']);
    backend.wear({ state: 'online', phone: '+595981000111' });
    vi.spyOn(backend, 'lastTest').mockResolvedValue({ position: 1, phone: '', name: '', state: 'failed', reason: 'bad_message', at: null, reply: null, opted_out: false, parts: [] });
    await trial.send(await written(), 0);
    expect([trial.state, trial.problem]).toEqual(['failed', 'No se envió: WhatsApp no admite este mensaje.']);
    trial.forget();
    expect(trial.state).toBe('idle');
  });
});
