/** States of recipients: their order in a bar and their colour. */

import type { StateCounts } from '../backend/generated/StateCounts';

export type Tone = 'plain' | 'ok' | 'info' | 'warn' | 'bad';
export type CountedState = keyof StateCounts;

export const BAR_STATES: CountedState[] = ['read', 'delivered', 'accepted', 'sent', 'sending', 'failed', 'skipped'];

export function recipientTone(state: string): Tone {
  if (state === 'read' || state === 'played') return 'ok';
  if (['delivered', 'accepted'].includes(state)) return 'info';
  if (['sending', 'sent', 'unknown'].includes(state)) return 'warn';
  return state === 'failed' ? 'bad' : 'plain';
}

export function campaignTone(state: string): Tone {
  if (state === 'running') return 'ok';
  if (state === 'completed') return 'info';
  if (state === 'held') return 'bad';
  return state === 'paused' ? 'warn' : 'plain';
}

/** People who are past: nothing more is sent to them. */
export function finished(counts: StateCounts): number {
  return counts.sent + counts.accepted + counts.delivered + counts.read + counts.failed + counts.skipped;
}

/** Everybody. */
export function totalOf(counts: StateCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
