// Columns that do not count: where both sides differ in them alone, nothing is raised, the session counts both as the same, and
// the hub's row stays (CF-12, R-93).

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

test.each(['category_id', 'nothing'])('CF-12 the column %s cannot be left out', async (column) => {
  const { call } = await openDesk();
  const choice = call('settings.save', { noise: { table, columns: [column] } });
  await expect(choice).rejects.toMatchObject({ problem: { code: 'column-unknown' } });
});
