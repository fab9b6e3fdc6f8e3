/** Small choices remembered on this computer. Nothing of contacts or messages. */

import type { DashboardRange } from '../backend/generated/DashboardRange';
import { asRange } from './days';

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A full or forbidden store only means that the choice is asked again.
  }
}

export type Theme = 'system' | 'light' | 'dark';
export const THEMES: Theme[] = ['system', 'light', 'dark'];

export const language = () => read('language');
export const setLanguage = (value: string) => write('language', value);

export const theme = (): Theme => THEMES.find((each) => each === read('theme')) ?? 'system';
export function setTheme(value: Theme): void {
  write('theme', value);
  applyTheme();
}
export function applyTheme(): void {
  const value = theme();
  if (value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
}

const RECENT = 9;
/** Emoji chosen lately, the last one first. */
export function recentEmoji(): string[] {
  try {
    const found: unknown = JSON.parse(read('emoji') ?? '[]');
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string').slice(0, RECENT) : [];
  } catch {
    return [];
  }
}
export function noteEmoji(emoji: string): string[] {
  const recent = [emoji, ...recentEmoji().filter((each) => each !== emoji)].slice(0, RECENT);
  write('emoji', JSON.stringify(recent));
  return recent;
}

/** The days of the home screen that were chosen last. */
export function range(): DashboardRange | null {
  try {
    return asRange(JSON.parse(read('range') ?? 'null'));
  } catch {
    return null;
  }
}
export const setRange = (value: DashboardRange) => write('range', JSON.stringify(value));

/** Skin tone of emoji, 0 to 5; none where nobody chose one. */
export function emojiTone(): number | null {
  const tone = Number(read('emoji-tone') ?? NaN);
  return Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : null;
}
export const setEmojiTone = (tone: number) => write('emoji-tone', String(tone));

/** How large everything is shown, 1 as designed. */
export function zoom(): number {
  const factor = Number(read('zoom') ?? 1);
  return factor >= 0.5 && factor <= 2 ? factor : 1;
}
export const setZoom = (factor: number) => write('zoom', String(factor));

export const welcomed = (profile: string) => read(`welcomed:${profile}`) === 'yes';
export const setWelcomed = (profile: string) => write(`welcomed:${profile}`, 'yes');
export function renameProfile(from: string, to: string): void {
  if (from === to || !welcomed(from)) return;
  forgetProfile(from);
  setWelcomed(to);
}
export function forgetProfile(profile: string): void {
  try {
    localStorage.removeItem(`welcomed:${profile}`);
  } catch {
    // Nothing was remembered.
  }
}
