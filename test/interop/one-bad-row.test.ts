// A stock server stops the whole upload for one bad row and names none: it is found by halves, parked with what needs it, and
// everything else goes (ER-06, ER-07, ER-08, L1).

import { expect, test } from 'vitest';
import { openErrors } from '../../main/errors/errors.ts';
import { saveRefusalPolicy } from '../../main/replica/refusal-policy.ts';
import { tableKey } from '../../main/sync/schema.ts';
import { expectSession } from '../support/figures.ts';
import { setScene, withPeers } from './scene.ts';

withPeers('one bad row and a stock server', () => {
  const setTables = (ERRORS = 'Throw') =>
    setScene({
      kind: 'a stock server',
      schema: `create table customer (number varchar(20) primary key, name varchar(40) not null unique,
          phone varchar(20) check (length(phone) <= 12));
        create table orders (id int primary key, customer varchar(20) references customer (number), note varchar(40));
        insert into customer values ('C-1', 'Acme', '040 1')`,
      tables: ['customer', 'orders'],
      server: { ERRORS },
    });

  test.each([
    ['a rule', `update customer set phone = '040 555 0191 ext. 22' where number = 'C-1'`, 'C-1', 'rule'],
    ['a taken name', `insert into customer values ('C-9', 'Acme', null)`, 'C-9', 'exists'],
  ])('ER-07 %s: found, parked and told; 200 other rows go in the same session', async (_, bad, key, cause) => {
    const scene = await setTables();
    const a = await scene.concord('A');
    await a.sync();
    a.db.exec(`insert into customer with recursive n(i) as (select 1 union all select i + 1 from n where i < 100)
      select 'N-' || i, 'Name ' || i, null from n`);
    a.db.exec(bad);
    a.db.exec(`insert into orders with recursive n(i) as (select 1 union all select i + 1 from n where i < 100)
      select i, 'N-' || i, 'order' from n; insert into orders values (999, '${key}', 'of the bad one')`);
    const tries: number[] = [];
    const isNew = cause === 'exists';
    await a.sync({ halved: ({ rows }) => void tries.push(rows) });
    expect(tries.length).toBeLessThanOrEqual(Math.ceil(2 * Math.log2(202)));
    expect(a.errors()).toMatchObject([{ key: { number: key }, state: 'parked', side: 'hub' }]);
    expect(a.replica.reader.value(`select cause from _concord_error`)).toBe(cause);
    expect(scene.hubDb.prepare('select count(*)::int from customer').pluck().get()).toBe(101);
    expect(scene.hubDb.prepare('select count(*)::int from orders').pluck().get()).toBe(isNew ? 100 : 101);
    // The parked change stays pending, with what needs it; nothing of it is tried again by itself.
    expect(a.db.prepare('select count(*) from customer').pluck().get()).toBe(isNew ? 102 : 101);
    await expectSession(a, '');
    a.db.exec(
      isNew
        ? `update customer set name = 'Acme too' where number = 'C-9'`
        : `update customer set phone = '040 2' where number = 'C-1'`,
    );
    await a.sync();
    await a.sync();
    expect(a.errors()).toEqual([]);
    expect(scene.hubDb.prepare('select count(*)::int from orders').pluck().get()).toBe(101);
  });

  test('R-157 R-159 ER-11 what the server refused is taken back to what both last agreed on; corrected, it goes', async () => {
    const scene = await setTables();
    const a = await scene.concord('A');
    await a.sync();
    await a.replica.write(() => saveRefusalPolicy(a.replica.db, { table: null, policy: 'revert' }));
    a.db.exec(`update customer set phone = '040 555 0191 ext. 22' where number = 'C-1';
      insert into customer values ('C-9', 'Acme', null), ('C-8', 'Good', null)`);
    await a.sync();
    const phones = (db: typeof a.db | typeof scene.hubDb): unknown =>
      db.prepare('select number, phone from customer order by 1').raw().all();
    const agreed = [
      ['C-1', '040 1'],
      ['C-8', null],
    ];
    expect([phones(a.db), phones(scene.hubDb)]).toEqual([agreed, agreed]);
    expect(a.errors().map(({ key, takenBackAt }) => [key['number'], takenBackAt !== null])).toEqual([
      ['C-9', true],
      ['C-1', true],
    ]);
    await expectSession(a, '');
    const errors = openErrors({
      ...a.replica,
      records: { ...a.replica.records, find: (name) => a.replica.tables().get(tableKey(name)) },
      inbox: { openFor: a.inbox.openFor, raise: a.inbox.port.raise },
      now: () => new Date(),
    });
    for (const { no, key } of a.errors())
      await a.replica.writeAs('Ann', () =>
        errors.correct({ no, set: key['number'] === 'C-1' ? { phone: '040 2' } : { name: 'New' }, who: 'Ann' }),
      );
    await expectSession(a, 'U2 AS2');
    expect([phones(scene.hubDb), a.errors()]).toEqual([
      [
        ['C-1', '040 2'],
        ['C-8', null],
        ['C-9', null],
      ],
      [],
    ]);
  });

  test('ER-07 two bad rows and a delete: each is found, the server’s own change comes down all the same', async () => {
    const scene = await setTables();
    const a = await scene.concord('A');
    scene.hubDb.exec(`insert into customer values ('C-2', 'Brunner', null)`);
    await a.sync();
    scene.hubDb.exec(`insert into customer values ('C-3', 'Hub', null)`);
    a.db.exec(
      `insert into customer values ('B-1', 'Acme', null), ('B-2', 'Good', null), ('B-3', 'Brunner', null), ('B-4', 'Fine', null)`,
    );
    a.db.exec(`delete from customer where number = 'C-2'`);
    const result = await a.sync();
    expect(result).toMatchObject({ downloaded: 1, appliedHere: 1 });
    // The delete goes last: the name that it frees was still taken.
    expect(a.errors().map(({ key }) => key['number'])).toEqual(['B-3', 'B-1']);
    expect(scene.hubDb.prepare('select number from customer order by 1').pluck().all()).toEqual([
      'B-2',
      'B-4',
      'C-1',
      'C-3',
    ]);
  });
});
