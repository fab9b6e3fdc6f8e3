/** This month so far against the same days of the month before. */

import type { Metrics } from '../backend/generated/Metrics';

export type MetricName = 'sent' | 'delivered' | 'read' | 'failed' | 'success_rate' | 'replies' | 'opt_outs' | 'campaigns';

/** In the order of the cards. */
export const METRICS: MetricName[] = ['sent', 'delivered', 'read', 'failed', 'success_rate', 'replies', 'opt_outs', 'campaigns'];

export interface Change {
  now: number | null;
  before: number | null;
  /** By how much: a share of what was before, of a rate the difference; none where there is nothing to compare with. */
  by: number | null;
  direction: 'up' | 'down' | 'same';
  /** Whether that is welcome; `plain` where it is neither good nor bad. */
  tone: 'ok' | 'bad' | 'plain';
}

const UNWELCOME: MetricName[] = ['failed', 'opt_outs'];
const NEITHER: MetricName[] = ['campaigns'];

export function change(name: MetricName, now: Metrics, before: Metrics): Change {
  const [a, b] = [now[name], before[name]];
  const difference = a === null || b === null ? 0 : a - b;
  const direction = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same';
  const by = a === null || b === null ? null : name === 'success_rate' ? difference : b === 0 ? null : difference / b;
  const welcome = (direction === 'up') !== UNWELCOME.includes(name);
  const tone = direction === 'same' || NEITHER.includes(name) ? 'plain' : welcome ? 'ok' : 'bad';
  return { now: a, before: b, by, direction, tone };
}
