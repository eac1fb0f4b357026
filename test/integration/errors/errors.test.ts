// The sync errors of a replica against a real hub: listed with their nine facts, tried again, corrected, cleaned up, and what
// waits behind them (ER-01…ER-10, ER-15).

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { App } from '../../../main/app.ts';
import { temporaryFile } from '../../support/files.ts';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { setStage, type Stage } from '../../support/stage.ts';
import { checkedCall, connect, tableNamed, type WindowCall } from '../../support/window-line.ts';

interface Scene {
  readonly stage: Stage;
  readonly app: App;
  readonly file: string;
  readonly call: WindowCall;
}

const schema = `
  create table customer (number text primary key, name text not null unique, phone text check (length(phone) <= 12));
  create table "order" (id int primary key, customer text references customer (number), note text);
  create table line (id int primary key, "order" int references "order" (id), what text);
  insert into customer values ('C-1', 'Acme', '040 1'), ('C-2', 'Brunner', null);
  insert into "order" values (1, 'C-1', 'first')`;

/** A replica in step, then what another program did to it, then the session that met the refusals. */
async function openScene(...edits: readonly string[]): Promise<Scene> {
  const stage = await setStage({ binding: 'over HTTP', schema, tables: ['customer', 'order', 'line'] });
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: stage.url ?? '', intervalMinutes: null });
  await sync(app);
  edit(file, ...edits);
  await sync(app);
  const client = connect(app);
  return { stage, app, file, call: (name, input) => checkedCall(client, name, input) };
}

const all = { limit: 100, offset: 0 };
const tooLong = `update customer set phone = '040 555 0191 ext. 22' where number = 'C-1'`;
const taken = `insert into customer values ('C-9', 'Brunner', null)`;
const states = async ({ call }: Scene): Promise<unknown> =>
  (await call('errors.list', all)).errors.map(({ key, state, tries }) => [Object.values(key)[0], state, tries]);
/** What waits to be sent, by key, with its reason. */
const waitingIn = async ({ call }: Scene): Promise<unknown> =>
  (await call('changes.page', all)).records.map(({ key, waitsFor }) => [Object.values(key)[0], waitsFor]);

test('an error tells its record, change and request, is found by type and words, and a repeat adds no line (ER-01, ER-02, ER-03)', async () => {
  const scene = await openScene(tooLong, taken);
  const { call, app } = scene;
  const { errors, types, counts, shown, total } = await call('errors.list', {
    ...all,
    order: { by: 'record', descending: false },
  });
  expect([types, counts, shown, total]).toEqual([
    { conflict: 0, 'not-found': 0, exists: 1, other: 1 },
    { open: 2, parked: 0, resolved: 0, interrupted: 0 },
    2,
    2,
  ]);
  expect(errors).toMatchObject([
    { name: 'Acme', action: 'update', type: 'other', cause: 'rule', owner: null, side: 'hub', fixer: 'you', behind: 0 },
    { name: 'Brunner', action: 'insert', type: 'exists', cause: 'exists', column: 'name', errorCode: 2003 },
  ]);
  const [first] = errors;
  expect(JSON.parse(first?.actionData ?? '')).toEqual({ phone: '040 555 0191 ext. 22' });
  expect(JSON.parse(first?.requestData ?? '')).toEqual({
    scope: 'DefaultScope',
    session: 2,
    table: 'customer',
    writtenTo: 'hub',
    rowState: 'modified',
    cells: { number: 'C-1', name: 'Acme', phone: '040 555 0191 ext. 22' },
  });
  const found = await call('errors.list', { ...all, type: 'exists', text: 'same brun' });
  expect([found.shown, found.errors[0]?.key]).toEqual([1, { number: 'C-9' }]);
  expect(await call('errors.get', { no: first?.no ?? 0 })).toMatchObject({
    wanted: { phone: '040 555 0191 ext. 22' },
    standing: { phone: '040 1' },
    changed: ['phone'],
    canEdit: true,
    conflict: null,
  });
  await sync(app);
  expect(await states(scene)).toEqual([
    ['C-9', 'parked', 2],
    ['C-1', 'parked', 2],
  ]);
});

