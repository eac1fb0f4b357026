// What a call's shape lets through and the rooms cannot do: answered with the code that says why, at the column that is at
// fault, and nothing changes (law 7, PD-05, RS-25).

import { array, constantFrom, double, integer, oneof, record, sample, string } from 'fast-check';
import { expect, test } from 'vitest';
import { CallError } from '../../../main/window/client.ts';
import { filterOperators } from '../../../main/window/filter-operators.ts';
import type { CallInput, CallName } from '../../../main/window/contract.ts';
import { commonTables } from '../../support/common-model.ts';
import { dump } from '../../support/replica-app.ts';
import { everything, tableNamed } from '../../support/window-line.ts';
import { openBusyDesk } from './desk.ts';

const [category, product, tag, none] = [
  tableNamed('category'),
  tableNamed('product'),
  tableNamed('tag'),
  tableNamed('x'),
];
const query = { ...everything, limit: 10, offset: 0 };
const road = { category_id: 'ROAD' };
const merged = (take: Record<string, 'base' | 'mine' | 'theirs'>, set: Record<string, string | number | null> = {}) =>
  ({ no: 1, revision: 1, choice: { keep: 'merged', take, set } }) as const;

type Line = {
  readonly [N in CallName]: readonly [name: N, input: CallInput<N>, problem: Record<string, unknown>];
}[CallName];

const lines: readonly Line[] = [
  ['feed.session', { no: 99 }, { code: 'usage' }],
  ['feed.session', { no: 1.5 }, { code: 'usage' }],
  ['conflicts.get', { no: 99 }, { code: 'conflict-unknown' }],
  ['conflicts.get', { no: -1e300 }, { code: 'conflict-unknown' }],
  ['conflicts.undo', { no: 99 }, { code: 'conflict-unknown' }],
  ['conflicts.undo', { no: 1 }, { code: 'undo-not-possible' }],
  ['conflicts.resolve', { no: 99, revision: 1, choice: { keep: 'mine' } }, { code: 'conflict-unknown' }],
  ['conflicts.resolve', { no: 1, revision: 2, choice: { keep: 'mine' } }, { code: 'decision-stale' }],
  [
    'conflicts.resolve',
    merged({}),
    { code: 'decision-incomplete', message: expect.stringContaining('name') as string },
  ],
  ['conflicts.resolve', merged({ nothing: 'mine' }), { code: 'column-unknown', column: 'nothing' }],
  ['conflicts.resolve', merged({}, { nothing: 1 }), { code: 'column-unknown', column: 'nothing' }],
  ['conflicts.resolve', merged({}, { name: null }), { code: 'value-invalid', column: 'name' }],
  ['conflicts.resolve', merged({}, { name: 'x'.repeat(51) }), { code: 'value-invalid', column: 'name' }],
  ['data.page', { ...query, table: none }, { code: 'table-unknown' }],
  ['data.page', { ...query, table: { name: 'tag', schema: 'dbo' } }, { code: 'table-unknown' }],
  ['data.page', { ...query, table: tableNamed('_concord_meta') }, { code: 'table-unknown' }],
  ['data.page', { ...query, table: tableNamed('sqlite_schema') }, { code: 'table-unknown' }],
  ['data.page', { ...query, table: tag, sort: [{ column: 'x', descending: true }] }, { code: 'column-unknown' }],
  [
    'data.page',
    { ...query, table: tag, filters: [{ column: 'rowid', operator: 'is', values: [1] }] },
    { code: 'column-unknown' },
  ],
  ['data.place', { ...query, table: none, key: {} }, { code: 'table-unknown' }],
  ['data.place', { ...query, table: tag, key: {} }, { code: 'column-unknown', column: 'tag_id' }],
  ['data.record', { table: none, key: {} }, { code: 'table-unknown' }],
  ['data.record', { table: tag, key: { label: 'new' } }, { code: 'column-unknown', column: 'tag_id' }],
  ['data.record', { table: tag, key: { tag_id: 1, x: 1 } }, { code: 'column-unknown', column: 'x' }],
  ['data.find', { table: none, text: '', limit: 1 }, { code: 'table-unknown' }],
  ['data.values', { table: tag, column: 'constructor', limit: 1 }, { code: 'column-unknown', column: 'constructor' }],
  ['data.names', { table: none, keys: [] }, { code: 'table-unknown' }],
  ['data.insert', { table: none, row: {} }, { code: 'table-unknown' }],
  ['data.insert', { table: tag, row: { label: 'x' } }, { code: 'value-invalid', column: 'tag_id' }],
  ['data.insert', { table: tag, row: { tag_id: 'x' } }, { code: 'value-invalid', column: 'tag_id' }],
  ['data.insert', { table: tag, row: { tag_id: 1 } }, { code: 'value-invalid', column: 'tag_id' }],
  ['data.insert', { table: tag, row: { tag_id: 7, x: 1 } }, { code: 'column-unknown', column: 'x' }],
  [
    'data.insert',
    { table: product, row: { product_id: 'p9', name: 'x', category_id: 'NO' } },
    { code: 'value-invalid', column: 'category_id' },
  ],
  [
    'data.insert',
    { table: product, row: { product_id: 'p9', name: 'x', photo: 'x' } },
    { code: 'value-invalid', column: 'photo' },
  ],
  [
    'data.insert',
    { table: product, row: { product_id: 'p9', name: 'x', photo: { base64: '*' } } },
    { code: 'value-invalid', column: 'photo' },
  ],
  [
    'data.update',
    { table: category, key: road, expected: { name: 'seen' }, set: { name: 'x' } },
    { code: 'record-changed' },
  ],
  ['data.names', { table: tag, keys: [{ base64: 'A' }] }, { code: 'value-invalid', column: 'tag_id' }],
  [
    'data.page',
    { ...query, table: tag, filters: [{ column: 'label', operator: 'is', values: [{ base64: '=' }] }] },
    { code: 'value-invalid', column: 'label' },
  ],
  ['data.update', { table: category, key: { category_id: 'NO' }, expected: {}, set: {} }, { code: 'record-unknown' }],
  ['data.update', { table: category, key: { category_id: null }, expected: {}, set: {} }, { code: 'record-unknown' }],
  ['data.update', { table: category, key: {}, expected: {}, set: {} }, { code: 'column-unknown' }],
  ['data.delete', { table: category, key: road }, { code: 'row-refused' }],
  ['data.delete', { table: category, key: { category_id: 'NO' } }, { code: 'record-unknown' }],
];

