// The configuration of a hub out of file, environment and flags: flags before environment before file before default (HB-02).

import { dirname, isAbsolute, join } from 'node:path';
import { ConcordError } from '../../sync/problem.ts';
import { complaints } from './complaints.ts';
import { nearest } from './nearest.ts';
import { groups, hubConfigSchema, type HubConfig } from './schema.ts';
import { optionOf, settings, variableOf, type Setting } from './settings.ts';
import { checkWords, fieldsOf, wordsOf, type Fields } from './words.ts';

/** Where a configuration comes from. */
export interface ConfigSources {
  /** Path and text of the file; null = none. */
  readonly file: { readonly path: string; readonly text: string } | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Options as typed, by name. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** A configuration, and where each field that was said was said last, by its path. */
export interface ReadConfig {
  readonly config: HubConfig;
  readonly origins: ReadonlyMap<string, string>;
}

/** Reads it. Throws `config-invalid`, or `usage` for a flag, with every fault in a sentence. */
export function readHubConfig({ file, environment, flags }: ConfigSources): ReadConfig {
  refuseUnknownVariables(environment);
  const inFile = file ? fileFields(file) : {};
  const variables = wordsOf(environment, variableOf);
  const options = wordsOf(flags, optionOf);
  const origins = new Map<string, string>();
  if (file) for (const path of leaves(inFile)) origins.set(path, file.path);
  for (const { path, ...setting } of settings) {
    if (variables.has(path)) origins.set(place(path), variableOf({ path, ...setting }));
    if (options.has(path)) origins.set(place(path), flagOf({ path, ...setting }));
  }
  const words = new Map([...variables, ...options]);
  checkWords({ words: variables, nameOf: variableOf, code: 'config-invalid' }, words);
  checkWords({ words: options, nameOf: flagOf, code: 'usage' }, words);
  const config = hubConfigSchema.parse(merged(inFile, fieldsOf(words)));
  const { database } = config;
  if (database === undefined) throw new ConcordError('usage', { reason: databaseNeeded });
  return { config: { ...config, database }, origins };
}

const databaseNeeded =
  '--database FILE|URL is needed (or CONCORD_HUB_DATABASE, or "database" in the file): an existing SQLite database, or ' +
  'postgres://USER@HOST:PORT/DATABASE.';

function flagOf({ flag }: Setting): string {
  return flag.split(' ')[0] ?? flag;
}

/** A setting of the scope belongs to the scopes as a whole. */
function place(path: string): string {
  return path.startsWith('scopes') ? 'scopes' : path;
}

/** What was said beside the file goes over it; a scope goes over the one of its name. */
function merged(file: Fields, said: Fields): Fields {
  const within = (name: string): Fields => ({
    ...(file[name] as Fields | undefined),
    ...(said[name] as Fields | undefined),
  });
  const [scope] = (said['scopes'] as Fields[] | undefined) ?? [];
  const scopes = (file['scopes'] as Fields[] | undefined) ?? [];
  const nameOf = ({ name }: Fields): string => (typeof name === 'string' ? name : 'DefaultScope').toLowerCase();
  const known = scope && scopes.find((item) => nameOf(item) === nameOf(scope));
  const all = known
    ? scopes.map((item) => (item === known ? { ...item, ...scope } : item))
    : scope
      ? [...scopes, scope]
      : scopes;
  return { ...file, ...said, ...Object.fromEntries(groups.map((name) => [name, within(name)])), scopes: all };
}

/** The file's fields, checked. Paths in it begin at its own folder. */
function fileFields({ path, text }: { readonly path: string; readonly text: string }): Fields {
  const fields = parse(path, text);
  const parsed = hubConfigSchema.safeParse(fields);
  if (!parsed.success) {
    const found = complaints(parsed.error.issues, (field) => field, hubConfigSchema);
    throw new ConcordError('config-invalid', { reason: `${path}: ${found.join('; ')}` });
  }
  const own = fields as Fields;
  const beside = (value: unknown): unknown =>
    typeof value === 'string' && !isAbsolute(value) && !/^[a-z]+:\/\//i.test(value)
      ? join(dirname(path), value)
      : value;
  return {
    ...own,
    ...('database' in own && { database: beside(own['database']) }),
    ...('tokenFile' in own && { tokenFile: beside(own['tokenFile']) }),
    ...('rules' in own && { rules: beside(own['rules']) }),
    ...('telemetry' in own && { telemetry: withFolder(own['telemetry'] as Fields, beside) }),
  };
}

function withFolder(telemetry: Fields, beside: (value: unknown) => unknown): Fields {
  return 'folder' in telemetry ? { ...telemetry, folder: beside(telemetry['folder']) } : telemetry;
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const reason = `${path} is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    throw new ConcordError('config-invalid', { reason });
  }
}

/** A mistyped variable would be passed over in silence, and with it perhaps the tokens. */
function refuseUnknownVariables(environment: ConfigSources['environment']): void {
  const known = [...settings.map(variableOf), 'CONCORD_HUB_CONFIG'];
  const unknown = Object.keys(environment).filter((name) => name.startsWith('CONCORD_HUB_') && !known.includes(name));
  if (unknown.length === 0) return;
  const told = unknown.map((name) => {
    const meant = nearest(name, known);
    return meant === null ? `${name} is no setting` : `${name} is no setting; ${meant} is meant?`;
  });
  throw new ConcordError('config-invalid', { reason: `${told.join('; ')}` });
}

function leaves(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([key, value]) =>
    groups.some((group) => group === key) ? Object.keys(value as Fields).map((name) => `${key}.${name}`) : [key],
  );
}
