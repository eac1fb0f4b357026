// Waiting changes are reverted to their base, and that is undone, in one transaction each way (PD-03, R-140…R-144).

import { describe, expect, test } from 'vitest';
import { otherProgram, dump, edit, openTestApp, rowsIn, sync } from '../../../support/replica-app.ts';
import { tableNamed } from '../../../support/window-line.ts';
import { lineOf, linesOf, openScene, revert, waitingIn, type Scene } from './scene.ts';

const odd = 'odd "line"; --';
const nothing = { changes: 0, records: 0 };
const bent = `update "order" set amount = '10.5001', photo = x'00ff10', count = 9007199254740994, done = 1, "from" = null
  where id = 1`;

/** What must not change: every table of the person's own. */
const rows = ({ file }: Scene): unknown => ['site', 'order', odd].map((table) => rowsIn(file, table));

describe('never offered: back at the base, and nothing waits (R-141, R-144)', () => {
  const kinds: readonly [string, string, string][] = [
    ['an update, every cell exact', bent, 'order'],
    ['an insert', `insert into "odd ""line""; --" values (9007199254740995, 7, 'new')`, odd],
    ['a delete, with all its columns', `delete from "odd ""line""; --" where "order" = 9007199254740995`, odd],
    ['a record moved to another key', `update "odd ""line""; --" set no = 9 where no = 2`, odd],
  ];
  test.each(kinds)('%s', async (_, sql, table) => {
    const scene = await openScene();
    const asItWas = rows(scene);
    scene.db.exec(sql);
    const changed = rows(scene);
    const before = await waitingIn(scene);
    const lines = await linesOf(scene, { table: tableNamed(table) });
    const done = await revert(scene, lines);
    expect(done).toEqual({ no: 1, ...before, sent: 0 });
    expect(rows(scene)).toEqual(asItWas);
    expect(await waitingIn(scene)).toEqual(nothing);
    expect(await scene.call('changes.undo', { no: 1 })).toEqual(done);
    expect(rows(scene)).toEqual(changed);
    expect(await waitingIn(scene)).toEqual(before);
    await expect(scene.call('changes.undo', { no: 1 })).rejects.toMatchObject({ problem: { code: 'revert-unknown' } });
    await sync(scene.app);
    expect(rowsIn(scene.stage.hubFile, table)).toEqual(rowsIn(scene.file, table));
    expect(await waitingIn(scene)).toEqual(nothing);
  });

  test('columns of an update, the others wait on (R-141)', async () => {
    const scene = await openScene(bent);
    await revert(scene, [await lineOf(scene, 'order')], ['amount', 'photo']);
    const left = await lineOf(scene, 'order');
    expect(left.columns.map(({ column }) => column)).toEqual(['count', 'done', 'from']);
    expect(rowsIn(scene.file, 'order')[0]?.slice(2, 4)).toEqual([10.5, Buffer.from([0, 255])]);
    scene.db.exec(`update "order" set count = 5 where id = 1`);
    await scene.call('changes.undo', { no: 1 });
    expect((await lineOf(scene, 'order')).columns).toContainEqual({ column: 'amount', old: '10.5', new: '10.5001' });
    expect((await lineOf(scene, 'order')).columns).toContainEqual({ column: 'count', old: '9007199254740993', new: 5 });
  });
});

test('R-142 what was shown must still be there: else a code, and nothing is written', async () => {
  const scene = await openScene(`${bent}; update site set notes = 'x'`);
  const [sites, order] = [await linesOf(scene, { table: tableNamed('site') }), await lineOf(scene, 'order')];
  scene.db.exec(`update "order" set amount = '11' where id = 1`);
  const asItWas = dump(scene.file);
  await expect(revert(scene, [...sites, order])).rejects.toMatchObject({ problem: { code: 'record-changed' } });
  await expect(revert(scene, [{ ...order, key: { id: 404 } }])).rejects.toMatchObject({
    problem: { code: 'change-unknown' },
  });
  const fresh = await lineOf(scene, 'order');
  await expect(revert(scene, [fresh], ['site'])).rejects.toMatchObject({ problem: { code: 'change-unknown' } });
  await expect(revert(scene, [fresh], ['nothing'])).rejects.toMatchObject({ problem: { code: 'column-unknown' } });
  expect(dump(scene.file)).toEqual(asItWas);
  await revert(scene, [fresh]);
  scene.db.exec(`update "order" set amount = '12' where id = 1`);
  await expect(scene.call('changes.undo', { no: 1 })).rejects.toMatchObject({ problem: { code: 'record-changed' } });
});

test('R-142 a selection goes as one, parents and children in the order that fits, or not at all', async () => {
  const scene = await openScene(`
    insert into site values ('S-9', 'New', null); insert into "order" (id, site) values (9, 'S-9');
    insert into "odd ""line""; --" values (9, 1, 'a'), (9, 2, 'b');
    delete from "odd ""line""; --" where "order" = 9007199254740995; delete from "order" where id = 9007199254740995;
    delete from site where number = 'S-2'`);
  const before = await waitingIn(scene);
  const parent = await lineOf(scene, 'order', { id: 9 });
  const asItWas = dump(scene.file);
  await expect(revert(scene, [await lineOf(scene, 'site', { number: 'S-2' }), parent])).rejects.toMatchObject({
    problem: {
      code: 'revert-blocked',
      message: expect.stringContaining('2 records of odd "line"; -- point to it') as string,
    },
  });
  const child = await lineOf(scene, odd, { order: '9007199254740995', no: 1 });
  await expect(revert(scene, [child])).rejects.toMatchObject({ problem: { code: 'revert-blocked' } });
  expect(dump(scene.file)).toEqual(asItWas);
  const changed = rows(scene);
  await revert(scene, await linesOf(scene));
  expect(rows(scene)).toEqual(['site', 'order', odd].map((table) => rowsIn(scene.stage.hubFile, table)));
  expect(await waitingIn(scene)).toEqual(nothing);
  await scene.call('changes.undo', { no: 1 });
  expect(rows(scene)).toEqual(changed);
  expect(await waitingIn(scene)).toEqual(before);
});