test('what cannot be done is refused with the code that says why; nothing changes', async () => {
  const desk = await openBusyDesk();
  const asItWas = dump(desk.file);
  for (const [name, input, problem] of lines) {
    const call = desk.client.call(name, input as CallInput<typeof name>);
    await expect(call, `${name} ${JSON.stringify(input)}`).rejects.toMatchObject({ problem });
    expect(dump(desk.file), `${name} ${JSON.stringify(input)}`).toEqual(asItWas);
  }
});

test('as many filters and values as a call takes are answered (PD-04)', async () => {
  const { call } = await openBusyDesk();
  const values = Array.from({ length: 1000 }, (_, n) => n);
  const page = await call('data.page', {
    ...query,
    table: tag,
    filters: [{ column: 'tag_id', operator: 'one-of', values }],
  });
  expect(page.rows.map((row) => row.key['tag_id'])).toEqual([1, 2]);
  const names = await call('data.names', { table: tag, keys: values });
  expect(names.names.slice(0, 4)).toEqual([null, 'new', 'sale', null]);
  const words = Array.from({ length: 250 }, () => 'e').join(' ');
  expect((await call('data.page', { ...query, table: category, text: words })).shown).toBe(5);
  expect((await call('conflicts.list', { text: words, limit: 10, offset: 0 })).shown).toBe(2);
  const filters = values.map(() => ({ column: 'tag_id', operator: 'is-not' as const, values: [1] }));
  const many = call('data.page', { ...query, table: tag, filters });
  await expect(many).rejects.toMatchObject({ problem: { code: 'usage' } });
});

const cells = [
  '',
  'x',
  '%',
  "'",
  '1',
  '-0',
  '9007199254740993',
  '99999999999999999999',
  '2024-13-45',
  0,
  -1,
  1.5,
  1e300,
  true,
  null,
];
const json = oneof(
  constantFrom<Cell[]>(...cells, { base64: 'AA==' }, { base64: '' }),
  string({ maxLength: 5 }),
  integer(),
  double(),
);
const known: Readonly<Record<string, readonly string[]>> = {
  category: ['category_id', 'parent_id', 'name', 'extra note', 'modified'],
  product: ['product_id', 'category_id', 'price', 'photo'],
  price_list_line: ['price_list_id', 'category_id', 'line_id', 'amount'],
  tag: ['tag_id', 'label'],
};

type Cell = CallInput<'data.names'>['keys'][number];

/** A question that a window could ask of a table, sensible or not. */
const question = constantFrom(...Object.keys(known)).chain((table) => {
  const column = constantFrom(...(known[table] ?? []));
  return record({
    table: constantFrom(tableNamed(table)),
    column,
    key: array(json, { minLength: 3, maxLength: 3 }).map((parts) =>
      Object.fromEntries((commonTables[table] ?? '').split(', ').map((name, at) => [name, parts[at] ?? null])),
    ),
    row: array(record({ column, cell: json }), { maxLength: 3 }).map((parts) =>
      Object.fromEntries(parts.map((part) => [part.column, part.cell])),
    ),
    query: record({
      filters: array(
        record({ column, operator: constantFrom(...filterOperators), values: array(json, { maxLength: 3 }) }),
        {
          maxLength: 2,
        },
      ),
      text: string({ maxLength: 6 }),
      only: constantFrom('all' as const, 'waiting' as const, 'conflict' as const),
      sort: array(record({ column, descending: constantFrom(true, false) }), { maxLength: 2 }),
    }),
  });
});

test('whatever cells, keys and filters a window sends, it is answered in shape or refused with a code of its own', async () => {
  const desk = await openBusyDesk();
  const odd: unknown[] = [];
  for (const { table, column, key, row, query: grid } of sample(question, { numRuns: 150, seed: 20_261_121 })) {
    const ask: Line[] = [
      ['data.page', { ...grid, table, limit: 5, offset: 1 }, {}],
      ['data.place', { ...grid, table, key }, {}],
      ['data.record', { table, key }, {}],
      ['data.find', { table, text: grid.text, limit: 5 }, {}],
      ['data.values', { table, column, limit: 5 }, {}],
      ['data.names', { table, keys: Object.values(key) }, {}],
      ['data.insert', { table, row: { ...key, ...row } }, {}],
      ['data.update', { table, key, expected: {}, set: row }, {}],
      ['data.update', { table, key, expected: row, set: row }, {}],
      ['data.delete', { table, key, expected: row }, {}],
    ];
    for (const [name, input] of ask) {
      const thrown: unknown = await desk.call(name, input).then(
        () => null,
        (reason: unknown) => reason,
      );
      if (thrown === null) continue;
      if (!(thrown instanceof CallError) || thrown.problem.code === 'unexpected') odd.push([name, input, thrown]);
    }
  }
  expect(odd).toEqual([]);
});
