// The bench against a hub on PostgreSQL, where there is one: the same eight columns, the hub a process of its own.

import { join } from 'node:path';
import pg from 'pg';
import { startCluster } from '../support/postgres-cluster.ts';
import { openBenchEngine, type BenchEngine } from './engine.ts';
import { startBenchHub } from './hub.ts';
import { count, figure, type Figure } from './table.ts';

const rows = 200_000;

const schema = `create table item (id int primary key, code varchar(20) not null, name varchar(60), amount double precision,
    quantity int, due timestamp, note text, done boolean);
  insert into item select i, 'C-' || i, 'Item number ' || i || ' of the bench', i * 1.25, i % 1000, '2026-06-15T08:00:00',
    case when i % 3 > 0 then 'note ' || i end, i % 2 = 1 from generate_series(1, ${rows}) i;
  vacuum analyze item`;

/** The figures; one line of words where there is no PostgreSQL. */
export async function postgresFigures(folder: string): Promise<readonly Figure[]> {
  const cluster = await startCluster();
  if (typeof cluster === 'string') {
    process.stdout.write(`The bench of the PostgreSQL hub is left out: ${cluster}.\n`);
    return [];
  }
  const database = `${cluster.url}postgres`;
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    for (const statement of schema.split(';')) await client.query(statement);
    const hub = await startBenchHub(database);
    try {
      return await measure(folder, { url: hub.url, sql: async (text) => void (await client.query(text)) });
    } finally {
      await hub.close();
    }
  } finally {
    await client.end();
    await cluster.close();
  }
}

interface Bench {
  readonly url: string;
  readonly sql: (text: string) => Promise<void>;
}

async function measure(folder: string, { url, sql }: Bench): Promise<Figure[]> {
  const engine = await openBenchEngine(join(folder, 'of-postgres.db'), url);
  try {
    const first = await engine.sync();
    const figures = [speed('PostgreSQL hub: first session of 200,000 rows', first.downloaded, first.ms, 80_000)];
    const empty = await emptySession(engine);
    figures.push(figure('PostgreSQL hub: empty session', `${empty.toFixed(1)} ms`, '20 ms', empty < 20));
    engine.sql(`update item set note = 'upload', amount = amount + 1 where id <= 100000`);
    const upload = await engine.sync();
    figures.push(speed('PostgreSQL hub: upload of 100,000 changes', upload.uploaded, upload.ms, 40_000));
    figures.push(await conflicts(engine, sql));
    figures.push(await together(folder, url, first.downloaded / (first.ms / 1000)));
    return figures;
  } finally {
    await engine.close();
  }
}

function speed(what: string, moved: number, ms: number, asked: number): Figure {
  const perSecond = Math.round(moved / (ms / 1000));
  return figure(what, count(perSecond, 'rows/s'), count(asked, 'rows/s'), perSecond >= asked);
}

async function emptySession(engine: BenchEngine): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 60; i++) times.push((await engine.sync()).ms);
  return times.slice(30).toSorted((a, b) => a - b)[15] ?? 0;
}

async function conflicts(engine: BenchEngine, sql: Bench['sql']): Promise<Figure> {
  await sql(`update item set note = 'theirs' where id <= 10000`);
  engine.sql(`update item set note = 'mine' where id <= 10000`);
  const { ms } = await engine.sync();
  const list = await engine.client.call('conflicts.list', { tab: 'undecided', limit: 1, offset: 0 });
  if (list.shown !== 10_000) throw new Error(`${list.shown} conflicts instead of 10,000`);
  return figure('PostgreSQL hub: 10,000 conflicts', `${ms.toFixed(0)} ms`, '1,500 ms', ms < 1500);
}

/** Twenty new replicas at once: their rows a second, all together, beside those of one. */
async function together(folder: string, url: string, alone: number): Promise<Figure> {
  const engines = await Promise.all(
    Array.from({ length: 20 }, (_, i) => openBenchEngine(join(folder, `of-postgres-${i}.db`), url)),
  );
  const started = performance.now();
  try {
    const sessions = await Promise.all(engines.map((engine) => engine.sync()));
    const moved = sessions.reduce((sum, session) => sum + session.downloaded, 0);
    const perSecond = moved / ((performance.now() - started) / 1000);
    const what = 'PostgreSQL hub: first sessions of 20 replicas at once';
    const ratio = `${(perSecond / alone).toFixed(2)} of one`;
    return figure(what, `${count(Math.round(perSecond), 'rows/s')}, ${ratio}`, '1.00 of one', perSecond >= alone);
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
}
