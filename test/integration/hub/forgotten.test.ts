// A stock client that was away for longer than the hub remembers reads everything anew and uploads what it has (L9): what cannot be
// judged overwrites nobody, is kept in the hub's error set before the client drops it, and is told.

import { describe, expect, onTestFinished, test } from 'vitest';
import { startHubServer } from '../../../main/hub/door/server.ts';
import type { HubEvent } from '../../../main/hub/events.ts';
import { asideLine, fieldsOf } from '../../../main/hub/log-line.ts';
import { hubOver, stores } from './bench.ts';
import { row } from './serve.ts';
import { wireClient } from './wire-client.ts';

const schema = `create table category (category_id varchar(12) primary key, parent_id varchar(12), name text,
    "extra note" text, modified datetime);
  insert into category (category_id, name) values ('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D'), ('E', 'E')`;

const sum = (counts: readonly { a: number; rc: number; f: number }[], name: 'a' | 'rc' | 'f'): number =>
  counts.reduce((total, one) => total + one[name], 0);

describe.each(stores)('L9 a stock client that was forgotten, hub on %s', (_, makeBench) => {
  const away = async () => {
    const bench = await makeBench(schema);
    const events: HubEvent[] = [];
    const hub = await hubOver(bench, { notify: (event) => void events.push(event) });
    const server = await startHubServer({ hub, port: 0 });
    onTestFinished(() => server.close());
    const client = wireClient(server.url);
    await client.open();
    await client.sendAll(bench.scope, { isNew: true });
    await client.end();
    client.renew();
    // Somebody changes A, and that is forgotten; B, C and E are changed after it.
    bench.other.exec(`update category set name = 'hub A' where category_id = 'A'`);
    await bench.store.cleanUp(await bench.store.hubTime());
    bench.other.exec(`update category set name = 'hub B' where category_id = 'B';
      delete from category where category_id = 'C'`);
    return { bench, client, events };
  };
  const names = ({ other }: Awaited<ReturnType<typeof makeBench>>): unknown =>
    other.prepare('select category_id, name from category order by category_id').raw().all();
  const aside = ({ other }: Awaited<ReturnType<typeof makeBench>>): unknown =>
    other.prepare('select kind, key, code, state from _concord_error order by key').raw().all();

  test('what others may have changed stays, the client’s values are set aside and told, all else is taken', async () => {
    const { bench, client, events } = await away();
    await client.open();
    const { json } = await client.sendAll(bench.scope, {
      typ: 2,
      rows: [
        ['category', 'upsert', ...['A', 'B', 'C', 'N'].map((id) => row(id, `mine ${id}`)), row('D', 'D')],
        ['category', 'delete', row('E', 'E')],
      ],
    });
    expect([sum(json.cca.tca, 'a'), sum(json.cca.tca, 'rc'), sum(json.cca.tca, 'f')]).toEqual([2, 0, 4]);
    expect(names(bench)).toEqual([
      ['A', 'hub A'],
      ['B', 'hub B'],
      ['D', 'D'],
      ['E', 'E'],
      ['N', 'mine N'],
    ]);
    expect(aside(bench)).toEqual([
      ['upsert', '["A"]', 'not-remembered', 'failed'],
      ['upsert', '["B"]', 'not-remembered', 'failed'],
      ['upsert', '["C"]', 'not-remembered', 'failed'],
      ['delete', '["E"]', 'not-remembered', 'failed'],
    ]);
    const told = events.find((event) => event.kind === 'set-aside');
    if (!told) throw new Error('nobody was told');
    const keys = told.rows.map(({ key }) => String(key[0])).toSorted((one, other) => one.localeCompare(other));
    expect([told.client, keys]).toEqual([client.id, ['A', 'B', 'C', 'E']]);
    expect(fieldsOf(told)).toMatchObject({ level: 'warning', event: 'rows.set-aside', rows: 4 });
    expect(asideLine(new Date(0), told)).toContain('category A');

    // A newer version of a record ends it (W-244); the others stay as long as it takes.
    client.renew();
    await client.open();
    const lsst = BigInt(json.rct);
    const later = await client.sendAll(bench.scope, { lsst, rows: [['category', 'upsert', row('A', 'later')]] });
    expect(sum(later.json.cca.tca, 'a')).toBe(1);
    expect([names(bench), aside(bench)]).toMatchObject([
      [['A', 'later'], ['B', 'hub B'], {}, {}, {}],
      [{}, {}, {}],
    ]);
  });

  test('also where it was struck off the list; one that the hub remembers is judged as ever', async () => {
    const { bench, client } = await away();
    const clients = await bench.store.clients();
    await bench.store.cleanUp(await bench.store.hubTime(), { forget: clients, by: 'Admin' });
    await client.open();
    const mine = [['category', 'upsert', row('A', 'mine A')]] as const;
    const { json } = await client.sendAll(bench.scope, { typ: 2, rows: mine });
    expect([sum(json.cca.tca, 'f'), names(bench)]).toMatchObject([1, [['A', 'hub A'], {}, {}, {}]]);
    await client.end();

    client.renew();
    await client.open();
    const again = await client.sendAll(bench.scope, { typ: 2, rows: mine });
    expect([sum(again.json.cca.tca, 'a'), names(bench)]).toMatchObject([1, [['A', 'mine A'], {}, {}, {}]]);
    expect(aside(bench)).toEqual([]);
  });
});
