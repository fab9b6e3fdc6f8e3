/** What the window shows while a message is written is what the engine makes of it later: tables and limits that both are tested with. */

import { describe, expect, it } from 'vitest';
import composeSource from '../../crates/app/src/compose.rs?raw';
import attachmentSource from '../../crates/domain/src/attachment.rs?raw';
import partsTable from '../../crates/domain/tests/parts.json?raw';
import variablesTable from '../../crates/domain/tests/variables.json?raw';
import type { MediumKind } from '../src/backend/backend';
import type { AttachmentView } from '../src/backend/generated/AttachmentView';
import { LONGEST_TEXT, MEDIUM_KINDS, MOST, MOST_VERSIONS } from '../src/state/composition.svelte';
import { bubbles, inSendingOrder } from '../src/state/parts';
import { BUILT_IN, canonical, distinct, nameSet, scan, spelled } from '../src/state/variables';

interface Variables {
  columns: Record<string, string>;
  cases: { text: string; variables: string[]; unknown: string[]; rendered?: string }[];
}
const { columns, cases } = JSON.parse(variablesTable) as Variables;

describe('names in braces', () => {
  const known = nameSet([...BUILT_IN, ...Object.keys(columns)]);
  const values = new Map(Object.entries(columns).map(([name, value]) => [canonical(name), value]));

  it.each(cases)('$text', ({ text, variables, unknown, rendered }) => {
    const found = scan(text);
    expect(found.filter((each) => known.has(each.name)).map((each) => each.written)).toEqual(variables);
    expect(found.filter((each) => !known.has(each.name)).map((each) => text.slice(each.from, each.to))).toEqual(unknown);
    if (rendered === undefined) return;
    let out = text;
    for (const each of found.toReversed()) out = out.slice(0, each.from) + (values.get(each.name) ?? text.slice(each.from, each.to)) + out.slice(each.to);
    expect(out).toBe(rendered);
  });

  it('are written so that every column is reached', () => {
    for (const column of Object.keys(columns)) {
      const [found, more] = scan(`{${spelled(column, 'es')}}`);
      expect([found?.name, found?.fallback, more]).toEqual([canonical(column), null, undefined]);
    }
  });
  it('are offered once, and only those that can be written', () => {
    expect(distinct(['nombre', 'Ciudad', 'ciudad ', 'Nome', '{}', 'Fecha.Alta'])).toEqual(['nombre', 'Ciudad', 'Fecha.Alta']);
  });
});

interface Parts {
  cases: { text: boolean; media: MediumKind[]; parts: string[] }[];
}
describe('the parts of a message', () => {
  const media = (kinds: MediumKind[]) => kinds.map((kind, id) => ({ id, kind }) as AttachmentView);
  const { cases: messages } = JSON.parse(partsTable) as Parts;

  it.each(messages)('$text $media', ({ text, media: kinds, parts }) => {
    const shown = bubbles(text ? 'Hola' : '', media(kinds)).flatMap((bubble) => {
      const mark = bubble.text ? '+' : '';
      if (bubble.kind === 'text') return [`text${mark}`];
      if (bubble.kind === 'album') return ['album', ...bubble.pictures.map((picture, index) => `picture${picture.id}${index ? '' : mark}`)];
      return [`${bubble.kind}${bubble.medium.id}${mark}`];
    });
    expect(shown).toEqual(parts);
    const order = parts.filter((part) => /\d/.test(part)).map((part) => Number(/\d+/.exec(part)));
    expect(inSendingOrder(media(kinds)).map((each) => each.id)).toEqual(order);
  });
});

/** The number that a line of the engine's source gives. */
function limit(source: string, line: RegExp): number {
  return Number(line.exec(source)?.[1]?.replaceAll('_', ''));
}

it('the limits are the engine’s', () => {
  expect(LONGEST_TEXT).toBe(limit(composeSource, /const MAX_TEXT: usize = ([\d_]+);/));
  expect(MOST_VERSIONS).toBe(limit(composeSource, /const MAX_VARIANTS: usize = ([\d_]+);/));
  expect(MOST.picture).toBe(limit(attachmentSource, /Self::Picture => ([\d_]+),/));
  for (const kind of MEDIUM_KINDS) if (kind !== 'picture') expect(MOST[kind]).toBe(limit(attachmentSource, /Self::Video \| Self::Document \| Self::Voice => ([\d_]+),/));
});
