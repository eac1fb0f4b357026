// The words of flags and environment variables as fields of the configuration.

import { ConcordError } from '../../sync/problem.ts';
import { complaints } from './complaints.ts';
import { directionNames, hubConfigSchema } from './schema.ts';
import { settings, type Setting } from './settings.ts';

/** An object as it was said. */
export type Fields = Record<string, unknown>;

/** Words by the path of their setting. */
export type Words = ReadonlyMap<string, string | readonly string[]>;

/** What was said, by path. */
export function wordsOf(said: Readonly<Record<string, unknown>>, nameOf: (setting: Setting) => string): Words {
  const named = settings.map((setting) => [setting, said[nameOf(setting)]] as const);
  return new Map(named.flatMap(([{ path }, word]) => (isWord(word) ? [[path, word] as const] : [])));
}

function isWord(said: unknown): said is string | readonly string[] {
  return typeof said === 'string' || Array.isArray(said);
}

/** One door's words, and how it names a setting. */
export interface Said {
  readonly words: Words;
  readonly nameOf: (setting: Setting) => string;
  readonly code: 'config-invalid' | 'usage';
}

/** Throws with every fault of a door's words in a sentence; `all` are the words of all doors. */
export function checkWords({ words, nameOf, code }: Said, all: Words): void {
  const names = new Map(settings.map((setting) => [setting.path, nameOf(setting)]));
  const wrong = pairFaults(words, all, names.get('scopes.direction') ?? '');
  const parsed = hubConfigSchema.safeParse(fieldsOf(words));
  const nameAt = (path: string): string =>
    `${names.get(path.replace(/^scopes\[0\].tables.*/, 'scopes.tables').replace('[0]', '')) ?? path} ${String(words.get(path) ?? '')}`.trim();
  if (!parsed.success) wrong.push(...complaints(parsed.error.issues, nameAt, hubConfigSchema));
  // What was typed wrong is the whole sentence there.
  const end = code === 'usage' ? '.' : '';
  if (wrong.length > 0) throw new ConcordError(code, { reason: `${wrong.join('; ')}${end}` });
}

function pairFaults(words: Words, all: Words, name: string): string[] {
  const tables = all.has('scopes.tables') ? tableList(String(all.get('scopes.tables'))) : null;
  return pairsOf(words).flatMap(([table, direction, text]) => {
    if (table === '' || !directionNames.some((known) => known === direction))
      return [`${name} ${text}: TABLE=${directionNames.join('|')} is expected`];
    return tables?.includes(table) ? [] : [`${name} names ${table}, which is not among --tables`];
  });
}

function pairsOf(words: Words): (readonly [table: string, direction: string, text: string])[] {
  const said = words.get('scopes.direction');
  const texts = typeof said === 'string' ? tableList(said) : (said ?? []);
  return texts.map((text) => {
    const at = text.lastIndexOf('=');
    return [text.slice(0, Math.max(at, 0)), text.slice(at + 1), text] as const;
  });
}

/** The words as the file would say them. */
export function fieldsOf(words: Words): Fields {
  const fields: Fields = {};
  for (const { path, kind } of settings) {
    const word = words.get(path);
    if (word === undefined || (kind !== 'text' && kind !== 'number')) continue;
    const value = kind === 'number' && /^\d+$/.test(String(word)) ? Number(word) : word;
    const [first = '', second] = path.split('.');
    if (second === undefined) fields[first] = value;
    else fields[first] = { ...(fields[first] as Fields | undefined), [second]: value };
  }
  const scope = scopeOf(words);
  return scope ? { ...fields, scopes: [scope] } : fields;
}

function scopeOf(words: Words): Fields | null {
  const [name, tables] = [words.get('scopes.name'), words.get('scopes.tables')];
  if (name === undefined && tables === undefined) return null;
  const directions = new Map(pairsOf(words).map(([table, direction]) => [table, direction]));
  const listed = tables === undefined ? null : tableList(String(tables));
  return {
    ...(name !== undefined && { name }),
    ...(listed && { tables: listed.map((table) => withDirection(table, directions.get(table))) }),
  };
}

function withDirection(name: string, direction: string | undefined): Fields {
  const known = directionNames.some((item) => item === direction);
  return known ? { name, direction } : { name };
}

/** `a,b,c`; a comma within a name is written `\,`. */
function tableList(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((name) => name.replaceAll('\\,', ',').trim())
    .filter((name) => name !== '');
}
