// Orders and clean-up from the terminal, beside a hub that runs (HB-05, HB-07, CL-02, CL-05).

import { expect, test } from 'vitest';
import { edit } from '../../support/replica-app.ts';
import { concord, object, setDesk } from './commands.ts';

test('HB-05 CL-02 an order is given, obeyed and listed while the hub runs; one that costs something needs a yes', async () => {
  const { hubFile, url, file } = await setDesk('create table note (id integer primary key, title text)', 'note');
  const database = ['--database', hubFile];
  const replica = ['--replica', file('anna.db')];
  await object('sync', ...replica, '--hub', url);
  edit(file('anna.db'), `insert into note values (1, 'waits')`);
  const [nobody, unasked, unknown, whom] = await Promise.all([
    concord('hub', 'order', 'abort', ...database),
    concord('hub', 'order', 'reinitialize', ...database, '--all'),
    concord('hub', 'order', 'abort', ...database, '--client', 'nobody'),
    object('hub', 'order', 'list', ...database).catch(() => ({})),
  ]);
  expect([nobody.code, unasked.code, unknown.code, whom]).toEqual([2, 2, 1, {}]);
  expect(nobody.err).toContain('--client ID or --all is needed');
  expect(unasked.err).toMatch(/a Concord client keeps it in its inbox[^]*--yes is needed/);
  expect(unknown.err).toContain('[replica-unknown]');

  const given = await object('hub', 'order', 'reinitialize', ...database, '--all', '--yes');
  expect(given).toMatchObject({ order: 'reinitialize', clients: [{ scope: 'DefaultScope' }] });
  const obeyed = await concord('sync', ...replica);
  expect([obeyed.code, obeyed.err]).toEqual([3, expect.stringContaining('obeyed the hub’s order: reinitialize')]);
  const listed = await concord('hub', 'order', 'list', ...database);
  expect(listed.out).toMatch(/reinitialize .* obeyed\n$/);
});

test('HB-07 CL-02 a clean-up tells who would be left behind, does nothing unasked, and keeps its history', async () => {
  const { hubFile, url, file } = await setDesk('create table note (id integer primary key, title text)', 'note');
  const database = ['--database', hubFile];
  const sync = (name: string): Promise<unknown> => object('sync', '--replica', file(name), '--hub', url);
  await sync('anna.db');
  await sync('bob.db');
  edit(hubFile, `insert into note values (1, 'a')`, `delete from note`);
  await sync('bob.db');
  const plan = await concord('hub', 'clean-up', ...database, '--drop-silent', '0', '--dry-run');
  expect([plan.code, plan.out]).toEqual([0, 'Nothing was changed.\n']);
  expect(plan.err).toMatch(/Silent for more than 0 days, and outdated when they come back:\n {2}.*\n {2}/);
  const unasked = await concord('hub', 'clean-up', ...database, '--drop-silent', '0');
  expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('--yes is needed')]);
  expect(await object('hub', 'clean-up', ...database)).toMatchObject({ clients: 2, outdated: [], forgotten: 0 });
  expect(await object('hub', 'clean-up', ...database, '--drop-silent', '0', '--yes')).toMatchObject({ forgotten: 1 });
  // The hub that runs has heard of it.
  const late = await concord('sync', '--replica', file('anna.db'));
  expect([late.code, late.err]).toEqual([1, expect.stringContaining('[outdated]')]);
  const { lines } = await concord('hub', 'clean-up', ...database, '--history', '--json');
  expect(lines).toMatchObject([{ entries: 1, forgotten: [expect.any(String), expect.any(String)] }]);
});
