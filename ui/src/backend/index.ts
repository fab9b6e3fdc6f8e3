import { isTauri } from '@tauri-apps/api/core';
import type { Backend } from './backend';
import { TauriBackend } from './tauri';

export * from './backend';

/**
 * Chooses the engine. The in-memory one exists for looking at the interface in
 * a browser while developing; a production build does not contain it.
 */
export async function openBackend(): Promise<Backend> {
  if (import.meta.env.DEV && !isTauri()) {
    const { FakeBackend } = await import('./fake');
    return new FakeBackend();
  }
  return new TauriBackend();
}
