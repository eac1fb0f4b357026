// A replica's process is killed without a warning while it moves to a new scope: the file is as before or as after, never in
// between, and the next start heals (R-160, L7).

import { describe, expect, test } from 'vitest';
import { buildGate, type Gate, type Stop } from '../../support/gate.ts';
import { serve } from '../../support/migration.ts';
import { startProgram, type Program } from '../../support/program.ts';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { temporaryFile } from '../../support/files.ts';
import { setStage, type Stage } from '../../support/stage.ts';
import { isBeingWritten, stick } from './stuck.ts';

const schema = `create table note (id integer primary key, title text); insert into note values (1, 'one'), (2, 'two');`;
const change = `alter table note add column colour text; create table label (id integer primary key, name text);
  update note set colour = 'red' where id = 1; insert into note values (20, 'new', 'blue'); insert into label values (1, 'x');`;
const before = [
  [1, 'mine'],
  [2, 'two'],
];
const after = [
  [1, 'mine', 'red'],
  [2, 'two', null],
  [20, 'new', 'blue'],
];

interface Scene {
  readonly stage: Stage;
  readonly gate: Gate;
  readonly file: string;
}

/** A replica on the old scope with a change that waits. */
async function setScene(): Promise<Scene> {
  const stage = await setStage({ binding: 'over HTTP', schema, tables: ['note'], door: { gzip: 'never' } });
  const gate = await buildGate(stage.url ?? '');
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: gate.url });
  expect(await sync(app)).toMatchObject({ result: 'done' });
  await app.close();
  edit(file, `update note set title = 'mine' where id = 1`);
  stage.hubDb.exec(change);
  await serve(stage, 'v2', ['note', 'label']);
  return { stage, gate, file };
}

const move = (file: string): Program =>
  startProgram('sync', '--replica', file, '--scope', 'v2', '--from', 'DefaultScope');

async function expectHealed({ stage, file }: Scene): Promise<void> {
  const app = await openTestApp({ file, scope: 'v2', from: ['DefaultScope'] });
  expect(await sync(app)).toMatchObject({ result: 'done', summary: { conflicts: 0 } });
  expect(app.replica.scopes().map(({ name }) => name)).toEqual(['v2']);
  expect([rowsIn(file, 'note'), rowsIn(file, 'label')]).toEqual([after, [[1, 'x']]]);
  expect(stage.rows('note')).toEqual(after);
}

describe('SIGKILL while a replica moves', () => {
  test.each([
    ['the hub has prepared what is new', { step: 4, when: 'answer' }, before],
    ['the first round is done and the second begins', { step: 2, nth: 2, when: 'question' }, after],
  ] as const)('R-160 when %s', async (_, stop: Stop, standing) => {
    const scene = await setScene();
    const stopped = scene.gate.stopAt(stop);
    const program = move(scene.file);
    await Promise.race([stopped, program.ended().then(({ err }) => expect.unreachable(`it ended: ${err}`))]);
    await program.kill();
    scene.gate.open();
    expect(rowsIn(scene.file, 'note')).toEqual(standing);
    await expectHealed(scene);
  });

  test('R-160 L7 in the middle of the apply, with the new column made', async () => {
    const scene = await setScene();
    stick(scene.file, 'note', 20);
    const stopped = scene.gate.stopAt({ step: 11, when: 'answer' });
    const program = move(scene.file);
    await Promise.race([stopped, program.ended().then(({ err }) => expect.unreachable(`it ended: ${err}`))]);
    scene.gate.pass();
    await expect.poll(() => isBeingWritten(scene.file), { timeout: 20_000 }).toBe(true);
    await program.kill();
    edit(scene.file, `drop trigger stuck`);
    expect(rowsIn(scene.file, 'note')).toEqual(before);
    await expectHealed(scene);
  });
});
