// The pairs under measure: every hub and client a process or thread of its own, on the same rows.

import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import pg from 'pg';
import { openBenchEngine } from '../../bench/engine.ts';
import { plainSql, startBenchHub } from '../../bench/hub.ts';
import { startLineProgram } from '../line-program.ts';
import { startServer } from '../net-server.ts';
import type { Peers } from '../peers.ts';

/** The stock pair, Concord's agent at the stock server, the stock client at Concord's hub on PostgreSQL and on SQLite. */
export const pairNames = ['pair', 'agent', 'hub', 'sqliteHub'] as const;

/** One of them. */
export type PairName = (typeof pairNames)[number];

/** A client whose first session is still to come, and its hub, which holds the rows. */
export interface Pair {
  readonly name: PairName;
  /** Milliseconds of a session. */
  session(): Promise<number>;
  /** Another program's write to the client's file. */
  clientSql(text: string): void;
  /** Another program's write to the hub's database. */
  hubSql(text: string): Promise<void>;
  close(): Promise<void>;
}

/** What a pair is made of. */
export interface Ground {
  readonly peers: Peers;
  readonly folder: string;
  /** `postgres://user@host:port/`. */
  readonly cluster: string;
}

/** Eight columns, as in the bench of Concord alone. */
const schema = `create table item (id int primary key, code varchar(20) not null, name varchar(60), amount double precision,
  quantity int, due timestamp, note text, done boolean)`;

const fill = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000)
  select i, 'C-' || i, 'Item number ' || i || ' of the bench', i * 1.25, i % 1000, '2026-06-15 08:00:00',
  case when i % 3 > 0 then 'note ' || i end, i % 2 = 1 from n`;

/** Opens a pair. A stock server makes its tracking when the first client comes; the rows come after it, for every hub alike. */
export async function openPair(name: PairName, ground: Ground): Promise<Pair> {
  const database = name === 'sqliteHub' ? openFile(ground, name) : await openDatabase(ground, name);
  const hub = await openHub(name, ground, database.url);
  const open = (file: string): Promise<Client> =>
    name === 'agent' ? openAgent(join(ground.folder, `${file}.db`), hub.url) : openStock(ground, file, hub.url);
  const early = await open(`${name}-early`);
  await early.session();
  await early.close();
  await database.fill();
  const client = await open(name);
  return {
    name,
    session: () => client.session(),
    clientSql: (text) => client.sql(text),
    hubSql: (text) => database.sql(text),
    async close() {
      await client.close();
      await hub.stop();
      await database.close();
    },
  };
}

interface Database {
  readonly url: string;
  sql(text: string): Promise<void>;
  fill(): Promise<void>;
  close(): Promise<void>;
}

async function openDatabase({ cluster }: Ground, name: string): Promise<Database> {
  const admin = new pg.Client({ connectionString: `${cluster}postgres` });
  await admin.connect();
  await admin.query(`create database bench_${name.toLowerCase()}`);
  await admin.end();
  const url = `${cluster}bench_${name.toLowerCase()}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(schema);
  const sql = async (text: string): Promise<void> => void (await client.query(text));
  return {
    url,
    sql,
    async fill() {
      const rows = fill.replace("'2026-06-15 08:00:00'", "timestamp '2026-06-15 08:00:00'");
      await sql(`insert into item ${rows}`);
      await sql('vacuum analyze');
    },
    close: () => client.end(),
  };
}

function openFile({ folder }: Ground, name: string): Database {
  const url = join(folder, `${name}-hub.sqlite`);
  const sql = (text: string): Promise<void> => Promise.resolve(plainSql(url, text));
  const db = new Sqlite(url);
  db.exec(schema.replace('timestamp', 'datetime'));
  db.close();
  return { url, sql, fill: () => sql(`insert into item ${fill}`), close: () => Promise.resolve() };
}

interface Hub {
  readonly url: string;
  stop(): Promise<void>;
}

async function openHub(name: PairName, { folder, peers }: Ground, database: string): Promise<Hub> {
  if (name === 'pair' || name === 'agent') {
    const variables = { BATCHDIR: join(folder, `${name}-hub`) };
    return await startServer({ database, tables: ['item'], variables }, peers.server);
  }
  const { url, close } = await startBenchHub(database);
  return { url, stop: close };
}

interface Client {
  session(): Promise<number>;
  sql(text: string): void;
  close(): Promise<void> | void;
}

async function openStock({ peers, folder }: Ground, name: string, url: string): Promise<Client> {
  const program = startLineProgram(peers.client);
  const file = join(folder, `${name}.sqlite`);
  await program.ask({ cmd: 'open', file, url, batchDir: join(folder, `${name}-parts`) });
  return {
    async session() {
      const started = performance.now();
      await program.ask({ cmd: 'sync' });
      return performance.now() - started;
    },
    sql: (text) => plainSql(file, text),
    close: () => program.close(),
  };
}

async function openAgent(file: string, url: string): Promise<Client> {
  const engine = await openBenchEngine(file, url);
  return {
    // As the session counts itself: how soon the window hears of its end is no part of it.
    session: async () => (await engine.sync()).ms,
    sql: (text) => engine.sql(text),
    close: () => engine.close(),
  };
}
