// A column of every type in the grid: what it takes and refuses, how it is filtered and in which order it stands (PD-04,
// PD-05, SF-09).

import { describe, expect, test } from 'vitest';
import type { CallInput } from '../../../main/window/contract.ts';
import type { CellType } from '../../../main/sync/cell.ts';
import type { Column } from '../../../main/sync/schema.ts';
import { column, table } from '../../support/schemas.ts';
import { everything, tableNamed } from '../../support/window-line.ts';
import { openGridApp, type GridApp } from './grid-app.ts';

type Json = CallInput<'data.names'>['keys'][number];
type Filter = CallInput<'data.page'>['filters'][number];

interface TypeCase {
  readonly type: CellType;
  readonly more?: Partial<Column>;
  /** Three values in the column's order. */
  readonly values: readonly [Json, Json, Json];
  /** What the column does not take. */
  readonly bad: readonly Json[];
  /** What it takes in another spelling, and how it is kept. */
  readonly also?: readonly (readonly [given: Json, kept: Json])[];
}

const big = '9007199254740993';
const ids = [
  '00000000-0000-0000-0000-00000000000a',
  '0B000000-0000-0000-0000-000000000000',
  'c0000000-0000-0000-0000-000000000000',
] as const;
const bytes = { base64: 'AQI=' };
const money = { precisionSpecified: true, precision: 6, scaleSpecified: true, scale: 2 };

const cases: readonly TypeCase[] = [
  {
    type: 'bool',
    values: [false, true, true],
    bad: ['yes', 2, -1, '', bytes],
    also: [
      [1, true],
      [0, false],
    ],
  },
  { type: 'byte', values: [0, 7, 255], bad: [-1, 256, 1.5, 'x', '', true, bytes], also: [['12', 12]] },
  { type: 'sbyte', values: [-128, 0, 127], bad: [-129, 128, '1e1'] },
  { type: 'short', values: [-32768, -1, 32767], bad: [-32769, 32768, 0.5] },
  { type: 'ushort', values: [0, 1, 65535], bad: [-1, 65536] },
  { type: 'int', values: [-2147483648, 0, 2147483647], bad: [2147483648, '-2147483649', ' 1'] },
  { type: 'uint', values: [0, 5, 4294967295], bad: [-1, 4294967296] },
  {
    type: 'long',
    values: ['-9223372036854775808', big, '9223372036854775807'],
    bad: ['9223372036854775808', 1.5, 1e300],
    also: [['+7', 7]],
  },
  { type: 'ulong', values: [9, big, '18446744073709551615'], bad: [-1, '18446744073709551616'], also: [['7', 7]] },
  {
    type: 'decimal',
    more: money,
    values: ['-3.5', '20', '100.25'],
    bad: ['1,5', 'x', '', '1.234', '12345', '1e9', true, bytes],
    also: [
      ['1e2', '1e2'],
      [5, '5'],
      [0.5, '0.5'],
    ],
  },
  { type: 'double', values: [-1e300, 0.1, 2], bad: ['0.1', true, bytes] },
  { type: 'float', values: [-1.5, 0, 1e30], bad: ['1', ''] },
  {
    type: 'text',
    more: { maxLength: 5 },
    values: ['Apple', 'berry', 'Zoo'],
    bad: ['sixsix', 5, true, bytes],
    also: [
      ['', ''],
      ['é漢😀', 'é漢😀'],
      ["';--", "';--"],
    ],
  },
  { type: 'char', more: { maxLength: 1 }, values: ['a', 'B', 'c'], bad: ['ab', 1] },
  { type: 'chars', values: ['aa', 'Ab', 'b%'], bad: [1, false] },
  { type: 'guid', values: ids, bad: ['x', '', '{00000000-0000-0000-0000-00000000000a}', 1, bytes] },
  {
    type: 'datetime',
    values: ['2024-02-29 23:59:59', '2024-03-01T00:00:00', '2024-03-01 00:00:01.1234567'],
    bad: ['2023-02-29', '2024-03-01 24:00', 'today', '', 20240301, '2024-03-01T00:00:00Z'],
  },
  {
    type: 'instant',
    values: ['2024-01-01T00:00:00+02:00', '2024-01-02 00:00:00Z', '2024-01-03T00:00:00-05:30'],
    bad: ['2024-01-01T00:00:00', '2024-13-01T00:00:00Z', '2024-01-01T00:00:00+15:00'],
  },
  {
    type: 'date',
    values: ['0001-01-01', '2024-06-15', '9999-12-31'],
    bad: ['2024-6-15', '2024-02-30', '15.06.2024', '2024-06-15T00:00'],
  },
  { type: 'time', values: ['00:00', '14:30:00', '23:59:59.9999999'], bad: ['24:00', '2:30', '14:60', '14.30'] },
  {
    type: 'bytes',
    more: { maxLength: 3 },
    values: [{ base64: '' }, { base64: 'AQ==' }, { base64: 'AQI=' }],
    bad: ['x', 1, true, { base64: 'AQIDBA==' }, { base64: 'AQ' }],
  },
  {
    type: 'any',
    values: [1, 2.5, 'text'],
    bad: [],
    also: [['', '']],
  },
];

