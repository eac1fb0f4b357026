// `concord hub clients` beside a hub that runs (HB-03, CL-02).

import { expect, test } from 'vitest';
import { concord, setDesk } from './commands.ts';

test('HB-03 CL-02 clients are listed with their last session and program; those who are not silent can be left out', async () => {
  const { hubFile, url, file } = await setDesk(
    `create table note (id int primary key, title text); insert into note values (1, 'x')`,
    'note',
  );
  const clients = (...more: string[]): ReturnType<typeof concord> =>
    concord('hub', 'clients', '--database', hubFile, ...more);
  expect((await clients()).err).toBe('No client has synchronised yet.\n');
  await concord('sync', '--replica', file('ann.db'), '--hub', url);
  const told = await clients('--json');
  expect(told.lines).toMatchObject([
    {
      person: 'Ann',
      device: 'Desk 1',
      behind: 0,
      session: { mode: 'first', sent: 1, software: expect.stringMatching(/^Concord \d/) as string },
    },
  ]);
  const table = (await clients()).out;
  expect(table).toMatch(/^client +person +device +program .*\n[0-9a-f]{8} +Ann +Desk 1 +Concord .* first /);
  const [silent, wrong] = await Promise.all([clients('--silent', '1'), clients('--silent', 'long')]);
  expect([silent.out, silent.err, wrong.code]).toEqual(['', 'No client is so.\n', 2]);
});
