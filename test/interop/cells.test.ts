// Every type of cell with real peers: what a hub holds stays as it is when somebody edits another column, but for what a
// stock peer is known to change (L24, W-75, W-76, W-280); and what is typed on one replica arrives on the other.

import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cellInserts, cellRows, cellSchema, changedCells, longDecimals, readCells } from './cells.ts';
import type { StageReplica } from '../support/stage.ts';
import type { NetReplica } from './net-client.ts';
import { hubKinds, setScene, withPeers, type HubKind, type Scene } from './scene.ts';

/** What a stock server makes of cells that come back unchanged: a char becomes null, text a date, an end of time infinity. */
const changedByStockServer = [
  'dates.words: 2024-01-02T03:04:05Z → 2024-01-02T03:04:05+00:00',
  'dates.short_words: 2024-01-02 → 2024-01-02T00:00:00+00:00',
  'dates.fixed: 12:00 → null',
  'empty.fixed:  → null',
  'least.day: 0001-01-01 → -infinity',
  'least.moment: 0001-01-01 00:00:00 → -infinity',
  'least.instant: 0001-01-01 00:00:00+00 → -infinity',
  'most.day: 9999-12-31 → infinity',
  'offsets.short_words: 2024-01-02T03:04:05.1230000 → 2024-01-02T03:04:05.123+00:00',
  'offsets.fixed: 1.50 → null',
  'usual.fixed: ab → null',
];

interface CellScene extends Scene {
  readonly a: NetReplica;
  readonly b: StageReplica;
}

/** A hub whose table is empty, a stock client and a Concord replica that have been there. */
async function cellScene(kind: HubKind): Promise<CellScene> {
  const scene = await setScene({ kind, schema: cellSchema, tables: ['kind'], isShared: true });
  const [a, b] = [scene.stock('A'), await scene.concord('B')];
  await a.counts();
  scene.hubDb.exec('delete from kind');
  await a.counts();
  await b.counts();
  return { ...scene, a, b };
}

withPeers('cells with real peers', () => {
  test.each(hubKinds)('L24 all types, their ends and nulls, at %s: both edit a note', async (kind) => {
    const { a, b, hubDb } = await cellScene(kind);
    hubDb.exec(cellInserts(cellRows));
    const count = Object.keys(cellRows).length;
    expect(await a.counts()).toMatchObject({ D: count, AC: count, FC: 0 });
    expect(await b.counts()).toMatchObject({ D: count, AC: count, FC: 0 });
    const before = readCells(hubDb, kind);
    const known = kind === 'a stock server' ? changedByStockServer : [];

    a.db.exec(`update kind set note = 'A'`);
    expect(await a.counts()).toMatchObject({ U: count, AS: count, FS: 0 });
    expect(changedCells(before, readCells(hubDb, kind)), 'by the stock client').toEqual(known);

    // As they were, for whoever comes next.
    hubDb.exec(`delete from kind; ${cellInserts(cellRows)}`);
    await b.counts();
    b.db.exec(`update kind set note = 'B'`);
    expect(await b.counts()).toMatchObject({ U: count, AS: count, FS: 0 });
    expect(changedCells(before, readCells(hubDb, kind)), 'by Concord').toEqual(known);
    expect(b.errors()).toEqual([]);
  });

  test('W-280 decimals of more digits than a double has: a Concord hub keeps them whoever edits the row', async () => {
    const kind = 'Concord on PostgreSQL';
    const { a, b, hubDb } = await cellScene(kind);
    hubDb.exec(cellInserts(longDecimals));
    const before = readCells(hubDb, kind);
    for (const replica of [a, b]) {
      await replica.counts();
      replica.db.exec(`update kind set note = '${replica.name}'`);
      expect(await replica.counts()).toMatchObject({ U: 2, AS: 2, FS: 0 });
      expect(changedCells(before, readCells(hubDb, kind)), replica.name).toEqual([]);
    }
  });

  test('W-280 a stock server hands such decimals out rounded; one that then fits no more is refused for both, and both keep the edit', async () => {
    const kind = 'a stock server';
    const { a, b, hubDb } = await cellScene(kind);
    hubDb.exec(cellInserts({ longest: longDecimals['longest'] ?? {} }));
    const before = readCells(hubDb, kind);
    await a.counts();
    await b.counts();
    a.db.exec(`update kind set note = 'A'`);
    b.db.exec(`update kind set note = 'B'`);
    await expect(a.counts({ retries: 0 })).rejects.toThrow('numeric field overflow');
    await b.counts().catch(() => undefined);
    expect(changedCells(before, readCells(hubDb, kind))).toEqual([]);
    expect(b.db.prepare('select note from kind').pluck().all()).toEqual(['B']);
  });

  describe.each(hubKinds)('typed on one replica, %s', (kind) => {
    const typed = `insert into kind (label, note, small, wide, floating, price, words, flag, bytes, id, day, hour, moment, instant)
      values ('typed', 'here', -5, 9007199254740993, 1.5e-7, 12.34, 'Zoë 東京 🚲', 1, x'00ff', '0A1B2C3D-0000-4000-8000-0123456789AB',
      '2024-02-29', '13:05:00', '2024-03-31 02:30:00.5', '2024-03-31 02:30:00.5+02:00')`;

    test('by the stock client, by Concord: the hub holds the same, a moment in the form of its writer', async () => {
      const { a, b, hubDb } = await cellScene(kind);
      a.db.exec(typed);
      expect(await a.counts()).toMatchObject({ U: 1, AS: 1 });
      const byStock = readCells(hubDb, kind);
      expect(await b.counts()).toMatchObject({ D: 1, AC: 1 });
      b.db.exec(typed.replace("'typed'", "'ours'"));
      expect(await b.counts()).toMatchObject({ U: 1, AS: 1 });
      expect(await a.counts()).toMatchObject({ D: 1, AC: 1 });
      const held = readCells(hubDb, kind);
      const plain = (row = {}): string => JSON.stringify(row).replaceAll('T02', ' 02');
      expect(plain(held['ours'])).toBe(plain(byStock['typed']));
      expect(held['typed'], 'nobody has touched it').toEqual(byStock['typed']);
      expect(held['ours']).toMatchObject({
        small: '-5',
        wide: '9007199254740993',
        words: 'Zoë 東京 🚲',
        day: '2024-02-29',
      });
      expect(readCells(a.db, 'a replica')['ours']).toMatchObject({
        wide: '9007199254740993',
        hour: '13:05:00',
        price: '12.34',
      });
      expect(readCells(b.db, 'a replica')['typed']).toMatchObject({ wide: '9007199254740993', hour: '13:05:00' });
    });

    test('a blob of several MB, both ways', async () => {
      const { a, b, hubDb } = await cellScene(kind);
      const [down, up, ours] = [randomBytes(3_000_000), randomBytes(4_000_000), randomBytes(3_500_000)];
      hubDb.prepare(`insert into kind (label, bytes) values ('down', ?)`).run(down);
      a.db.prepare(`insert into kind (label, bytes) values ('up', ?)`).run(up);
      b.db.prepare(`insert into kind (label, bytes) values ('ours', ?)`).run(ours);
      for (const replica of [a, b, a]) await replica.counts();
      for (const db of [hubDb, a.db, b.db]) {
        const found = db.prepare('select bytes from kind order by label').pluck().all() as Uint8Array[];
        expect(found.map((bytes, at) => Buffer.compare(Buffer.from(bytes), [down, ours, up][at] ?? down))).toEqual([
          0, 0, 0,
        ]);
      }
    });
  });
});
