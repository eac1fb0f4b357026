// `concord hub`: serves an existing SQLite or PostgreSQL database to Concord and to stock Dotmim.Sync clients until SIGTERM
// (HB-01).

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHubServer } from '../hub/door/server.ts';
import { openTokenFile } from '../hub/door/tokens.ts';
import { createHub } from '../hub/hub.ts';
import { isPostgresUrl } from '../hub/stores/postgres/connection.ts';
import { openPostgresStore } from '../hub/stores/postgres/postgres-store.ts';
import { openSqliteStore } from '../hub/stores/sqlite/sqlite-store.ts';
import type { HubStore } from '../hub/stores/store.ts';
import { ConcordError, problemFrom } from '../sync/problem.ts';
import type { Direction, Setup } from '../sync/schema.ts';
import type { Scope } from '../sync/scope.ts';
import { ended } from './ended.ts';
import { exits, wrongUse, type Terminal } from './terminal.ts';

/** Options of `hub`. */
export interface HubOptions {
  /** A file, or a `postgres://` URL; the latter may hold a password and is never printed. */
  readonly database: string;
  /** As typed: `a,b,c`. */
  readonly tables?: string;
  readonly scope: string;
  readonly policy: string;
  readonly direction?: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly tokenFile?: string;
}

/** Serves until the process is told to end; the first line tells where. */
export async function hubCommand(terminal: Terminal, options: HubOptions): Promise<number> {
  const end = ended();
  const policy = policyOf(options.policy);
  const tokens = options.tokenFile === undefined ? undefined : openTokenFile(options.tokenFile);
  const now = (): Date => new Date();
  const tell = (thrown: unknown, reference: string | null = null): void =>
    terminal.say(failureLine(now(), thrown, reference));
  const { store, spoolFolder } = await openStore(options.database, { now, failed: tell });
  try {
    const scope = await openScope(store, options);
    const hub = await createHub({
      store,
      spoolFolder,
      policy,
      now,
      notify: (event) => event.kind === 'failed' && tell(event.thrown, event.reference),
    });
    const server = await startHubServer({ hub, host: options.host, port: options.port, ...(tokens && { tokens }) });
    const tables = scope.setup.tables.map(({ schema, name }) => (schema === '' ? name : `${schema}.${name}`));
    terminal.result(
      { url: server.url, scope: scope.name, tables },
      `Hub of ${tables.length} tables at ${server.url}, scope ${scope.name}`,
    );
    await end;
    await server.close();
    return exits.done;
  } catch (thrown) {
    await store.close();
    throw thrown;
  } finally {
    if (isPostgresUrl(options.database)) await rm(spoolFolder, { recursive: true, force: true });
  }
}

/** The store, and where its parts in transit lie: beside a file, else in a private folder of this process. */
async function openStore(
  database: string,
  how: Parameters<typeof openSqliteStore>[1],
): Promise<{ readonly store: HubStore; readonly spoolFolder: string }> {
  if (isPostgresUrl(database)) {
    const store = await openPostgresStore(database, how);
    return { store, spoolFolder: await mkdtemp(join(tmpdir(), 'concord-hub-')) };
  }
  if (!existsSync(database)) throw new ConcordError('replica-missing', { file: database });
  return { store: await openSqliteStore(database, how), spoolFolder: `${database}-concord-spool` };
}

/** HB-09: one line for the operator; the reference is the one that the client was told. */
function failureLine(at: Date, thrown: unknown, reference: string | null): string {
  const { code, message, details } = problemFrom(thrown);
  const parts = [at.toISOString(), message, `[${code}]`, reference && `reference ${reference}`];
  const line = parts.filter((part) => part !== null).join(' ');
  return code === 'unexpected' && details !== undefined ? `${line}\n${details}` : line;
}

/** A scope that the database has already is served as it was set up (W-65). */
async function openScope(store: HubStore, options: HubOptions): Promise<Scope> {
  const known = store.scopes().find((scope) => scope.name.toLowerCase() === options.scope.toLowerCase());
  if (options.tables === undefined && options.direction === undefined && known) return known;
  if (options.tables === undefined) throw wrongUse('--tables is needed the first time: the tables to serve, as a,b,c.');
  return store.provision({
    name: known?.name ?? options.scope,
    setup: setupOf(tableList(options.tables), options.direction ?? [], isPostgresUrl(options.database)),
  });
}

function setupOf(tables: readonly string[], directions: readonly string[], withSchemas: boolean): Setup {
  const given = new Map(directions.map(directionPair));
  for (const name of given.keys())
    if (!tables.includes(name)) throw wrongUse(`--direction names ${name}, which is not among --tables.`);
  return {
    tables: tables.map((text) => ({
      ...(withSchemas ? tableName(text) : { name: text, schema: '' }),
      columns: [],
      direction: given.get(text) ?? 'both',
    })),
    filters: [],
    affixes: {},
  };
}

const directionWords: readonly Direction[] = ['both', 'download-only', 'upload-only', 'none'];

function directionPair(text: string): [string, Direction] {
  const at = text.lastIndexOf('=');
  const word = directionWords.find((item) => item === text.slice(at + 1));
  if (at <= 0 || !word) throw wrongUse(`--direction ${text}: TABLE=${directionWords.join('|')} is expected.`);
  return [text.slice(0, at), word];
}

function policyOf(text: string): 'server-wins' | 'client-wins' {
  if (text === 'server-wins' || text === 'client-wins') return text;
  throw wrongUse(`--policy ${text}: server-wins or client-wins is allowed.`);
}

/** `schema.table` or `table`; a name that holds a dot is written in quotes, as in SQL. */
function tableName(text: string): { readonly schema: string; readonly name: string } {
  const parts = /^(?:("(?:[^"]|"")+"|[^".]+)\.)?("(?:[^"]|"")+"|[^".]+)$/.exec(text);
  if (!parts) throw wrongUse(`--tables ${text}: TABLE or SCHEMA.TABLE is expected; quote a name that holds a dot.`);
  const plain = (part = ''): string => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part);
  return { schema: plain(parts[1]), name: plain(parts[2]) };
}

/** `a,b,c`; a comma within a name is written `\,`. */
function tableList(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((name) => name.replaceAll('\\,', ',').trim())
    .filter((name) => name !== '');
}
