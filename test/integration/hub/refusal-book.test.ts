// The hub's error set for its operator, on both stores and at the hub's own door: listed with row and reason, tried once more,
// dropped (W-243, W-250).

import { describe, expect, onTestFinished, test } from 'vitest';
import { startHubServer } from '../../../main/hub/door/server.ts';
import { createMetrics } from '../../../main/hub/metrics.ts';
import { makeToken } from '../../../main/hub/tokens.ts';
import { openHubAdmin } from '../../../main/remote/hub-admin.ts';
import type { Row } from '../../../main/sync/cell.ts';
import { ann, bob, categorySql, countersOf, hubOver, part, stores, upload, type StoreBench } from './bench.ts';

const row = (id: string, name: string | null): Row => [id, null, name, null, null];
const stock = { ...ann, concord: false };
const others = { ...bob, concord: false };
const category = { name: 'category', schema: '' };

describe.each(stores)('the error set of %s', (_, makeBench) => {
  /** Ann's row was refused once, Ben's twice; both want a name that is taken. */
  async function refused(): Promise<StoreBench> {
    const bench = await makeBench(`${categorySql} insert into category (category_id, name) values ('x', 'taken')`);
    await upload(bench, [part('category', 'upsert', row('b', 'taken'))], { sender: others });
    await upload(bench, [], { sender: others });
    await upload(bench, [part('category', 'upsert', row('a', 'taken'))], { sender: stock });
    return bench;
  }

  test('W-243 W-250 it is listed with key, row and reason; what is tried once more goes when its cause is gone', async () => {
    const bench = await refused();
    const { store, other } = bench;
    const listed = await store.refusals.list(10);
    const alike = { scopeName: bench.scope.name, table: category, kind: 'upsert', code: 'row-refused' };
    expect([await store.refusals.count(), listed]).toMatchObject([
      2,
      [
        {
          ...alike,
          key: ['a'],
          clientId: stock.id,
          state: 'retry',
          tries: 1,
          message: 'another record has the same name',
        },
        { ...alike, key: ['b'], clientId: others.id, state: 'failed', tries: 2 },
      ],
    ]);
    expect(listed[1]?.row).toEqual({
      category_id: 'b',
      parent_id: null,
      name: 'taken',
      'extra note': null,
      modified: null,
    });
    expect(await store.refusals.list(1)).toHaveLength(1);
    const [, second] = listed;
    expect(await store.refusals.retry([second?.no ?? 0])).toBe(1);
    expect(countersOf(await upload(bench, [], { sender: others }))).toEqual(['category upsert: a0 rc0 f1']);
    expect(await store.refusals.retry([second?.no ?? 0])).toBe(1);
    other.exec(`update category set name = 'moved' where category_id = 'x'`);
    expect(countersOf(await upload(bench, [], { sender: others }))).toEqual(['category upsert: a1 rc0 f0']);
    expect((await store.refusals.list(10)).map(({ key }) => key)).toEqual([['a']]);
  });

  test('W-250 what is dropped is not tried again; what a client sent that was away too long never is', async () => {
    const bench = await refused();
    const { store, other } = bench;
    const [ofAnn, ofBen] = await store.refusals.list(10);
    expect(await store.refusals.forget([ofAnn?.no ?? 0, 4711])).toBe(1);
    other.exec(`update _concord_error set code = 'not-remembered'`);
    expect(await store.refusals.retry([ofBen?.no ?? 0])).toBe(0);
    expect(countersOf(await upload(bench, [], { sender: stock }))).toEqual([]);
    expect(await store.refusals.list(10)).toMatchObject([{ key: ['b'], state: 'failed' }]);
  });

  test('HB-04 an admin sees and settles it at the hub’s door; a monitor does not', async () => {
    const bench = await refused();
    const hub = await hubOver(bench, {});
    const server = await startHubServer({ hub, port: 0, metrics: createMetrics(new Date()), version: '9.9.9' });
    onTestFinished(() => server.close());
    const door = async (kind: 'admin' | 'monitor') => {
      const grant = { name: kind, kind, scopes: null, expiresAt: null, pinned: null };
      const { token } = await makeToken(bench.store, grant, new Date());
      return openHubAdmin({ hub: server.url, token, seconds: 10 });
    };
    await expect((await door('monitor')).errors()).rejects.toMatchObject({ code: 'hub-forbidden' });
    const admin = await door('admin');
    const { errors, count } = await admin.errors();
    expect([count, errors]).toMatchObject([
      2,
      [
        { key: ['a'], mayRetry: true },
        { key: ['b'], mayRetry: true },
      ],
    ]);
    const [first, second] = errors.map(({ no }) => no);
    expect(await admin.retryErrors({ numbers: [second ?? 0] })).toEqual({ count: 1 });
    expect(await admin.forgetErrors({ numbers: [first ?? 0] })).toEqual({ count: 1 });
    expect((await admin.errors()).errors).toMatchObject([{ key: ['b'], state: 'retry', tries: 0 }]);
  });
});
