// Recorded stock clients against our hub: same steps, same counters, same rows (test/vectors, W-107…W-125, W-283).

import { expect, onTestFinished, test } from 'vitest';
import { startHubServer } from '../../../main/hub/door/server.ts';
import type { HubOptions } from '../../../main/hub/hub.ts';
import { hubOver, setupOf, storeBench, type StoreBench } from './bench.ts';
import { play, recording, type HubTimes, type Loose } from './replay.ts';
import { wireClient } from './wire-client.ts';

const shop = `
  create table customer (id uuid primary key not null, name text not null, balance numeric(12, 2), active boolean);
  create table orders (id int primary key not null, customer_id uuid references customer (id), title text);
  insert into customer values ('00000000-0000-0000-0000-000000000001', 'c1', 1.1, 0),
    ('00000000-0000-0000-0000-000000000002', 'c2', 2.2, 1), ('00000000-0000-0000-0000-000000000003', 'c3', 3.3, 0);
  insert into orders select value, '00000000-0000-0000-0000-000000000001', 'o' || value from json_each('[1,2,3,4,5,6]')`;

interface Served {
  readonly bench: StoreBench;
  readonly url: string;
  readonly times: HubTimes;
}

async function served(sql: string, tables: readonly string[], options: Partial<HubOptions> = {}): Promise<Served> {
  const bench = await storeBench(sql, ...tables);
  const server = await startHubServer({ hub: await hubOver(bench, options), port: 0, gzip: 'always' });
  onTestFinished(() => server.close());
  return { bench, url: `${server.url}api/sync/`, times: new Map() };
}

/** A first session of a client whose own was not recorded; `rct` is the hub time that it was given there. */
async function join({ bench, url, times }: Served, id: string, rct: string): Promise<void> {
  const client = wireClient(url, { id });
  await client.open();
  times.set(rct, String((await client.sendAll(bench.scope, { isNew: true })).json.rct));
}

test('first-sync, incremental, estimate, changes-only, reinitialize, reinitialize-with-upload: the life of one client', async () => {
  const hub = await served(shop, ['customer', 'orders']);
  const { bench, url, times } = hub;
  await play(url, recording('first-sync'), { times });
  bench.other
    .exec(`update orders set title = 'server' where id = 3; insert into orders values (200, null, 'new server');
    delete from orders where id = 4; update customer set name = 'Ann' where name = 'c1'`);
  await play(url, recording('incremental'), { times });
  bench.other.exec(`update orders set title = 'counted' where id = 5`);
  await play(url, recording('estimate'), { times });
  await play(url, recording('changes-only'), { times });
  await play(url, recording('reinitialize'), { times });
  // W-281: our hub knows what it gave this client, so its update of row 3 is none that anybody would lose.
  const differences = {
    4: (expected: Loose) => void Object.assign(expected.cca.tca[0], { a: 2, rc: 0, tac: 2 }),
    7: (expected: Loose) => {
      Object.assign(expected.cca.tca[0], { a: 2, rc: 0, tac: 2 });
      for (const row of expected.changes[0].rows) if (row[1] === 3) row[3] = 'lost';
    },
  };
  await play(url, recording('reinitialize-with-upload'), { times, differences });
  expect(bench.other.prepare(`select title from orders where id in (3, 101) order by id`).pluck().all()).toEqual([
    'lost',
    'kept',
  ]);
});

const conflicts = `update orders set title = 'R' || id where id in (1, 2); insert into orders values (50, null, 'R50'); delete from orders where id in (3, 4)`;

test('conflict-server-wins, then a handler that throws (error)', async () => {
  const handlers: NonNullable<HubOptions['handlers']> = {};
  const hub = await served(shop, ['customer', 'orders'], { handlers });
  await join(hub, '2cdee8aa-4c4e-4faa-b966-826aa7935cd8', '1795258368738');
  hub.bench.other.exec(conflicts);
  await play(hub.url, recording('conflict-server-wins'), hub);
  hub.bench.other.exec(`update orders set title = 'R' where id = 5`);
  handlers.onConflict = () => ({ resolution: 'throw' });
  await play(hub.url, recording('error'), hub);
  expect(hub.bench.other.prepare(`select title from orders where id = 5`).pluck().get()).toBe('R');
});