test('a long value is kept and told whole (ER-03)', async () => {
  const long = 'very long '.repeat(3000);
  const { call } = await openScene(`update customer set phone = '${long}' where number = 'C-1'`);
  const [line] = (await call('errors.list', all)).errors;
  expect(line?.actionData.length).toBeLessThan(500);
  const { actionData } = await call('errors.get', { no: line?.no ?? 0 });
  expect(JSON.parse(actionData)).toEqual({ phone: long });
});

test('a retry of one, and of all under a filter, tells what became of each (ER-04, ER-06)', async () => {
  const scene = await openScene(tooLong, taken, `insert into customer values ('C-8', 'Acme', null)`);
  const { call, app, stage, file } = scene;
  await sync(app);
  const [c9, c8, c1] = (await call('errors.list', all)).errors.map(({ no }) => no);
  if (!c1 || !c8 || !c9) throw new Error('three errors are expected');
  await sync(app);
  expect(await states(scene)).toEqual([
    ['C-9', 'parked', 2],
    ['C-8', 'parked', 2],
    ['C-1', 'parked', 2],
  ]);
  expect(await call('errors.retry', { numbers: [c9] })).toMatchObject({
    session: 5,
    problem: null,
    counts: { accepted: 0, failedAgain: 1, conflict: 0, notTried: 0 },
    results: [{ no: c9, result: 'failed-again', message: 'another record has the same name' }],
  });
  stage.hubDb.exec(`update customer set name = 'Brunner & sons' where number = 'C-2';
    update customer set name = 'Acme Ltd' where number = 'C-1'`);
  const { counts, results } = await call('errors.retry', { filter: { states: ['parked'] } });
  expect(counts).toEqual({ accepted: 2, failedAgain: 0, conflict: 1, notTried: 0 });
  expect(results).toMatchObject([
    { no: c1, result: 'conflict', conflict: 1 },
    { no: c8, result: 'accepted' },
    { no: c9, result: 'accepted' },
  ]);
  expect((await call('errors.list', all)).counts).toEqual({ open: 0, parked: 0, resolved: 3, interrupted: 0 });
  expect((await call('errors.get', { no: c9 })).history).toMatchObject([
    { what: 'retried', who: 'Ann', message: 'another record has the same name' },
    { what: 'retried', who: 'Ann' },
  ]);
  expect((await call('errors.get', { no: c1 })).outcome).toBe('conflict');
  expect(rowsIn(stage.hubFile, 'customer').map(([number]) => number)).toEqual(['C-1', 'C-2', 'C-8', 'C-9']);
  expect(rowsIn(file, 'customer')).toHaveLength(4);
});

test('working offline nothing is tried, and the reason is said; the entries stay ready (ER-04)', async () => {
  const scene = await openScene(taken);
  const { call } = scene;
  await call('agent.configure', { offline: true });
  expect(await call('errors.retry', { filter: {} })).toMatchObject({
    session: null,
    problem: { code: 'working-offline' },
    counts: { notTried: 1 },
    results: [{ result: 'not-tried', message: 'Concord is working offline.' }],
  });
  expect(await states(scene)).toEqual([['C-9', 'open', 1]]);
});

test('a correction replaces the refused change, the values before it stay in the history (ER-05)', async () => {
  const { call, app, stage } = await openScene(tooLong);
  await sync(app);
  const [error] = (await call('errors.list', { ...all, states: ['parked'] })).errors;
  const no = error?.no ?? 0;
  await expect(call('errors.edit', { no, set: { nothing: 1 } })).rejects.toMatchObject({
    problem: { code: 'column-unknown' },
  });
  const done = await call('errors.edit', { no, set: { phone: '040 0191-22' } });
  expect(done).toMatchObject({ counts: { accepted: 1 }, results: [{ no, result: 'accepted' }] });
  expect(stage.hubDb.prepare(`select phone from customer where number = 'C-1'`).pluck().get()).toBe('040 0191-22');
  expect((await call('errors.get', { no })).history).toMatchObject([
    { what: 'edited', who: 'Ann', row: { phone: '040 555 0191 ext. 22' } },
  ]);
  await expect(call('errors.edit', { no, set: { phone: '1' } })).rejects.toMatchObject({
    problem: { code: 'error-not-editable' },
  });
});

