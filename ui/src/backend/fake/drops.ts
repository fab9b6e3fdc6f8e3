/** Files dropped on the page, where no window of the system tells of them. */

import type { FileDrop } from '../backend';

/** Tells of drops; `keep` stores what was dropped first. */
export function listenToDrops(tell: (drop: FileDrop) => void, keep: (path: string, file: File) => Promise<void>): void {
  window.addEventListener('dragover', (event) => {
    event.preventDefault();
    tell({ type: 'over' });
  });
  window.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) tell({ type: 'leave' });
  });
  window.addEventListener('drop', async (event) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return tell({ type: 'leave' });
    for (const file of files) await keep(`/files/${file.name}`, file);
    tell({ type: 'drop', paths: files.map((file) => `/files/${file.name}`) });
  });
}
