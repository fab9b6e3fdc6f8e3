import { isErrorView } from '../backend/backend';
import { t } from '../i18n/index.svelte';

export interface Toast {
  id: number;
  kind: 'error' | 'done';
  text: string;
  /** What can be done about it, e.g. undo. */
  action?: { label: string; run: () => unknown };
}

class Toasts {
  items = $state<Toast[]>([]);
  #next = 1;

  #add(kind: Toast['kind'], text: string, lasts: number, action?: Toast['action']): void {
    const id = this.#next++;
    this.items = [...this.items.filter((toast) => toast.text !== text), { id, kind, text, action }].slice(-3);
    setTimeout(() => this.close(id), lasts);
  }

  close(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  clear(): void {
    this.items = [];
  }

  done(text: string, action?: Toast['action']): void {
    this.#add('done', text, action ? 12_000 : 6_000, action);
  }

  error(thrown: unknown): void {
    this.#add('error', sentence(thrown), 15_000);
  }
}

/** What to tell a person about something that was thrown. */
export function sentence(thrown: unknown): string {
  return isErrorView(thrown) ? thrown.message : t('unexpected-error');
}

export const toasts = new Toasts();
