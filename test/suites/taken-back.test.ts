// Refused changes that are taken back here where that was chosen: parked with their values, the record as the hub's, made anew by
// a retry (R-157 to R-159, ER-11), in process and over HTTP, with Concord's hub and one that shows itself as stock.

import { describe, expect, test } from 'vitest';
import { openErrors, type RowErrors } from '../../main/errors/errors.ts';
import { createRowJudge, type RowRule } from '../../main/hub/row-rules.ts';
import { countWaiting } from '../../main/replica/pending.ts';
import { saveRefusalPolicy } from '../../main/replica/refusal-policy.ts';
import { tableKey, type TableName } from '../../main/sync/schema.ts';
import { expectSettled } from '../support/closing.ts';
import { expectSession } from '../support/figures.ts';
import { bindings, hubBindings, setStage, type Binding, type Stage, type StageReplica } from '../support/stage.ts';

const rules: Readonly<Record<string, RowRule>> = {
  item(row, { action, before }) {
    if (action === 'delete') return before?.['word'] === 'kept' ? { message: 'kept items stay' } : null;
    const { word } = row;
    return typeof word === 'string' && word.startsWith('bad') ? { message: 'no bad words', column: 'word' } : null;
  },
};

const schema = `
  create table item (id int primary key, word varchar(20), amount int, unique (amount));
  create table part (id int primary key, item int references item (id), note varchar(20));
  insert into item values (1, 'one', 10), (2, 'kept', 20), (3, 'three', 30);
  insert into part values (1, 1, 'of one')`;

interface Scene {
  readonly stage: Stage;
  readonly a: StageReplica;
  readonly b: StageReplica;
}

async function setScene(binding: Binding, concord = true): Promise<Scene> {
  const judgeRow = createRowJudge(new Map(Object.entries(rules)), () => undefined);
  const stage = await setStage({
    binding,
    schema,
    tables: ['item', 'part'],
    handlers: { judgeRow },
    concord,
    ...(!concord && { errorPolicy: 'throw' as const }),
  });
  const [a, b] = [await stage.replica('A'), await stage.replica('B')];
  await a.sync();
  await b.sync();
  await choose(a, null);
  return { stage, a, b };
}

const choose = ({ replica }: StageReplica, table: TableName | null): Promise<void> =>
  replica.write(() => saveRefusalPolicy(replica.db, { table, policy: 'revert' }));

const items = ({ db }: StageReplica): unknown =>
  db.prepare('select id, word, amount from item order by id').raw().all();
const words = ({ db }: StageReplica): unknown => db.prepare('select id, word from item order by id').raw().all();
const ids = (replica: StageReplica): unknown =>
  replica
    .errors()
    .map(({ key }) => Number(key['id']))
    .toSorted((one, other) => one - other);
const waiting = ({ replica }: StageReplica): number =>
  [...replica.tables().values()].reduce((sum, table) => sum + countWaiting(replica.reader, table).records, 0);
const states = (replica: StageReplica): unknown =>
  replica
    .errors()
    .map(({ key, kind, state, takenBackAt }) => [key['id'], kind, state, takenBackAt !== null])
    .toSorted((one, other) => Number(one[0]) - Number(other[0]));
const noShadows = ({ replica }: StageReplica): number =>
  [...replica.tables().values()].reduce(
    (sum, { entries, bases, images }) =>
      sum +
      [entries, bases, images].reduce((n, name) => n + Number(replica.reader.value(`select count(*) from ${name}`)), 0),
    0,
  );

function errorsOf({ replica, inbox }: StageReplica): RowErrors {
  return openErrors({
    ...replica,
    records: { ...replica.records, find: (name) => replica.tables().get(tableKey(name)) },
    inbox: { openFor: inbox.openFor, raise: inbox.port.raise },
    now: () => new Date(),
  });
}

/** As the window does it: one write transaction of the person's. */
async function retry(replica: StageReplica, ...ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const errors = errorsOf(replica);
  const numbers = replica
    .errors()
    .filter(({ key }) => ids.includes(Number(key['id'])))
    .map(({ no }) => no);
  const { stays } = await replica.replica.writeAs('Ann', () => errors.makeReady(numbers, 'Ann'));
  return stays;
}

const start = [
  [1, 'one', 10],
  [2, 'kept', 20],
  [3, 'three', 30],
];

