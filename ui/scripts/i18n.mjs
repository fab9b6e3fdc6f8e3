// Reads the catalogue of the interface and writes the TypeScript types of its
// keys, so that a key that does not exist, or an argument that is missing,
// fails the type check. With --check nothing is written: the command fails when
// the types are stale, when the languages differ, or when a key is not used.

import { parse } from '@fluent/syntax';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const catalogue = join(here, '../../crates/app/i18n');
const output = join(here, '../src/i18n/keys.ts');
const languages = ['es', 'en', 'pt'];
const problems = [];

function variables(node, found = new Set()) {
  if (Array.isArray(node)) node.forEach((each) => variables(each, found));
  else if (node && typeof node === 'object') {
    if (node.type === 'VariableReference') found.add(node.id.name);
    for (const [key, value] of Object.entries(node)) if (key !== 'span') variables(value, found);
  }
  return found;
}

function read(language, file) {
  const path = join(catalogue, language, file);
  if (!existsSync(path)) return null;
  const messages = new Map();
  for (const entry of parse(readFileSync(path, 'utf8'), { withSpans: false }).body) {
    if (entry.type === 'Junk') problems.push(`${language}/${file}: cannot read: ${entry.content.split('\n')[0]}`);
    if (entry.type !== 'Message') continue;
    if (messages.has(entry.id.name)) problems.push(`${language}/${file}: ${entry.id.name} twice`);
    messages.set(entry.id.name, [...variables(entry)].sort());
  }
  return messages;
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sources(path);
    return /\.(ts|svelte)$/.test(entry.name) && path !== output ? [readFileSync(path, 'utf8')] : [];
  });
}

const catalogues = Object.fromEntries(languages.map((language) => [language, read(language, 'ui.ftl') ?? new Map()]));
const base = catalogues.es;
for (const language of languages) {
  const other = catalogues[language];
  for (const [key, names] of base) {
    if (!other.has(key)) problems.push(`${language}/ui.ftl: ${key} is missing`);
    else if (other.get(key).join() !== names.join()) problems.push(`${language}/ui.ftl: ${key} has other arguments than es`);
  }
  for (const key of other.keys()) if (!base.has(key)) problems.push(`es/ui.ftl: ${key} is missing (found in ${language})`);
  const shared = read(language, 'messages.ftl');
  for (const key of shared?.keys() ?? []) if (other.has(key)) problems.push(`${language}: ${key} is in both files`);
}

const code = sources(join(here, '../src')).join('\n');
// Names of the engine's words are put together from these beginnings.
const words = ['device-name-', 'recipient-name-', 'variable-', 'health-', 'medium-one-', 'medium-many-', 'medium-count-', 'profile-colour-', 'log-level-', 'log-word-'];
const prefixes = [...words, ...[...code.matchAll(/[`'"]([a-z][a-z0-9-]*-)(?:\$\{|['"])/g)].map((match) => match[1])];
for (const key of base.keys()) {
  const literal = code.includes(`'${key}'`) || code.includes(`"${key}"`);
  if (!literal && !prefixes.some((prefix) => key.startsWith(prefix))) problems.push(`es/ui.ftl: ${key} is not used`);
}

const text = [
  '// Written by scripts/i18n.mjs from the Spanish catalogue. Do not edit.',
  '',
  '/** A value for a placeable. */',
  'export type Arg = string | number;',
  '',
  '/** Every key of the catalogue with the arguments it needs. */',
  'export interface Messages {',
  ...[...base].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, names]) =>
    `  '${key}': ${names.length ? `{ ${names.map((name) => `${name}: Arg`).join('; ')} }` : 'undefined'};`),
  '}',
  '',
].join('\n');

if (process.argv.includes('--check')) {
  if (!existsSync(output) || readFileSync(output, 'utf8') !== text) problems.push('src/i18n/keys.ts is stale: npm run i18n');
} else {
  writeFileSync(output, text);
}
if (problems.length) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`${base.size} keys, ${languages.length} languages`);
