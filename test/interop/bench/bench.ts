// `npm run interop -- --bench`: Concord's agent at the stock server, the stock client at Concord's hub, each beside the stock
// pair in one run, on one PostgreSQL, every hub and client a process or thread of its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openBenchEngine } from '../../bench/engine.ts';
import { plainSql, startBenchHub } from '../../bench/hub.ts';
import { startCluster } from '../../support/postgres-cluster.ts';
import { startLineProgram } from '../line-program.ts';
import { startServer } from '../net-server.ts';
import type { Peers } from '../peers.ts';

/** Milliseconds of each part, for one pair of client and hub. */
type Times = Readonly<Record<Part, number>>;

const parts = {
  first: 'first session of 200,000 rows',
  empty: 'empty session, median of 20',
  upload: 'upload of 100,000 changes',
  conflicts: '10,000 conflicts',
} as const;

type Part = keyof typeof parts;

const rows = 200_000;

/** The eight columns of the bench, empty; they are filled once the hub tracks them. */
const schema = `create table item (id int primary key, code varchar(20) not null, name varchar(60), amount double precision,
  quantity int, due timestamp, note text, done boolean)`;

const fill = `insert into item select i, 'C-' || i, 'Item number ' || i || ' of the bench', i * 1.25, i % 1000,
  '2026-06-15T08:00:00', case when i % 3 > 0 then 'note ' || i end, i % 2 = 1 from generate_series(1, ${rows}) i`;

/** A client under measure: its sessions in milliseconds, and another program's writes to its file. */
interface Client {
  session(): Promise<number>;
  sql(text: string): void;
  close(): Promise<void> | void;
}

/** Measures all pairs and prints them; true if Concord is nowhere slower than the stock pair. */
export async function benchPeers(peers: Peers): Promise<boolean> {
  const cluster = await startCluster();
  if (typeof cluster === 'string') {
    process.stdout.write(`Skipped, there is no PostgreSQL for the stock server: ${cluster}.\n`);
    return true;
  }
  const folder = mkdtempSync(join(tmpdir(), 'concord-interop-bench-'));
  const stockClient = (name: string, url: string): Promise<Client> => openStock(peers, join(folder, name), url);
  const agent = (name: string, url: string): Promise<Client> => openAgent(join(folder, `${name}.db`), url);
  const stockServer = (database: string): ReturnType<typeof startServer> =>
    startServer({ database, tables: ['item'], variables: { BATCHDIR: join(folder, 'hub') } }, peers.server);
  const ourHub = async (database: string): Promise<Hub> => {
    const { url, close } = await startBenchHub(database);
    return { url, stop: close };
  };
  try {
    const pair = await measure(`${cluster.url}`, 'pair', stockServer, stockClient);
    const atServer = await measure(`${cluster.url}`, 'agent', stockServer, agent);
    const atHub = await measure(`${cluster.url}`, 'hub', ourHub, stockClient);
    return print(pair, [
      ['Concord agent, stock server', atServer],
      ['stock client, Concord hub', atHub],
    ]);
  } finally {
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Hub {
  readonly url: string;
  stop(): Promise<void>;
}

async function measure(
  cluster: string,
  name: string,
  startHub: (database: string) => Promise<Hub>,
  open: (name: string, url: string) => Promise<Client>,
): Promise<Times> {
  const database = await makeDatabase(cluster, name);
  const sql = new pg.Client({ connectionString: database });
  await sql.connect();
  const hub = await startHub(database);
  try {
    // The stock server makes its tracking when the first client comes; the rows come after it, for every hub alike.
    const early = await open(`${name}-early`, hub.url);
    await early.session();
    await early.close();
    await sql.query(fill);
    await sql.query('vacuum analyze');
    const client = await open(name, hub.url);
    try {
      const first = await client.session();
      const empties: number[] = [];
      for (let i = 0; i < 30; i++) empties.push(await client.session());
      client.sql(`update item set note = 'upload', amount = amount + 1 where id <= 100000`);
      const upload = await client.session();
      await sql.query(`update item set note = 'theirs' where id <= 10000`);
      client.sql(`update item set note = 'mine' where id <= 10000`);
      const conflicts = await client.session();
      return { first, empty: empties.slice(10).toSorted((a, b) => a - b)[10] ?? 0, upload, conflicts };
    } finally {
      await client.close();
    }
  } finally {
    await hub.stop();
    await sql.end();
  }
}

async function makeDatabase(cluster: string, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: `${cluster}postgres` });
  await admin.connect();
  await admin.query(`create database bench_${name}`);
  await admin.end();
  const url = `${cluster}bench_${name}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(schema);
  await client.end();
  return url;
}

async function openStock(peers: Peers, path: string, url: string): Promise<Client> {
  const program = startLineProgram(peers.client);
  const file = `${path}.sqlite`;
  await program.ask({ cmd: 'open', file, url, batchDir: `${path}-parts` });
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

function print(pair: Times, others: readonly (readonly [string, Times])[]): boolean {
  const names = Object.keys(parts) as Part[];
  const ms = (time: number): string => `${Math.round(time).toLocaleString('en')} ms`;
  const ratio = (part: Part, times: Times): string =>
    `${ms(times[part])}, ${(pair[part] / times[part]).toFixed(1)} times as fast`;
  const lines = names.map((part) => [parts[part], ms(pair[part]), ...others.map(([, times]) => ratio(part, times))]);
  const head = ['what', 'stock pair', ...others.map(([name]) => name)];
  for (const line of [head, head.map(() => '---'), ...lines]) process.stdout.write(`| ${line.join(' | ')} |\n`);
  return others.every(([, times]) => names.every((part) => times[part] <= pair[part]));
}