describe.each(bindings)('refused changes are taken back %s', (binding) => {
  test('R-157 ER-11 an update, an insert and a delete: parked with all their values, the record stands as the hub’s', async () => {
    const { stage, a, b } = await setScene(binding);
    a.db.exec(`update item set word = 'bad one', amount = 11 where id = 1; insert into item values (4, 'bad four', 40);
      delete from item where id = 2; update item set amount = 33 where id = 3`);
    await expectSession(a, 'U4 AS1 FS3');
    // D7: what fails once goes again; nothing is given up yet.
    expect([states(a), waiting(a)]).toEqual([
      [
        [1, 'upsert', 'open', false],
        [2, 'delete', 'open', false],
        [4, 'upsert', 'open', false],
      ],
      3,
    ]);
    await expectSession(a, 'U3 AS0 FS3');
    const own = [
      [1, 'one', 10],
      [2, 'kept', 20],
      [3, 'three', 33],
    ];
    expect([items(a), waiting(a), noShadows(a)]).toEqual([own, 0, 0]);
    expect(states(a)).toEqual([
      [1, 'upsert', 'parked', true],
      [2, 'delete', 'parked', true],
      [4, 'upsert', 'parked', true],
    ]);
    const entries = errorsOf(a).list({}, { limit: 10, offset: 0 });
    expect(entries.toSorted((one, other) => Number(one.key['id']) - Number(other.key['id']))).toMatchObject([
      { row: { id: 1, word: 'bad one', amount: 11 }, base: { id: 1, word: 'one', amount: 10 }, action: 'update' },
      { row: null, base: { id: 2, word: 'kept', amount: 20 }, action: 'delete' },
      { row: { id: 4, word: 'bad four', amount: 40 }, base: null, action: 'insert' },
    ]);
    // Nothing of it is sent again, and newer rows of the hub come down as ever.
    stage.hubDb.exec(`update item set amount = 12 where id = 1`);
    await expectSession(a, 'D1 AC1');
    expect([ids(a), noShadows(a)]).toEqual([[1, 2, 4], 0]);
    await expectSettled(stage, [a, b], { item: 'id', part: 'id' });
  });

  test('R-159 ER-04 ER-05 a retry makes the change anew on the record as it stands; corrected, it goes', async () => {
    const { stage, a, b } = await setScene(binding);
    a.db.exec(`update item set word = 'bad one' where id = 1; insert into item values (4, 'bad four', 40);
      delete from item where id = 2`);
    await a.sync();
    await a.sync();
    // Another column moved on the hub meanwhile: that stays.
    stage.hubDb.exec(`update item set amount = 12 where id = 1; update item set word = 'free' where id = 2`);
    await a.sync();
    expect(await retry(a, 1)).toEqual(new Map());
    expect(items(a)).toMatchObject([
      [1, 'bad one', 12],
      [2, 'free', 20],
      [3, 'three', 30],
    ]);
    await expectSession(a, 'U1 AS0 FS1');
    // The same refusal once more: taken back at once, and no second line.
    expect([words(a), ids(a)]).toEqual([
      [
        [1, 'one'],
        [2, 'free'],
        [3, 'three'],
      ],
      [1, 2, 4],
    ]);
    expect(a.errors().find(({ key }) => key['id'] === 1)).toMatchObject({ tries: 3, state: 'parked' });
    const errors = errorsOf(a);
    for (const { no, key } of a.errors().filter((error) => error.kind === 'upsert'))
      await a.replica.writeAs('Ann', () =>
        errors.correct({ no, set: { word: `good ${String(key['id'])}` }, who: 'Ann' }),
      );
    await expectSession(a, 'U2 AS2');
    expect(stage.rows('item')).toEqual([
      [1, 'good 1', 12],
      [2, 'free', 20],
      [3, 'three', 30],
      [4, 'good 4', 40],
    ]);
    expect(states(a)).toEqual([[2, 'delete', 'parked', true]]);
    await b.sync();
    await expectSettled(stage, [a, b], { item: 'id', part: 'id' });
  });
});

