/** A long list, fetched page by page as it is looked at. */

export interface Page<T, C> {
  items: T[];
  total: number;
  next: C | null;
}

const PAGE = 200;

export class PagedList<T, C> {
  items = $state.raw<T[]>([]);
  total = $state(0);
  /** Whether the first page is there. */
  ready = $state(false);
  failed = $state.raw<unknown>(null);
  #next: C | null = null;
  #wanted = 0;
  #working = false;
  #turn = 0;

  constructor(private fetch: (after: C | null, limit: number) => Promise<Page<T, C>>) {}

  /** Makes sure that everything before `end` is there, sooner or later. */
  async ensure(end: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, end);
    if (this.#working || !this.ready) return;
    this.#working = true;
    const turn = this.#turn;
    try {
      while (turn === this.#turn && this.#next !== null && this.items.length < this.#wanted) {
        const page = await this.fetch(this.#next, PAGE);
        if (turn !== this.#turn) return;
        this.items = [...this.items, ...page.items];
        this.total = page.total;
        this.#next = page.next;
      }
    } catch (thrown) {
      if (turn === this.#turn) this.failed = thrown;
    } finally {
      if (turn === this.#turn) this.#working = false;
    }
  }

  /** Reads again from the start as much as is there now; what is shown stays until then. */
  async reload(keep = true): Promise<void> {
    const turn = ++this.#turn;
    const enough = keep ? Math.max(this.items.length, PAGE) : PAGE;
    this.#working = true;
    try {
      let items: T[] = [];
      let after: C | null = null;
      let page: Page<T, C>;
      do {
        page = await this.fetch(after, Math.min(500, Math.max(PAGE, enough - items.length)));
        if (turn !== this.#turn) return;
        items = items.length ? [...items, ...page.items] : page.items;
        after = page.next;
      } while (after !== null && items.length < enough);
      this.items = items;
      this.total = page.total;
      this.#next = after;
      this.ready = true;
      this.failed = null;
    } catch (thrown) {
      if (turn === this.#turn) this.failed = thrown;
    } finally {
      if (turn === this.#turn) this.#working = false;
    }
    if (turn === this.#turn) await this.ensure(this.#wanted);
  }

  /** Puts fresh rows in the place of old ones, e.g. those now in view. */
  replace(from: number, rows: T[]): void {
    const items = [...this.items];
    rows.forEach((row, index) => (items[from + index] = row));
    this.items = items;
  }
}
