// A replica that keeps two parameter sets of one scope: what each of them sends, and random edits on both sides with the sets
// synchronised in any order: all ends equal, and no value of either side gives way unseen (PR-04, R-166, R-167).

import { describe, expect, test } from 'vitest';
import { ConcordError } from '../../main/sync/problem.ts';
import { bindings, setStage, type Stage, type StageReplica } from '../support/stage.ts';

/** Numbers below n, the same ones for the same seed. */
function dice(seed: number): (n: number) => number {
  let state = seed * 2654435761 + 1;
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return Math.abs(state ^ (state >>> 13)) % n;
  };
}

const table = { name: 'item', schema: '' };
const filters = {
  parameters: [{ name: 'owner', type: 'text' as const }],
  filters: [{ table, equals: [{ table, column: 'owner', parameter: 'owner' }] }],
};
const owners = ['ann', 'bob'] as const;
const schema = `create table item (id int primary key, owner text, title text, note text);
  insert into item values (1, 'ann', 'a', null), (2, 'ann', 'b', null), (3, 'bob', 'c', null), (4, 'bob', 'd', null),
    (5, 'ann', 'e', null), (6, 'bob', 'f', null);`;
const of = (name: string) => ({ parameters: [{ name: 'owner', value: name }] });

async function takeTheirs({ inbox }: StageReplica): Promise<void> {
  for (const { no } of inbox.list({ limit: 50, offset: 0 }).entries)
    await inbox.resolve({ no, choice: { keep: 'theirs' }, by: 'Ann' }).catch((thrown: unknown) => {
      if (!(thrown instanceof ConcordError)) throw thrown;
    });
}

describe.each(bindings)('two sets %s', (binding) => {
  const noteOf = ({ hubDb }: Stage, id: number): unknown =>
    hubDb.prepare(`select note from item where id = ${id}`).pluck().get();
  const begin = async (concord: boolean) => {
    const stage = await setStage({ binding, concord, schema, tables: ['item'], filters });
    const a = await stage.replica('A');
    for (const name of owners) await a.sync(of(name));
    return { stage, a };
  };

  test.each([true, false])('R-166 one set’s session does not send for another (Concord: %s)', async (concord) => {
    const { stage, a } = await begin(concord);
    stage.hubDb.exec(`update item set note = 'hub' where id = 3`);
    stage.hubDb.exec(`update item set note = 'hub' where id = 1`);
    a.db.exec(`update item set note = 'here' where id = 3`);
    a.db.exec(`insert into item values (7, 'bob', 'new', null), (8, 'ann', 'new', null)`);
    // Ann's set comes to the hub's present time; Bob's has not heard of his record's change.
    expect(await a.counts(of('ann'))).toMatchObject({ U: 1, AS: 1, D: 1 });
    a.db.exec(`insert into item values (9, 'ann', 'new', null)`);
    expect(await a.counts(of('ann'))).toMatchObject({ U: 1, AS: 1 });
    expect([a.inbox.counts().undecided, noteOf(stage, 3)]).toEqual([0, 'hub']);
    expect(await a.counts(of('bob'))).toMatchObject({ U: 2, AS: 1 });
    expect(a.inbox.list({ limit: 9, offset: 0 }).entries).toMatchObject([{ key: { id: 3 } }]);
    expect(noteOf(stage, 3)).toBe('hub');
    expect(stage.hubDb.prepare(`select cast(count(*) as int) from item where id > 6`).pluck().get()).toBe(3);
    for (const name of owners) expect(await a.counts(of(name))).toMatchObject({ U: 0 });
  });

  test('R-166 what waited for a set that another one stands in for goes with that one (PR-04)', async () => {
    const { stage, a } = await begin(true);
    a.db.exec(`update item set note = 'here' where id = 3`);
    expect(await a.counts(of('ann'))).toMatchObject({ U: 0 });
    await a.sync({ ...of('ann'), replaces: true });
    await a.sync(of('ann'));
    expect(noteOf(stage, 3)).toBe('here');
  });

  test('R-167 a record that has moved to a set which lags behind is not overwritten unseen', async () => {
    const { stage, a } = await begin(true);
    stage.hubDb.exec(`update item set owner = 'bob' where id = 1`);
    await a.sync(of('ann'));
    stage.hubDb.exec(`update item set note = 'hub' where id = 1`);
    stage.hubDb.exec(`update item set note = 'hub' where id = 2`);
    expect(await a.counts(of('ann'))).toMatchObject({ D: 1 });
    a.db.exec(`update item set title = 'here' where id < 3`);
    // Record 2 is Ann's own: she has heard of its change, and goes on from there.
    expect(await a.counts(of('ann'))).toMatchObject({ U: 2, AS: 1 });
    expect([noteOf(stage, 1), noteOf(stage, 2)]).toEqual(['hub', 'hub']);
    await a.sync(of('bob'));
    const [entry, ...more] = a.inbox.list({ limit: 9, offset: 0 }).entries;
    expect([entry?.key, more]).toEqual([{ id: 1 }, []]);
    await a.inbox.resolve({ no: entry?.no ?? 0, choice: { keep: 'mine' }, by: 'Ann' });
    for (let round = 0; round < 2; round++) for (const name of owners) await a.sync(of(name));
    expect(stage.hubDb.prepare(`select title from item where id = 1`).pluck().get()).toBe('here');
    const rows = `select id, owner, title, note from item order by id`;
    expect(a.db.prepare(rows).raw().all()).toEqual(stage.hubDb.prepare(rows).raw().all());
  });
});

