import { describe, expect, it } from 'vitest';
import { PAGE, SparseList, type Ask } from '../src/state/sparse.svelte';

/** Rows that are their own number; the engine's answers can be held back. */
function source(size: number, options: { total?: boolean } = {}) {
  const asks: Ask[] = [];
  let gate: Promise<void> | null = null;
  const fetch = async (ask: Ask) => {
    asks.push(ask);
    await gate;
    const from = ask.after === null ? ask.skip : Number(ask.after);
    const items = Array.from({ length: Math.max(0, Math.min(ask.limit, size - from)) }, (_, index) => from + index);
    return { items, total: options.total === false ? null : size, next: from + ask.limit < size ? String(from + ask.limit) : null };
  };
  const hold = () => {
    let open = () => {};
    gate = new Promise((done) => (open = done));
    return () => {
      gate = null;
      open();
    };
  };
  return { asks, fetch, hold, count: async () => size };
}

describe('a sparse list', () => {
  it('jumps into the middle of a million without reading what is before', async () => {
    const { asks, fetch, count } = source(1_000_000);
    const list = new SparseList(fetch, count);
    await list.reload();
    await list.ensure(500_000, 500_020);
    expect(list.at(500_010)).toBe(500_010);
    expect(list.at(400_000)).toBeUndefined();
    expect(asks).toEqual([{ after: null, skip: 0, limit: PAGE }, { after: null, skip: 500_000, limit: PAGE }]);
  });

  it('goes on by the cursor where the page before is there', async () => {
    const { asks, fetch, count } = source(1_000);
    const list = new SparseList(fetch, count);
    await list.reload();
    await list.ensure(PAGE - 5, PAGE + 20);
    expect(asks.at(-1)).toEqual({ after: String(PAGE), skip: 0, limit: PAGE });
    expect(list.at(PAGE + 3)).toBe(PAGE + 3);
  });

  it('keeps a bounded number of pages, those in view among them', async () => {
    const { fetch, count } = source(1_000_000);
    const list = new SparseList(fetch, count);
    await list.reload();
    for (let page = 0; page < 120; page += 1) await list.ensure(page * PAGE * 7, page * PAGE * 7 + 30);
    expect(list.pagesKept).toBeLessThanOrEqual(40);
    expect(list.at(119 * PAGE * 7)).toBe(119 * PAGE * 7);
    expect(list.at(0)).toBeUndefined();
  });

  it('does not fetch what was passed over while an answer was awaited', async () => {
    const { asks, fetch, hold, count } = source(1_000_000);
    const list = new SparseList(fetch, count);
    await list.reload();
    const release = hold();
    const going = list.ensure(100_000, 100_020);
    for (let at = 200_000; at < 900_000; at += 100_000) void list.ensure(at, at + 20);
    release();
    await going;
    expect(asks.map((ask) => ask.skip)).toEqual([0, 100_000, 800_000]);
    expect(list.at(800_005)).toBe(800_005);
  });

  it('drops an answer to an older question', async () => {
    let size = 10;
    const waiting: (() => void)[] = [];
    let slow = true;
    const list = new SparseList<string>(
      async () => {
        const items = Array.from({ length: size }, () => `of ${size}`);
        if (slow) await new Promise<void>((done) => waiting.push(done));
        return { items, total: size, next: null };
      },
      async () => size,
    );
    const first = list.reload();
    slow = false;
    size = 3;
    await list.reload();
    waiting.forEach((release) => release());
    await first;
    expect([list.total, list.at(0)]).toEqual([3, 'of 3']);
  });

  it('asks for the total where the page does not tell it, and goes on meanwhile', async () => {
    const { fetch, count } = source(250_000, { total: false });
    let counted = (_: number) => {};
    let asked = 0;
    const list = new SparseList(fetch, () => {
      asked += 1;
      return new Promise<number>((done) => (counted = done));
    });
    await list.reload();
    expect(list.ready).toBe(true);
    expect([list.total, list.counting]).toEqual([2 * PAGE, true]);
    counted(await count());
    await Promise.resolve();
    expect([list.total, list.counting, asked]).toEqual([250_000, false, 1]);
    await list.ensure(90_000, 90_020);
    expect([list.total, asked]).toEqual([250_000, 1]);
  });

  it('keeps its height while it is read again, and not when it is another list', async () => {
    const { fetch } = source(250_000, { total: false });
    const counts: ((total: number) => void)[] = [];
    const list = new SparseList(fetch, () => new Promise<number>((done) => counts.push(done)));
    await list.reload();
    counts[0]?.(250_000);
    await Promise.resolve();
    await list.reload();
    expect([list.total, list.counting]).toEqual([250_000, true]);
    await list.reload(false);
    expect([list.total, list.counting]).toEqual([2 * PAGE, true]);
    counts[1]?.(7);
    await Promise.resolve();
    expect(list.total).toBe(2 * PAGE);
    counts[2]?.(250_001);
    await Promise.resolve();
    expect([list.total, list.counting]).toEqual([250_001, false]);
  });

  it('knows the total of a short list without asking', async () => {
    const { fetch } = source(12, { total: false });
    const list = new SparseList(fetch, () => Promise.reject(new Error('not to be asked')));
    await list.reload();
    expect([list.total, list.failed]).toEqual([12, null]);
  });

  it('reads again what is in view, and shows the old rows until then', async () => {
    const { fetch, hold, count } = source(10_000);
    const list = new SparseList(fetch, count);
    await list.reload();
    await list.ensure(5_000, 5_020);
    const release = hold();
    const again = list.reload();
    expect(list.at(5_003)).toBe(5_003);
    release();
    await again;
    expect(list.at(5_003)).toBe(5_003);
    expect(list.at(0)).toBeUndefined();
  });

  it('says when it cannot be read, and is well again after the next time', async () => {
    let away = false;
    const list = new SparseList<number>(
      async () => {
        if (away) throw new Error('away');
        return { items: [1], total: 1, next: null };
      },
      async () => 1,
    );
    await list.reload();
    away = true;
    await list.reload();
    expect(list.failed).toBeInstanceOf(Error);
    expect(list.at(0)).toBe(1);
    away = false;
    await list.reload();
    expect(list.failed).toBeNull();
  });
});
