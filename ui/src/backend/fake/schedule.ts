/** A small copy of the engine's calendar, for the in-memory engine only. */

import type { PaceView } from '../generated/PaceView';
import type { ScheduleView } from '../generated/ScheduleView';

export const ANY_TIME: ScheduleView = { start_at: null, quiet_from: null, quiet_until: null, weekdays: [], daily_limit: 0 };

/** Why nothing may be sent at an instant, and until when. */
export interface Closed {
  why: 'start' | 'weekday' | 'quiet_hours' | 'daily_limit';
  until: Date;
}


function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(':').map(Number);
  return hours * 60 + rest;
}

function atMinute(day: Date, minute: number, daysLater = 0): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysLater, 0, minute);
}

export function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

export function closed(schedule: ScheduleView, at: Date, sentThatDay: number): Closed | null {
  if (schedule.start_at && at < new Date(schedule.start_at)) return { why: 'start', until: new Date(schedule.start_at) };
  const weekday = ((at.getDay() + 6) % 7) + 1;
  if (schedule.weekdays.length && !schedule.weekdays.includes(weekday)) return { why: 'weekday', until: atMinute(at, 0, 1) };
  if (schedule.quiet_from && schedule.quiet_until) {
    const [from, until] = [minutes(schedule.quiet_from), minutes(schedule.quiet_until)];
    const now = at.getHours() * 60 + at.getMinutes();
    const quiet = from < until ? now >= from && now < until : now >= from || now < until;
    if (quiet) return { why: 'quiet_hours', until: atMinute(at, until, now >= until ? 1 : 0) };
  }
  if (schedule.daily_limit && sentThatDay >= schedule.daily_limit) return { why: 'daily_limit', until: atMinute(at, 0, 1) };
  return null;
}

/** The next instant at which something may be sent, and why not before. */
export function opening(schedule: ScheduleView, from: Date, sentThatDay: number): { at: Date; why: Closed['why'] | null } {
  let at = from;
  let why: Closed['why'] | null = null;
  let sent = sentThatDay;
  for (let turn = 0; turn < 40; turn += 1) {
    const shut = closed(schedule, at, sent);
    if (!shut) break;
    why ??= shut.why;
    if (!sameDay(shut.until, at)) sent = 0;
    at = shut.until;
  }
  return { at, why };
}

/** When the last of so many people is written to. */
export function finish(schedule: ScheduleView, pace: PaceView, people: number, from: Date, sentToday: number): Date {
  let sent = sentToday;
  let at = opening(schedule, from, sent).at;
  if (!sameDay(at, from)) sent = 0;
  for (let person = 1; person < people; person += 1) {
    sent += 1;
    const pause = pace.batch > 0 && person % pace.batch === 0 ? pace.batch_pause_ms : 0;
    const wanted = new Date(at.getTime() + pace.delay_ms + pause);
    if (!sameDay(wanted, at)) sent = 0;
    at = opening(schedule, wanted, sent).at;
    if (!sameDay(at, wanted)) sent = 0;
  }
  return at;
}