test('children and their children wait behind a refused record, others go; a correction sends all of them (ER-06, ER-08)', async () => {
  const scene = await openScene(
    taken,
    `insert into "order" values (9, 'C-9', 'of the refused'), (8, 'C-2', 'of another')`,
    `insert into line values (91, 9, 'nozzle'), (92, 9, 'hose'), (81, 8, 'filter')`,
  );
  const { call, app, stage, file } = scene;
  expect(await states(scene)).toEqual([['C-9', 'open', 1]]);
  expect(await waitingIn(scene)).toEqual([
    ['C-9', 'next'],
    [9, 'conflict'],
    [91, 'conflict'],
    [92, 'conflict'],
  ]);
  await sync(app);
  edit(file, `insert into line values (93, 9, 'later')`);
  await sync(app);
  expect(await states(scene)).toEqual([['C-9', 'parked', 2]]);
  const [error] = (await call('errors.list', all)).errors;
  expect(error?.behind).toBe(4);
  const { waiting } = await call('errors.get', { no: error?.no ?? 0 });
  expect(new Set(waiting.map(({ key }) => key['id']))).toEqual(new Set([9, 91, 92, 93]));
  expect(stage.hubDb.prepare('select id from line order by 1').pluck().all()).toEqual([81]);
  await call('errors.edit', { no: error?.no ?? 0, set: { name: 'Brunner twice' } });
  expect(await waitingIn(scene)).toEqual([]);
  expect(stage.hubDb.prepare('select id from line order by 1').pluck().all()).toEqual([81, 91, 92, 93]);
  expect((await call('errors.list', { ...all, states: ['open', 'parked'] })).errors).toEqual([]);
});

test('an edit of a parked record alone brings it back, and what waits behind it goes after it (ER-06, ER-08)', async () => {
  const scene = await openScene(taken, `insert into "order" values (9, 'C-9', 'of the refused')`);
  const { app, stage, file } = scene;
  await sync(app);
  expect(await waitingIn(scene)).toEqual([
    [9, 'conflict'],
    ['C-9', 'parked'],
  ]);
  edit(file, `update customer set name = 'Brunner twice' where number = 'C-9'`);
  await sync(app);
  await sync(app);
  expect(await waitingIn(scene)).toEqual([]);
  expect(stage.hubDb.prepare('select id from "order" order by 1').pluck().all()).toEqual([1, 9]);
});

test('a row of the hub that this file does not take is told with both sides, and tried again once the cause is gone (ER-04, ER-09)', async () => {
  const { call, app, stage, file } = await openScene();
  edit(file, 'create unique index one_note on "order" (note)');
  stage.hubDb.exec(`insert into "order" values (2, 'C-1', 'first')`);
  await sync(app);
  await sync(app);
  const [error] = (await call('errors.list', all)).errors;
  expect(error).toMatchObject({ side: 'here', state: 'parked', type: 'exists', column: 'note', action: 'insert' });
  const no = error?.no ?? 0;
  expect(await call('errors.get', { no })).toMatchObject({ canEdit: false, wanted: { id: 2 }, standing: null });
  edit(file, `update "order" set note = 'the first' where id = 1`);
  expect((await call('errors.retry', { numbers: [no] })).results).toMatchObject([{ result: 'accepted' }]);
  expect(rowsIn(file, 'order').map(([id]) => id)).toEqual([1, 2]);
});

