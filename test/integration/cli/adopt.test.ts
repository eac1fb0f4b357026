// A hub that is restored from a back-up, from the terminal: what it lacks is told and sent when it is wanted (L22, R-89, W-159).

import { copyFileSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { edit } from '../../support/replica-app.ts';
import { startProgram } from '../../support/program.ts';
import { concord, object, setDesk } from './commands.ts';

test('L22 CL-02 status tells what a restored hub lacks, adopt has it sent', async () => {
  const { hub, hubFile, url, file } = await setDesk(
    `create table note (id int primary key, title text); insert into note values (1, 'Start')`,
    'note',
  );
  const replica = file('ann.db');
  await object('sync', '--replica', replica, '--hub', url);
  const copy = file('copy.db');
  edit(hubFile, `vacuum into '${copy}'`);
  edit(replica, `insert into note values (2, 'sent')`);
  expect(await object('sync', '--replica', replica)).toMatchObject({ uploaded: 1 });
  hub.signal('SIGTERM');
  await hub.ended();
  for (const end of ['', '-wal', '-shm']) rmSync(hubFile + end, { force: true });
  copyFileSync(copy, hubFile);
  const again = startProgram('hub', '--database', hubFile, '--port', new URL(url).port);
  await again.firstLine();
  const { code, err } = await concord('sync', '--replica', replica);
  expect([code, err]).toEqual([0, expect.stringContaining('the hub was restored from a back-up')]);
  expect((await concord('status', '--replica', replica)).out).toContain('1 record here that the hub has never had');
  expect(await object('adopt', '--replica', replica)).toEqual({ adopted: 1 });
  expect(await object('sync', '--replica', replica)).toMatchObject({ uploaded: 1, appliedHub: 1 });
  expect(await object('status', '--replica', replica)).toMatchObject({ notAdopted: 0 });
  expect((await concord('adopt', '--replica', replica)).out).toContain('nothing was changed');
});
