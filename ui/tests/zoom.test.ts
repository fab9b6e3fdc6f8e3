import { beforeEach, describe, expect, it } from 'vitest';
import { FakeBackend } from '../src/backend/fake';
import * as memory from '../src/state/memory';
import { session } from '../src/state/session.svelte';
import { nextLevel, restoreZoom, zoomKey } from '../src/state/zoom';

let backend: FakeBackend;
const press = (key: string, held = { ctrlKey: true, metaKey: false, altKey: false }) => zoomKey({ key, ...held });
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(async () => {
  const kept = new Map<string, string>();
  globalThis.localStorage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) } as unknown as Storage;
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
});

describe('everything is shown', () => {
  it('larger and smaller level by level, and as designed again', async () => {
    for (const [key, level] of [['+', 1.1], ['=', 1.25], ['-', 1.1], ['-', 1], ['-', 0.9], ['0', 1]] as const) {
      expect(press(key)).toBe(true);
      await settled();
      expect([key, backend.zoom]).toEqual([key, level]);
    }
  });
  it('within bounds', () => {
    expect([nextLevel(2, true), nextLevel(0.5, false), nextLevel(1.3, true), nextLevel(1.3, false)]).toEqual([2, 0.5, 1.5, 1.25]);
  });
  it('as large as it was left', async () => {
    memory.setZoom(1.5);
    await restoreZoom();
    expect(backend.zoom).toBe(1.5);
  });
  it('as it was where a remembered size makes no sense', () => {
    for (const kept of ['40', '-1', 'large', '']) {
      localStorage.setItem('zoom', kept);
      expect(memory.zoom()).toBe(1);
    }
  });
  it('no other way by other keys', () => {
    expect([press('k'), press('+', { ctrlKey: false, metaKey: false, altKey: false }), press('0', { ctrlKey: true, metaKey: false, altKey: true })]).toEqual([false, false, false]);
  });
});
