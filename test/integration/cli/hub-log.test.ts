// The hub's log as lines of JSON (HB-09).

import { expect, test } from 'vitest';
import { concord, setDesk } from './commands.ts';

test('HB-09 with --log json all that happens at a hub is a line, from its start to its end', async () => {
  const { hub, url, file } = await setDesk(
    'create table note (id int primary key, title text)',
    'note',
    '--log',
    'json',
  );
  await concord('sync', '--replica', file('ann.db'), '--hub', url);
  hub.signal('SIGTERM');
  const { code, err } = await hub.ended();
  const lines = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect([code, lines.map((line) => line['event'])]).toEqual([
    0,
    // The first of the two only asks how much there is, and ends with the answer (PR-05).
    [
      'hub.started',
      'session.opened',
      'session.ended',
      'session.opened',
      'session.exchanged',
      'session.ended',
      'hub.stopping',
      'hub.stopped',
    ],
  ]);
  expect(lines[0]).toMatchObject({ level: 'info', url, database: 'SQLite file hub.db' });
  expect(lines.every(({ at }) => typeof at === 'string' && !Number.isNaN(Date.parse(at)))).toBe(true);
});
