// A decision and its row are one transaction: a process that is killed between them leaves neither (law 4, SF-02, Decisions 14).

import { expect, test } from 'vitest';
import { startProgram } from '../../support/program.ts';
import { dump, sync } from '../../support/replica-app.ts';
import { isBeingWritten } from '../kill/stuck.ts';
import { openInboxScene, rowsUpTo } from './scene.ts';

/** Whoever writes this never gets past it. */
const forever = (what: string): string => `create trigger stuck after ${what} begin
  delete from "odd tag" where id = (with recursive counted (n) as (select 1 union all select n + 1 from counted)
    select count(*) from counted); end`;

const places = {
  'the record is written': 'update on category',
  'the entry is changed': 'update on _concord_conflict',
  'the step is written in the history': 'insert on _concord_conflict_step',
};

test.each(Object.entries(places))('killed while %s', async (_, place) => {
  const { file, db, app, call, stage } = await openInboxScene(rowsUpTo(2));
  const asItWas = dump(file);
  db.exec(forever(place));
  const program = startProgram('conflicts', 'resolve', '1', '--keep', 'mine', '--replica', file);
  await expect.poll(() => isBeingWritten(file), { timeout: 20_000 }).toBe(true);
  await program.kill();
  db.exec('drop trigger stuck');
  expect(dump(file)).toEqual(asItWas);
  const { state, revision } = await call('conflicts.get', { no: 1 });
  expect(state).toBe('undecided');
  await call('conflicts.resolve', { no: 1, revision, choice: { keep: 'mine' } });
  expect((await sync(app)).summary).toMatchObject({ uploaded: 1, appliedHub: 1 });
  expect(stage.hubDb.prepare(`select name from category where category_id = 'K1'`).pluck().get()).toBe('Mine K1');
});