test('conflict-client-wins: the stock client is told server-wins (W-282)', async () => {
  const hub = await served(shop, ['customer', 'orders'], { policy: 'client-wins' });
  await join(hub, 'cfeea368-083e-40ba-b188-fd10e346d397', '1795258374389');
  hub.bench.other.exec(conflicts);
  const exchanges = recording('conflict-client-wins').map((exchange) => {
    const body = exchange.response.body.replace('"crp":1}', '}').replace(/,"crp":1(?=[,}])/, '');
    return {
      ...exchange,
      response: { ...exchange.response, body: body.replace('"policy":1', '"policy":0').replace(/,\}$/, '}') },
    };
  });
  await play(hub.url, exchanges, hub);
  expect(
    hub.bench.other.prepare(`select id, title from orders where id in (1, 2, 3, 4, 50) order by id`).raw().all(),
  ).toEqual([
    [1, 'L1'],
    [3, 'L3'],
    [50, 'L50'],
  ]);
});

test('batches: two parts down and two parts up', async () => {
  const letter = (at: number): string => String.fromCharCode(96 + at).repeat(35_000);
  const [first = '', second = '', third = '', fourth = ''] = [1, 2, 3, 4].map((id) => `(${id}, '${letter(id)}')`);
  const hub = await served(`create table doc (id int primary key not null, body text)`, ['doc']);
  const exchanges = recording('batches');
  const rows = exchanges.flatMap(({ request, response }) =>
    request.headers['dotmim-sync-step'] === '7' ? (JSON.parse(response.body) as Loose).changes.t[0].r : [],
  );
  hub.bench.other.exec(`insert into doc values ${[first, second, third, fourth].join(', ')}; delete from doc`);
  hub.bench.other.exec(`delete from _concord_t1`);
  for (const [, id, body] of rows as [number, number, string][])
    hub.bench.other.prepare(`insert into doc values (?, ?)`).run(id, body);
  // Which rows lie in which part is the store's affair: here they come in the order of their insertion.
  await play(hub.url, exchanges, hub);
  expect(hub.bench.other.prepare(`select id, length(body) from doc order by id`).raw().all()).toEqual([
    [1, 5],
    [2, 5],
    [3, 35_000],
  ]);
});

test('two-scopes: one client in two scopes over one table', async () => {
  const bench = await storeBench(
    `create table a (id int primary key not null, t text); create table b (id int primary key not null, t text);
    insert into a values (1, 'a1'); insert into b values (1, 'b1')`,
    'a',
  );
  await bench.store.provision({ name: 'one', setup: setupOf('a') });
  await bench.store.provision({ name: 'two', setup: setupOf('a', 'b') });
  const server = await startHubServer({ hub: await hubOver(bench), port: 0 });
  onTestFinished(() => server.close());
  await play(server.url, recording('two-scopes'));
  expect(bench.other.prepare(`select t from a`).pluck().get()).toBe('loc');
});

test('row-error: one refused row, one taken', async () => {
  const hub = await served(`create table a (id int primary key not null, u text unique, n int not null)`, ['a'], {
    errorPolicy: 'continue',
  });
  const exchanges = recording('row-error');
  const second = exchanges.findIndex(({ request }, at) => at > 0 && request.headers['dotmim-sync-step'] === '2');
  await play(hub.url, exchanges.slice(0, second), hub);
  hub.bench.other.exec(`insert into a values (2, 'dup', 1)`);
  await play(hub.url, exchanges.slice(second), hub);
  expect(hub.bench.other.prepare(`select kind, state from _concord_error`).raw().all()).toEqual([['upsert', 'failed']]);
});

test('timestamp: the hub’s clock alone', async () => {
  const hub = await served(shop, ['customer', 'orders']);
  await play(hub.url, recording('timestamp'), hub);
});
