// Parameters from the terminal: a hub's filters in its file, a replica that gives and remembers its values, a pinned token
// (HB-02, HB-04, PR-04).

import Sqlite from 'better-sqlite3';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/files.ts';
import { startProgram } from '../../support/program.ts';
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
