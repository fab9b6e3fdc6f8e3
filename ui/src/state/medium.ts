/** What is said of a file in a line. */

import type { AttachmentView } from '../backend/generated/AttachmentView';
import { list, playing, size } from '../i18n/format';
import { t, word } from '../i18n/index.svelte';

/** `PDF`, `DOCX`; what its name ends with. */
export function ending(name: string): string {
  const found = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return found ? found.toUpperCase() : '';
}

/** Its pages or its time, its type and its size. */
export function facts(medium: AttachmentView): string {
  return [
    medium.pages ? t('medium-pages', { count: medium.pages }) : '',
    medium.seconds ? playing(medium.seconds) : '',
    medium.kind === 'document' ? ending(medium.file_name) : '',
    size(medium.size),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** `3 fotos y una nota de voz`. */
export function summary(media: AttachmentView[]): string {
  const kinds = ['picture', 'video', 'document', 'voice'];
  const counted = kinds.map((kind) => ({ kind, count: media.filter((each) => each.kind === kind).length })).filter((each) => each.count);
  return list(counted.map(({ kind, count }) => word('medium-count', kind, { count })));
}
