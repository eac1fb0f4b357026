// Parameters from the terminal: a hub's filters in its file, a replica that gives and remembers its values, a pinned token
// (HB-02, HB-04, PR-04).

import Sqlite from 'better-sqlite3';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/files.ts';
import { startProgram } from '../../support/program.ts';
import { openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { concord, object } from './commands.ts';

test('HB-02 PR-02 PR-04 PR-06 values are given once and remembered; another set stands beside, both are listed; what leaves is listed; a pinned token needs none', async () => {
  const file = (name: string): string => join(temporary, name);
  const temporary = temporaryFolder();
  const office = new Sqlite(file('office.db'));
  office.exec(`create table customer (id int primary key, region text); create table visit (id int primary key, customer int);
    insert into customer values (1, 'EU'), (2, 'US'), (3, 'EU'); insert into visit values (1, 1), (2, 2), (3, 3)`);
  office.close();
  const scope = {
    tables: ['customer', 'visit'],
    filters: [
      { table: 'customer', where: { region: '@region' } },
      {
        table: 'visit',
        joins: [{ table: 'customer', on: 'visit.customer = customer.id' }],
        where: { 'customer.region': '@region' },
      },
    ],
  };
  writeFileSync(file('hub.json'), JSON.stringify({ database: 'office.db', scopes: [scope] }));
  const hub = startProgram('hub', '--config', file('hub.json'), '--json');
  const { url } = JSON.parse(await hub.firstLine()) as { url: string };
  const rows = (replica: string): unknown[] => {
    const db = new Sqlite(file(replica));
    const found = db.prepare('select id from customer union all select 100 + id from visit order by 1').pluck().all();
    db.close();
    return found;
  };

  const refused = await concord('sync', '--replica', file('a.db'), '--hub', url);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('region is missing. Give each parameter')]);
  expect(await object('sync', '--replica', file('a.db'), '--hub', url, '--param', 'region=EU')).toMatchObject({
    downloaded: 4,
  });
  expect(rows('a.db')).toEqual([1, 3, 101, 103]);
  expect(await object('sync', '--replica', file('a.db'))).toMatchObject({ downloaded: 0 });
  expect(await object('sync', '--replica', file('a.db'), '--param', 'region=US')).toMatchObject({ downloaded: 2 });
  expect(rows('a.db')).toEqual([1, 2, 3, 101, 102, 103]);

  const sets = await concord('scopes', '--replica', file('a.db'), '--json');
  expect(sets.lines).toMatchObject([
    { scope: 'DefaultScope', parameters: { region: 'EU' } },
    {
      parameters: { region: 'US' },
      tables: [
        { table: 'customer', direction: 'both', key: ['id'], rows: 3, filter: 'region = @region' },
        { table: 'visit', rows: 3, filter: 'customer.region = @region, by way of customer' },
      ],
    },
  ]);
  expect((await concord('scopes', '--replica', file('a.db'))).out).toContain('DefaultScope region=US, last session 20');

  const moved = new Sqlite(file('office.db'));
  moved.exec(`update customer set region = 'ASIA' where id = 3`);
  moved.close();
  await object('sync', '--replica', file('a.db'), '--param', 'region=EU');
  const removed = await concord('removed', '--replica', file('a.db'), '--json');
  expect(removed.lines).toMatchObject([
    { table: 'customer', key: { id: 3 }, condition: 'region = EU or region = US', row: { id: 3, region: 'EU' } },
    { table: 'visit', condition: expect.stringContaining('customer.region = EU, by way of customer') as unknown },
  ]);
  expect((await concord('removed', '--replica', file('a.db'))).out).toMatch(/customer 3 left region = EU/);

  const name = ['--name', 'anna'];
  const token = await concord('hub', 'token', 'create', '--database', file('office.db'), ...name, '--pin', 'region=US');
  expect(token.err).toContain('(client, all scopes, region=US, never expires)');
  writeFileSync(file('token'), token.out);
  await object('sync', '--replica', file('b.db'), '--hub', url, '--token-file', file('token'));
  expect(rows('b.db')).toEqual([2, 102]);
});

test('R-166 PR-04 all sets of a scope move to a newer one by one command, with what waits in them', async () => {
  const temporary = temporaryFolder();
  const file = (name: string): string => join(temporary, name);
  const office = new Sqlite(file('office.db'));
  office.exec(`create table customer (id int primary key, region text, name text);
    insert into customer values (1, 'EU', 'Ann'), (2, 'US', 'Bob'), (3, 'AS', 'Cid')`);
  const scope = (name: string) => ({
    name,
    tables: ['customer'],
    filters: [{ table: 'customer', where: { region: '@region' } }],
  });
  const serve = async (...names: readonly string[]) => {
    writeFileSync(file('hub.json'), JSON.stringify({ database: 'office.db', scopes: names.map(scope) }));
    const hub = startProgram('hub', '--config', file('hub.json'), '--json');
    return { hub, ...(JSON.parse(await hub.firstLine()) as { url: string }) };
  };
  const old = await serve('v1');
  const a = ['--replica', file('a.db')];
  for (const region of ['EU', 'US', 'AS'])
    await object('sync', ...a, '--hub', old.url, '--scope', 'v1', '--param', `region=${region}`);
  const replica = new Sqlite(file('a.db'));
  replica.exec(`update customer set name = 'Mine' where id <> 3`);
  replica.pragma('wal_checkpoint(truncate)');
  copyFileSync(file('a.db'), file('b.db'));
  old.hub.signal('SIGTERM');
  await old.hub.ended();
  office.exec(`alter table customer add column phone text; update customer set phone = id || '23'`);
  const { url } = await serve('v1', 'v2');

  const strange = await concord('sync', ...a, '--hub', url, '--scope', 'v2', '--from', 'v1', '--param', 'region=XX');
  expect(strange).toMatchObject({ code: 1, err: expect.stringContaining('name one of these (--param)') as string });
  const moved = await concord('sync', ...a, '--hub', url, '--scope', 'v2', '--from', 'v1', '--json');
  expect([moved.code, moved.err]).toEqual([0, expect.stringContaining('region=EU')]);
  expect(moved.lines).toHaveLength(4);
  const rows = [
    [1, 'EU', 'Mine', '123'],
    [2, 'US', 'Mine', '223'],
    [3, 'AS', 'Cid', '323'],
  ];
  for (const db of [office, replica])
    expect(db.prepare('select * from customer order by id').raw().all()).toEqual(rows);
  expect(await object('sync', ...a)).toMatchObject({ uploaded: 0, downloaded: 0 });
  replica.close();

  // Only one set has moved, and then it was cut off: whoever synchronises next moves the others, one a session.
  const parameters = [{ name: 'region', value: 'US' }];
  const app = await openTestApp({ file: file('b.db'), hub: url, scope: 'v2', from: ['v1'], parameters });
  expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 0 } });
  await app.close();
  const window = await openTestApp({ file: file('b.db') });
  for (let i = 0; i < 3; i++) await sync(window);
  expect((await sync(window)).summary).toMatchObject({ uploaded: 0, downloaded: 0 });
  expect(rowsIn(file('b.db'), 'customer')).toEqual(rows);
  expect(window.replica.scopes().filter(({ name }) => name === 'v2')).toHaveLength(3);
  await window.close();
  office.close();
});
