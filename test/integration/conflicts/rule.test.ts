// Rules at work: what the session raised is decided right after it, signed by the rule, kept in the history, and undone like
// any other decision; what was there before, and what the rule has no answer for, stays with the person (R-47…R-49, D2).

import { expect, test } from 'vitest';
import { saveRule } from '../../../main/wiring/conflict-rule.ts';
import type { ConflictRule } from '../../../main/sync/rule.ts';
import { categorySchema } from '../../support/category.ts';
import { temporaryFile } from '../../support/files.ts';
import { eventsOf, openTestApp, otherProgram, rowsIn, sync } from '../../support/replica-app.ts';
import { setStage } from '../../support/stage.ts';

const schema = `create table job (id varchar(10) primary key, status varchar(20), notes varchar(80));
  insert into job values ('apart', 'Open', 'none'), ('same', 'Open', 'none'), ('gone', 'Open', 'none'), ('kept', 'Open', 'none');
  ${categorySchema()}`;
const mine = `update job set status = 'Done' where id in ('apart', 'same', 'gone'); delete from job where id = 'kept'`;
const hubs = `update job set notes = 'Anna was here' where id = 'apart'; update job set status = 'On hold' where id = 'same';
  delete from job where id = 'gone'; update job set status = 'On hold' where id = 'kept'`;

type Row = [string, string, string];
const apart: Row = ['apart', 'Done', 'Anna was here'];
const ends: Readonly<Record<ConflictRule, { readonly open: number; readonly rows: readonly Row[] }>> = {
  ask: {
    open: 4,
    rows: [
      ['apart', 'Open', 'Anna was here'],
      ['kept', 'On hold', 'none'],
      ['same', 'On hold', 'none'],
    ],
  },
  merge: { open: 3, rows: [apart, ['kept', 'On hold', 'none'], ['same', 'On hold', 'none']] },
  'last-column': { open: 0, rows: [apart, ['gone', 'Done', 'none'], ['same', 'Done', 'none']] },
  device: {
    open: 0,
    rows: [
      ['apart', 'Done', 'none'],
      ['gone', 'Done', 'none'],
      ['same', 'Done', 'none'],
    ],
  },
  hub: {
    open: 0,
    rows: [
      ['apart', 'Open', 'Anna was here'],
      ['kept', 'On hold', 'none'],
      ['same', 'On hold', 'none'],
    ],
  },
  updates: {
    open: 2,
    rows: [
      ['apart', 'Open', 'Anna was here'],
      ['gone', 'Done', 'none'],
      ['kept', 'On hold', 'none'],
      ['same', 'On hold', 'none'],
    ],
  },
};

async function openScene(rule: ConflictRule) {
  const stage = await setStage({ binding: 'over HTTP', schema, tables: ['job'] });
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: stage.url ?? '' });
  await sync(app);
  await app.replica.write(() => saveRule(app.replica.db, rule));
  const db = otherProgram(file);
  db.exec(mine);
  stage.hubDb.exec(hubs);
  await sync(app);
  return { stage, app, file, db };
}

test.each(Object.entries(ends) as [ConflictRule, (typeof ends)[ConflictRule]][])(
  'R-47 %s: after the next session both sides hold what the rule says, and the rest waits',
  async (rule, { open, rows }) => {
    const { stage, app, file } = await openScene(rule);
    const { undecided, decided } = app.inbox.counts();
    expect({ undecided, both: undecided + decided }).toEqual({ undecided: open, both: 4 });
    await sync(app);
    expect(rowsIn(file, 'job')).toEqual(rows);
    expect(stage.hubDb.prepare('select * from job order by id').raw().all()).toEqual(rows);
    expect(app.inbox.counts()).toMatchObject({ undecided: open, decided: 0, confirmed: 4 - open });
  },
);

test('R-49 the history names the rule, the log counts what it did, and both versions are kept', async () => {
  const { app } = await openScene('device');
  const { entries } = app.inbox.list({ tab: 'decided', limit: 10, offset: 0 });
  expect(entries.map(({ decision }) => decision?.by)).toEqual(entries.map(() => 'rule:device'));
  const [same] = entries.filter(({ key }) => key['id'] === 'same');
  expect(same?.versions).toMatchObject({ mine: { status: 'Done' }, theirs: { status: 'On hold' } });
  expect(app.inbox.history(same?.no ?? 0).at(-1)).toMatchObject({ state: 'decided', who: 'rule:device' });
  expect(eventsOf(app).filter(({ name }) => name === 'conflicts.ruled')).toMatchObject([
    { level: 'info', session: 2, data: { rule: 'device', decided: 4, left: 0 } },
  ]);
});

test('R-47 what the person took back from a rule is not decided again, and what was there before stays', async () => {
  const { app, stage, db } = await openScene('ask');
  await app.replica.write(() => saveRule(app.replica.db, 'hub'));
  await sync(app);
  expect(app.inbox.counts().undecided, 'raised before the rule').toBe(4);
  db.exec(`insert into job values ('new', 'Mine', 'none')`);
  stage.hubDb.exec(`insert into job values ('new', 'Hub', 'none')`);
  await sync(app);
  const [ruled] = app.inbox.list({ tab: 'decided', limit: 10, offset: 0 }).entries;
  expect(ruled).toMatchObject({ key: { id: 'new' }, decision: { keep: 'theirs' } });
  await app.inbox.undo(ruled?.no ?? 0, 'Ann');
  await sync(app);
  expect(app.inbox.get(ruled?.no ?? 0).state).toBe('undecided');
});

test('R-48 a record that cannot be written as the rule says waits for the person, the others are decided', async () => {
  const stage = await setStage({ binding: 'over HTTP', schema, tables: ['job'] });
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: stage.url ?? '' });
  await sync(app);
  await app.replica.write(() => saveRule(app.replica.db, 'device'));
  const db = otherProgram(file);
  db.exec(mine);
  stage.hubDb.exec(hubs);
  db.exec(
    `create trigger never before insert on job when new.id = 'gone' begin select raise(abort, 'it stays gone'); end`,
  );
  await sync(app);
  const [left] = app.inbox.list({ tab: 'undecided', limit: 10, offset: 0 }).entries;
  expect([left?.key['id'], app.inbox.counts().decided]).toEqual(['gone', 3]);
});
