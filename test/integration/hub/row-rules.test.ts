// The module of a hub's owner is read at the start; what cannot be used is said with a code (HB-08).

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRowJudge, loadRowRules } from '../../../main/hub/row-rules.ts';
import { temporaryFolder } from '../../support/files.ts';

const item = { table: { name: 'item', schema: 'sales' }, columns: [{ name: 'id' }, { name: 'big' }], before: null };

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