describe.each(hubBindings)('refused changes are taken back, at the edges %s', (binding) => {
  test('R-159 RS-25 where the hub moved in the same column, or the record went or came, a retry is a conflict of three versions', async () => {
    const { stage, a, b } = await setScene(binding);
    a.db.exec(`update item set word = 'bad one' where id = 1; insert into item values (4, 'bad four', 40);
      delete from item where id = 2; update item set word = 'bad three' where id = 3`);
    await a.sync();
    await a.sync();
    stage.hubDb.exec(`update item set word = 'uno' where id = 1; update item set word = 'dos' where id = 2;
      delete from item where id = 3; insert into item values (4, 'cuatro', 44)`);
    await expectSession(a, 'D4 AC4');
    expect(await retry(a, 1, 2, 3, 4)).toEqual(new Map());
    expect(a.errors()).toEqual([]);
    const { entries } = a.inbox.list({ limit: 10, offset: 0 });
    const shown = entries.toSorted((one, other) => Number(one.key['id']) - Number(other.key['id']));
    expect(shown.map(({ key, type, versions }) => [key['id'], type, versions])).toEqual([
      [1, 'local-update/hub-update', versions([1, 'one', 10], [1, 'bad one', 10], [1, 'uno', 10])],
      [2, 'local-delete/hub-update', versions([2, 'kept', 20], null, [2, 'dos', 20])],
      [3, 'local-update/hub-delete', versions([3, 'three', 30], [3, 'bad three', 30], null)],
      [4, 'local-insert/hub-insert', versions(null, [4, 'bad four', 40], [4, 'cuatro', 44])],
    ]);
    expect([waiting(a), items(a)]).toEqual([
      0,
      [
        [1, 'uno', 10],
        [2, 'dos', 20],
        [4, 'cuatro', 44],
      ],
    ]);
    for (const { no, key } of entries)
      await a.inbox.resolve({ no, choice: { keep: key['id'] === 2 ? 'mine' : 'theirs' }, by: 'Ann' });
    await expectSession(a, 'U1 AS1');
    expect(stage.rows('item').map(([id]) => id)).toEqual([1, 4]);
    await expectSettled(stage, [a, b], { item: 'id', part: 'id' });
  });

  test('R-159 where a change of the record waits here, or what it wants is there, a retry stays or is over', async () => {
    const { stage, a } = await setScene(binding);
    a.db.exec(`update item set word = 'bad one' where id = 1; delete from item where id = 2`);
    await a.sync();
    await a.sync();
    a.db.exec(`update item set amount = 15 where id = 1`);
    stage.hubDb.exec(`delete from item where id = 2`);
    expect([...(await retry(a, 1)).values()]).toEqual([expect.stringMatching(/changed here since/)]);
    await expectSession(a, 'U1 AS1 D1 AC1');
    // The other change of the record has gone; the refused one is still whole.
    expect(states(a)).toEqual([
      [1, 'upsert', 'parked', true],
      [2, 'delete', 'parked', true],
    ]);
    expect(await retry(a, 1, 2)).toEqual(new Map());
    expect(items(a)).toEqual([
      [1, 'bad one', 15],
      [3, 'three', 30],
    ]);
    expect(a.errors(['resolved'])).toMatchObject([{ key: { id: 2 } }]);
  });

  test('R-157 another change of the record that is refused, too, has an error of its own', async () => {
    const { a } = await setScene(binding);
    a.db.exec(`update item set word = 'bad one' where id = 1`);
    await a.sync();
    await a.sync();
    a.db.exec(`update item set word = 'bad two' where id = 1`);
    await a.sync();
    await a.sync();
    expect([items(a), a.errors().map(({ row, tries }) => [row?.['word'], tries])]).toEqual([
      start,
      [
        ['bad two', 2],
        ['bad one', 2],
      ],
    ]);
  });

  test('R-158 ER-08 a new record that others here point to stays, with what waits behind it; so does one changed since it was sent', async () => {
    const { stage, a, b } = await setScene(binding);
    a.db.exec(`insert into item values (4, 'bad four', 40); insert into part values (4, 4, 'of four');
      update item set word = 'bad one' where id = 1`);
    await a.sync();
    await a.sync({
      enter: (phase) => {
        if (phase === 'download') a.db.exec(`update item set word = 'good one' where id = 1`);
      },
    });
    expect([items(a), waiting(a), states(a)]).toEqual([
      [
        [1, 'good one', 10],
        [2, 'kept', 20],
        [3, 'three', 30],
        [4, 'bad four', 40],
      ],
      3,
      [
        [1, 'upsert', 'parked', false],
        [4, 'upsert', 'parked', false],
      ],
    ]);
    expect(errorsOf(a).behind(errorsOf(a).get(1)).length + errorsOf(a).behind(errorsOf(a).get(2)).length).toBe(1);
    // What the hub refused is no base of what was made of it (Decisions 5).
    expect(a.replica.records.base({ table: { name: 'item', schema: '' }, key: { id: 1 } })).toMatchObject({
      word: 'one',
    });
    a.db.exec(`update item set word = 'four' where id = 4`);
    await a.sync();
    await a.sync();
    expect([stage.rows('item'), stage.rows('part'), a.errors()]).toEqual([
      [
        [1, 'good one', 10],
        [2, 'kept', 20],
        [3, 'three', 30],
        [4, 'four', 40],
      ],
      [
        [1, 1, 'of one'],
        [4, 4, 'of four'],
      ],
      [],
    ]);
    await expectSettled(stage, [a, b], { item: 'id', part: 'id' });
  });

  test('R-158 a record whose earlier values the table does not take by now stays; one whose values another gives up goes back', async () => {
    const { stage, a } = await setScene(binding);
    a.db.exec('create unique index one_amount on item (amount)');
    // 3 took the amount that 1 had; 1's change is refused, 3's could go only after it.
    a.db
      .exec(`update item set word = 'bad one', amount = 11 where id = 1; update item set word = 'bad three', amount = 10 where id = 3;
      update item set word = 'bad two', amount = 30 where id = 2`);
    await a.sync();
    await a.sync();
    expect([items(a), waiting(a)]).toEqual([start, 0]);
    a.db.exec(`update item set word = 'bad one', amount = 12 where id = 1`);
    await a.sync();
    a.db.exec(
      `create table local_only (amount int primary key references item (amount)); insert into local_only values (12)`,
    );
    await a.sync();
    expect(items(a)).toEqual([
      [1, 'bad one', 12],
      [2, 'kept', 20],
      [3, 'three', 30],
    ]);
    expect(a.errors().filter(({ takenBackAt }) => takenBackAt === null)).toMatchObject([
      { key: { id: 1 }, state: 'parked' },
    ]);
    expect(stage.rows('item')).toEqual(start);
  });

  test('R-158 a decision that the hub refuses stays with its entry', async () => {
    const { stage, a } = await setScene(binding);
    a.db.exec(`update item set word = 'bad one' where id = 1`);
    stage.hubDb.exec(`update item set word = 'uno' where id = 1`);
    await a.sync();
    const [entry] = a.inbox.list({ limit: 1, offset: 0 }).entries;
    await a.inbox.resolve({ no: entry?.no ?? 0, choice: { keep: 'mine' }, by: 'Ann' });
    await a.sync();
    await a.sync();
    expect([words(a), states(a)]).toEqual([
      [
        [1, 'bad one'],
        [2, 'kept'],
        [3, 'three'],
      ],
      [[1, 'upsert', 'parked', false]],
    ]);
  });

  test('R-157 the choice counts by table: one that keeps stays as it was', async () => {
    const { a } = await setScene(binding);
    const { replica } = a;
    await replica.write(() => saveRefusalPolicy(replica.db, { table: null, policy: 'keep' }));
    a.db.exec(`update item set word = 'bad one' where id = 1`);
    await a.sync();
    await a.sync();
    expect([words(a), states(a), waiting(a)]).toEqual([
      [
        [1, 'bad one'],
        [2, 'kept'],
        [3, 'three'],
      ],
      [[1, 'upsert', 'parked', false]],
      1,
    ]);
    await choose(a, { name: 'item', schema: '' });
    await retry(a, 1);
    await a.sync();
    expect([items(a), states(a), waiting(a)]).toEqual([start, [[1, 'upsert', 'parked', true]], 0]);
  });

  test('R-157 ER-07 a hub that shows itself as stock stops the upload: the one found by halves is taken back to its base at once', async () => {
    const { stage, a, b } = await setScene(binding, false);
    a.db.exec(`update item set word = 'bad one' where id = 1; update item set amount = 33 where id = 3;
      insert into item values (5, 'five', 50)`);
    await expectSession(a, 'U3 AS2 FS1');
    expect([items(a), states(a), waiting(a)]).toEqual([
      [
        [1, 'one', 10],
        [2, 'kept', 20],
        [3, 'three', 33],
        [5, 'five', 50],
      ],
      [[1, 'upsert', 'parked', true]],
      0,
    ]);
    await expectSession(a, '');
    await b.sync();
    await expectSettled(stage, [a, b], { item: 'id', part: 'id' });
  });
});

function versions(...rows: readonly (readonly [number, string, number] | null)[]): unknown {
  const [base, mine, theirs] = rows.map((row) => row && { id: row[0], word: row[1], amount: row[2] });
  return { base, mine, theirs };
}
