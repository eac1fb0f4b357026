// The connections to a PostgreSQL database. Every value comes as the text that PostgreSQL writes; nothing is converted here.

import pg, { type PoolClient } from 'pg';
import { ConcordError } from '../../../sync/problem.ts';
import { isWorthRepeating, postgresProblem } from './problem.ts';

/** A value to bind. */
export type PgValue = string | number | bigint | boolean | null | readonly (string | null)[] | readonly number[];

/** Cells as texts. */
export type PgRow = (string | null)[];

/**
 * A statement that each connection parses and plans once. For Concord's own tables alone: those of the owner may change
 * their columns, which such a plan does not survive.
 */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** Something that answers statements. */
export interface Querying {
  /** The rows of a statement. A text without values may hold several statements; the last one's rows are given. */
  rows(text: string | Prepared, values?: readonly PgValue[]): Promise<PgRow[]>;
  /** The first cell of the first row; null where there is none. */
  value(text: string | Prepared, values?: readonly PgValue[]): Promise<string | null>;
  /** How many rows a statement has changed. */
  run(text: string | Prepared, values?: readonly PgValue[]): Promise<number>;
}

/** Both kinds of connections: those that read and those that write, so that a reader never waits for its own kind. */
export interface Database extends Querying {
  /** Host and name for people; never a password. */
  readonly label: string;
  readonly name: string;
  /** One transaction of a connection of its own; repeated after a deadlock. */
  write<T>(work: (db: Querying) => Promise<T>): Promise<T>;
  /** A connection of its own, outside of any transaction. What is left open is rolled back. */
  reading<T>(work: (db: Querying) => Promise<T>): Promise<T>;
  /** Opens a connection that stays. */
  line(ear: Ear): Promise<Line>;
  /** True from the moment at which it is closed. */
  isClosed(): boolean;
  close(): Promise<void>;
}

/** What a connection that stays is for: what other processes call out, and locks that end with it. */
export interface Ear {
  readonly channel: string;
  heard(): void;
  /** It broke. */
  lost(): void;
}

/** A connection of its own, until it breaks or is closed. */
export interface Line extends Pick<Querying, 'value'> {
  close(): Promise<void>;
}

const raw = { getTypeParser: () => (value: unknown) => value };

/**
 * How a connection writes values, and how long it waits for somebody else's lock. What an upload did is on the disk before its
 * sender is told, also where the database is set not to wait: the sender would never send it again.
 */