const things = tableNamed('things');

/** A table with one column of the type: row 1 holds the middle value, 2 the highest, 3 the lowest, 4 none. */
async function openThings({ type, more, values: [low, middle, high] }: TypeCase): Promise<GridApp> {
  const app = await openGridApp({
    tables: [table('things', [column('id', 'int'), column('the cell', type, more)], ['id'])],
    relations: [],
    filters: [],
  });
  for (const [at, cell] of [middle, high, low, null].entries())
    await app.call('data.insert', { table: things, row: { id: at + 1, 'the cell': cell } });
  return app;
}

describe.each(cases)('$type', (item) => {
  const [low, middle, high] = item.values;
  const kept = async ({ call }: GridApp, id: number): Promise<Json | undefined> =>
    (await call('data.record', { table: things, key: { id } })).row?.['the cell'];

  test('keeps what it is given, whole, and no value is not an empty one (SF-09)', async () => {
    const app = await openThings(item);
    const wanted = [middle, high, low, null];
    expect(await Promise.all([1, 2, 3, 4].map((id) => kept(app, id)))).toEqual(wanted);
    for (const [given, shown] of item.also ?? []) {
      await app.call('data.update', { table: things, key: { id: 4 }, expected: {}, set: { 'the cell': given } });
      expect(await kept(app, 4), JSON.stringify(given)).toEqual(shown);
      // What was read can be sent back as what the person saw (RS-25).
      await app.call('data.update', { table: things, key: { id: 4 }, expected: { 'the cell': shown }, set: {} });
    }
  });

  test('refuses what it cannot hold, with its own name and in words; nothing changes (PD-05)', async () => {
    const app = await openThings(item);
    for (const cell of item.bad) {
      const problem = {
        code: 'value-invalid',
        column: 'the cell',
        message: expect.stringMatching(/^the cell: \S.+\.$/) as string,
      };
      const row = { 'the cell': cell };
      const insert = app.call('data.insert', { table: things, row: { id: 9, ...row } });
      await expect(insert, JSON.stringify(cell)).rejects.toMatchObject({ problem });
      const update = app.call('data.update', { table: things, key: { id: 1 }, expected: {}, set: row });
      await expect(update, JSON.stringify(cell)).rejects.toMatchObject({ problem });
    }
    expect(await kept(app, 1)).toEqual(middle);
    expect((await app.call('data.tables', {}))[0]?.rows).toBe(4);
  });

  const isSame = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);
  const rowsWith = (...wanted: readonly Json[]): number[] =>
    [middle, high, low, null].flatMap((cell, at) => (wanted.some((value) => isSame(value, cell)) ? [at + 1] : []));
  const filters: readonly [Omit<Filter, 'column'>, readonly number[]][] = [
    [{ operator: 'is', values: [middle] }, rowsWith(middle)],
    [{ operator: 'is-not', values: [low] }, [1, 2, 4]],
    [{ operator: 'less', values: [middle] }, [3]],
    [{ operator: 'at-most', values: [low] }, [3]],
    [{ operator: 'greater', values: [low] }, [1, 2]],
    [{ operator: 'at-least', values: [middle] }, [1, 2]],
    [{ operator: 'one-of', values: [high, null] }, [...rowsWith(high), 4]],
    [{ operator: 'one-of', values: [] }, []],
    [{ operator: 'is', values: [null] }, [4]],
    [{ operator: 'is-not', values: [null] }, [1, 2, 3]],
  ];

  test('is filtered by value with every operator (PD-04)', async () => {
    const { call } = await openThings(item);
    for (const [filter, wanted] of filters) {
      const query = { ...everything, table: things, filters: [{ ...filter, column: 'the cell' }] };
      const page = await call('data.page', { ...query, limit: 10, offset: 0 });
      const told = JSON.stringify(filter);
      expect(
        page.rows.map((row) => row.key['id']),
        told,
      ).toEqual(wanted);
      expect(page.shown, told).toBe(wanted.length);
    }
    const only = async (operator: Filter['operator']): Promise<unknown[]> => {
      const query = { ...everything, table: things, filters: [{ column: 'the cell', operator, values: [] }] };
      return (await call('data.page', { ...query, limit: 10, offset: 0 })).rows.map((row) => row.key['id']);
    };
    const empty = item.type === 'bytes' ? [3, 4] : [4];
    expect(await only('is-empty')).toEqual(empty);
    expect(await only('is-not-empty')).toEqual([1, 2, 3].filter((id) => !empty.includes(id)));
  });

  test('stands in its own order, no value first, and each place is the page’s (PD-04)', async () => {
    const { call } = await openThings(item);
    const order = [4, 3, 1, 2];
    for (const descending of [false, true]) {
      const query = { ...everything, table: things, sort: [{ column: 'the cell', descending }] };
      const wanted = descending ? order.toReversed() : order;
      const { rows } = await call('data.page', { ...query, limit: 10, offset: 0 });
      expect(rows.map((row) => row.key['id'])).toEqual(wanted);
      for (const [at, id] of wanted.entries())
        expect(await call('data.place', { ...query, key: { id } }), `${id}`).toEqual({ at });
    }
  });
});
