// Columns that do not count: where both sides differ in them alone, nothing is raised, the session counts both as the same, and
// the hub's row stays (CF-12, R-93); what is open or decided is not disturbed by them.

import { expect, test } from 'vitest';
import { edit, rowsIn, sync } from '../../support/replica-app.ts';
import { tableNamed } from '../../support/window-line.ts';
import { openDesk } from '../window-contract/desk.ts';

const table = tableNamed('category');

test('CF-12 R-93 a difference in chosen columns alone raises nothing; any other does; what was chosen can be taken back', async () => {
  const { stage, file, app, call } = await openDesk();
  await call('settings.save', { noise: { table, columns: ['modified'] } });
  const both = (id: string, name: string, at: string): string =>
    `update category set name = '${name}', modified = '${at}' where category_id = '${id}'`;
  stage.hubDb.exec(`${both('ROAD', 'Roads', '2024-02-02 00:00:00')}; ${both('BIKES', 'Hub', '2024-02-02 00:00:00')}`);
  edit(file, both('ROAD', 'Roads', '2024-03-03 00:00:00'), both('BIKES', 'Mine', '2024-03-03 00:00:00'));
  await sync(app);
  const { entries } = await call('conflicts.list', { limit: 10, offset: 0 });
  expect(entries.map(({ key }) => key)).toEqual([{ category_id: 'BIKES' }]);
  expect(rowsIn(file, 'category').find(([id]) => id === 'ROAD')).toContain('2024-02-02 00:00:00');
  const [session] = (await call('feed.list', { limit: 1 })).sessions;
  expect(session).toMatchObject({ result: 'done', conflicts: 1 });

  await call('settings.save', { noise: { table, columns: [] } });
  expect((await call('settings.read', {})).noise).toEqual([]);
  stage.hubDb.exec(both('TOURING', 'Tours', '2024-02-02 00:00:00'));
  edit(file, both('TOURING', 'Tours', '2024-03-03 00:00:00'));
  await sync(app);
  expect((await call('conflicts.list', { limit: 10, offset: 0 })).shown).toBe(2);
});

const at = '2024-05-05 00:00:00';
const touch = `update category set modified = '${at}' where category_id = 'BIKES'`;

/** A replica with a conflict about BIKES, whose time of change does not count. */
async function openConflict(): Promise<Awaited<ReturnType<typeof openDesk>>> {
  const desk = await openDesk();
  await desk.call('settings.save', { noise: { table, columns: ['modified'] } });
  const rename = (name: string): string => `update category set name = '${name}' where category_id = 'BIKES'`;
  desk.stage.hubDb.exec(rename('Hub'));
  edit(desk.file, rename('Mine'), `update category set modified = '2024-03-03 00:00:00' where category_id = 'BIKES'`);
  await sync(desk.app);
  return desk;
}

test('CF-12 R-97 the hub’s change that does not count joins an open entry in silence: a decision made before it stands', async () => {
  const { stage, file, app, call } = await openConflict();
  const shown = await call('conflicts.get', { no: 1 });
  expect([shown.columns, shown.collisions, shown.noise]).toEqual([['name'], ['name'], ['modified']]);
  stage.hubDb.exec(touch);
  await sync(app);
  const joined = await call('conflicts.get', { no: 1 });
  expect([joined.revision, joined.history, joined.state]).toEqual([shown.revision, shown.history, 'undecided']);
  expect(joined.theirs).toMatchObject({ name: 'Hub', modified: at });
  const { mark } = await call('conflicts.list', { limit: 1, offset: 0 });
  stage.hubDb.exec(touch.replace('05-05', '06-06'));
  await sync(app);
  const bulk = await call('conflicts.resolveAll', { filter: {}, keep: 'mine', mark });
  expect(bulk).toMatchObject({ decided: 1, refused: [] });
  await call('conflicts.undo', { no: 1 });
  const { revision } = await call('conflicts.get', { no: 1 });
  edit(file, touch.replace('05-05', '07-07'));
  const decided = await call('conflicts.resolve', {
    no: 1,
    revision,
    choice: { keep: 'merged', take: { name: 'mine' }, set: {} },
  });
  expect(decided.decision?.row).toMatchObject({ name: 'Mine', modified: '2024-06-06 00:00:00' });
});

test('CF-12 R-96 a decision under way is not reopened by a hub’s change that does not count: it waits on and goes with the next session', async () => {
  const { stage, app, call } = await openConflict();
  const { revision } = await call('conflicts.get', { no: 1 });
  await call('conflicts.resolve', { no: 1, revision, choice: { keep: 'mine' } });
  stage.hubDb.exec(touch);
  await sync(app);
  expect(await call('conflicts.get', { no: 1 })).toMatchObject({ state: 'decided', theirs: { name: 'Hub' } });
  await sync(app);
  expect((await call('conflicts.get', { no: 1 })).state).toBe('confirmed');
  expect(rowsIn(stage.hubFile, 'category').find(([id]) => id === 'BIKES')).toEqual(
    expect.arrayContaining(['Mine', at]),
  );
});

test('CF-12 R-97 the choice itself closes what differs in nothing else, and leaves the rest open', async () => {
  const { stage, file, app, call } = await openDesk();
  const both = (id: string, name: string, time: string): string =>
    `update category set name = '${name}', modified = '${time}' where category_id = '${id}'`;
  stage.hubDb.exec(`${both('ROAD', 'Roads', at)}; ${both('BIKES', 'Hub', at)}`);
  edit(file, both('ROAD', 'Roads', '2024-03-03 00:00:00'), both('BIKES', 'Mine', '2024-03-03 00:00:00'));
  await sync(app);
  expect((await call('conflicts.list', { limit: 9, offset: 0 })).shown).toBe(2);
  await call('settings.save', { noise: { table, columns: ['modified'] } });
  const { entries } = await call('conflicts.list', { limit: 9, offset: 0, tab: 'undecided' });
  expect(entries.map(({ key, collisions }) => [key, collisions])).toEqual([[{ category_id: 'BIKES' }, ['name']]]);
  expect((await call('status.read', {})).undecided).toBe(1);
  edit(file, `update category set name = 'Later' where category_id = 'ROAD'`);
  await sync(app);
  expect(rowsIn(stage.hubFile, 'category').find(([id]) => id === 'ROAD')).toContain('Later');
});

test.each(['category_id', 'nothing'])('CF-12 the column %s cannot be left out', async (column) => {
  const { call } = await openDesk();
  const choice = call('settings.save', { noise: { table, columns: [column] } });
  await expect(choice).rejects.toMatchObject({ problem: { code: 'column-unknown' } });
});