const manners = `set datestyle = 'ISO'; set intervalstyle = 'postgres'; set bytea_output = 'hex'; set extra_float_digits = 1;
  set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '10min'; set client_min_messages = 'warning'; set jit = off;
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

const tries = 5;

/** Opens a database by its URL. Throws `database-unreachable`; connections are made when they are needed. */
export async function openDatabase(url: string): Promise<Database> {
  const address = addressOf(url);
  const readers = createPool(url);
  const writers = createPool(url);
  const own = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((thrown: unknown) => {
      throw postgresProblem(thrown, address.name);
    });
  const using = <T>(pool: Pool, work: (db: Querying) => Promise<T>): Promise<T> =>
    own(() => pool.enter((client) => work(asking(client))));
  const database: Database = {
    ...address,
    ...queries((text, values) => own(() => writers.enter((client) => ask(client, text, values)))),
    async write(work) {
      for (let left = tries; ; left--) {
        try {
          return await writers.enter((client) => inTransaction(asking(client), work));
        } catch (thrown) {
          if (left <= 1 || !isWorthRepeating(thrown)) throw postgresProblem(thrown, address.name);
        }
      }
    },
    reading: (work) => using(readers, work),
    line: (ear) => own(() => openLine(url, ear)),
    isClosed: () => writers.isEnding(),
    close: async () => void (await Promise.all([readers.end(), writers.end()])),
  };
  await own(() => firstLook(url));
  return database;
}

/** Whether the database can be reached at all; later, whoever needs a connection may have to wait for one longer than this. */
async function firstLook(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
}

async function openLine(connectionString: string, { channel, heard, lost }: Ear): Promise<Line> {
  const client = new pg.Client({
    connectionString,
    types: raw,
    application_name: 'concord hub',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  client.on('notification', heard);
  await client.connect();
  try {
    await client.query(`listen ${channel}`);
  } catch (thrown) {
    await client.end();
    throw thrown;
  }
  client.once('end', lost);
  return {
    value: async (text, values) => (await ask(client, text, values)).rows[0]?.[0] ?? null,
    async close() {
      client.off('end', lost);
      await client.end();
    },
  };
}

/** True for an address of a PostgreSQL database. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//i.test(text);
}

function addressOf(url: string): { readonly label: string; readonly name: string } {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const name = decodeURIComponent(parsed?.pathname.slice(1) ?? '');
  if (!parsed || !isPostgresUrl(url) || name === '') {
    const reason = 'its address must read postgres://USER@HOST:PORT/DATABASE';
    throw new ConcordError('database-unreachable', { database: 'there', reason });
  }
  return { label: `PostgreSQL database ${name}`, name };
}

/** Connections of one kind. Who finds all of them in use waits for as long as it takes; a new one must answer soon. */
interface Pool {
  readonly enter: <T>(work: (client: PoolClient) => Promise<T>) => Promise<T>;
  isEnding(): boolean;
  end(): Promise<void>;
}

const max = 8;

function createPool(connectionString: string): Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    types: raw,
    application_name: 'concord hub',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // The pool waits for what this returns.
    onConnect: (client): unknown => client.query(manners),
  });
  // An idle connection that breaks is replaced by the pool; who uses one hears of it from its own query.
  pool.on('error', () => undefined);
  const queue: (() => void)[] = [];
  let used = 0;
  return {
    async enter(work) {
      if (used >= max) await new Promise<void>((resolve) => queue.push(resolve));
      else used++;
      try {
        return await onClient(pool, work);
      } finally {
        const next = queue.shift();
        if (next) next();
        else used--;
      }
    },
    isEnding: () => pool.ending,
    end: async () => (pool.ending ? undefined : pool.end()),
  };
}

async function onClient<T>(pool: pg.Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks tells whoever waits for an answer of its, too.
  const heard = (): void => undefined;
  client.on('error', heard);
  let usable = false;
  try {
    const done = await work(client);
    usable = true;
    return done;
  } catch (thrown) {
    usable = await isReset(client);
    throw thrown;
  } finally {
    client.off('error', heard);
    client.release(!usable);
  }
}

/** What an interrupted work left open does not reach the connection's next user. */
async function isReset(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback; select pg_advisory_unlock_all()');
    return true;
  } catch {
    return false;
  }
}

function asking(client: PoolClient): Querying {
  return queries((text, values) => ask(client, text, values));
}

async function inTransaction<T>(db: Querying, work: (db: Querying) => Promise<T>): Promise<T> {
  await db.rows('begin');
  const done = await work(db);
  await db.rows('commit');
  return done;
}

async function ask(
  client: Pick<PoolClient, 'query'>,
  statement: string | Prepared,
  values?: readonly PgValue[],
): Promise<{ readonly rows: PgRow[]; readonly count: number }> {
  const query = typeof statement === 'string' ? { text: statement } : { ...statement };
  const answer = (await client.query({
    ...query,
    rowMode: 'array',
    ...(values && { values: [...values] }),
  })) as unknown;
  const last = (Array.isArray(answer) ? answer.at(-1) : answer) as { rows: PgRow[]; rowCount: number | null };
  return { rows: last.rows, count: last.rowCount ?? 0 };
}

function queries(
  put: (
    text: string | Prepared,
    values?: readonly PgValue[],
  ) => Promise<{ readonly rows: PgRow[]; readonly count: number }>,
): Querying {
  return {
    rows: async (text, values) => (await put(text, values)).rows,
    value: async (text, values) => (await put(text, values)).rows[0]?.[0] ?? null,
    run: async (text, values) => (await put(text, values)).count,
  };
}
