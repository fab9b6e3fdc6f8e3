/** Words of the interface in the language chosen. */

import { FluentBundle, FluentResource } from '@fluent/bundle';
import { isolated } from './bidi';
import type { Arg, Messages } from './keys';

export const LANGUAGES = ['es', 'en', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language in its own words. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  es: 'Español',
  en: 'English',
  pt: 'Português',
};

const sources = import.meta.glob<string>('../../../crates/app/i18n/*/{ui,messages}.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

class Locale {
  language = $state<Language>('es');
  country = $state('PY');
  /** What Intl is given: the language with its region where that changes the format. */
  readonly tag = $derived(intlTag(this.language, this.country));
  readonly bundle = $derived(makeBundle(this.language, this.tag));
}

export const locale = new Locale();

export function asLanguage(word: string | null | undefined): Language {
  return LANGUAGES.find((language) => language === word) ?? 'en';
}

export function intlTag(language: Language, country: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return language;
  if (language === 'pt') return country === 'PT' ? 'pt-PT' : 'pt-BR';
  if (language === 'en') return ['US', 'CA', 'GB', 'AU', 'NZ', 'IE'].includes(country) ? `en-${country}` : 'en';
  return `es-${country}`;
}

function makeBundle(language: Language, tag: string): FluentBundle {
  // Fluent would mark every number too; names are marked here, where it is needed.
  const bundle = new FluentBundle(tag, { useIsolating: false });
  for (const [path, text] of Object.entries(sources)) {
    if (path.includes(`/${language}/`)) bundle.addResource(new FluentResource(text));
  }
  return bundle;
}

type Args<K extends keyof Messages> = Messages[K] extends undefined ? [] : [args: Messages[K]];

/** The text of a key. */
export function t<K extends keyof Messages>(key: K, ...args: Args<K>): string {
  return format(key, args[0] as Record<string, Arg> | undefined) ?? key;
}

/** Where the name of a word of the engine stands in the catalogue, which the engine shares. */
const FAMILIES = {
  /** A state of the device in a word or two. */
  device: ['device-name'],
  /** The same in a sentence that says what to do. */
  'device-sentence': ['device-state'],
  /** Why WhatsApp restricts the account, in a sentence. */
  restriction: ['restriction'],
  recipient: ['recipient-name'],
  campaign: ['campaign-state'],
  hold: ['hold'],
  /** Why a campaign that runs does not send, and until when. */
  waiting: ['waiting'],
  health: ['health'],
  reason: ['failure', 'skip'],
  reject: ['reject'],
  variable: ['variable'],
  /** A number of the home screen. */
  metric: ['metric'],
  /** What a drawing is about, and what is said where there is nothing to draw. */
  chart: ['chart'],
  /** What a file is sent as, one of them. */
  medium: ['medium-one'],
  /** Some of them, as in "at most 30 pictures". */
  'medium-many': ['medium-many'],
  /** So many of them. */
  'medium-count': ['medium-count'],
  'profile-colour': ['profile-colour'],
  /** How much the log says. */
  'log-level': ['log-level'],
  /** How grave a line of it is. */
  'log-word': ['log-word'],
} as const;

/** The text of a word that the engine sent, e.g. a state; the word itself when nobody named it. */
export function word(family: keyof typeof FAMILIES, value: string, args?: Record<string, Arg>): string {
  const end = value.replaceAll('_', '-');
  for (const prefix of FAMILIES[family]) {
    const text = format(`${prefix}-${end}`, args);
    if (text !== null) return text;
  }
  return value;
}

/** What they make is kept as a name, and marked where that is shown. */
const MAKE_NAMES = new Set<string>(['duplicate-name', 'restore-copy'] satisfies (keyof Messages)[]);

function marked(args: Record<string, Arg>): Record<string, Arg> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? isolated(value) : value]));
}

function format(key: string, args: Record<string, Arg> | undefined): string | null {
  const message = locale.bundle.getMessage(key);
  if (!message?.value) return null;
  return locale.bundle.formatPattern(message.value, args && !MAKE_NAMES.has(key) ? marked(args) : (args ?? null), []);
}
