// The timeline of a record: base, both sides' versions, the conflict, the decision and its proof, own edits and reverts, as
// the replica's file keeps them; and a version put back (PD-08).

import { expect, test } from 'vitest';
import { createRowJudge } from '../../../main/hub/row-rules.ts';
import { openInboxScene, rowsUpTo, type InboxScene } from '../conflicts/scene.ts';
import { sync } from '../../support/replica-app.ts';

const category = { name: 'category', schema: '' };
const key = { category_id: 'K1' };

async function pointsOf({ call }: InboxScene) {
  return (await call('data.timeline', { table: category, key })).points;
}

/** Kind, side and name of each point, oldest first; "-" where a point has no version. */
async function told(scene: InboxScene): Promise<string[]> {
  return (await pointsOf(scene)).toReversed().map(({ kind, side, hasVersion, version }) => {
    const name = hasVersion ? (version === null ? 'gone' : `${version['name'] as string}`) : '-';
    return `${kind} ${side} ${name}`;
  });
}

const conflict = ['base both Start 1', 'changed mine Mine K1', 'changed theirs Hub K1', 'raised both -'] as const;

test('PD-08 base, both edits, the conflict, the decision and what the second session proved stand in the order of their times', async () => {
  const scene = await openInboxScene(rowsUpTo(1));
  const { call, app } = scene;
  expect((await told(scene)).toSorted()).toEqual([...conflict].toSorted());
  await call('conflicts.resolve', { no: 1, revision: 1, choice: { keep: 'mine' } });
  await sync(app);
  const all = await told(scene);
  expect(all.slice(-2)).toEqual(['decided mine Mine K1', 'confirmed both Mine K1']);
  expect(all.slice(0, -2).toSorted()).toEqual([...conflict].toSorted());

  const points = await pointsOf(scene);
  const times = points.map(({ at }) => at ?? '');
  expect(times).toEqual(times.toSorted().toReversed());
  expect(points.find(({ kind }) => kind === 'decided')).toMatchObject({
    keep: 'mine',
    conflict: 1,
  });
  expect(points.filter(({ kind }) => kind === 'changed').map(({ columns }) => columns)).toEqual([['name'], ['name']]);
  // Base is as of the end of the session before the one that raised it.
  const sessions = await call('feed.list', { limit: 10 });
  expect(points.find(({ kind }) => kind === 'base')?.at).toBe(sessions.sessions.find(({ no }) => no === 1)?.ended);
});

test('PD-08 own edits stay when the hub has taken them; an earlier version is put back as a new change, and one that moved is not written over', async () => {
  const scene = await openInboxScene({ synced: 'select 1', hub: 'select 1', replica: 'select 1' });
  const { call, app, stage } = scene;
  await call('data.insert', { table: category, row: { ...key, name: 'One' } });
  await sync(app);
  await call('data.update', { table: category, key, expected: { name: 'One' }, set: { name: 'Two' } });
  await sync(app);
  expect(await told(scene)).toEqual(['added mine One', 'changed mine Two']);

  const [, first] = await pointsOf(scene);
  const back = { table: category, key, expected: { name: 'Two' }, set: { name: first?.version?.['name'] ?? null } };
  await call('data.update', back);
  await expect(call('data.update', back)).rejects.toMatchObject({ problem: { code: 'record-changed' } });
  await sync(app);
  expect(stage.hubDb.prepare(`select name from category where category_id = 'K1'`).pluck().get()).toBe('One');
  await call('data.delete', { table: category, key });
  expect(await told(scene)).toEqual([
    'added mine One',
    'changed mine Two',
    'changed mine One',
    'base both One',
    'deleted mine gone',
  ]);
});

test('PD-08 a record that nobody changed here has one point; what another program changes is told without a name', async () => {
  const scene = await openInboxScene({
    synced: `insert into category (category_id, name) values ('K1', 'Start')`,
    hub: '',
    replica: '',
  });
  expect(await told(scene)).toEqual(['now both Start']);
  scene.db.exec(`update category set name = 'By hand' where category_id = 'K1'`);
  expect(await told(scene)).toEqual(['base both Start', 'changed mine By hand']);
  expect((await pointsOf(scene))[0]).toMatchObject({ user: null, columns: ['name'] });
  const { records } = await scene.call('changes.page', { limit: 10, offset: 0 });
  const [record] = records;
  if (!record) throw new Error('nothing waits');
  await scene.call('changes.revert', { records: [{ table: record.table, key: record.key, mark: record.mark }] });
  expect((await told(scene)).at(-1)).toBe('reverted mine Start');
});

test('PD-08 a record that is gone on both sides still tells its way', async () => {
  const scene = await openInboxScene({ ...rowsUpTo(1), hub: `delete from category where category_id = 'K1'` });
  await scene.call('conflicts.resolve', { no: 1, revision: 1, choice: { keep: 'theirs' } });
  await sync(scene.app);
  const all = await told(scene);
  expect(all.slice(-2)).toEqual(['decided mine gone', 'confirmed both gone']);
  expect(all).toContain('deleted theirs gone');
  expect(all).toContain('changed mine Mine K1');
});

test('SF-03 PD-08 R-99 what the hub took and stored otherwise is told with what was sent, when, and in which session', async () => {
  const rule = (row: { readonly name?: unknown }) =>
    typeof row.name === 'string' && row.name.startsWith('By')
      ? { set: { name: 'Tidy', 'extra note': 'by rule' } }
      : null;
  const judgeRow = createRowJudge(new Map([['category', rule]]), () => undefined);
  const scene = await openInboxScene({
    synced: `insert into category (category_id, name) values ('K1', 'Start')`,
    hub: '',
    replica: `update category set name = 'By another program' where category_id = 'K1'`,
    handlers: { judgeRow },
  });
  const { call, app } = scene;
  const first = ['changed mine By another program', 'altered both Tidy'];
  expect(await told(scene)).toEqual(first);
  const [{ session, at, columns, why } = {}, sent] = await pointsOf(scene);
  expect(sent?.columns).toEqual(['name']);
  const altered = async (no: number) => (await call('feed.session', { no })).altered;
  expect(await altered(1)).toEqual({ count: 0, records: [] });
  expect(await altered(2)).toEqual({ count: 1, records: [{ table: category, key }] });
  expect([session, columns, why]).toEqual([2, ['name', 'extra note'], 'the hub stored it otherwise']);
  const { sessions } = await call('feed.list', { limit: 10 });
  const { started = '', ended = '' } = sessions.find(({ no }) => no === 2) ?? {};
  expect(at && started <= at && at <= (ended ?? '')).toBe(true);
  // An edit by hand is told once, with its author; what nobody typed gives way without a word.
  await call('data.update', { table: category, key, expected: { name: 'Tidy' }, set: { name: 'By hand' } });
  await sync(app);
  expect(await told(scene)).toEqual([...first, 'changed mine By hand', 'altered both Tidy']);
  await call('data.update', { table: category, key, expected: { name: 'Tidy' }, set: { name: 'Fine' } });
  await sync(app);
  expect((await told(scene)).slice(4)).toEqual(['changed mine Fine']);
  expect((await call('conflicts.list', { tab: 'undecided', limit: 10, offset: 0 })).entries).toEqual([]);
});
