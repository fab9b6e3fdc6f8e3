/** How a message looks in a chat: one bubble for each part that is sent, in the engine's order. */

import type { MediumKind } from '../backend/backend';
import type { AttachmentView } from '../backend/generated/AttachmentView';
import { MEDIUM_KINDS } from './composition.svelte';

export type Bubble =
  | { kind: 'text'; text: string }
  | { kind: 'album'; pictures: AttachmentView[]; text: string }
  | { kind: MediumKind; medium: AttachmentView; text: string };

/** The text stands under the first picture, else under the video, else under the document; beside nothing but a voice note it is a message of its own. */
export function bubbles(text: string, attachments: AttachmentView[]): Bubble[] {
  const out: Bubble[] = [];
  let caption = text;
  if (text && !attachments.some((each) => each.kind !== 'voice')) {
    out.push({ kind: 'text', text });
    caption = '';
  }
  const take = (kind: MediumKind) => {
    const taken = kind === 'voice' ? '' : caption;
    if (kind !== 'voice') caption = '';
    return taken;
  };
  for (const kind of MEDIUM_KINDS) {
    const found = attachments.filter((each) => each.kind === kind);
    if (kind === 'picture' && found.length > 1) out.push({ kind: 'album', pictures: found, text: take(kind) });
    else for (const medium of found) out.push({ kind, medium, text: take(kind) });
  }
  return out;
}

/** What goes with a text, in the order in which it is sent. */
export function inSendingOrder(attachments: AttachmentView[]): AttachmentView[] {
  return MEDIUM_KINDS.flatMap((kind) => attachments.filter((each) => each.kind === kind));
}

/** Tiles of an album that a chat shows; the last one says how many more there are. */
export const TILES = 4;
