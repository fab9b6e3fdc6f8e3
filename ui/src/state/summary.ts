/** A pace and a schedule in words, for reading. */

import type { PaceView } from '../backend/generated/PaceView';
import type { ScheduleView } from '../backend/generated/ScheduleView';
import { duration, list, moment, number, percent, weekday } from '../i18n/format';
import { t } from '../i18n/index.svelte';

export function scheduleLines(pace: PaceView, schedule: ScheduleView): string[] {
  const lines = [t('review-pace', { time: duration(pace.delay_ms) })];
  if (pace.jitter_percent) lines.push(t('summary-jitter', { percent: percent(pace.jitter_percent / 100) }));
  if (pace.batch && pace.batch_pause_ms) lines.push(t('summary-batch', { time: duration(pace.batch_pause_ms), count: pace.batch }));
  if (schedule.start_at) lines.push(t('summary-start', { when: moment(schedule.start_at) }));
  if (schedule.quiet_from && schedule.quiet_until) lines.push(t('summary-quiet', { from: schedule.quiet_from, until: schedule.quiet_until }));
  if (schedule.weekdays.length) lines.push(t('summary-days', { days: list(schedule.weekdays.map((day) => weekday(day, 'short').replace('.', ''))) }));
  if (schedule.daily_limit) lines.push(t('summary-limit', { limit: number(schedule.daily_limit) }));
  return lines;
}
