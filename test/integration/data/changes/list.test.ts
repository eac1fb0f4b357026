// What waits to be sent is listed to the last column, filtered and counted in SQL (PD-01, PD-02, PD-07, ST-07).

import { expect, test } from 'vitest';
import { openTestApp, sync } from '../../../support/replica-app.ts';
import { startProgram } from '../../../support/program.ts';
import { checkedCall, connect, tableNamed } from '../../../support/window-line.ts';
import { linesOf, openScene, waitingIn } from './scene.ts';

const odd = 'odd "line"; --';
const everyKind = `
  update site set name = 'Clinic north', notes = null where number = 'S-1';
  update "order" set amount = '10.5001', photo = x'00ff10', count = 9007199254740994, done = 1, site = 'S-2' where id = 1;
  insert into "order" (id, site, amount) values (7, 'S-1', '0.1');
  update "odd ""line""; --" set "what's this?" = 'nozzle 0.55' where "order" = 1 and no = 1;
  delete from "odd ""line""; --" where "order" = 9007199254740995`;

test('every change with its columns, old and new values exact, foreign keys by name (PD-01, SF-09)', async () => {
  const scene = await openScene(everyKind);
  const lines = await linesOf(scene);
  expect(lines.map(({ table, key, operation }) => [table.name, key, operation])).toEqual([
    ['site', { number: 'S-1' }, 'update'],
    ['order', { id: 1 }, 'update'],
    ['order', { id: 7 }, 'insert'],
    [odd, { order: 1, no: 1 }, 'update'],
    [odd, { order: '9007199254740995', no: 1 }, 'delete'],
  ]);
  expect(lines[0]).toMatchObject({
    name: 'Clinic north',
    waitsFor: 'next',
    by: null,
    tries: 0,
    refused: null,
    offered: false,
    columns: [
      { column: 'name', old: 'Clinic', new: 'Clinic north' },
      { column: 'notes', old: 'first', new: null },
    ],
  });
  expect(lines[1]).toMatchObject({
    oldNames: { site: 'Clinic north' },
    newNames: { site: 'Hotel' },
    columns: [
      { column: 'site', old: 'S-1', new: 'S-2' },
      { column: 'amount', old: '10.5', new: '10.5001' },
      { column: 'photo', old: { cut: { kind: 'bytes', size: 2 } }, new: { cut: { kind: 'bytes', size: 3 } } },
      { column: 'count', old: '9007199254740993', new: '9007199254740994' },
      { column: 'done', old: false, new: true },
    ],
  });
  const [, , added, , deleted] = lines;
  expect(added?.columns).toHaveLength(7);
  expect(added?.columns[0]).toEqual({ column: 'id', new: 7 });
  expect(deleted?.columns).toContainEqual({ column: "what's this?", old: 'pump' });
  expect(await waitingIn(scene)).toEqual({ changes: 10, records: 5 });
});

test('long texts that begin alike are cut where they part (PD-01, CF-08)', async () => {
  const long = 'word '.repeat(100);
  const scene = await openScene(`update site set notes = '${long}end' where number = 'S-1'`);
  await sync(scene.app);
  scene.db.exec(`update site set notes = '${long}new end' where number = 'S-1'`);
  const [line] = await linesOf(scene);
  const start = `…${long.slice(-30)}`;
  expect(line?.columns).toEqual([
    {
      column: 'notes',
      old: { cut: { kind: 'text', size: 503, start: `${start}end` } },
      new: { cut: { kind: 'text', size: 507, start: `${start}new end` } },
    },
  ]);
});

