// The module of a hub's owner is read at the start; what cannot be used is said with a code (HB-08).

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openRowRules } from '../../../main/hub/open-row-rules.ts';
import { createRowJudge, loadRowRules } from '../../../main/hub/row-rules.ts';
import type { CellType } from '../../../main/sync/cell.ts';
import { temporaryFolder } from '../../support/files.ts';
import { countersOf, part, stores, upload } from './bench.ts';

const column = (name: string, type: CellType = 'any', maxLength = 0) => ({
  name,
  type,
  maxLength,
  nullable: true,
  precisionSpecified: false,
  precision: 0,
  scaleSpecified: false,
  scale: 0,
});
const item = {
  table: { name: 'item', schema: 'sales' },
  columns: [column('id'), column('big')],
  keyAt: [0],
  before: null,
};

test('functions by table, also of a schema, see rows by column in types of JSON', async () => {
  const file = join(temporaryFolder(), 'rules.mjs');
  writeFileSync(
    file,
    `export default { 'sales.item': (row, { action }) => ({ message: JSON.stringify([row, action]) }), other: () => null };`,
  );
  const judge = createRowJudge(await loadRowRules(file), () => undefined);
  expect(judge({ ...item, next: [1, 9007199254740993n] })).toEqual({
    code: 'rule-refused',
    message: '[{"id":1,"big":"9007199254740993"},"insert"]',
  });
  expect(judge({ ...item, table: { name: 'other', schema: '' }, next: [1, 2] })).toBeNull();
  expect(judge({ ...item, table: { name: 'without', schema: '' }, next: [1, 2] })).toBeNull();
});

test.each([
  ['it is not there', null, 'rules-unreadable'],
  ['it is no code', 'export default {', 'rules-unreadable'],
  ['it exports nothing', 'export default {}', 'rules-unreadable'],
  ['a member is no function', 'export const item = 7', 'rules-unreadable'],
])('%s', async (_, text, code) => {
  const file = join(temporaryFolder(), 'rules.mjs');
  if (text !== null) writeFileSync(file, text);
  await expect(loadRowRules(file)).rejects.toMatchObject({ code });
});

test('an answer that is none, and a promise, refuse the row and are told', () => {
  const failures: unknown[] = [];
  const judge = createRowJudge(new Map([['item', () => Promise.resolve(null) as never]]), (thrown) =>
    failures.push(thrown),
  );
  expect(judge({ ...item, next: [1, 2] })).toMatchObject({ code: 'rule-failed' });
  expect(failures).toMatchObject([{ code: 'rules-failed' }]);
});

test('R-170 R-172 a rule on its thread mends, and is asked once more with the reason; told is what it may not set', () => {
  const open = opened(`export const item = (row, view) => {
      if (view.refused) return { set: { word: row.word + ' after ' + view.refused.code } };
      if ('refused' in view) throw new Error('at the first asking too');
      if (row.id === 1) return { set: { big: '9007199254740993', flag: true, photo: { base64: 'AQI=' }, none: null } };
      return row.id === 2 ? { set: { id: 3 } } : row.id === 3 ? { set: {} } : { set: { word: 'w' } };
    };`);
  const failures: unknown[] = [];
  const judge = createRowJudge(open.rules, (thrown) => void failures.push(thrown));
  const columns = [
    column('id', 'int'),
    column('word', 'text', 30),
    column('big', 'long'),
    column('flag', 'bool'),
    column('photo', 'bytes'),
    column('none', 'text'),
  ];
  const asked = (id: number, refused?: { code: 'row-refused'; message: string }) =>
    judge({ ...item, columns, next: [id, 'x', null, null, null, 'y'], refused });
  expect(asked(1)).toEqual({ row: [1, 'x', 9007199254740993n, true, new Uint8Array([1, 2]), null] });
  expect([asked(3), failures]).toEqual([null, []]);
  expect(asked(2)).toEqual({ code: 'rule-failed', message: 'a rule of the hub sets id, which belongs to the key' });
  expect(failures).toMatchObject([{ code: 'rules-failed', message: /sets id, which belongs to the key/ }]);
  // At the second asking it sees what its first answer made of the row.
  const refused = { code: 'row-refused', message: 'no' } as const;
  expect(asked(4, refused)).toEqual({ row: [4, 'w after row-refused', null, null, null, 'y'] });
  expect(judge({ ...item, table: { name: 'other', schema: '' }, columns, next: [1], refused })).toEqual(refused);
});

const odd = `
  export const loop = (row) => { for (; row.id > 1;); return null; };
  export const never = () => new Promise(() => undefined);
  export const rejected = () => Promise.reject(new Error('later'));
  export const thrown = () => { throw new Error('at once'); };
  export const ended = () => process.exit(3);
  export const word = () => 'no';
  export const code = () => ({ message: () => 'no' });
  export const both = () => ({ message: 'no', set: { id: 1 } });
  export const list = () => ({ set: [1] });
  export const later = () => ({ set: { id: new Date(0) } });
  export const missing = () => ({ set: { id: undefined } });
  export const wordy = () => ({ message: 'x'.repeat(1e6), column: 'id' });
  export const mixed = (row) => { for (; row.id > 2;); return row.id === 2 ? { message: 'not two' } : null; };
  export const fine = (row) => (row.id > 1 ? { message: 'too large', column: 'id' } : null);`;

