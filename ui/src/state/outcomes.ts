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

/** How far people came, each step with those who went further; then, where there are any, those who did not take part. */
export function funnel(counts: StateCounts): { state: Exclude<CountedState, 'sending'>; people: number }[] {
  const { read, delivered, accepted, sent, failed, skipped, queued, sending } = counts;
  const steps: [Exclude<CountedState, 'sending'>, number][] = [
    ['sent', sent + accepted + delivered + read],
    ['accepted', accepted + delivered + read],
    ['delivered', delivered + read],
    ['read', read],
  ];
  const others: [Exclude<CountedState, 'sending'>, number][] = [
    ['failed', failed],
    ['skipped', skipped],
    ['queued', queued + sending],
  ];
  return [...steps, ...others.filter(([, people]) => people > 0)].map(([state, people]) => ({ state, people }));
}

/** Everybody. */
export function totalOf(counts: StateCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