test('R-144 a change that the hub may have is reverted by a new change, which says so and goes (PD-03, Decisions 7)', async () => {
  const scene = await openScene();
  const { stage, app, db, file } = scene;
  db.exec(`${bent}; insert into site values ('S-8', 'Eight', null); delete from "odd ""line""; --" where no = 2`);
  // As after a session whose end was lost: the hub may have them or not.
  edit(
    file,
    `update _concord_clock set offered = (select max(stamp) from _concord_t2 union select max(stamp) from _concord_t3
    union select max(stamp) from _concord_t1 order by 1 desc)`,
  );
  const lines = await linesOf(scene);
  expect(lines.map(({ offered }) => offered)).toEqual([true, true, true]);
  const done = await revert(scene, lines);
  expect(done).toMatchObject({ records: 3, sent: 3 });
  expect((await linesOf(scene)).map(({ operation, columns }) => [operation, columns.length])).toEqual([
    ['delete', 3],
    ['update', 0],
    ['update', 0],
  ]);
  expect((await waitingIn(scene)).changes).toBe(3);
  expect(rowsIn(file, 'site')).toHaveLength(3);
  await sync(app);
  expect(rows(scene)).toEqual(['site', 'order', odd].map((table) => rowsIn(stage.hubFile, table)));
  expect(await waitingIn(scene)).toEqual(nothing);
});

test('R-143 an undo is kept in the file: it survives a restart (PD-03, RS-19)', async () => {
  const scene = await openScene(bent);
  const changed = rows(scene);
  await revert(scene, await linesOf(scene));
  await scene.app.close();
  const app = await openTestApp({ file: scene.file });
  const { reverts } = await app.handlers['changes.count']({ text: '' });
  expect(reverts).toMatchObject([{ no: 1, changes: 5, records: 1, sent: 0, who: 'Ann' }]);
  await app.handlers['changes.undo']({ no: 1 });
  expect(rows(scene)).toEqual(changed);
  expect((await app.handlers['changes.count']({ text: '' })).reverts).toEqual([]);
});

test('a parked change is settled with its error; one behind its own conflict stays held (ER-08, D7)', async () => {
  const scene = await openScene(`update site set name = 'Taken' where number = 'S-3'`);
  const { stage, app, db } = scene;
  stage.hubDb.exec(
    `update site set name = 'Taken' where number = 'S-2'; update "order" set amount = '99' where id = 1`,
  );
  db.exec(`update "order" set amount = '98' where id = 1`);
  await sync(app);
  await sync(app);
  db.exec(`update "order" set done = 1 where id = 1`);
  const status = await scene.call('status.read', {});
  expect(status).toMatchObject({ parked: 1, parkedErrors: 1, undecided: 1, waiting: { changes: 2, records: 2 } });
  await revert(scene, await linesOf(scene));
  expect(await scene.call('status.read', {})).toMatchObject({
    parked: 0,
    parkedErrors: 0,
    undecided: 1,
    waiting: nothing,
  });
  db.exec(`update "order" set done = 1 where id = 1`);
  expect(await linesOf(scene)).toMatchObject([{ waitsFor: 'conflict', behind: { no: 1 } }]);
});

test('a child that was reverted behind the conflict of its parent is free again', async () => {
  const scene = await openScene();
  const { stage, app, db } = scene;
  stage.hubDb.exec(`insert into "order" (id, site) values (20, 'S-2')`);
  db.exec(`insert into "order" (id, site) values (20, 'S-1'); insert into "odd ""line""; --" values (20, 1, 'mine')`);
  await sync(app);
  await revert(scene, await linesOf(scene, { waitsFor: 'conflict' }));
  expect(await waitingIn(scene)).toEqual(nothing);
  expect(otherProgram(scene.file).prepare(`select count(*) from _concord_t3`).pluck().get()).toBe(0);
});

test.each(['the grid', 'another program'])(
  'a change behind the conflict of its parent that %s takes back to its base is held no more (Decisions 7, 17, ER-08)',
  async (by) => {
    const scene = await openScene();
    const { stage, app, db, file, call } = scene;
    const entries = otherProgram(file).prepare(`select count(*) from _concord_t2`).pluck();
    stage.hubDb.exec(`insert into site values ('S-9', 'Theirs', null)`);
    db.exec(`insert into site values ('S-9', 'Mine', null); update "order" set site = 'S-9' where id = 1`);
    await sync(app);
    const { table, key, ...line } = await lineOf(scene, 'order');
    expect(line).toMatchObject({ waitsFor: 'conflict', behind: { no: 1 } });
    if (by === 'the grid') await call('data.update', { table, key, expected: {}, set: { site: 'S-1' } });
    else {
      db.exec(`update "order" set site = 'S-1' where id = 1`);
      await sync(app);
    }
    expect(entries.get()).toBe(0);
    db.exec(`update "order" set done = 1 where id = 1; update site set notes = 'more' where number = 'S-9'`);
    await sync(app);
    expect(stage.hubDb.prepare(`select done from "order" where id = 1`).pluck().get()).toBe(1);
    // What stands behind a conflict of its own stays held.
    expect(await linesOf(scene)).toMatchObject([{ waitsFor: 'conflict', behind: { no: 1 } }]);
  },
);
