/** Where variables stand in a message. The engine renders them; here they are only found and named. */

/** Ignores case, accents and spaces. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}|\s/gu, '')
    .toLowerCase();
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

/** The name the engine uses for a variable. */
export function canonical(name: string): string {
  const folded = fold(name);
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
  return SPELLED[language]?.[name] ?? name;
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
