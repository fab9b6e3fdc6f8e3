/** How large everything is shown: with the keys and the wheel, as in a browser. */

import * as memory from './memory';
import { session } from './session.svelte';

const LEVELS = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** The next level up or down; the same one at either end. */
export function nextLevel(now: number, up: boolean): number {
  const found = up ? LEVELS.find((level) => level > now + 0.01) : LEVELS.findLast((level) => level < now - 0.01);
  return found ?? now;
}

async function set(factor: number): Promise<void> {
  try {
    await session.backend.setZoom(factor);
    memory.setZoom(factor);
  } catch {
    // A web view that cannot do it stays as it is.
  }
}

/** As large as it was left. */
export async function restoreZoom(): Promise<void> {
  if (memory.zoom() !== 1) await set(memory.zoom());
}

/** Ctrl or ⌘ with +, - or 0. Whether it was one of them. */
export function zoomKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  if (event.key === '0') void set(1);
  else if (event.key === '+' || event.key === '=') void set(nextLevel(memory.zoom(), true));
  else if (event.key === '-' || event.key === '_') void set(nextLevel(memory.zoom(), false));
  else return false;
  return true;
}
