// Scopes that cannot be kept here, and hubs that order what nobody knows: told before anything is made (W-03, W-60…W-66, W-70,
// W-121, W-128, W-263).

import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../main/wire/json-value.ts';
import { parseJson, writeJson } from '../../../main/wire/json.ts';
import { column, scopeOf, table } from '../../support/schemas.ts';
import type { Table } from '../../../main/sync/schema.ts';
import { openTestApp, rowsIn, sync, userTables } from '../../support/replica-app.ts';
import { reply } from '../../support/replies.ts';
import { startStockHub, stockError, wireScope } from '../../support/stock-hub.ts';
import { createBench, shopScope } from '../../support/shop.ts';
import { expectTold, meets } from './bad-hub.ts';
import { rewrite } from '../../support/faults.ts';

const id = column('id', 'int');
const note = table('note', [id, column('text', 'text')], ['id']);

/** A first session of a new replica with a scope of these tables. */
async function meetsScope(tables: readonly Table[]): Promise<string> {
  const hub = await startStockHub({ scope: wireScope(scopeOf({ tables, relations: [], filters: [] })) });
  const app = await openTestApp({ hub: hub.url });
  const ended = await sync(app);
  expectTold(app, ended, { code: 'schema-unsupported', result: 'failed' });
  expect(userTables(app.replica.file)).toEqual([]);
  expect(app.replica.scopes().every((scope) => scope.scope === null && scope.client.isNew)).toBe(true);
  expect(hub.calls().at(-1)).toMatchObject({ step: 14 });
  return ended.problem?.message ?? '';
}

describe('a schema that cannot be kept: nothing is made (V, W-128)', () => {
  test.each([
    ['no primary key', [{ ...note, key: [] }], 'table note has no primary key'],
    ['a key that is no column', [{ ...note, key: ['number'] }], 'number'],
    ['tables that differ by case', [note, { ...note, name: 'Note' }], 'note and Note differ by case'],
    [
      'columns that differ by case',
      [{ ...note, columns: [...note.columns, column('Text', 'text')] }],
      'differ by case',
    ],
    ['a table twice', [note, note], 'twice'],
    ['a column twice', [{ ...note, columns: [...note.columns, column('text', 'text')] }], 'twice'],
    ['a name of Concord’s own', [{ ...note, name: '_concord_meta' }], 'reserved'],
    ['a name of SQLite’s own', [{ ...note, name: 'sqlite_stat1' }], 'reserved'],
  ])('%s', async (_, tables, reason) => {
    expect(await meetsScope(tables)).toContain(reason);
  });

  test('W-63 unknown column types: the cells pass as they are', async () => {
    const scope = writeJson(wireScope(scopeOf({ tables: [note], relations: [], filters: [] })));
    const odd = scope
      .replace('"n":"text","dt":"17"', '"n":"text","dt":"System.Numerics.Complex, System.Runtime"')
      .replace('"db":16', '"db":99');
    const hub = await startStockHub({ scope: parseJson(odd) as JsonObject });
    hub.rows.put('note', [1, 'two'], [2, 2.5], [3, null]);
    const app = await openTestApp({ hub: hub.url });
    expect((await sync(app)).result).toBe('done');
    expect(rowsIn(app.replica.file, 'note')).toEqual([
      [1, 'two'],
      [2, 2.5],
      [3, null],
    ]);
  });

  test('W-263 names are names, whatever stands in them', async () => {
    const odd = table(`no"te'; drop table x; --`, [id, column('a "b" ]', 'text')], ['id']);
    const hub = await startStockHub({ scope: wireScope(scopeOf({ tables: [odd], relations: [], filters: [] })) });
    hub.rows.put(odd.name, [1, 'one']);
    const app = await openTestApp({ hub: hub.url });
    expect((await sync(app)).result).toBe('done');
    expect(userTables(app.replica.file)).toEqual([odd.name]);
  });
});

describe('a scope that is not the one agreed', () => {
  const failed = { result: 'failed', steps: [2, 14] } as const;
  const setup = (change: (text: string) => string): ReturnType<typeof rewrite> => rewrite(2, change);

  test.each([
    [
      'a table more',
      (text: string) => text.replace('"tbls":[', '"tbls":[{"tn":"item","sn":"","cols":[]},'),
      'table item is new',
    ],
    [
      'a table less',
      (text: string) => text.replace('{"tn":"customer","sn":"","cols":[]},', ''),
      'table customer is gone',
    ],
    ['other columns', (text: string) => text.replace('"cols":[]', '"cols":["id"]'), 'columns of table customer'],
    [
      'another direction',
      (text: string) => text.replace('"cols":[]', '"cols":[],"sd":2'),
      'direction of table customer',
    ],
  ])('W-64 its set-up has changed: %s', async (_, change, difference) => {
    const ended = await meets(await createBench(), setup(change), { ...failed, code: 'scope-setup-changed' });
    expect(ended.problem?.message).toContain(difference);
  });

  test('W-128 M11 it has neither schema nor set-up', async () => {
    const empty = rewrite(2, (text) => text.replace(/"sch":.*,"v"/, '"sch":null,"s":null,"v"'));
    await meets(await createBench(), empty, { ...failed, code: 'scope-unknown' });
  });

  test('W-03 the server is of 0.9', async () => {
    const old = rewrite(2, (text) => text.replace('"v":"1.3.0.0"', '"v":"0.9.6"'));
    const ended = await meets(await createBench(), old, { ...failed, code: 'hub-too-old' });
    expect(ended.problem?.message).toContain('0.9.6');
  });

  test('W-70 it orders an operation that nobody knows', async () => {
    const odd = rewrite(13, (text) => text.replace('"so":0', '"so":64'));
    const ended = await meets(await createBench(), odd, {
      result: 'failed',
      code: 'hub-operation-unknown',
      steps: [2, 13, 14],
    });
    expect(ended.problem?.message).toContain('64');
  });

  test('W-106 W-251 a 1.0.x server that asks for the older serializer header gets it, and the session goes on', async () => {
    const hub = await startStockHub({ scope: shopScope });
    hub.intercept = (call) => {
      const isOlder = String(call.headers['dotmim-sync-serialization-format']).includes('"f":');
      return isOlder ? null : reply(stockError('Exception', 'Serializer header is incorrect, coming from http header'));
    };
    const app = await openTestApp({ hub: hub.url });
    expect((await sync(app)).result).toBe('done');
    expect(hub.calls().filter((call) => call.step === 2)).toHaveLength(2);
  });
});
