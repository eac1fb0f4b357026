// Conflicts at the hub, one case of the matrix at a time, and what hangs on a kept record (W-210…W-214, CM1…CM10, CG-b1, CG-p,
// CG-q, L23, L33).

import { describe, expect, test } from 'vitest';
import type { HubResolution } from '../../../main/hub/conflict.ts';
import type { StoreUpload } from '../../../main/hub/stores/store.ts';
import type { Row } from '../../../main/sync/cell.ts';
import { ann, bob, categorySql, countersOf, part, received, stores, upload, type StoreBench } from './bench.ts';

const row = (id: string, name: string, parent: string | null = null): Row => [id, parent, name, null, null];
const gone = (id: string): Row => [id, null, null, null, null];
const names = ({ other }: StoreBench): unknown =>
  other.prepare(`select category_id, name from category order by 1`).raw().all();
const upserts = (...rows: readonly Row[]) => [part('category', 'upsert', ...rows)];
const deletes = (...rows: readonly Row[]) => [part('category', 'delete', ...rows)];

describe.each(stores)('on %s', (_store, storeBench) => {
  describe('conflicts', () => {
    interface Case {
      readonly hub: string | null;
      readonly ups?: Row;
      readonly del?: Row;
      readonly rules: Partial<StoreUpload>;
      readonly counters: string;
      readonly left: unknown;
      /** Does the sender receive something? */
      readonly back: 'row' | 'tombstone' | 'nothing';
    }
    const insert = `insert into category (category_id, name) values ('r', 'HUB')`;
    const update = `update category set name = 'HUB' where category_id = 'r'`;
    const remove = `delete from category where category_id = 'r'`;
    const merge = (): HubResolution => ({ resolution: 'merge', row: row('r', 'BOTH') });
    const wins = { policy: 'client-wins' } as const;
    const cases: [string, Case][] = [
      [
        'CM1 update/update, server wins',
        {
          hub: update,
          ups: row('r', 'REP'),
          rules: {},
          counters: 'upsert: a0 rc1 f0',
          left: [['r', 'HUB']],
          back: 'row',
        },
      ],
      [
        'CM1 insert/insert, server wins',
        {
          hub: `${remove};${insert}`,
          ups: row('r', 'REP'),
          rules: {},
          counters: 'upsert: a0 rc1 f0',
          left: [['r', 'HUB']],
          back: 'row',
        },
      ],
      [
        'CM2 update/update, client wins',
        {
          hub: update,
          ups: row('r', 'REP'),
          rules: wins,
          counters: 'upsert: a1 rc1 f0',
          left: [['r', 'REP']],
          back: 'nothing',
        },
      ],
      [
        'CM3 update/update, merged',
        {
          hub: update,
          ups: row('r', 'REP'),
          rules: { onConflict: merge },
          counters: 'upsert: a1 rc1 f0',
          left: [['r', 'BOTH']],
          back: 'row',
        },
      ],
      [
        'CM4 delete/update, server wins',
        { hub: update, del: gone('r'), rules: {}, counters: 'delete: a0 rc1 f0', left: [['r', 'HUB']], back: 'row' },
      ],
      [
        'CM5 delete/update, client wins',
        { hub: update, del: gone('r'), rules: wins, counters: 'delete: a1 rc1 f0', left: [], back: 'nothing' },
      ],
      [
        'CM6 update/delete, server wins',
        { hub: remove, ups: row('r', 'REP'), rules: {}, counters: 'upsert: a0 rc1 f0', left: [], back: 'tombstone' },
      ],
      [
        'CM7 update/delete, client wins',
        {
          hub: remove,
          ups: row('r', 'REP'),
          rules: wins,
          counters: 'upsert: a1 rc1 f0',
          left: [['r', 'REP']],
          back: 'nothing',
        },
      ],
      [
        'CM8 delete/delete, server wins',
        { hub: remove, del: gone('r'), rules: {}, counters: 'delete: a0 rc1 f0', left: [], back: 'tombstone' },
      ],
      [
        'CM9 delete/delete, client wins',
        { hub: remove, del: gone('r'), rules: wins, counters: 'delete: a0 rc1 f0', left: [], back: 'tombstone' },
      ],
      [
        'a handler may let the client win (C4, C10)',
        {
          hub: update,
          ups: row('r', 'REP'),
          rules: { onConflict: () => ({ resolution: 'client-wins' }) },
          counters: 'upsert: a1 rc1 f0',
          left: [['r', 'REP']],
          back: 'nothing',
        },
      ],
      [
        'a handler may let the server win (C9 reversed)',
        {
          hub: update,
          ups: row('r', 'REP'),
          rules: { ...wins, onConflict: () => ({ resolution: 'server-wins' }) },
          counters: 'upsert: a0 rc1 f0',
          left: [['r', 'HUB']],
          back: 'row',
        },
      ],
    ];

    test.each(cases)('W-214 %s', async (_name, { hub, ups, del, rules, counters, left, back }) => {
      const bench = await storeBench(categorySql);
      await upload(bench, upserts(row('r', 'start')), { sender: bob });
      const watermark = await bench.store.hubTime();
      if (hub) bench.other.exec(hub);
      const applied = await upload(bench, [...(ups ? upserts(ups) : []), ...(del ? deletes(del) : [])], {
        watermark,
        ...rules,
      });
      expect(countersOf(applied)).toEqual([`category ${counters}`]);
      expect(names(bench)).toEqual(left);
      const { upserts: rows, deletes: keys } = await received(bench, { clientId: ann.id, after: watermark });
      expect([Object.keys(rows), keys]).toEqual([back === 'row' ? ['r'] : [], back === 'tombstone' ? ['r'] : []]);
      expect(applied.kept).toEqual(
        counters.includes('a0') ? [{ table: { name: 'category', schema: '' }, key: ['r'] }] : [],
      );
    });

    test('CM10 W-174 a delete of a row that the hub never had is settled and leaves no trace', async () => {
      const bench = await storeBench(categorySql);
      for (const policy of ['server-wins', 'client-wins'] as const) {
        expect(countersOf(await upload(bench, deletes(gone('r')), { policy }))).toEqual(['category delete: a0 rc1 f0']);
      }
      expect(bench.entries()).toEqual({});
    });

    test('W-210 the handler sees type, both rows and the proposed resolution', async () => {
      const bench = await storeBench(`${categorySql} insert into category (category_id, name) values ('e', 'E')`);
      for (const id of ['u', 'd', 't']) await upload(bench, upserts(row(id, id)), { sender: bob });
      const watermark = await bench.store.hubTime();
      bench.other.exec(
        `update category set name = name || '!' where category_id in ('u', 'd'); delete from category where category_id = 't'`,
      );
      const seen: unknown[] = [];
      const onConflict: StoreUpload['onConflict'] = ({ type, kind, incoming, own, proposed }) => {
        seen.push([type, kind, incoming[0], own?.[2] ?? null, proposed]);
        return undefined;
      };
      await upload(bench, [...upserts(row('u', 'x'), row('t', 'x2')), ...deletes(gone('d'), gone('n'), gone('t'))], {
        watermark,
        onConflict,
      });
      expect(seen).toEqual([
        [2, 'upsert', 'u', 'u!', 'server-wins'],
        [6, 'upsert', 't', null, 'server-wins'],
        [7, 'delete', 'd', 'd!', 'server-wins'],
        [8, 'delete', 'n', null, 'server-wins'],
        [3, 'delete', 't', null, 'server-wins'],
      ]);
    });

    test('CG-b1 W-283 a handler that throws rolls the whole upload back', async () => {
      const bench = await storeBench(categorySql);
      bench.other.exec(`insert into category (category_id, name) values ('r', 'HUB')`);
      const before = bench.entries();
      const stopped = upload(bench, upserts(row('q', 'Q'), row('r', 'REP')), {
        watermark: 0n,
        onConflict: () => ({ resolution: 'throw' }),
      });
      await expect(stopped).rejects.toMatchObject({ code: 'session-stopped' });
      expect([names(bench), bench.entries(), await bench.store.hubTime()]).toEqual([[['r', 'HUB']], before, 1n]);
    });

    test('CG-p one conflict among a hundred rows holds nobody up', async () => {
      const bench = await storeBench(categorySql);
      bench.other.exec(`insert into category (category_id, name) values ('k50', 'HUB')`);
      const rows = Array.from({ length: 100 }, (_, i) => row(`k${i}`, `n${i}`));
      expect(countersOf(await upload(bench, upserts(...rows), { watermark: 0n }))).toEqual([
        'category upsert: a99 rc1 f0',
      ]);
    });

    test('CG-q L23 client wins: what a client sends once more after somebody changed it is a repeat, not a change', async () => {
      const bench = await storeBench(categorySql);
      await upload(bench, upserts(row('r', 'ANN')), { policy: 'client-wins', watermark: 0n });
      const heard = await bench.store.hubTime();
      await upload(bench, upserts(row('r', 'BOB')), { policy: 'client-wins', sender: bob, watermark: heard });
      const again = await upload(bench, upserts(row('r', 'ANN')), { policy: 'client-wins', watermark: 0n });
      expect([countersOf(again), names(bench)]).toEqual([['category upsert: a1 rc0 f0'], [['r', 'BOB']]]);
      expect((await received(bench, { clientId: ann.id, after: 0n })).upserts).toMatchObject({ r: row('r', 'BOB') });
      const changed = await upload(bench, upserts(row('r', 'ANN2')), { policy: 'client-wins', watermark: 0n });
      expect([countersOf(changed), names(bench)]).toEqual([['category upsert: a1 rc1 f0'], [['r', 'ANN2']]]);
    });
  });

  describe('children of a kept parent (Decisions 17, L33)', () => {
    const sql = `create table orders (id integer primary key, who text);
    create table line (id integer primary key, order_id integer references orders (id), what text);
    create table note (id integer primary key, line_id integer references line (id))`;
    const parts = [
      part('note', 'upsert', [1, 21], [2, 5]),
      part('line', 'upsert', [21, 100, 'bob 1'], [22, 7, 'bob 2'], [5, null, 'free']),
      part('orders', 'upsert', [100, 'bob'], [7, 'bob too']),
    ];

    async function orders(): Promise<StoreBench> {
      const bench = await storeBench(sql, 'orders', 'line', 'note');
      await upload(bench, [part('orders', 'upsert', [100, 'ann'])], { watermark: 0n });
      return bench;
    }

    test('they are refused with it, their own children too; everything else goes through', async () => {
      const bench = await orders();
      const applied = await upload(bench, parts, { sender: bob, watermark: 0n });
      expect(countersOf(applied)).toEqual([
        'orders upsert: a1 rc1 f0',
        'line upsert: a2 rc0 f1',
        'note upsert: a1 rc0 f1',
      ]);
      expect(applied.refused.map(({ table, key, code }) => [table.name, key, code])).toEqual([
        ['line', [21], 'parent-kept'],
        ['note', [1], 'parent-kept'],
      ]);
      expect(applied.kept).toMatchObject([{ key: [100] }]);
    });

    test('not for a row that the sender knew, nor for a stock client', async () => {
      const known = await orders();
      const heard = await known.store.hubTime();
      known.other.exec(`update orders set who = 'hub'`);
      expect((await upload(known, parts, { sender: bob, watermark: heard })).refused).toEqual([]);
      const stock = await orders();
      expect((await upload(stock, parts, { sender: { ...bob, concord: false }, watermark: 0n })).refused).toEqual([]);
    });

    test('in a table that refers to itself a child may come before its parent', async () => {
      const bench = await storeBench(categorySql);
      await upload(bench, upserts(row('r', 'ANN')), { watermark: 0n });
      const applied = await upload(bench, upserts(row('c', 'child', 'r'), row('r', 'BOB')), {
        sender: bob,
        watermark: 0n,
      });
      expect(applied.refused).toMatchObject([{ key: ['c'], code: 'parent-kept' }]);
      expect(names(bench)).toEqual([['r', 'ANN']]);
    });
  });
});
