/** Days as people write them, and the range of the dashboard. */

import type { DashboardRange } from '../backend/generated/DashboardRange';
import { dayOf } from './schedule';

export type RangeKind = DashboardRange['kind'];
export const RANGES: RangeKind[] = ['today', 'last7', 'last30', 'this_month', 'free'];

type Part = 'day' | 'month' | 'year';

/** In which order a language writes a day. */
function order(tag: string): Part[] {
  const parts = new Intl.DateTimeFormat(tag, { day: '2-digit', month: '2-digit', year: 'numeric' }).formatToParts(new Date(2026, 10, 22));
  return parts.map((part) => part.type).filter((type): type is Part => ['day', 'month', 'year'].includes(type));
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

function calendar(year: number, month: number, day: number): string | null {
  const at = new Date(2000, 0, 1, 12);
  // Years below 100 would be taken for those of another century.
  at.setFullYear(year, month - 1, day);
  return at.getFullYear() === year && at.getMonth() === month - 1 && at.getDate() === day ? `${pad(year, 4)}-${pad(month)}-${pad(day)}` : null;
}

/** A day as somebody typed it (`22/11/2026`, `22.11.26`, `22/11`, `2026-11-22`) as `2026-11-22`; none where the calendar has no such day. */
export function readDay(text: string, tag: string, now = new Date()): string | null {
  const numbers = text.trim().split(/[\s./-]+/);
  if (numbers.length < 2 || numbers.length > 3 || !numbers.every((each) => /^\d{1,4}$/.test(each))) return null;
  const [first = '', second = '', third = ''] = numbers;
  if (first.length === 4) return third ? calendar(Number(first), Number(second), Number(third)) : null;
  const found: Record<Part, number> = { day: 0, month: 0, year: now.getFullYear() };
  const parts = order(tag).filter((part) => part !== 'year');
  found[parts[0] ?? 'day'] = Number(first);
  found[parts[1] ?? 'month'] = Number(second);
  if (third) found.year = third.length <= 2 ? 2000 + Number(third) : Number(third);
  return calendar(found.year, found.month, found.day);
}

/** `2026-11-22` in the order of a language: `22/11/2026`. */
export function writeDay(day: string, tag: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const parts: Record<Part, string> = { day: date, month, year };
  return order(tag).map((part) => parts[part]).join('/');
}

/** So many days later, or earlier. */
export function moveDay(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00`);
  at.setDate(at.getDate() + days);
  return dayOf(at);
}

/** A range that moves on with the calendar. */
export type Preset = Exclude<RangeKind, 'free'>;

/** What was remembered, if it still says which days are meant. */
export const asPreset = (found: string | null): Preset | null => RANGES.find((kind): kind is Preset => kind === found && kind !== 'free') ?? null;
