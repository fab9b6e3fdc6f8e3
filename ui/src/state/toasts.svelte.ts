import { isErrorView } from '../backend/backend';
import { t } from '../i18n/index.svelte';

export interface Toast {
  id: number;
  kind: 'error' | 'done';
  text: string;
}

class Toasts {
  items = $state<Toast[]>([]);
  #next = 1;

  #add(kind: Toast['kind'], text: string, lasts: number): void {
    const id = this.#next++;
    this.items = [...this.items.filter((toast) => toast.text !== text), { id, kind, text }].slice(-4);
    setTimeout(() => this.close(id), lasts);
  }

  close(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }

  done(text: string): void {
    this.#add('done', text, 6_000);
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
