// Rows that the hub's table refuses: told to Concord clients, kept and tried again for stock ones (CONFORMANCE 8, W-240…W-250).

import { describe, expect, test } from 'vitest';
import type { StoreUpload } from '../../../main/hub/stores/store.ts';
import type { Row } from '../../../main/sync/cell.ts';
import { ann, bob, categorySql, countersOf, part, stores, upload, type StoreBench } from './bench.ts';

const row = (id: string, name: string | null): Row => [id, null, name, null, null];
const upserts = (...rows: readonly Row[]) => [part('category', 'upsert', ...rows)];
const stock = { ...ann, concord: false };
const parked = ({ other }: StoreBench): unknown =>
  other.prepare(`select key, kind, state, tries from _concord_error`).raw().all();
const nameOf = ({ other }: StoreBench, id: string): unknown =>
  other.prepare(`select name from category where category_id = ?`).pluck().get(id);

const takenSql = `${categorySql} insert into category (category_id, name) values ('x', 'taken')`;

describe.each(stores)('on %s', (store, storeBench) => {
  /** A hub on which the name `taken` is taken. */
  const bench = (): Promise<StoreBench> => storeBench(takenSql);

  describe('the product’s way: refuse and go on (W-250)', () => {
    test('a Concord client is told which rows and why, and nothing is kept here', async () => {
      const b = await bench();
      const applied = await upload(b, upserts(row('q', 'taken'), row('r', 'free'), row('n', null)));
      expect(countersOf(applied)).toEqual(['category upsert: a1 rc0 f2']);
      expect(applied.refused).toEqual([
        {
          table: { name: 'category', schema: '' },
          key: ['q'],
          kind: 'upsert',
          code: 'row-refused',
          message: 'another record has the same name',
        },
        {
          table: { name: 'category', schema: '' },
          key: ['n'],
          kind: 'upsert',
          code: 'row-refused',
          message: 'name: a value is required',
        },
      ]);
      expect(parked(b)).toEqual([]);
    });

    test('EG-c2 a stock client’s row is tried again in its next session, even if that brings nothing', async () => {
      const b = await bench();
      await upload(b, upserts(row('q', 'taken')), { sender: stock });
      expect(parked(b)).toEqual([['["q"]', 'upsert', 'retry', 1]]);
      b.other.exec(`update category set name = 'moved' where category_id = 'x'`);
      expect(countersOf(await upload(b, [], { sender: { ...bob, concord: false } }))).toEqual([]);
      const applied = await upload(b, [], { sender: stock });
      expect([countersOf(applied), applied.counts[0]?.received, nameOf(b, 'q'), parked(b)]).toEqual([
        ['category upsert: a1 rc0 f0'],
        0,
        'taken',
        [],
      ]);
    });

    test('W-250 after two equal failures it waits for a newer version of the row (EG-c4)', async () => {
      const b = await bench();
      const failed = ['category upsert: a0 rc0 f1'];
      expect(countersOf(await upload(b, upserts(row('q', 'taken')), { sender: stock }))).toEqual(failed);
      expect(countersOf(await upload(b, [], { sender: stock }))).toEqual(failed);
      expect(countersOf(await upload(b, [], { sender: stock }))).toEqual([]);
      expect(parked(b)).toEqual([['["q"]', 'upsert', 'failed', 2]]);
      const applied = await upload(b, upserts(row('q', 'renamed')), { sender: stock });
      expect([countersOf(applied), parked(b)]).toEqual([['category upsert: a1 rc0 f0'], []]);
    });

    test('a parked row gives way to whoever changed the record since it was sent', async () => {
      const b = await bench();
      await upload(b, upserts(row('q', 'taken')), { sender: stock, watermark: 0n });
      await upload(b, upserts(row('q', 'by bob')), { sender: bob });
      b.other.exec(`update category set name = 'moved' where category_id = 'x'`);
      const applied = await upload(b, [], { sender: stock });
      expect([countersOf(applied), nameOf(b, 'q'), parked(b)]).toEqual([['category upsert: a0 rc1 f0'], 'by bob', []]);
    });

    test('EG-i a delete of the key takes the parked row off the set', async () => {
      const b = await bench();
      await upload(b, upserts(row('q', 'taken')), { sender: stock });
      expect(
        countersOf(await upload(b, [part('category', 'delete', ['q', null, null, null, null])], { sender: stock })),
      ).toEqual(['category delete: a0 rc1 f0']);
      expect(parked(b)).toEqual([]);
    });

    test('EG-b W-249 a delete that a foreign key forbids is refused as a delete', async () => {
      const b = await storeBench(
        `${categorySql} insert into category (category_id, name, parent_id) values ('p', 'P', null), ('c', 'C', 'p')`,
      );
      const applied = await upload(b, [part('category', 'delete', ['p', null, null, null, null])]);
      expect(applied.refused).toMatchObject([
        { key: ['p'], kind: 'delete', message: 'other records still belong to it' },
      ]);
    });

    test('rows that could not be read count as failed and are told', async () => {
      const b = await bench();
      const misfit = {
        table: { name: 'category', schema: '' },
        key: ['m'],
        kind: 'upsert',
        code: 'value-invalid',
        message: 'modified: is not a date',
      } as const;
      const applied = await upload(b, upserts(row('r', 'free')), { misfits: [misfit] });
      expect([countersOf(applied), applied.refused, applied.counts[0]?.received]).toEqual([
        ['category upsert: a1 rc0 f1'],
        [misfit],
        2,
      ]);
    });
  });

  describe('stock’s resolutions, for peers and tests', () => {
    const settings: [StoreUpload['errorPolicy'], string, unknown][] = [
      ['continue', 'failed', []],
      ['retry', 'retry', ['category upsert: a0 rc0 f1']],
    ];
    test.each(settings)('EG-c1 %s: counted, kept as %s', async (errorPolicy, state, next) => {
      const b = await bench();
      const applied = await upload(b, upserts(row('q', 'taken'), row('r', 'free')), { errorPolicy, sender: stock });
      expect(countersOf(applied)).toEqual(['category upsert: a1 rc0 f1']);
      expect(parked(b)).toEqual([['["q"]', 'upsert', state, 1]]);
      expect(countersOf(await upload(b, [], { errorPolicy, sender: stock }))).toEqual(next);
    });

    test('EG-c3 throw: nothing of the upload stays', async () => {
      const b = await bench();
      await expect(
        upload(b, upserts(row('r', 'free'), row('q', 'taken')), { errorPolicy: 'throw' }),
      ).rejects.toMatchObject({
        code: 'row-refused',
        message: expect.stringContaining('another record has the same name'),
      });
      expect([nameOf(b, 'r'), b.entries(), parked(b)]).toEqual([undefined, {}, []]);
    });
  });

  test('W-241 foreign keys that wait for the commit (Django’s) are told row by row all the same', async () => {
    const b = await storeBench(
      `create table p (id integer primary key, up integer references p (id) deferrable initially deferred);
     create table c (id integer primary key, p integer not null references p (id) deferrable initially deferred);
     insert into p values (1, null), (2, null); insert into c values (1, 1)`,
      'c',
      'p',
    );
    const applied = await upload(b, [
      part('c', 'upsert', [2, 7], [3, 9]),
      part('p', 'upsert', [8, 7], [7, 7]),
      part('p', 'delete', [1, null], [2, null]),
    ]);
    expect(countersOf(applied)).toEqual(['p upsert: a2 rc0 f0', 'c upsert: a1 rc0 f1', 'p delete: a1 rc0 f1']);
    expect(applied.refused.map(({ table, key, message }) => [table.name, key[0], message])).toEqual([
      ['c', 3, 'its parent record is missing'],
      ['p', 1, 'other records still belong to it'],
    ]);
  });

  test('EG-m W-264 ten thousand refused rows, told without SQL', async () => {
    const b = await storeBench(
      `create table t (id integer primary key, v integer check (v > 0), w text constraint short_w check (length(w) < 3))`,
      't',
    );
    const rows = Array.from({ length: 10_000 }, (_, i): Row => [
      i,
      i % 2 === 0 ? -1 : 1,
      i % 2 === 0 ? 'ok' : 'too long',
    ]);
    const applied = await upload(b, [part('t', 'upsert', ...rows)]);
    expect(countersOf(applied)).toEqual(['t upsert: a0 rc0 f10000']);
    // PostgreSQL gives a rule without a name one of its own.
    const unnamed = store === 'SQLite' ? 'a rule of the table is broken' : 'the rule t_v_check is broken';
    expect(new Set(applied.refused.map(({ message }) => message))).toEqual(
      new Set([unnamed, 'the rule short_w is broken']),
    );
  });
});
