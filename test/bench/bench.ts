// `npm run bench`: the figures of the README, each beside what it is measured against in the same run (Speed).
// The hub runs as a process of its own, the engine on its thread, as in the product. 1,000,000 rows unless told otherwise;
// `npm run bench -- 1000000 window` measures one part of engine, window, telemetry and postgres, over the same ground.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchEngine, type BenchEngine } from './engine.ts';
import { makeHubDatabase, plainInsert, plainSql, startBenchHub } from './hub.ts';
import { count, figure, printTable, type Figure } from './table.ts';

const [, , size = '1000000', ...parts] = process.argv;
const rows = Number(size);
const isWanted = (part: 'engine' | 'window' | 'telemetry' | 'postgres'): boolean =>
  parts.length === 0 || parts.includes(part);
const folder = mkdtempSync(join(tmpdir(), 'concord-bench-'));
const figures: Figure[] = [];
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  if (isWanted('engine') || isWanted('window')) await overOneReplica();
  const { telemetryFigures } = await import('./telemetry.ts');
  if (isWanted('telemetry')) figures.push(...(await telemetryFigures(folder)));
  const { postgresFigures } = await import('./postgres.ts');
  if (isWanted('postgres')) figures.push(...(await postgresFigures(folder)));
  printTable(figures);
  process.exitCode = figures.every((item) => item.reached) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Engine, then window: the replica that the one has filled is what the other is opened on. */
async function overOneReplica(): Promise<void> {
  const [database, replica] = [join(folder, 'hub.db'), join(folder, 'replica.db')];
  makeHubDatabase(database, rows);
  const hub = await startBenchHub(database);
  try {
    const engine = await openBenchEngine(replica, hub.url);
    try {
      if (isWanted('engine')) await engineFigures(engine, database);
      else await engine.sync();
    } finally {
      await engine.close();
    }
    // Loaded when the engine's memory has been measured: a driver of browsers takes half as much as an engine.
    const { windowFigures } = await import('./window.ts');
    if (isWanted('window')) figures.push(...(await windowFigures({ replica, database, hub: hub.url, rows })));
  } finally {
    await hub.close();
  }
}

async function engineFigures(engine: BenchEngine, database: string): Promise<void> {
  await firstSession(engine);
  await emptySessions(engine);
  await thousands(engine, database);
  await upload(engine);
  await conflicts(engine, database);
  const highest = engine.highestMemory();
  figures.push(figure('engine memory, highest', count(Math.round(highest / 1e6), 'MB'), '300 MB', highest < 300e6));
}

/** The same rows, plainly inserted into a table with the same tracking, are the measure (ratio at least 0.3). */
async function firstSession(engine: BenchEngine): Promise<void> {
  const reads = engine.readAllTheWhile();
  const session = await engine.sync();
  const latency = await reads.stop();
  const speed = session.downloaded / (session.ms / 1000);
  const plain = plainInsert(join(folder, 'plain.db'), rows, join(folder, 'replica.db'));
  const ratio = speed / plain;
  figures.push(
    figure(
      `first session of ${count(rows, 'rows')}`,
      `${count(Math.round(speed), 'rows/s')}, ${ratio.toFixed(2)} of a plain insert (${count(Math.round(plain), 'rows/s')})`,
      '0.30',
      ratio >= 0.3,
    ),
    figure(
      'window reads meanwhile, p95',
      `${latency.p95.toFixed(0)} ms of ${latency.count} reads`,
      '50 ms',
      latency.p95 < 50,
    ),
  );
}

async function emptySessions(engine: BenchEngine): Promise<void> {
  const times: number[] = [];
  let requests = 0;
  for (let i = 0; i < 100; i++) {
    const session = await engine.sync();
    requests = session.requests;
    if (i >= 50) times.push(session.ms);
  }
  const median = middle(times);
  figures.push(
    figure('empty session', `${median.toFixed(1)} ms, ${requests} requests`, '15 ms, 5', median < 15 && requests === 5),
  );
}

async function thousands(engine: BenchEngine, database: string): Promise<void> {
  const down: number[] = [];
  const up: number[] = [];
  for (let i = 0; i < 15; i++) {
    plainSql(database, `update item set note = 'hub ${i}' where id <= 1000`);
    down.push((await engine.sync()).ms);
    engine.sql(`update item set note = 'here ${i}' where id <= 1000`);
    up.push((await engine.sync()).ms);
  }
  figures.push(figure('1,000 rows down', `${middle(down).toFixed(0)} ms`, '50 ms', middle(down) < 50));
  figures.push(figure('1,000 rows up', `${middle(up).toFixed(0)} ms`, '50 ms', middle(up) < 50));
}

async function upload(engine: BenchEngine): Promise<void> {
  engine.sql(`update item set note = 'upload', amount = amount + 1 where id <= 100000`);
  const session = await engine.sync();
  const speed = session.uploaded / (session.ms / 1000);
  figures.push(
    figure('upload of 100,000 changes', count(Math.round(speed), 'rows/s'), '60,000 rows/s', speed >= 60_000),
  );
}

async function conflicts(engine: BenchEngine, database: string): Promise<void> {
  plainSql(database, `update item set note = 'theirs' where id <= 10000`);
  engine.sql(`update item set note = 'mine' where id <= 10000`);
  let started = performance.now();
  await engine.sync();
  const list = await engine.client.call('conflicts.list', { tab: 'undecided', limit: 200, offset: 0 });
  const readable = performance.now() - started;
  if (list.shown !== 10_000) throw new Error(`${list.shown} conflicts instead of 10,000`);
  started = performance.now();
  await engine.client.call('conflicts.resolveAll', { filter: { tab: 'undecided' }, keep: 'mine' });
  await engine.sync();
  const decided = performance.now() - started;
  const after = await engine.client.call('conflicts.list', { tab: 'confirmed', limit: 1, offset: 0 });
  if (after.shown !== 10_000) throw new Error(`${after.shown} confirmed instead of 10,000`);
  figures.push(figure('10,000 conflicts, start to readable', `${readable.toFixed(0)} ms`, '1,000 ms', readable < 1000));
  figures.push(figure('… decided in bulk and confirmed', `${decided.toFixed(0)} ms`, '2,000 ms', decided < 2000));
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