/** Rules on their thread; one is waited for a fraction of a second. */
function opened(text: string, pause = 60_000): ReturnType<typeof openRowRules> {
  const file = join(temporaryFolder(), 'rules.mjs');
  writeFileSync(file, text);
  const open = openRowRules(file, { answer: 400, start: 20_000, pause });
  onTestFinished(() => open.close());
  return open;
}

describe('rules that do not answer as they should', () => {
  const ask = (name: string, open = opened(odd)) => {
    const failures: unknown[] = [];
    const judge = createRowJudge(open.rules, (thrown) => void failures.push(thrown));
    const table = { name, schema: '' };
    const answer = (id: number) => judge({ ...item, table, columns: [column('id')], next: [id] });
    return { answer, failures };
  };
  const failed = { code: 'rule-failed', message: 'a rule of the hub could not be asked' };

  test.each([
    ['loop', 'it did not answer within 0.4 seconds'],
    ['ended', 'it did not answer within 0.4 seconds'],
    ['never', 'it must answer at once, not by a promise'],
    ['rejected', 'it must answer at once, not by a promise'],
    ['thrown', 'at once'],
    ['word', 'it must answer null, { message, column } or { set: { column: value } }'],
    ['code', 'it must answer null, { message, column } or { set: { column: value } }'],
    ['both', 'it must answer null, { message, column } or { set: { column: value } }'],
    ['list', 'it must answer null, { message, column } or { set: { column: value } }'],
    ['later', 'it sets id to what is no text, number, yes or no, null or { base64 }'],
    ['missing', 'it sets id to what is no text, number, yes or no, null or { base64 }'],
  ])('%s: its rows are refused, and it is told', (name, reason) => {
    const { answer, failures } = ask(name);
    expect([answer(2), answer(3)]).toEqual([failed, failed]);
    expect(failures).toMatchObject([{ code: 'rules-failed', message: `The rule for ${name} failed: ${reason}.` }]);
  });

  test('one that never ends holds nobody up for long: its table waits a while, the others go on with a new thread', async () => {
    const open = opened(odd, 2000);
    const [loop, fine] = [ask('loop', open), ask('fine', open)];
    expect([loop.answer(1), loop.answer(2)]).toEqual([null, failed]);
    const began = performance.now();
    for (let i = 0; i < 50; i++) expect(loop.answer(1)).toEqual(failed);
    expect(performance.now() - began).toBeLessThan(1500);
    expect([fine.answer(1), fine.answer(2)]).toEqual([null, { code: 'rule-refused', message: 'id: too large' }]);
    await expect.poll(() => loop.answer(1), { timeout: 20_000 }).toBeNull();
  });

  test('a novel of an answer is cut', () => {
    expect(ask('wordy').answer(1)).toMatchObject({ message: expect.stringMatching(/^id: x{500}$/) as unknown });
  });

  test('a module that never comes to its end is told at the start', () => {
    const file = join(temporaryFolder(), 'rules.mjs');
    writeFileSync(file, 'for (;;);');
    const open = () => openRowRules(file, { answer: 400, start: 400, pause: 0 });
    expect(open).toThrowError(expect.objectContaining({ code: 'rules-unreadable' }));
    expect(() => openRowRules(`${file}.not`)).toThrowError(expect.objectContaining({ code: 'rules-unreadable' }));
  });

  test.each(stores)('on %s an upload goes on without the rows of a rule that never ends', async (_, makeBench) => {
    const sql = `create table loop (id int primary key); create table fine (id int primary key);
      create table mixed (id int primary key)`;
    const bench = await makeBench(sql, 'loop', 'fine', 'mixed');
    const judgeRow = createRowJudge(opened(odd).rules, () => undefined);
    const parts = [part('loop', 'upsert', [1], [2], [3]), part('fine', 'upsert', [1], [2])];
    const applied = await upload(bench, parts, { judgeRow });
    expect(countersOf(applied)).toEqual(['loop upsert: a1 rc0 f2', 'fine upsert: a1 rc0 f1']);
    // Nobody is asked again who has answered.
    const again = await upload(bench, [part('mixed', 'upsert', [1], [2], [3], [4])], { judgeRow });
    expect(again.refused.map(({ key, code }) => [key[0], code])).toEqual([
      [2, 'rule-refused'],
      [3, 'rule-failed'],
      [4, 'rule-failed'],
    ]);
    expect(bench.other.prepare('select id from fine').pluck().all()).toEqual([1]);
  });
});
