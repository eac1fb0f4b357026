// Decisions for many at once, from the window: what has moved since the list was read, and what cannot be decided, is named
// and left as it was; all the rest is decided in one step (RS-08, P14, RS-25).

import { expect, test } from 'vitest';
import type { CallInput } from '../../../main/window/contract.ts';
import type { HubDb } from '../../support/postgres.ts';
import { sync } from '../../support/replica-app.ts';
import { openInboxScene, rowsUpTo, type InboxScene } from './scene.ts';

const category = { name: 'category', schema: '' };
const list = ({ call }: InboxScene, more: Partial<CallInput<'conflicts.list'>> = {}) =>
  call('conflicts.list', { tab: 'undecided', limit: 1000, offset: 0, ...more });
const names = ({ db }: { readonly db: HubDb }): unknown =>
  db.prepare(`select distinct substr(name, 1, 4) from category where category_id like 'K%'`).pluck().all();

test.each(['by the hub', 'here'])(
  'P14 fifty are shown, one of them is changed %s before the click: 49 and one with its reason',
  async (where) => {
    const scene = await openInboxScene(rowsUpTo(50));
    const { call, app, stage, db } = scene;
    const { mark, entries } = await list(scene);
    const change = `update category set name = 'Moved' where category_id = 'K7'`;
    if (where === 'here') db.exec(change);
    else {
      stage.hubDb.exec(change);
      await sync(app);
    }
    const moved = entries.find(({ key }) => key['category_id'] === 'K7')?.no ?? 0;
    const done = await call('conflicts.resolveAll', { filter: { tab: 'undecided' }, keep: 'mine', mark });
    expect(done).toMatchObject({
      decided: 49,
      refused: [{ id: moved, code: 'decision-stale', message: expect.stringContaining(`${moved}`) as string }],
    });
    const after = await list(scene);
    expect([after.counts, after.entries.map(({ no }) => no)]).toEqual([
      { undecided: 1, decided: 49, confirmed: 0, parked: 0 },
      [moved],
    ]);
    const side = where === 'here' ? 'mine' : 'theirs';
    expect((await call('conflicts.get', { no: moved }))[side]?.['name']).toBe('Moved');
    // Looked at again, it is decided like any other.
    expect(
      (await call('conflicts.resolveAll', { filter: {}, keep: 'mine', mark: after.mark, numbers: [moved] })).decided,
    ).toBe(1);
  },
);

test('what cannot be decided is named with its code, once each; the rest is decided (RS-08)', async () => {
  const scene = await openInboxScene(rowsUpTo(5));
  const { call, db, app } = scene;
  await call('conflicts.resolve', { no: 2, revision: 1, choice: { keep: 'theirs' } });
  // A rule of this file that one of the records breaks.
  db.exec(
    `create trigger never before update on category when new.name = 'Mine K4' begin select raise(abort, 'K4 stays'); end`,
  );
  const numbers = [1, 2, 3, 4, 5, 3, 99];
  const { decided, refused } = await call('conflicts.resolveAll', { filter: {}, numbers, keep: 'mine' });
  expect(decided).toBe(3);
  expect(refused.map(({ id, code }) => [id, code])).toEqual([
    [2, 'conflict-not-open'],
    [4, 'decision-refused'],
    [3, 'conflict-not-open'],
    [99, 'conflict-unknown'],
  ]);
  expect(refused[1]?.message).toContain('K4 stays');
  expect((await call('conflicts.get', { no: 4 })).state).toBe('undecided');
  db.exec('drop trigger never');
  await sync(app);
  expect((await list(scene)).counts).toEqual({ undecided: 1, decided: 0, confirmed: 4, parked: 0 });
});

