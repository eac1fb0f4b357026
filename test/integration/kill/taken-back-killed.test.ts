// A replica's process is killed while refused changes are taken back: values in the errors and records as the hub's, or none of
// it; the next session does the rest (SF-02, ER-11, R-157).

import { describe, expect, test } from 'vitest';
import { buildGate, type Gate } from '../../support/gate.ts';
import { temporaryFile } from '../../support/files.ts';
import { startProgram } from '../../support/program.ts';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { setStage } from '../../support/stage.ts';
import { isBeingWritten, stick } from './stuck.ts';

const schema = `create table item (id integer primary key, title text check (length(title) <= 10));
  create table extra (item integer references item (id));
  insert into item values (1, 'one'), (2, 'two'), (3, 'three'); insert into extra values (2)`;
const wanted = [
  [1, 'far too long'],
  [3, 'three'],
  [4, 'much too long'],
];
const agreed = [
  [1, 'one'],
  [2, 'two'],
  [3, 'three'],
];

/** An update, an insert and a delete that the hub has refused once; the next session takes them back. */
async function prepare(): Promise<{ file: string; gate: Gate }> {
  const stage = await setStage({ binding: 'over HTTP', schema, tables: ['item'], door: { gzip: 'never' } });
  const gate = await buildGate(stage.url ?? '');
  const file = temporaryFile('ann.db');
  const ann = await openTestApp({ file, hub: gate.url, intervalMinutes: null });
  await sync(ann);
  await ann.handlers['settings.save']({ refused: { table: null, policy: 'revert' } });
  edit(
    file,
    `update item set title = 'far too long' where id = 1`,
    `insert into item values (4, 'much too long')`,
    `delete from item where id = 2`,
  );
  await sync(ann);
  await ann.close();
  return { file, gate };
}

/** The records, and what their errors say. */
async function standing(file: string): Promise<unknown> {
  const ann = await openTestApp({ file, intervalMinutes: null });
  const { errors } = await ann.handlers['errors.list']({
    limit: 10,
    offset: 0,
    order: { by: 'record', descending: false },
  });
  const { waiting } = await ann.handlers['status.read']({});
  await ann.close();
  return [
    rowsIn(file, 'item'),
    waiting.records,
    errors.map(({ key, takenBackAt }) => [key['id'], takenBackAt !== null]),
  ];
}

const none = [
  wanted,
  3,
  [
    [1, false],
    [2, false],
    [4, false],
  ],
];
const all = [
  agreed,
  0,
  [
    [1, true],
    [2, true],
    [4, true],
  ],
];

describe('SIGKILL while refused changes are taken back', () => {
  test.each([
    ['the download is here and not applied', { step: 11, when: 'answer' }, none],
    ['everything is applied and the end not told', { step: 14, when: 'question' }, all],
  ] as const)('SF-02 R-157 when %s', async (_, stop, then) => {
    const { file, gate } = await prepare();
    const stopped = gate.stopAt(stop);
    const program = startProgram('sync', '--replica', file);
    await stopped;
    await program.kill();
    gate.open();
    expect(await standing(file)).toEqual(then);
    const ann = await openTestApp({ file, hub: gate.url, intervalMinutes: null });
    await sync(ann);
    await ann.close();
    expect(await standing(file)).toEqual(all);
  });

  test('SF-02 R-157 in the middle of it', async () => {
    const { file, gate } = await prepare();
    // The deleted record comes back, and the process never gets past it.
    stick(file, 'item', 2);
    const program = startProgram('sync', '--replica', file);
    await expect.poll(() => isBeingWritten(file), { timeout: 20_000 }).toBe(true);
    await program.kill();
    edit(file, 'drop trigger stuck');
    expect(await standing(file)).toEqual(none);
    const ann = await openTestApp({ file, hub: gate.url, intervalMinutes: null });
    await sync(ann);
    await ann.close();
    expect(await standing(file)).toEqual(all);
  });
});
