/** Small choices remembered on this computer. Nothing of contacts or messages. */

import { asPreset, type Preset } from './days';

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

/** The days of a profile's home screen that were chosen last, where they move on with the calendar. */
export const range = (profile: string): Preset | null => asPreset(read(`range:${profile}`));
export const setRange = (profile: string, value: Preset) => write(`range:${profile}`, value);

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
/** What is remembered of each profile. */
const OF_PROFILE = ['welcomed', 'range'];
export function renameProfile(from: string, to: string): void {
  if (from === to) return;
  const kept = OF_PROFILE.map((key) => [key, read(`${key}:${from}`)] as const);
  forgetProfile(from);
  for (const [key, value] of kept) if (value !== null) write(`${key}:${to}`, value);
}
export function forgetProfile(profile: string): void {
  try {
    for (const key of OF_PROFILE) localStorage.removeItem(`${key}:${profile}`);
  } catch {
    // Nothing was remembered.
  }
}
