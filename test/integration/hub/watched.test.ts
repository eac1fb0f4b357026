// Databases with triggers of their own and cascading keys: ours stay on, and what is stored is compared with what was sent
// (W-287 c, L30).

import { expect, test } from 'vitest';
import type { Row } from '../../../main/sync/cell.ts';
import { ann, bob, countersOf, part, received, storeBench, upload } from './bench.ts';

const table = `create table t (id integer primary key, name text, price decimal(10, 2), flag boolean);`;
const sent = (...rows: readonly Row[]) => [part('t', 'upsert', ...rows)];

test('L30 a row that a trigger changes on its way in comes back to its sender', async () => {
  const bench = await storeBench(
    `${table} create trigger tidy after insert on t begin update t set name = upper(name) where id = new.id; end`,
    't',
  );
  const applied = await upload(bench, sent([1, 'abc', '1.50', true], [2, 'XYZ', '2.00', false]));
  expect(countersOf(applied)).toEqual(['t upsert: a2 rc0 f0']);
  expect((await received(bench, { clientId: ann.id })).upserts).toEqual({ 1: [1, 'ABC', '1.5', true] });
  expect(Object.keys((await received(bench, { clientId: bob.id })).upserts)).toEqual(['1', '2']);
  const again = await upload(bench, sent([2, 'XYZ2', '2', false]), { watermark: 0n });
  expect(countersOf(again)).toEqual(['t upsert: a1 rc0 f0']);
});

test('L30 a trigger that puts the old value back: the hub’s row comes back', async () => {
  const bench = await storeBench(
    `${table} insert into t values (1, 'fixed', null, null);
     create trigger keep after update on t when new.name <> old.name begin update t set name = old.name where id = new.id; end`,
    't',
  );
  await upload(bench, sent([1, 'mine', null, null]));
  expect((await received(bench, { clientId: ann.id })).upserts).toEqual({ 1: [1, 'fixed', null, null] });
});

test('what a trigger writes elsewhere is the hub’s own change and goes to everybody', async () => {
  const bench = await storeBench(
    `${table} create table log (id integer primary key, what text);
     create trigger note after insert on t begin insert into log (what) values (new.name); end`,
    't',
    'log',
  );
  await upload(bench, sent([1, 'abc', null, null]));
  expect((await received(bench, { clientId: ann.id })).parts).toEqual(['log upsert 1']);
});

test('W-287 b the owner’s triggers keep their own conflict clauses', async () => {
  const bench = await storeBench(
    `${table} insert into t values (1, 'old', null, null);
     create table newest (what text primary key, name text); insert into newest values ('t', 'none');
     create trigger note_new after insert on t begin insert or replace into newest values ('t', new.name); end;
     create trigger note_change after update on t begin insert or ignore into newest values ('t', new.name); end`,
    't',
  );
  const applied = await upload(bench, sent([1, 'changed', null, null], [2, 'new', null, null]));
  expect(countersOf(applied)).toEqual(['t upsert: a2 rc0 f0']);
  expect(bench.other.prepare('select name from newest').pluck().get()).toBe('new');
});

test('W-180 W-287 b a table with triggers that declares a clause itself: nothing is replaced in silence', async () => {
  const bench = await storeBench(
    `create table u (id integer primary key, name text unique on conflict replace); insert into u values (1, 'taken');
     create table newest (what text primary key);
     create trigger note_new after insert on u begin insert into newest values ('u') on conflict do nothing; end`,
    'u',
  );
  const applied = await upload(bench, [part('u', 'upsert', [2, 'taken'])]);
  expect(countersOf(applied)).toEqual(['u upsert: a0 rc0 f1']);
});

test('a row that a rule drops, refuses or keeps is refused, the others go on', async () => {
  const bench = await storeBench(
    `${table} insert into t values (9, 'stay', null, null);
     create trigger drop_it before insert on t when new.name = 'drop' begin select raise(ignore); end;
     create trigger stop_it before insert on t when new.name = 'stop' begin select raise(abort, 'no stopping here'); end;
     create trigger keep_it before delete on t when old.name = 'stay' begin select raise(ignore); end`,
    't',
  );
  const applied = await upload(bench, [
    ...sent([1, 'drop', null, null], [2, 'stop', null, null], [3, 'good', null, null]),
    part('t', 'delete', [9, null, null, null]),
  ]);
  expect(countersOf(applied)).toEqual(['t upsert: a1 rc0 f2', 't delete: a0 rc0 f1']);
  expect(applied.refused.map(({ key, code, message }) => [key[0], code, message])).toEqual([
    [1, 'row-refused', 'a rule of the database dropped the record'],
    [2, 'row-refused', 'no stopping here'],
    [9, 'row-refused', 'a rule of the database keeps the record'],
  ]);
});

test('a trigger that rolls everything back ends the upload and leaves the hub usable', async () => {
  const bench = await storeBench(
    `${table} create trigger bomb before insert on t when new.name = 'bomb' begin select raise(rollback, 'boom'); end`,
    't',
  );
  await expect(upload(bench, sent([1, 'a', null, null], [2, 'bomb', null, null]))).rejects.toMatchObject({
    code: 'session-stopped',
  });
  expect(countersOf(await upload(bench, sent([1, 'a', null, null])))).toEqual(['t upsert: a1 rc0 f0']);
});

test('W-287 c rows that a cascade removes or changes come down as the hub’s own', async () => {
  const bench = await storeBench(
    `create table p (id integer primary key); insert into p values (1), (2);
     create table c (id integer primary key, p integer references p (id) on delete cascade);
     create table n (id integer primary key, p integer references p (id) on delete set null);
     insert into c values (10, 1), (11, 2); insert into n values (20, 1)`,
    'p',
    'c',
    'n',
  );
  const applied = await upload(bench, [part('p', 'delete', [1])]);
  expect(countersOf(applied)).toEqual(['p delete: a1 rc0 f0']);
  const back = await received(bench, { clientId: ann.id });
  expect([back.deletes, back.upserts]).toEqual([[10], { 20: [20, null] }]);
  expect((await received(bench, { clientId: bob.id })).parts).toEqual(['p delete 1', 'c delete 1', 'n upsert 1']);
});

test('W-180 a table’s own REPLACE clause does not remove another row during an apply', async () => {
  const bench = await storeBench(
    `create table u (id integer primary key, code text unique on conflict replace); insert into u values (1, 'x')`,
    'u',
  );
  const applied = await upload(bench, [part('u', 'upsert', [2, 'x'])]);
  expect(applied.refused).toMatchObject([{ key: [2], message: 'another record has the same code' }]);
  expect(bench.other.prepare(`select id from u`).pluck().all()).toEqual([1]);
});
