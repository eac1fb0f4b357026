// `concord doctor` on deployments of real stock peers: each of the losses that it can see from outside is named with its
// records, and neither the file nor the hub's rows are touched (SF-10).

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { examine, type Report } from '../../main/doctor/examine.ts';
import { categorySchema, insert, rename } from '../support/category.ts';
import { concordHubs, hubKinds, setScene, withPeers, type Scene } from './scene.ts';

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

async function doctor(file: string, hub: string): Promise<Report> {
  const before = digest(file);
  const signal = AbortSignal.timeout(30_000);
  const report = await examine({ file, hub, scope: 'DefaultScope', token: null, signal, now: () => new Date() });
  expect(digest(file), 'the file is only read').toBe(before);
  return report;
}

const found = ({ findings }: Report): unknown[] =>
  findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ kind, table, count, keys }) => [kind, table, count, keys.flat()]);

/** What the doctor says of the table itself at each hub, whatever its rows are. */
const always = ({ stage }: Scene): unknown[] => (stage ? [] : [['refers-to-itself', 'category', 1, []]]);

withPeers('the doctor at real peers', () => {
  test.each(hubKinds)('a stock client and a Concord replica that are well, %s: nothing is lost', async (kind) => {
    const scene = await setScene({ kind, schema: categorySchema() + insert('R', 'Start'), tables: ['category'] });
    const [a, b] = [scene.stock('A'), await scene.concord('B')];
    await a.counts();
    await b.counts();
    scene.hubDb.exec(insert('NEW', 'waits on the hub') + rename('R', 'waits on the hub'));
    a.db.exec(insert('OWN', 'waits here'));
    a.db.pragma('wal_checkpoint(truncate)');
    b.db.pragma('wal_checkpoint(truncate)');
    const [ofStock, ofOurs] = [await doctor(a.file, scene.url), await doctor(b.file, scene.url)];
    expect([ofStock.replica, ofOurs.replica]).toEqual(['stock', 'concord']);
    expect(found(ofStock)).toEqual(always(scene));
    expect(found(ofOurs)).toEqual(always(scene));
    expect(ofStock.findings.filter(({ severity }) => severity === 'note')).toMatchObject([
      { kind: 'waiting', count: 1 },
      { kind: 'waiting-there', count: 2 },
    ]);
    expect(await a.counts()).toMatchObject({ D: 2, AC: 2, U: 1, AS: 1 });
  });

  test.each(hubKinds)('L1 L4 L11 L16 L17 L19 L28 records that differ for good are named, %s', async (kind) => {
    const rows = ['GONE', 'LOST', 'EDIT', 'SAME'].map((id) => insert(id, id)).join('');
    const scene = await setScene({ kind, schema: categorySchema(), tables: ['category'] });
    const a = scene.stock('A');
    await a.counts();
    scene.hubDb.exec(rows);
    await a.counts();
    a.db.exec(insert('NEVER', 'stamped before the last session') + rename('EDIT', 'mine'));
    a.db.exec(`update category_tracking set timestamp = 20240101000000000 where category_id in ('NEVER', 'EDIT')`);
    a.db.exec(`pragma recursive_triggers = off; delete from category where category_id in ('LOST', 'GONE');
      delete from category_tracking where category_id = 'LOST';
      update category_tracking set timestamp = 20240101000000000 where category_id = 'GONE';
      drop trigger category__update_trigger`);
    a.db.pragma('wal_checkpoint(truncate)');
    const report = await doctor(a.file, scene.url);
    expect(new Set(found(report))).toEqual(
      new Set([
        ['triggers-missing', 'category', 2, []],
        ['gone-here', 'category', 1, ['GONE']],
        ['diverged', 'category', 1, ['EDIT']],
        ['missing-here', 'category', 1, ['LOST']],
        ['missing-there', 'category', 1, ['NEVER']],
        ...always(scene),
      ]),
    );
  });

  test.each(concordHubs)('L17 L22 watermarks that cannot be right, %s', async (kind) => {
    const scene = await setScene({ kind, schema: categorySchema(), tables: ['category'], policy: 'client-wins' });
    const a = scene.stock('A');
    await a.counts();
    a.db.exec(`update scope_info_client set scope_last_sync_timestamp = 20991231235959999,
      scope_last_server_sync_timestamp = scope_last_server_sync_timestamp + 1000000000000000`);
    a.db.pragma('wal_checkpoint(truncate)');
    const { findings } = await doctor(a.file, scene.url);
    const kinds = findings.filter(({ severity }) => severity !== 'note').map((item) => item.kind);
    expect(kinds).toEqual(['hub-older', 'clock-ahead', 'client-wins']);
  });

  test('L10 L24 a stock server’s clean-up mark, and columns that it cannot carry', async () => {
    const schema = `create table wide (id uuid primary key, amount numeric(20, 4), code char(5), words text);
      insert into wide values ('a1b2c3d4-0000-4000-8000-0123456789ab', 1.5, 'ab', '2024-01-02T03:04:05Z')`;
    const scene = await setScene({ kind: 'a stock server', schema, tables: ['wide'] });
    const a = scene.stock('A');
    await a.counts();
    scene.hubDb.exec(`update scope_info set sync_scope_last_clean_timestamp = 20240101000000000`);
    a.db.pragma('wal_checkpoint(truncate)');
    const { findings } = await doctor(a.file, scene.url);
    expect(findings.map(({ kind, says }) => [kind, /^(\w+):/.exec(says)?.[1]])).toEqual([
      ['mark-of-another-clock', undefined],
      ['long-decimals', 'amount'],
      ['fixed-text', 'code'],
      ['date-texts', 'words'],
    ]);
  });
});
