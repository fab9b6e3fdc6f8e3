/** Messages that are kept to be used again. */

import type { NewTemplate } from '../backend/generated/NewTemplate';
import type { TemplateView } from '../backend/generated/TemplateView';
import { t } from '../i18n/index.svelte';
import { Composition } from './composition.svelte';
import { draft } from './draft.svelte';
import { drafts } from './drafts.svelte';
import { attempt, session } from './session.svelte';
import { toasts } from './toasts.svelte';
import { fold } from './variables';

/** One on the screen, being written. */
export class TemplateForm {
  name = $state('');
  category = $state('');
  readonly message = new Composition();
  #before = '';

  constructor(
    readonly id: number | null,
    from: Pick<TemplateView, 'name' | 'category' | 'texts' | 'attachments'> | null,
  ) {
    if (from) {
      this.name = from.name;
      this.category = from.category;
      this.message.take(from);
    }
    this.#before = JSON.stringify(this.content);
  }

  get content(): NewTemplate {
    return { name: this.name.trim(), category: this.category.trim(), texts: this.message.texts, attachments: this.message.ids };
  }
  get changed(): boolean {
    return this.message.busy || JSON.stringify(this.content) !== this.#before;
  }
}

class Templates {
  list = $state.raw<TemplateView[]>([]);
  ready = $state(false);
  problem = $state.raw<unknown>(null);
  /** Stays while other screens are looked at. */
  form = $state.raw<TemplateForm | null>(null);

  readonly categories = $derived([...new Set(this.list.map((each) => each.category).filter(Boolean))].sort((a, b) => a.localeCompare(b)));

  async refresh(): Promise<void> {
    try {
      this.list = await session.backend.templates();
      this.problem = null;
    } catch (thrown) {
      this.problem = thrown;
    }
    this.ready = true;
  }

  /** Another profile has others. */
  forget(): void {
    this.list = [];
    this.ready = false;
    this.problem = null;
    this.form = null;
  }

  /** Those of a category that have these words, by name. */
  matching(search: string, category: string | null): TemplateView[] {
    const words = fold(search);
    return this.list.filter((each) => (category === null || each.category === category) && (!words || [each.name, each.category, ...each.texts].some((text) => fold(text).includes(words))));
  }

  edit(template: TemplateView | null): void {
    this.form = new TemplateForm(template?.id ?? null, template);
    session.go({ name: 'template' });
  }

  /** Saves what is in hand; throws what the engine says. */
  async save(form: TemplateForm): Promise<void> {
    await session.backend.saveTemplate(form.id, form.content);
    toasts.done(t('template-saved', { name: form.content.name }));
    if (this.form === form) this.form = null;
    await this.refresh();
  }

  async duplicate(template: TemplateView): Promise<void> {
    await attempt(async () => {
      await session.backend.duplicateTemplate(template.id);
      await this.refresh();
      toasts.done(t('template-duplicated', { name: template.name }));
    });
  }

  /** Throws one away; for a while it can be had back. */
  async remove(template: TemplateView): Promise<void> {
    await attempt(async () => {
      await session.backend.deleteTemplate(template.id);
      await this.refresh();
      const { name, category, texts, attachments } = template;
      toasts.done(t('template-deleted', { name }), {
        label: t('undo'),
        run: () =>
          attempt(async () => {
            await session.backend.saveTemplate(null, { name, category, texts, attachments: attachments.map((each) => each.id) });
            await this.refresh();
          }),
      });
    });
  }

  /** Begins a message with it; what was being written stays among the drafts. */
  async use(template: TemplateView): Promise<void> {
    await attempt(async () => {
      await drafts.begin(null);
      draft.message.take(template);
      session.go({ name: 'send' });
      toasts.done(t('template-used', { name: template.name }));
    });
  }

  /** Puts it in place of what is written; for a while that can be had back. */
  put(template: TemplateView, message: Composition): void {
    const before = message.empty ? null : message.written;
    message.take(template);
    toasts.done(t('template-put', { name: template.name }), before ? { label: t('undo'), run: () => message.take(before) } : undefined);
  }
}

export const templates = new Templates();
