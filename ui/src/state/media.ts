/** Bytes of attachments for looking at and listening to, kept while they are likely to be asked for again. */

import type { AttachmentView } from '../backend/generated/AttachmentView';
import { session } from './session.svelte';

const KEPT = 40;
/** The rows are those of one profile. */
let owner = '';
const urls = new Map<number, Promise<string>>();

function revoke(id: number): void {
  void urls.get(id)?.then(URL.revokeObjectURL, () => {});
  urls.delete(id);
}

/** An address of its bytes within this window. */
export function urlOf(medium: AttachmentView): Promise<string> {
  const profile = session.profile?.name ?? '';
  if (owner !== profile) for (const id of [...urls.keys()]) revoke(id);
  owner = profile;
  const known = urls.get(medium.id);
  if (known) {
    // Used again: it is the last to go.
    urls.delete(medium.id);
    urls.set(medium.id, known);
    return known;
  }
  const url = session.backend.attachmentBytes(medium.id).then((bytes) => URL.createObjectURL(new Blob([bytes], { type: medium.mime })));
  urls.set(medium.id, url);
  url.catch(() => urls.delete(medium.id));
  const oldest = urls.keys().next().value;
  if (urls.size > KEPT && oldest !== undefined) revoke(oldest);
  return url;
}

/** Its small picture, which is always at hand. */
export const thumbnailOf = (medium: AttachmentView): string | null => (medium.thumbnail ? `data:image/jpeg;base64,${medium.thumbnail}` : null);
