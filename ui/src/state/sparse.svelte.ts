/** A list of any length of which only what is looked at is in memory. */

export interface Ask {
  /** The `next` of the page before, where that is known. */
  after: string | null;
  /** Else the rows to jump over. */
  skip: number;
  limit: number;
}

export interface SparsePage<T> {
  items: T[];
  /** None where counting takes long; then it is asked for on its own. */
  total: number | null;
  next: string | null;
}

export const PAGE = 100;
/** Pages kept; those looked at longest ago go first. */
const KEPT = 40;

interface Loaded<T> {
  items: T[];
  next: string | null;
}

export class SparseList<T> {
  /** How many rows there are; a first idea of it while they are being counted. */
  total = $state(0);
  counting = $state(false);
  /** Whether the first answer is there. */
  ready = $state(false);
  failed = $state.raw<unknown>(null);
  #version = $state(0);
  #pages = new Map<number, Loaded<T>>();
  #wanted = { first: 0, last: 0 };
  #working = false;
  #turn = 0;

  constructor(
    private fetch: (ask: Ask) => Promise<SparsePage<T>>,
    private count: () => Promise<number>,
  ) {}

  /** The row, where it is in memory. */
  at(index: number): T | undefined {
    void this.#version;
    return this.#pages.get(Math.floor(index / PAGE))?.items[index % PAGE];
  }

  /** Goes up when rows come or change. */
  get version(): number {
    return this.#version;
  }

  get pagesKept(): number {
    return this.#pages.size;
  }

  /** The place of the first row in memory that passes, -1 where none does. */
  find(passes: (row: T) => boolean): number {
    for (const [page, { items }] of this.#pages) {
      const found = items.findIndex(passes);
      if (found >= 0) return page * PAGE + found;
    }
    return -1;
  }

  /** These rows are looked at: they come, sooner or later. Rows wanted before and not any more do not. */
  async ensure(from: number, to: number): Promise<void> {
    this.#wanted = { first: Math.floor(Math.max(0, from) / PAGE), last: Math.floor(Math.max(0, to - 1) / PAGE) };
    if (this.ready && !this.#working) await this.#work();
  }

  #missing(): number | null {
    const last = Math.min(this.#wanted.last, Math.ceil(this.total / PAGE) - 1);
    for (let page = this.#wanted.first; page <= last; page += 1) if (!this.#pages.has(page)) return page;
    return null;
  }

  async #work(): Promise<void> {
    const turn = this.#turn;
    this.#working = true;
    try {
      for (let page = this.#missing(); page !== null; page = this.#missing()) {
        const loaded = await this.#load(page, this.#pages, turn);
        if (!loaded) return;
        this.#version += 1;
      }
    } catch (thrown) {
      if (turn === this.#turn) this.failed = thrown;
    } finally {
      if (turn === this.#turn) this.#working = false;
    }
  }

  /** Fetches a page into `pages`; false when the list is another one by now. */
  async #load(page: number, pages: Map<number, Loaded<T>>, turn: number): Promise<boolean> {
    const after = pages.get(page - 1)?.next ?? null;
    const answer = await this.fetch({ after, skip: after === null ? page * PAGE : 0, limit: PAGE });
    if (turn !== this.#turn) return false;
    pages.set(page, { items: answer.items, next: answer.next });
    this.#setTotal(answer, page, turn);
    for (const old of pages.keys()) {
      if (pages.size <= KEPT) break;
      if (old < this.#wanted.first || old > this.#wanted.last) pages.delete(old);
    }
    return true;
  }

  /** Whether the total of this turn is known or asked for. */
  #told = false;
  /** The total that is shown while it is being counted. */
  #least = 0;
  #setTotal(answer: SparsePage<T>, page: number, turn: number): void {
    const seen = page * PAGE + answer.items.length;
    const end = answer.next === null && (answer.items.length > 0 || page === 0);
    if (answer.total !== null || end) {
      this.total = answer.total ?? seen;
      this.#told = true;
      this.counting = false;
      return;
    }
    if (this.#told && !this.counting) return;
    // Until it was counted: what is there, and a page to go on to.
    this.total = Math.max(this.#least, seen + PAGE);
    this.#least = this.total;
    if (this.counting) return;
    this.#told = true;
    this.counting = true;
    this.count().then(
      (total) => {
        if (turn !== this.#turn) return;
        this.counting = false;
        this.total = total;
        void this.ensure(this.#wanted.first * PAGE, (this.#wanted.last + 1) * PAGE);
      },
      (thrown: unknown) => {
        if (turn === this.#turn) this.failed = thrown;
      },
    );
  }

  /** Reads again what is looked at, or the beginning; what is shown stays until then. */
  async reload(keep = true): Promise<void> {
    const turn = ++this.#turn;
    this.#working = true;
    this.#told = false;
    this.counting = false;
    this.#least = keep ? this.total : 0;
    if (!keep) this.#wanted = { first: 0, last: 0 };
    const fresh = new Map<number, Loaded<T>>();
    try {
      const { first, last } = this.#wanted;
      for (let page = first; page <= last; page += 1) {
        if (!(await this.#load(page, fresh, turn))) return;
        if (fresh.get(page)?.next === null) break;
      }
      this.#pages = fresh;
      this.#version += 1;
      this.ready = true;
      this.failed = null;
    } catch (thrown) {
      if (turn === this.#turn) this.failed = thrown;
    } finally {
      if (turn === this.#turn) this.#working = false;
    }
    if (turn === this.#turn && this.failed === null) await this.#work();
  }
}
