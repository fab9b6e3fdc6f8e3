/** Names of people beside our own words: whatever they hold, they turn only themselves around. */

/** Opens a run whose direction is that of its first letter, and closes it. */
const [OPEN, CLOSE] = ['\u2068', '\u2069'];
/** Embeddings and overrides: they reach beyond what they stand in. */
const OVERRIDES = /[\u202a-\u202e]/g;
const ISOLATES = /[\u2066-\u2069]/g;
/** Letters and marks of writing from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether every isolate that is opened in it is closed in it too. */
function balanced(text: string): boolean {
  let depth = 0;
  for (const mark of text.match(ISOLATES) ?? []) {
    depth += mark === CLOSE ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Somebody's text as it can stand within a sentence. Most texts stay as they are. */
export function isolated(text: string): string {
  const tame = text.replace(OVERRIDES, '');
  const closed = balanced(tame) ? tame : tame.replace(ISOLATES, '');
  return RIGHT_TO_LEFT.test(closed) ? `${OPEN}${closed}${CLOSE}` : closed;
}
