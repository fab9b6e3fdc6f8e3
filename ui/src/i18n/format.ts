/** Numbers, times and telephone numbers as people write them. */

import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { locale } from './index.svelte';

export function number(value: number, grouping = true): string {
  return new Intl.NumberFormat(locale.tag, { useGrouping: grouping }).format(value);
}

export function decimal(value: number): string {
  return new Intl.NumberFormat(locale.tag, { maximumFractionDigits: 1 }).format(value);
}

/** A share, 0 to 1: `98.4 %`. */
export function percent(share: number): string {
  return new Intl.NumberFormat(locale.tag, { style: 'percent', maximumFractionDigits: 1 }).format(share);
}

export function list(items: string[]): string {
  return new Intl.ListFormat(locale.tag, { type: 'conjunction' }).format(items);
}

/** A number of no known country, in threes. */
function grouped(e164: string): string {
  const digits = e164.replace(/^\+/, '');
  return /^\d{6,}$/.test(digits) ? `+${digits.replace(/(\d{3})(?=\d)/g, '$1 ')}` : e164;
}

/** `+595 992 756 462`, never bare digits. */
export function phone(e164: string): string {
  const parsed = parsePhoneNumberFromString(e164.startsWith('+') ? e164 : `+${e164}`);
  // A tail of six digits reads better in two groups.
  return parsed?.formatInternational().replace(/ (\d{3})(\d{3})$/, ' $1 $2') ?? grouped(e164);
}

function date(value: string | number | Date): Date | null {
  const parsed = new Date(value);
  return Number.isNaN(parsed.getTime()) ? null : parsed;
}

/** English keeps the form of its region; the other two use the clock of 24 hours, as offices do. */
function clock(): Intl.DateTimeFormatOptions {
  return { hour: '2-digit', minute: '2-digit', ...(locale.language === 'en' ? {} : { hourCycle: 'h23' }) };
}

export function time(value: string | number | Date): string {
  const when = date(value);
  return when ? new Intl.DateTimeFormat(locale.tag, clock()).format(when) : '';
}

export function isToday(value: string | number | Date): boolean {
  return date(value)?.toDateString() === new Date().toDateString();
}

/** The time alone for today, else with its day. */
export function moment(value: string | number | Date): string {
  const when = date(value);
  if (!when) return '';
  const today = new Date();
  if (isToday(when)) return time(when);
  return new Intl.DateTimeFormat(locale.tag, {
    day: 'numeric',
    month: 'short',
    year: when.getFullYear() === today.getFullYear() ? undefined : 'numeric',
    ...clock(),
  }).format(when);
}

export function day(value: string | number | Date): string {
  const when = date(value);
  return when ? new Intl.DateTimeFormat(locale.tag, { day: 'numeric', month: 'short' }).format(when) : '';
}

/** From one day to another, both of them written `2026-11-22`: `1–22 nov 2026`. */
export function days(from: string, to: string): string {
  const [first, last] = [date(`${from}T12:00:00`), date(`${to}T12:00:00`)];
  return first && last ? new Intl.DateTimeFormat(locale.tag, { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(first, last) : '';
}

/** A day as people speak of it while it is near: today, tomorrow, then with its weekday. */
export function nearDay(value: string | number | Date): string {
  const when = date(value);
  if (!when) return '';
  const start = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
  const days = Math.round((start(when) - start(new Date())) / 86_400_000);
  if (days === 0 || days === 1) return new Intl.RelativeTimeFormat(locale.tag, { numeric: 'auto' }).format(days, 'day');
  return new Intl.DateTimeFormat(locale.tag, { weekday: 'short', day: 'numeric', month: 'short', year: when.getFullYear() === new Date().getFullYear() ? undefined : 'numeric' }).format(when);
}

/** A near instant: its time alone today, else with its day. */
export function near(value: string | number | Date): string {
  return isToday(value) ? time(value) : `${nearDay(value)}, ${time(value)}`;
}

/** The name of a day of the week, 1 for Monday. */
export function weekday(number: number, form: 'narrow' | 'short' | 'long'): string {
  // The first of January 2024 was a Monday.
  return new Intl.DateTimeFormat(locale.tag, { weekday: form }).format(new Date(2024, 0, number));
}

/** A day with its time, for a name. */
export function dayTime(value: string | number | Date): string {
  const when = date(value);
  return when ? new Intl.DateTimeFormat(locale.tag, { day: 'numeric', month: 'short', ...clock() }).format(when) : '';
}

/** A day with its time to the second, for a line of a log. */
export function precisely(value: string | number | Date): string {
  const when = date(value);
  return when ? new Intl.DateTimeFormat(locale.tag, { day: 'numeric', month: 'short', ...clock(), second: '2-digit' }).format(when) : '';
}

/** The symbols are the same in every language. */
function unit(value: number, symbol: 's' | 'min' | 'h'): string {
  return `${decimal(value)}\u00a0${symbol}`;
}

/** A length of time in at most two units: `45 s`, `18 min`, `1 h 20 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return unit(seconds, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, 'min');
  const rest = minutes % 60;
  const hours = unit(Math.floor(minutes / 60), 'h');
  return rest ? `${hours} ${unit(rest, 'min')}` : hours;
}

/** A length of time that is a guess: whole minutes from one minute on. */
export function roughly(milliseconds: number): string {
  return milliseconds >= 59_500 && milliseconds < 90_000 ? unit(1, 'min') : duration(milliseconds);
}

/** A size of a file: `840 kB`, `2.4 MB`. */
export function size(bytes: number): string {
  const [value, unit] = bytes < 999_500 ? [Math.max(1, Math.round(bytes / 1_000)), 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${decimal(value)}\u00a0${unit}`;
}

/** How long something plays, as players show it: `0:07`. */
export function playing(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

let countryNames: { tag: string; names: Intl.DisplayNames } | null = null;

export function country(code: string): string {
  if (countryNames?.tag !== locale.tag) {
    countryNames = { tag: locale.tag, names: new Intl.DisplayNames(locale.tag, { type: 'region' }) };
  }
  try {
    return countryNames.names.of(code) ?? code;
  } catch {
    return code;
  }
}
