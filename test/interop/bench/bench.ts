// `npm run interop -- --bench`: Concord's agent at the stock server, the stock client at Concord's hub on either store, each
// beside the stock pair in one run: mark by mark, all of them in turn, so that a busy machine is busy for all.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../../support/postgres-cluster.ts';
import type { Peers } from '../peers.ts';
import { openPair, pairNames, type Pair, type PairName } from './pairs.ts';

/** Something that is measured: what hub and client write before each round, and how many rounds count after how many that don't. */
interface Mark {
  readonly what: string;
  readonly rounds?: number;
  readonly unmeasured?: number;
  readonly hub?: (round: number) => string;
  readonly client?: (round: number) => string;
}

const marks: readonly Mark[] = [
  { what: 'first session of 200,000 rows' },
  { what: 'empty session', rounds: 21, unmeasured: 10 },
  { what: '1,000 changes of the hub', rounds: 5, unmeasured: 1, hub: (n) => changed(`hub ${n}`, 1001, 2000) },
  { what: '1,000 changes of the client', rounds: 5, unmeasured: 1, client: (n) => changed(`client ${n}`, 3001, 4000) },
  { what: '100,000 changes of the client', client: () => changed('upload', 1, 100_000) },
  { what: '100,000 changes of the hub', hub: () => changed('download', 100_001, 200_000) },
  {
    what: '10,000 conflicts',
    hub: () => changed('theirs', 1, 10_000),
    client: () => changed('mine', 1, 10_000),
  },
];

function changed(note: string, from: number, to: number): string {
  return `update item set note = '${note}', amount = amount + 1 where id between ${from} and ${to}`;
}

/** Milliseconds of each pair, the median of its rounds, in the order of the marks. */
type Times = Readonly<Record<PairName, number[]>>;

/** Measures all pairs and prints them; true if Concord is nowhere slower than the stock pair. */
export async function benchPeers(peers: Peers): Promise<boolean> {
  const cluster = await startCluster();
  if (typeof cluster === 'string') {
    process.stdout.write(`Skipped, there is no PostgreSQL for the stock server: ${cluster}.\n`);
    return true;
  }
  const folder = mkdtempSync(join(tmpdir(), 'concord-interop-bench-'));
  const pairs: Pair[] = [];
  try {
    for (const name of pairNames) pairs.push(await openPair(name, { peers, folder, cluster: cluster.url }));
    const times = { pair: [], agent: [], hub: [], sqliteHub: [] } as Times;
    for (const mark of marks) {
      const all = await measure(mark, pairs);
      for (const { name } of pairs) times[name].push(median(all[name]));
    }
    return print(times);
  } finally {
    for (const pair of pairs) await pair.close();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(mark: Mark, pairs: readonly Pair[]): Promise<Times> {
  const { rounds = 1, unmeasured = 0, hub, client } = mark;
  const times = { pair: [], agent: [], hub: [], sqliteHub: [] } as Times;
  for (let round = 0; round < unmeasured + rounds; round++) {
    for (const pair of pairs) {
      if (hub) await pair.hubSql(hub(round));
      if (client) pair.clientSql(client(round));
      const time = await pair.session();
      if (round >= unmeasured) times[pair.name].push(time);
    }
  }
  return times;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}

const titles = {
  pair: 'stock pair',
  agent: 'Concord’s agent, stock server',
  hub: 'stock client, Concord’s hub on PostgreSQL',
  sqliteHub: 'stock client, Concord’s hub on SQLite',
} as const;

function print(times: Times): boolean {
  const ours = pairNames.filter((name) => name !== 'pair');
  const ms = (time = 0): string => `${Math.round(time).toLocaleString('en')} ms`;
  const stock = (at: number): number => times.pair[at] ?? 0;
  const lines = marks.map(({ what }, at) => [
    what,
    ms(stock(at)),
    ...ours.map((name) => `${ms(times[name][at])}, ${(stock(at) / (times[name][at] ?? 1)).toFixed(1)} ×`),
  ]);
  const head = ['', ...pairNames.map((name) => titles[name])];
  for (const line of [head, head.map(() => '---'), ...lines]) process.stdout.write(`| ${line.join(' | ')} |\n`);
  return ours.every((name) => times[name].every((time, at) => time <= stock(at)));
}