test('a clean-up tells its exact number, backs up what goes, and takes unresolved ones back only where they are named (ER-10)', async () => {
  const scene = await openScene(tooLong, taken);
  const { call, stage, file } = scene;
  const [c9] = (await call('errors.list', all)).errors;
  await call('errors.edit', { no: c9?.no ?? 0, set: { name: 'Another' } });
  expect(await call('errors.countClean', { days: null })).toEqual({ resolved: 1, unresolved: 1 });
  expect(await call('errors.countClean', { days: 7 })).toEqual({ resolved: 0, unresolved: 0 });
  await expect(call('errors.clean', { days: null, unresolved: false, expected: 2 })).rejects.toMatchObject({
    problem: { code: 'list-changed' },
  });
  const first = await call('errors.clean', { days: null, unresolved: false, expected: 1 });
  expect(first).toMatchObject({ deleted: 1, kept: 0 });
  const [line] = readFileSync(first.file ?? '', 'utf8')
    .trim()
    .split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({
    key: '{"number":"C-9"}',
    state: 'resolved',
    steps: [{ what: 'edited' }],
  });
  expect(await states(scene)).toEqual([['C-1', 'parked', 2]]);
  expect(await call('errors.clean', { days: null, unresolved: true, expected: 1 })).toMatchObject({ deleted: 1 });
  expect([await states(scene), rowsIn(file, 'customer')[0]]).toEqual([[], ['C-1', 'Acme', '040 1']]);
  await sync(scene.app);
  expect(rowsIn(stage.hubFile, 'customer')).toEqual(rowsIn(file, 'customer'));
});

test('a refused decision that is corrected in its error is over in the inbox, too (ER-05, CF-04)', async () => {
  const scene = await openScene(`update customer set name = 'Acme & Co' where number = 'C-1'`);
  const { call, app, stage, file } = scene;
  edit(file, `update customer set name = 'Acme North' where number = 'C-1'`);
  stage.hubDb.exec(`update customer set name = 'Acme South' where number = 'C-1'`);
  await sync(app);
  const [conflict] = app.inbox.list({ limit: 1, offset: 0 }).entries;
  const decide = { keep: 'merged', take: {}, set: { name: 'Brunner' } } as const;
  await app.inbox.resolve({ no: conflict?.no ?? 0, choice: decide, by: 'Ann' });
  await sync(app);
  expect(app.inbox.get(conflict?.no ?? 0).state).toBe('parked');
  const [error] = (await call('errors.list', all)).errors;
  await call('errors.edit', { no: error?.no ?? 0, set: { name: 'Acme West' } });
  await sync(app);
  expect(app.inbox.get(conflict?.no ?? 0).state).toBe('confirmed');
  expect(stage.hubDb.prepare(`select name from customer where number = 'C-1'`).pluck().get()).toBe('Acme West');
});

test('sessions that broke off are told apart, count as no errors, and vanish with the next good one (ER-15)', async () => {
  const { call, app } = await openScene();
  const running = sync(app);
  app.agent.cancel();
  expect((await running).result).toBe('cancelled');
  expect(await call('errors.interrupted', {})).toMatchObject({ sessions: [{ no: 3, result: 'cancelled' }] });
  const { counts, errors } = await call('errors.list', all);
  expect([counts.interrupted, counts.open, errors]).toEqual([1, 0, []]);
  expect(await call('status.read', {})).toMatchObject({ openErrors: 0, parked: 0 });
  await sync(app);
  expect(await call('errors.interrupted', {})).toEqual({ sessions: [] });
});

test('a table under a filter is listed page by page in the order that is asked for (ER-01)', async () => {
  const many = Array.from({ length: 30 }, (_, i) => `('N-${i}', 'Brunner', null)`).join(', ');
  const { call } = await openScene(`insert into customer values ${many}`, tooLong);
  const keysOf = async (offset: number): Promise<unknown[]> =>
    (
      await call('errors.list', {
        limit: 10,
        offset,
        table: tableNamed('customer'),
        type: 'exists',
        order: { by: 'record', descending: false },
      })
    ).errors.map(({ key }) => key['number']);
  expect(await keysOf(0)).toEqual(Array.from({ length: 10 }, (_, i) => `N-${i}`));
  expect(await keysOf(25)).toEqual(Array.from({ length: 5 }, (_, i) => `N-${25 + i}`));
});
