import { expect, it } from 'vitest';
import { PagedList } from '../src/state/paged.svelte';

function source(size: number) {
  const calls: number[] = [];
  const fetch = async (after: number | null, limit: number) => {
    const from = after ?? 0;
    calls.push(from);
    const items = Array.from({ length: Math.min(limit, size - from) }, (_, index) => from + index);
    return { items, total: size, next: from + limit < size ? from + limit : null };
  };
  return { calls, fetch };
}

it('reads a page first and the rest as it is looked at', async () => {
  const { calls, fetch } = source(1_000);
  const list = new PagedList(fetch);
  await list.reload();
  expect([list.items.length, list.total]).toEqual([200, 1_000]);
  await list.ensure(450);
  expect(list.items.length).toBe(600);
  expect(calls).toEqual([0, 200, 400]);
});

it('reads again as much as there was', async () => {
  const { fetch } = source(1_000);
  const list = new PagedList(fetch);
  await list.reload();
  await list.ensure(700);
  await list.reload();
  expect(list.items.length).toBeGreaterThanOrEqual(800);
  expect(list.items.every((item, index) => item === index)).toBe(true);
});

it('forgets an answer that came too late', async () => {
  let release = (_: unknown) => {};
  let first = true;
  const list = new PagedList<string, number>(async () => {
    if (first) {
      first = false;
      await new Promise((done) => (release = done));
      return { items: ['old'], total: 1, next: null };
    }
    return { items: ['new'], total: 1, next: null };
  });
  const slow = list.reload();
  await list.reload();
  release(null);
  await slow;
  expect(list.items).toEqual(['new']);
});

it('keeps what it has when reading fails, and says so', async () => {
  let fail = false;
  const list = new PagedList<number, number>(async () => {
    if (fail) throw new Error('away');
    return { items: [1], total: 1, next: null };
  });
  await list.reload();
  fail = true;
  await list.reload();
  expect(list.items).toEqual([1]);
  expect(list.failed).toBeInstanceOf(Error);
});
