import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../../support/postgres-cluster.ts';
import { findPeers } from '../peers.ts';
import { openPair, type PairName } from './pairs.ts';
const cluster = await startCluster();
import pg from 'pg';
if (typeof cluster !== 'string' && process.env['SLOW']) {
  const c = new pg.Client({ connectionString: cluster.url + 'postgres' }); await c.connect(); await c.query("load 'auto_explain'");
  for (const x of ["logging_collector=on","log_directory='/tmp/pglog'","log_file_mode='0644'","session_preload_libraries='auto_explain'","auto_explain.log_min_duration=15","auto_explain.log_analyze=on","auto_explain.log_nested_statements=on","auto_explain.log_buffers=on"]) await c.query('alter system set ' + x);
  await c.end(); await cluster.restart();
}
const peers = findPeers();
if (typeof cluster === 'string' || typeof peers === 'string') throw new Error('no');
const folder = mkdtempSync(join(tmpdir(), 'x-'));
const names = (process.argv[2] ?? 'pair,hub').split(',') as PairName[];
const what = (process.argv[3] ?? 'down').split(',');
const pairs = [];
for (const name of names) pairs.push(await openPair(name, { peers, folder, cluster: cluster.url }));
const t = async (label: string, before: (p: (typeof pairs)[0]) => unknown = () => 0) => {
  const out = [];
  for (const p of pairs) { await before(p); out.push(`${p.name} ${Math.round(await p.session())}`); }
  console.log(label, out.join('  '));
};
await t('first');
for (const w of what) {
  const [k, n = '1000', times = '5'] = w.split(':');
  for (let i = 0; i < Number(times); i++) {
    const sql = `update item set note = '${k} ${i}', amount = amount + 1 where id between ${1001} and ${1000 + Number(n)}`;
    await t(w, (p) => (k === 'down' ? p.hubSql(sql) : k === 'up' ? p.clientSql(sql) : 0));
  }
}
if (process.argv[4]) { console.log('hold', cluster.url); await new Promise((r) => setTimeout(r, Number(process.argv[4]) * 1000)); }
for (const p of pairs) await p.close();
await cluster.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
