// Looking without taking, and what provisioning makes (CONFORMANCE 10: H32–H35; 15: V1, V2, V7), in process and over HTTP, on both
// stores.

import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { insert, categoryScene, watermarksOf } from '../support/category.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { commonSchema, commonTables } from '../support/common-model.ts';
import { expectSession } from '../support/figures.ts';
import { bindings, setStage, type Stage, type StageReplica } from '../support/stage.ts';

/** Asks for the changes and takes none of them; how many there were. */
async function look(replica: StageReplica): Promise<number> {
  let rows = 0;
  const looking = replica.sync({
    remote: (remote) => ({
      ...remote,
      async sendChanges(request) {
        const answer = await remote.sendChanges(request);
        const download = answer.download();
        for (const part of download.parts) rows += (await download.read(part)).rows.length;
        await download.close();
        throw new Error('only looking');
      },
    }),
  });
  await expect(looking).rejects.toThrow('only looking');
  return rows;
}

async function estimate({ store }: Stage, { replica }: StageReplica): Promise<number> {
  const [scope] = store.scopes();
  if (!scope) throw new Error('no scope');
  const [known] = replica.scopes();
  const { id = 'new', hash = '', lastHubSync = null } = known?.client ?? {};
  const asked = { scope, clientId: id, hash, parameters: [], after: lastHubSync, everything: lastHubSync === null };
  return (await store.estimate(asked)).counts.reduce((sum, { upserts, deletes }) => sum + upserts + deletes, 0);
}

const rowsOf = ({ hubDb }: Stage): number =>
  Object.keys(commonTables).reduce((sum, name) => sum + hubDb.prepare(`select * from ${name}`).all().length, 0);
const tables = Object.keys(commonTables);

describe.each(bindings)('looking %s', (binding) => {
  test('H32 H34 before the first session: everything is found, and nothing is taken', async () => {
    const stage = await setStage({ binding, schema: commonSchema, tables });
    const a = await stage.replica('A');
    expect([await estimate(stage, a), await look(a)]).toEqual([rowsOf(stage), rowsOf(stage)]);
    expect(a.replica.tables().size).toBe(0);
    await expectSession(a, `D${rowsOf(stage)} AC${rowsOf(stage)}`);
    expectSame(stage, [a], commonTables);
  });

  test('H33 H35 after it: what was looked at comes in the next session, the watermarks are as before', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    stage.hubDb.exec(insert('S', 'new') + insert('T', 'new'));
    const before = watermarksOf(a);
    expect([await estimate(stage, a), await look(a), await estimate(stage, a)]).toEqual([2, 2, 2]);
    expect(watermarksOf(a)).toEqual(before);
    await expectSession(a, 'D2 AC2');
    await expectSettled(stage, [a, b, c]);
  });
});

describe.each(bindings)('the replica’s tables %s', (binding) => {
  test('V1 a first session into a database that has the tables already: every value as on the hub', async () => {
    const stage = await setStage({ binding, schema: commonSchema, tables });
    const a = await stage.replica('A', (file) => {
      const db = new Sqlite(file);
      db.exec(commonSchema.slice(0, commonSchema.indexOf('insert into')));
      db.close();
    });
    await expectSession(a, `D${rowsOf(stage)} AC${rowsOf(stage)} U0`);
    // A table that was there keeps its declared types: SQLite takes its decimals for numbers.
    const { product, price_list_line: lines, orders, ...others } = commonTables;
    expectSame(stage, [a], others);
    for (const [table, column, key] of [
      ['product', 'price', product],
      ['price_list_line', 'amount', lines],
      ['orders', 'total', orders],
    ]) {
      const prices = `select ${column} from ${table} order by ${key}`;
      const numbers = (db: Stage['hubDb'] | StageReplica['db']): number[] =>
        db.prepare(prices).pluck().all().map(Number);
      expect(numbers(a.db)).toEqual(numbers(stage.hubDb));
    }
    await expectQuiet([a]);
  });

  test('V2 V7 columns in their order, keys of one, two and three columns, and every relation', async () => {
    const stage = await setStage({ binding, schema: commonSchema, tables });
    const a = await stage.replica('A');
    await a.sync();
    const [scope] = stage.hub.scopes();
    for (const { name, columns, key: keyOf } of scope?.schema.tables ?? []) {
      const here = a.db.pragma(`table_info("${name}")`) as { name: string; pk: number; notnull: number }[];
      expect(
        here.map((column) => column.name),
        name,
      ).toEqual(columns.map((column) => column.name));
      const key = here.filter(({ pk }) => pk > 0).toSorted((x, y) => x.pk - y.pk);
      expect(
        key.map((column) => column.name),
        name,
      ).toEqual(keyOf);
      const mayBeNull = columns.filter(({ nullable }) => nullable).map((column) => column.name);
      expect(
        here.filter(({ notnull }) => notnull === 0).map((column) => column.name),
        name,
      ).toEqual(mayBeNull);
    }
    const relations = (table: string): number[] => {
      const found = a.db.pragma(`foreign_key_list("${table}")`) as { id: number }[];
      return [...Map.groupBy(found, ({ id }) => id).values()]
        .map((columns) => columns.length)
        .toSorted((x, y) => x - y);
    };
    expect(relations('price_list_category')).toEqual([1, 1]);
    expect(relations('price_list_line')).toEqual([2]);
    expect(relations('product_tag')).toEqual([1, 1]);
    expect(relations('category')).toEqual([1]);
  });
});
