import { describe, expect, it } from 'vitest';
import { runs, styledRanges } from '../src/state/formatting';
import { fileName, stem } from '../src/state/files';
import { canonical, scan, spelled } from '../src/state/variables';

const shown = (text: string) =>
  runs(text).map((run) => `${run.bold ? 'b' : ''}${run.italic ? 'i' : ''}${run.strike ? 's' : ''}${run.mono ? 'm' : ''}:${run.text}`);

describe('marks of a message', () => {
  it('become styles, also inside each other', () => {
    expect(shown('a *b* _c_ ~d~ ```e``` *_f_*')).toEqual([':a ', 'b:b', ': ', 'i:c', ': ', 's:d', ': ', 'm:e', ': ', 'bi:f']);
  });
  it('stay text where a phone leaves them alone', () => {
    for (const text of ['2*3*4', 'a * b * c', '**', '*a\nb*', '```', 'snake_case_name', '*open']) {
      expect(runs(text).map((run) => run.text).join('')).toBe(text);
      expect(runs(text).some((run) => run.bold || run.italic || run.mono)).toBe(false);
    }
  });
  it('cover their signs in the editor', () => {
    expect(styledRanges('a *b* c')).toEqual([{ from: 2, to: 5, style: 'bold' }]);
  });
});

describe('variables', () => {
  it('are found with their fallback', () => {
    expect(scan('¡Hola { Nombre | amiga }!')).toEqual([{ from: 6, to: 24, written: 'Nombre', name: 'nombre', fallback: 'amiga' }]);
  });
  it('ignore case, accents and spaces, and have synonyms', () => {
    expect(canonical('TRATAMIENTO')).toBe('sustantivo');
    expect(canonical('Teléfono')).toBe('numero');
    expect(canonical(' Fecha de Alta ')).toBe('fechadealta');
  });
  it('do not cross lines or braces', () => {
    expect(scan('{a\nb} {} {{x}}').map((found) => found.name)).toEqual(['x']);
  });
  it('are spelled for the reader and still mean the same', () => {
    for (const language of ['es', 'en', 'pt'])
      for (const name of ['nombre', 'sustantivo', 'grupo', 'numero']) expect(canonical(spelled(name, language))).toBe(name);
  });
});

it('paths of any system have a name', () => {
  expect(fileName('C:\\listas\\clientes_octubre.csv')).toBe('clientes_octubre.csv');
  expect(stem('/home/luna/clientes_octubre.csv')).toBe('clientes octubre');
});
