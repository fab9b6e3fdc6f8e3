/** Where variables stand in a message. The engine renders them; here they are only found and named. */

/** Ignores case, accents and spaces. Sign by sign, as the engine: no letter depends on where in a word it stands. */
export function fold(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}|\s/gu, '');
  return Array.from(plain, (sign) => sign.toLowerCase()).join('');
}

const SYNONYMS: Record<string, string> = {
  name: 'nombre',
  nome: 'nombre',
  tratamiento: 'sustantivo',
  title: 'sustantivo',
  tratamento: 'sustantivo',
  group: 'grupo',
  number: 'numero',
  telefono: 'numero',
  phone: 'numero',
};

/** Signs that a name in braces cannot have; columns may. */
const SIGNS = /[{}|]/g;

/** The name the engine uses for a variable. */
export function canonical(name: string): string {
  const folded = fold(name).replace(SIGNS, '');
  return SYNONYMS[folded] ?? folded;
}

export const BUILT_IN = ['nombre', 'sustantivo', 'grupo', 'numero'] as const;

const SPELLED: Record<string, Record<string, string>> = {
  es: { sustantivo: 'tratamiento' },
  en: { nombre: 'name', sustantivo: 'title', grupo: 'group', numero: 'number' },
  pt: { nombre: 'nome', sustantivo: 'tratamento' },
};

/** How a variable is written for people who read this language; the engine knows every spelling. */
export function spelled(name: string, language: string): string {
  return SPELLED[language]?.[name] ?? name.replace(SIGNS, '').replace(/\s+/g, ' ').trim();
}

/** The names by which these columns are known to the engine. */
export const nameSet = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(canonical).filter(Boolean));

/** Each variable once, under the first of its spellings; what cannot be written in braces is none. */
export function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = canonical(name);
    if (key && !seen.has(key)) seen.set(key, name);
  }
  return [...seen.values()];
}

export interface Found {
  from: number;
  to: number;
  /** As written, without braces and fallback. */
  written: string;
  name: string;
  fallback: string | null;
}

/** Every `{name}` or `{name|fallback}` of a text, in order. */
export function scan(text: string): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(/\{([^{}\n]*)\}/g)) {
    const body = match[1] ?? '';
    const bar = body.indexOf('|');
    const written = (bar < 0 ? body : body.slice(0, bar)).trim();
    const name = canonical(written);
    if (!name) continue;
    found.push({
      from: match.index,
      to: match.index + match[0].length,
      written,
      name,
      fallback: bar < 0 ? null : body.slice(bar + 1).trim(),
    });
  }
  return found;
}
