// Databases of the tests' PostgreSQL, each gone when its test has finished; and another program's connection to one, which
// answers at once like the one to a SQLite file, so that one suite serves both stores.

import { randomBytes } from 'node:crypto';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { describe, inject, onTestFinished } from 'vitest';
import type { PostgresAnswer, PostgresOrder } from './postgres-worker.ts';

/** True where the tests have a PostgreSQL. */
export const hasPostgres = typeof inject('postgres') === 'string';

/** A suite for PostgreSQL alone. */
export function onPostgres(title: string, tell: () => void): void {
  if (!hasPostgres) console.warn(`skipped, there is no PostgreSQL here: ${title}`);
  describe.skipIf(!hasPostgres)(title, tell);
}

/** Another program's connection to a hub's database, whatever that is. */
export interface HubDb {
  /** One or more statements. */
  exec(sql: string): unknown;
  prepare(sql: string): HubStatement;
  close(): unknown;
}

/** A statement; `?` stands for a value. */
export interface HubStatement {
  get(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
  run(...values: unknown[]): unknown;
  /** Gives only the first column. */
  pluck(): HubStatement;
  /** Gives rows as arrays. */
  raw(): HubStatement;
}

interface Spare {
  readonly url: string;
  readonly owner: HubDb;
}

/** Databases whose test has finished: making one takes longer than most tests do. */
const spare: Spare[] = [];

/** An empty database; its URL. */
export function temporaryDatabase(): string {
  const database = spare.pop() ?? makeDatabase();
  onTestFinished(() => {
    database.owner.exec(emptied);
    spare.push(database);
  });
  return database.url;
}

/** An empty database that stays as long as the cluster; its URL. */
export function lastingDatabase(): string {
  const { url, owner } = makeDatabase();
  owner.close();
  return url;
}

function makeDatabase(): Spare {
  const server = inject('postgres');
  if (typeof server !== 'string') throw new Error('there is no PostgreSQL here');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = openPostgres(`${server}postgres`);
  admin.exec(`create database ${name} template template0`);
  admin.close();
  return { url: `${server}${name}`, owner: openPostgres(`${server}${name}`) };
}

/** Ends what a test has left connected, and drops all that it has made. */
const emptied = `
  select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  do $$ declare name text; begin
    for name in select nspname from pg_namespace where nspname !~ '^(pg_|information_schema)' loop
      execute format('drop schema %I cascade', name);
    end loop;
  end $$;
  create schema public;
  grant all on schema public to public`;

/** Opens a connection. SQL that the suites share with SQLite is put into PostgreSQL's words. */
export function openPostgres(url: string): HubDb {
  const { rows } = ask({ do: 'open', url });
  const connection = Number(rows[0]?.[0]);
  const query = (sql: string, values: readonly unknown[] = []): PostgresAnswer =>
    ask({ do: 'query', connection, sql: inPostgresWords(sql), values: values.map(plainValue) });
  const statement = (sql: string, form: 'objects' | 'arrays' | 'first'): HubStatement => {
    const all = (values: readonly unknown[]): unknown[] => {
      const { names, rows: found } = query(sql, values);
      if (form === 'first') return found.map((row) => row[0]);
      return form === 'arrays'
        ? [...found]
        : found.map((row) => Object.fromEntries(row.map((cell, at) => [names[at], cell])));
    };
    return {
      all: (...values) => all(values),
      get: (...values) => all(values)[0],
      run: (...values) => void query(sql, values),
      pluck: () => statement(sql, 'first'),
      raw: () => statement(sql, 'arrays'),
    };
  };
  return {
    exec: (sql) => void query(sql),
    prepare: (sql) => statement(sql, 'objects'),
    close: () => void ask({ do: 'close', connection }),
  };
}

function plainValue(value: unknown): unknown {
  return value instanceof Uint8Array ? new Uint8Array(value) : value;
}

/** What SQLite's words for types, bytes and values become. */
export function inPostgresWords(sql: string): string {
  let place = 0;
  return sql
    .replace(/x'([0-9a-f]*)'/gi, `'\\x$1'::bytea`)
    .replace(/\b_concord_(?=(?:t\d+|error|clock|token)\b)/g, '_concord.')
    .replace(/\bdatetime\b/gi, 'timestamp')
    .replace(/\bblob\b/gi, 'bytea')
    .replace(/\breal\b/gi, 'double precision')
    .replace(/\bbit\b/gi, 'boolean')
    .replace(/\binteger\b/gi, 'bigint')
    .replace(/\?/g, () => `$${++place}`);
}

interface Line {
  readonly port: MessagePort;
  readonly signal: Int32Array;
}

let line: Line | null = null;

/** Asks the thread that speaks to PostgreSQL and waits, as better-sqlite3 does. */
function ask(order: PostgresOrder): PostgresAnswer {
  line ??= openLine();
  Atomics.store(line.signal, 0, 0);
  line.port.postMessage(order);
  if (Atomics.wait(line.signal, 0, 0, 60_000) === 'timed-out') throw new Error('PostgreSQL does not answer the test');
  const { message } = receiveMessageOnPort(line.port) as { message: PostgresAnswer };
  if (message.error !== null) throw new Error(message.error);
  // A Buffer comes out of a message as plain bytes; better-sqlite3 gives Buffers.
  const rows = message.rows.map((row) => row.map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell) : cell)));
  return { ...message, rows };
}

function openLine(): Line {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('postgres-worker.ts', import.meta.url), {
    workerData: { port: port2, signal },
    transferList: [port2],
  });
  worker.unref();
  port1.unref();
  return { port: port1, signal };
}