const seeds = Array.from({ length: Number(process.env['CONCORD_SEEDS'] ?? 20) }, (_, at) => at + 1);
test.each(seeds)('R-166 R-167 two sets, seed %i', async (seed) => {
  const roll = dice(seed);
  const stage = await setStage({ binding: 'in process', concord: seed % 3 !== 0, schema, tables: ['item'], filters });
  const a = await stage.replica('A');
  const noted = new Set<number>();
  /** Records 1 to 4 stay; their notes are given and changed, never taken away. */
  const edit = (mark: string, isHub: boolean): string => {
    const id = roll(6) + 1;
    const kind = roll(id > 4 ? 5 : 3);
    if (kind === 0) return `update item set title = '${mark}' where id = ${id}`;
    if (kind === 1 && isHub) return `update item set owner = '${owners[roll(2)]}' where id = ${id}`;
    if (kind === 3) return `delete from item where id = ${id}`;
    if (kind === 4)
      return `insert or ignore into item (id, owner, title) values (${id}, '${owners[roll(2)]}', '${mark}')`;
    if (isHub && id <= 4) noted.add(id);
    return `update item set note = '${mark}' where id = ${id}`;
  };
  for (const name of owners) await a.sync(of(name));
  for (let turn = 0; turn < 40; turn++) {
    const what = roll(10);
    if (what < 3) stage.hubDb.exec(edit(`hub ${turn}`, true));
    else if (what < 6) a.db.exec(edit(`here ${turn}`, false));
    else if (what === 7) await takeTheirs(a);
    else await a.sync(of(owners[roll(2)] ?? 'ann'));
  }
  for (let round = 0; round < 5; round++) {
    await takeTheirs(a);
    for (const name of owners) await a.sync(of(name));
  }
  expect(a.inbox.counts()).toMatchObject({ undecided: 0 });
  for (const name of owners) expect(await a.counts(of(name))).toMatchObject({ D: 0, U: 0 });
  const rows = `select id, owner, title, note from item order by id`;
  expect(a.db.prepare(rows).raw().all()).toEqual(stage.hubDb.prepare(rows).raw().all());
  const empty = stage.hubDb.prepare(`select id from item where note is null`).pluck().all();
  expect([...noted].filter((id) => empty.includes(id))).toEqual([]);
});
