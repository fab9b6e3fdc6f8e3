/** Campaigns that are being prepared, kept in the profile; the one at hand saves itself. */

import type { Backend } from '../backend';
import { isErrorView } from '../backend/backend';
import type { Draft } from '../backend/generated/Draft';
import type { DraftSummary } from '../backend/generated/DraftSummary';
import { draft } from './draft.svelte';

/** A moment without a change, after which a change is saved. */
export const REST = 700;

class Drafts {
  list = $state.raw<DraftSummary[]>([]);
  /** How the saving of the draft at hand goes. */
  saving = $state<'idle' | 'waiting' | 'saved' | 'failed'>('idle');
  problem = $state.raw<unknown>(null);

  #backend: Backend | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** What was saved last, to tell whether anything changed. */
  #saved = '';
  /** The save that is under way; the next one waits for it, so that there is one row. */
  #work: Promise<void> = Promise.resolve();
  /** Goes up with every other draft taken in hand. */
  #turn = 0;
  /** The draft at hand is being sent: nothing of it is saved any more. */
  #sending = false;

  async start(backend: Backend): Promise<void> {
    this.#backend = backend;
    this.#forget();
    await this.refresh();
  }

  stop(): void {
    this.#forget();
    this.#backend = null;
    this.list = [];
  }

  async refresh(): Promise<void> {
    if (this.#backend) this.list = await this.#backend.drafts();
  }

  /** Something may have changed: saves it after a moment. */
  touch(): void {
    if (!this.#backend || this.#sending || !this.#changed()) return;
    this.saving = 'waiting';
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), REST);
  }

  /** Saves now what is not saved yet. Never fails: `saving` tells. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const turn = this.#turn;
    this.#work = this.#work.then(() => this.#save(turn));
    return this.#work;
  }

  /** Takes up a draft that was saved. */
  async open(id: number): Promise<void> {
    if (!this.#backend) return;
    await this.flush();
    const found = await this.#backend.draft(id);
    this.#forget();
    draft.load(id, found);
    this.#saved = JSON.stringify(draft.content());
    await this.#look();
  }

  /** Takes up something new, e.g. a copy of a campaign; what was at hand stays among the drafts. */
  async begin(content: Draft | null): Promise<void> {
    await this.flush();
    this.#forget();
    if (content) {
      draft.load(null, content);
      await this.#look();
      await this.flush();
    } else {
      draft.reset();
    }
  }

  /** Throws one away; answers what it was, so that it can be put back. */
  async remove(id: number): Promise<Draft | null> {
    if (!this.#backend) return null;
    if (draft.id === id) await this.flush();
    const found = await this.#backend.draft(id).catch(() => null);
    await this.#backend.deleteDraft(id);
    if (draft.id === id) this.drop();
    await this.refresh();
    return found;
  }

  /** Sends the draft at hand; the engine takes its row away in the same stroke. */
  async send(start: (id: number | null) => Promise<number>): Promise<number> {
    await this.flush();
    this.#sending = true;
    try {
      const campaign = await start(draft.id);
      this.drop();
      return campaign;
    } finally {
      this.#sending = false;
      await this.refresh();
    }
  }

  /** Puts one back that was thrown away; its new row. */
  async restore(content: Draft): Promise<number> {
    if (!this.#backend) throw new Error('no profile is open');
    const id = await this.#backend.saveDraft(null, content);
    await this.refresh();
    return id;
  }

  /** The draft at hand is over: it was sent or thrown away. */
  drop(): void {
    this.#forget();
    draft.reset();
  }

  /** Reads what goes with the text of the draft at hand. */
  async #look(): Promise<void> {
    const { ids } = draft.message;
    const turn = this.#turn;
    if (!ids.length || !this.#backend) return;
    const views = await this.#backend.attachments(ids);
    if (turn === this.#turn) draft.message.know(views);
  }

  #changed(): boolean {
    return !draft.empty && JSON.stringify(draft.content()) !== this.#saved;
  }

  async #save(turn: number): Promise<void> {
    if (!this.#backend || turn !== this.#turn) return;
    if (!this.#changed()) {
      if (this.saving === 'waiting') this.saving = 'saved';
      return;
    }
    const content = $state.snapshot(draft.content()) as Draft;
    try {
      const id = await this.#write(content);
      if (turn !== this.#turn) return;
      draft.id = id;
      this.#saved = JSON.stringify(content);
      this.saving = this.#timer ? 'waiting' : 'saved';
      this.problem = null;
      await this.refresh();
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.saving = 'failed';
      this.problem = thrown;
    }
  }

  async #write(content: Draft): Promise<number> {
    const backend = this.#backend as Backend;
    try {
      return await backend.saveDraft(draft.id, content);
    } catch (thrown) {
      // Thrown away elsewhere: what is on the screen is not to be lost for that.
      if (draft.id !== null && isErrorView(thrown) && thrown.code === 'draft_not_found') return backend.saveDraft(null, content);
      throw thrown;
    }
  }

  #forget(): void {
    this.#turn += 1;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#saved = '';
    this.saving = 'idle';
    this.problem = null;
  }
}

export const drafts = new Drafts();