test('a filter decides what it shows and nothing else; what came later is left out (AX-04)', async () => {
  const scene = await openInboxScene(rowsUpTo(40));
  const { call, app, stage, db } = scene;
  const upTo = (await list(scene)).entries[0]?.no ?? 0;
  stage.hubDb.exec(`insert into category (category_id, name) values ('K99', 'Hub K99')`);
  db.exec(`insert into category (category_id, name) values ('K99', 'Mine K99')`);
  await sync(app);
  const filter = { tab: 'undecided', table: category, text: 'K3', upTo } as const;
  const shown = (await list(scene, filter)).entries.map(({ no }) => no);
  expect(shown).toHaveLength(11);
  expect(await call('conflicts.resolveAll', { filter, keep: 'theirs' })).toMatchObject({ decided: 11, refused: [] });
  const rest = await list(scene);
  expect(rest.shown).toBe(30);
  expect(rest.entries.filter(({ no }) => shown.includes(no))).toEqual([]);
  expect(await call('conflicts.resolveAll', { filter: { text: 'nothing at all' }, keep: 'mine' })).toMatchObject({
    decided: 0,
    refused: [],
  });
  expect(await call('conflicts.resolveAll', { filter: {}, numbers: [], keep: 'mine' })).toMatchObject({
    decided: 0,
    refused: [],
  });
  expect((await list(scene)).shown).toBe(30);
});

test('a thousand decisions: where a rule of the file takes the whole step back, the others are decided all the same, and the counts are the file’s', async () => {
  const scene = await openInboxScene(rowsUpTo(1000));
  const { call, db, app, stage } = scene;
  db.exec(`create trigger broken before update on category when new.name = 'Mine K900'
    begin select raise(rollback, 'K900 stays'); end`);
  const { decided, refused } = await call('conflicts.resolveAll', { filter: {}, keep: 'mine' });
  expect([decided, refused.map(({ code, message }) => [code, message])]).toEqual([
    999,
    [['decision-refused', 'The record cannot be written as decided: K900 stays.']],
  ]);
  expect((await list(scene)).counts).toEqual({ undecided: 1, decided: 999, confirmed: 0, parked: 0 });
  expect(db.prepare(`select count(*) from category where name like 'Mine %'`).pluck().get()).toBe(999);
  db.exec('drop trigger broken');
  expect((await call('conflicts.resolveAll', { filter: {}, keep: 'mine' })).decided).toBe(1);
  expect((await sync(app)).summary).toMatchObject({ uploaded: 1000, appliedHub: 1000, conflicts: 0, balance: 0 });
  expect([names(scene), names({ db: stage.hubDb })]).toEqual([['Mine'], ['Mine']]);
  expect((await list(scene)).counts).toEqual({ undecided: 0, decided: 0, confirmed: 1000, parked: 0 });
});

test('RS-19 a bulk step is taken back as one: before it was sent as if it had never been, afterwards by compensating writes', async () => {
  const scene = await openInboxScene(rowsUpTo(30));
  const { call, app, stage } = scene;
  const first = await call('conflicts.resolveAll', { filter: {}, numbers: [1, 2, 3], keep: 'theirs' });
  const second = await call('conflicts.resolveAll', { filter: { tab: 'undecided' }, keep: 'mine' });
  expect([first.decided, second.decided]).toEqual([3, 27]);
  expect(await call('conflicts.undoAll', { steps: second.steps })).toEqual({ undone: 27, refused: [] });
  expect((await list(scene)).counts).toEqual({ undecided: 27, decided: 3, confirmed: 0, parked: 0 });

  const again = await call('conflicts.resolveAll', { filter: { tab: 'undecided' }, keep: 'mine' });
  await sync(app);
  expect((await list(scene)).counts).toEqual({ undecided: 0, decided: 0, confirmed: 30, parked: 0 });
  expect(await call('conflicts.undoAll', { steps: again.steps })).toEqual({ undone: 27, refused: [] });
  await sync(app);
  expect([names(scene), names({ db: stage.hubDb })]).toEqual([['Hub '], ['Hub ']]);
  const { undone, refused } = await call('conflicts.undoAll', { steps: again.steps });
  expect([undone, new Set(refused.map(({ code }) => code))]).toEqual([0, new Set(['undo-not-possible'])]);
});
