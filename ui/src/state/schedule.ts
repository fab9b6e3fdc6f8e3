/** Hours and days as a form holds them, and what is wrong with them. */

import type { ScheduleView } from '../backend/generated/ScheduleView';

export const ANY_TIME: ScheduleView = { start_at: null, quiet_from: null, quiet_until: null, weekdays: [], daily_limit: 0 };
export const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

const pad = (value: number) => String(value).padStart(2, '0');

/** `2026-11-23` of an instant, by the clocks here. */
export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

/** `09:30` of an instant, by the clocks here. */
export function clockOf(at: Date): string {
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** A time of day as people write it (`9`, `9:30`, `0930`, `9.30`, `9:30 pm`) as `09:30`; none when it is none. */
export function readClock(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.hH ]?(\d{2}))?\s*(?:([ap])\.?\s?m\.?)?$/i.exec(text.trim());
  if (!match) return null;
  let hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  const half = match[3]?.toLowerCase();
  if (half && (hours < 1 || hours > 12)) return null;
  if (half) hours = (hours % 12) + (half === 'p' ? 12 : 0);
  return hours < 24 && minutes < 60 ? `${pad(hours)}:${pad(minutes)}` : null;
}

/** The instant at which the clocks here show this; none when there is no such day. */
export function instant(day: string, clock: string): string | null {
  const at = new Date(`${day}T${clock}:00`);
  // A day that the calendar does not have is moved to another one.
  return Number.isNaN(at.getTime()) || dayOf(at) !== day ? null : at.toISOString();
}

/** A start to propose: the next whole hour that is half an hour away at least. */
export function nextHour(now = new Date()): Date {
  const at = new Date(now.getTime() + 30 * 60_000);
  at.setMinutes(at.getMinutes() > 0 ? 60 : 0, 0, 0);
  return at;
}

/** Days to choose from, today first; with the chosen one where it is none of them. */
export function daysFrom(now: Date, count: number, chosen: string | null): string[] {
  const days = Array.from({ length: count }, (_, offset) => dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset)));
  return chosen && !days.includes(chosen) ? [chosen, ...days].sort() : days;
}

export type ScheduleProblem = 'start_past' | 'quiet_same' | 'quiet_incomplete';

/** What keeps a campaign with this schedule from being sent as it says. */
export function scheduleProblem(schedule: ScheduleView, now = new Date()): ScheduleProblem | null {
  if (schedule.start_at && new Date(schedule.start_at) <= now) return 'start_past';
  if ((schedule.quiet_from === null) !== (schedule.quiet_until === null)) return 'quiet_incomplete';
  if (schedule.quiet_from && schedule.quiet_from === schedule.quiet_until) return 'quiet_same';
  return null;
}

export function isOn(weekdays: number[], day: number): boolean {
  return !weekdays.length || weekdays.includes(day);
}

/** With a day switched. One day at least remains; all of them are written as none. */
export function toggleDay(weekdays: number[], day: number): number[] {
  const on = EVERY_DAY.filter((each) => isOn(weekdays, each) !== (each === day));
  if (!on.length) return weekdays;
  return on.length === EVERY_DAY.length ? [] : on;
}

/** Whether the quiet hours go past midnight. */
export function crossesMidnight(schedule: ScheduleView): boolean {
  return schedule.quiet_from !== null && schedule.quiet_until !== null && schedule.quiet_from > schedule.quiet_until;
}
