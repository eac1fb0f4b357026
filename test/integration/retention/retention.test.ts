// Retention over a real file: what a setting frees is told before, only what is settled goes, in short transactions, and the
// numbers of what went are never given again (AD-03).

import { expect, test } from 'vitest';
import { createRetention } from '../../../main/wiring/retention.ts';
import { checkedCall, connect } from '../../support/window-line.ts';
import { openTestApp, otherProgram, sync } from '../../support/replica-app.ts';
import { openInboxScene, rowsUpTo, type InboxScene } from '../conflicts/scene.ts';

const old = '2020-01-01T00:00:00.000Z';
const year = { sessions: 365, conflicts: 365, errors: 365 };

/** Twelve conflicts: ten confirmed, one undecided, one undone; everything that can be old is. */
async function openOldScene(): Promise<InboxScene> {
  const scene = await openInboxScene(rowsUpTo(12));
  const { app, call, db } = scene;
  const numbers = app.inbox.numbers({}).toSorted((a, b) => a - b);
  await call('conflicts.resolveAll', { filter: {}, numbers: numbers.slice(0, 11), keep: 'mine' });
  await sync(app);
  await call('conflicts.undo', { no: numbers[10] ?? 0 });
  for (let more = 0; more < 3; more++) await sync(app);
  db.exec(`update _concord_conflict set changed_at = '${old}', raised_at = '${old}'`);
  db.exec(
    `update _concord_session set started = '${old}', ended = '${old}'; update _concord_session_line set started = '${old}'`,
  );
  const error = (no: number, state: string): string =>
    `(${no}, '', 'category', '{}', 'here', 'upsert', null, 'row-refused', 'no', '${state}', 1, 3, 3, '${old}', '${old}')`;
  const columns =
    'no, schema_name, table_name, key, side, kind, row, code, message, state, tries, first_session, last_session, first_at, last_at';
  db.exec(
    `insert into _concord_error (${columns}) values ${error(1, 'resolved')}, ${error(2, 'resolved')}, ${error(3, 'open')}`,
  );
  db.exec(`update _concord_error set resolved_at = last_at where state = 'resolved'`);
  return scene;
}

const states = ({ db }: Pick<InboxScene, 'db'>): unknown =>
  Object.fromEntries(
    db.prepare('select state, count(*) from _concord_conflict group by 1 order by 1').raw().all() as [string, number][],
  );

test('AD-03 what the days free is told first; then confirmed ones go, and nothing that is still somebody’s', async () => {
  const scene = await openOldScene();
  const { app, call, db } = scene;
  expect(states(scene)).toEqual({ confirmed: 10, undecided: 1, undone: 1 });
  const frees = await call('settings.frees', year);
  expect([frees.conflicts.entries, frees.errors.entries]).toEqual([10, 2]);
  expect(frees.sessions.entries).toBeGreaterThan(0);
  for (const kind of ['sessions', 'conflicts', 'errors'] as const) expect(frees[kind].bytes, kind).toBeGreaterThan(100);
  const retention = createRetention({ replica: app.replica, now: () => new Date(), changed: () => undefined });
  await retention.save(year);
  await retention.clean();
  expect(states(scene)).toEqual({ undecided: 1, undone: 1 });
  expect(db.prepare('select no, state from _concord_error').raw().all()).toEqual([[3, 'open']]);
  expect(
    db
      .prepare('select count(*) from _concord_conflict_step where conflict not in (select no from _concord_conflict)')
      .pluck()
      .get(),
  ).toBe(0);
  expect(await call('settings.frees', year)).toMatchObject({
    conflicts: { entries: 0 },
    errors: { entries: 0 },
    sessions: { entries: 0 },
  });
});

test('AD-03 sessions that an open entry or error points to stay, and the newest; the lists agree with what is left', async () => {
  const scene = await openOldScene();
  const { app, call, db } = scene;
  const newest = db.prepare('select max(no) from _concord_session').pluck().get() as number;
  const used = db
    .prepare(
      `select raised_session from _concord_conflict where state <> 'confirmed' union select last_session from _concord_conflict where state <> 'confirmed'`,
    )
    .pluck()
    .all() as number[];
  const retention = createRetention({ replica: app.replica, now: () => new Date(), changed: () => undefined });
  await retention.save(year);
  await retention.clean();
  const left = db.prepare('select no from _concord_session order by no').pluck().all();
  expect(left).toEqual([...new Set([...used, 3, newest])].toSorted((a, b) => a - b));
  for (const table of ['_concord_session_line', '_concord_session_table'])
    expect(
      db.prepare(`select count(*) from ${table} where session not in (select no from _concord_session)`).pluck().get(),
      table,
    ).toBe(0);
  expect((await call('feed.list', { limit: 100 })).sessions.map(({ no }) => no).toSorted((a, b) => a - b)).toEqual(
    left,
  );
  await sync(app);
  expect(db.prepare('select max(no) from _concord_session').pluck().get()).toBe(newest + 1);
});

test('AD-03 the days are kept over a restart, and young entries stay', async () => {
  const scene = await openInboxScene(rowsUpTo(3));
  const { app, call, file } = scene;
  await call('conflicts.resolveAll', { filter: {}, keep: 'mine' });
  await sync(app);
  await call('settings.save', { retention: { sessions: 1, conflicts: 1, errors: 1 } });
  const retention = createRetention({ replica: app.replica, now: () => new Date(), changed: () => undefined });
  expect(await retention.clean()).toBe(0);
  await app.close();
  const again = connect(await openTestApp({ file }));
  expect((await checkedCall(again, 'settings.read', {})).retention).toEqual({ sessions: 1, conflicts: 1, errors: 1 });
  expect(otherProgram(file).prepare('select count(*) from _concord_conflict').pluck().get()).toBe(3);
});