test('filters by table, operation, reason and words, counted and paged alike (PD-01, PD-02)', async () => {
  const scene = await openScene(everyKind);
  const found = async (filter: Parameters<typeof linesOf>[1]): Promise<unknown[]> => {
    const lines = await linesOf(scene, filter);
    const { shown, total } = await scene.call('changes.count', filter ?? {});
    expect(shown.records).toBe(lines.length);
    expect(total).toEqual({ changes: 10, records: 5 });
    return lines.map(({ key }) => Object.values(key));
  };
  expect(await found({ table: tableNamed(odd) })).toEqual([
    [1, 1],
    ['9007199254740995', 1],
  ]);
  expect(await found({ operation: 'insert' })).toEqual([[7]]);
  expect(await found({ operation: 'update' })).toEqual([['S-1'], [1], [1, 1]]);
  expect(await found({ operation: 'delete', table: tableNamed(odd) })).toEqual([['9007199254740995', 1]]);
  expect(await found({ waitsFor: 'parked' })).toEqual([]);
  expect(await found({ text: 'clinic' })).toEqual([['S-1'], [1], [7]]);
  expect(await found({ text: 'NOZZLE 0.55' })).toEqual([[1, 1]]);
  expect(await found({ text: 'pump' })).toEqual([['9007199254740995', 1]]);
  expect(await found({ text: '10.5001' })).toEqual([[1]]);
  // Nothing of an update but what it changed.
  expect(await found({ text: '2026-06' })).toEqual([]);
  expect(await found({ text: '100%' })).toEqual([]);
  const pages = await Promise.all([0, 2, 4].map((offset) => scene.call('changes.page', { limit: 2, offset })));
  expect(pages.flatMap(({ records }) => records)).toEqual(await linesOf(scene));
});

test('who changed it through Concord is told, another program is not (PD-01, PD-07)', async () => {
  const scene = await openScene(`update site set notes = 'by hand' where number = 'S-2'`);
  const set = { table: tableNamed('site'), key: { number: 'S-1' }, expected: {}, set: { notes: 'typed' } };
  await scene.call('data.update', set);
  expect((await linesOf(scene)).map(({ key, by }) => [key['number'], by])).toEqual([
    ['S-2', null],
    ['S-1', 'Ann'],
  ]);
  scene.db.exec(`update site set notes = 'over it' where number = 'S-1'`);
  expect((await linesOf(scene)).map(({ by }) => by)).toEqual([null, null]);
});

test('behind a conflict, refused and parked: each is told with its entry, its code and its tries (PD-02, L33, D7)', async () => {
  const scene = await openScene();
  const { app, stage, db } = scene;
  stage.hubDb.exec(
    `insert into "order" (id, site) values (20, 'S-2'); update site set name = 'Taken' where number = 'S-2'`,
  );
  db.exec(`insert into "order" (id, site) values (20, 'S-1');
    insert into "odd ""line""; --" values (20, 1, 'mine');
    update site set name = 'Taken' where number = 'S-3'`);
  await sync(app);
  const [behind, refused] = [
    (await linesOf(scene, { waitsFor: 'conflict' }))[0],
    (await linesOf(scene, { table: tableNamed('site') }))[0],
  ];
  expect(behind).toMatchObject({
    key: { order: 20, no: 1 },
    behind: { no: 1, table: { name: 'order' }, key: { id: 20 } },
  });
  expect(refused).toMatchObject({ waitsFor: 'next', tries: 1, refused: { state: 'open', code: 'row-refused' } });
  await sync(app);
  expect((await linesOf(scene, { waitsFor: 'parked' }))[0]).toMatchObject({
    key: { number: 'S-3' },
    tries: 2,
    refused: { state: 'parked' },
  });
  expect(await scene.call('changes.count', {})).toMatchObject({
    groups: [
      { reason: 'conflict', changes: 1, records: 1, behind: [{ no: 1, key: { id: 20 } }], more: false },
      { reason: 'parked', changes: 1, records: 1, behind: [] },
    ],
  });
  await waitingIn(scene);
});

test('list, Status and the terminal agree to the last change, also after kill -9 and re-open (ST-07, PD-01)', async () => {
  const scene = await openScene(everyKind);
  const inTerminal = async (): Promise<{ changes: number; records: number }> => {
    const program = startProgram('pending', '--replica', scene.file, '--json');
    const { out } = await program.ended();
    const items = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { operation: string; columns: unknown[] });
    const count = ({ operation, columns }: (typeof items)[number]): number =>
      operation === 'update' ? columns.length : 1;
    return { changes: items.reduce((sum, item) => sum + count(item), 0), records: items.length };
  };
  const told = await waitingIn(scene);
  expect(await inTerminal()).toEqual(told);
  const program = startProgram('watch', '--replica', scene.file);
  await program.says(/Watching/);
  await program.kill();
  await scene.app.close();
  const again = await openTestApp({ file: scene.file });
  const client = connect(again);
  expect(await checkedCall(client, 'changes.count', {})).toMatchObject({ total: told });
});
