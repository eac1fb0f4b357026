// Records under keys of every kind, in tables and columns of every name: each is found, paged, edited and deleted by the key
// that its row was shown with (PD-04, PD-05, PD-06, SF-09).

import { describe, expect, test } from 'vitest';
import type { CallInput } from '../../../main/window/contract.ts';
import type { Table } from '../../../main/sync/schema.ts';
import { column, relation, table } from '../../support/schemas.ts';
import { everything, tableNamed } from '../../support/window-line.ts';
import { openGridApp, type GridApp } from './grid-app.ts';

type Key = CallInput<'data.record'>['key'];

/** `no` alone is no key: rows are told apart by what the table's key says. */
const cases: readonly (readonly [string, Table, readonly Key[]])[] = [
  [
    'a text, told apart by case and by blanks',
    table('things', [column('id', 'text'), column('what', 'text')], ['id']),
    [{ id: '' }, { id: ' ' }, { id: 'A' }, { id: 'B"b\'' }, { id: 'a' }, { id: 'é' }, { id: '漢字' }, { id: '😀' }],
  ],
  [
    'a guid',
    table('things', [column('id', 'guid'), column('what', 'text')], ['id']),
    [
      { id: '0a000000-0000-0000-0000-000000000000' },
      { id: '0b000000-0000-0000-0000-000000000000' },
      { id: 'F0000000-0000-0000-0000-000000000000' },
    ],
  ],
  [
    'bytes',
    table('things', [column('id', 'bytes'), column('what', 'text')], ['id']),
    [{ id: { base64: '' } }, { id: { base64: 'AA==' } }, { id: { base64: 'AAE=' } }, { id: { base64: '/w==' } }],
  ],
  [
    'a whole number beyond doubles',
    table('things', [column('id', 'long'), column('what', 'text')], ['id']),
    [
      { id: '-9223372036854775808' },
      { id: 0 },
      { id: '9007199254740992' },
      { id: '9007199254740993' },
      { id: '9223372036854775807' },
    ],
  ],
  [
    'a whole number beyond signed ones',
    table('things', [column('id', 'ulong'), column('what', 'text')], ['id']),
    [{ id: 9 }, { id: 10 }, { id: '9223372036854775808' }, { id: '18446744073709551615' }],
  ],
  [
    'a decimal',
    table('things', [column('id', 'decimal'), column('what', 'text')], ['id']),
    [{ id: '-1.5' }, { id: '9' }, { id: '10' }, { id: '10.25' }],
  ],
  [
    'a date and time',
    table('things', [column('id', 'datetime'), column('what', 'text')], ['id']),
    [{ id: '2024-01-01 00:00:00' }, { id: '2024-01-02 00:00:00' }, { id: '2024-01-02 00:00:00.5' }],
  ],
  [
    'a number, a text and bytes together',
    table(
      'things',
      [column('b', 'text'), column('what', 'text'), column('a', 'int'), column('c', 'bytes')],
      ['a', 'b', 'c'],
    ),
    [
      { a: 1, b: 'x', c: { base64: 'AA==' } },
      { a: 1, b: 'x', c: { base64: 'AQ==' } },
      { a: 1, b: 'y', c: { base64: 'AA==' } },
      { a: 2, b: '', c: { base64: '' } },
    ],
  ],
  [
    'all of its columns',
    table('things', [column('a', 'text'), column('b', 'int')], ['a', 'b']),
    [
      { a: 'x', b: 1 },
      { a: 'x', b: 2 },
      { a: 'y', b: 1 },
    ],
  ],
];

const things = tableNamed('things');
const whole = { ...everything, table: things };

async function openThings(of: Table, keys: readonly Key[]): Promise<GridApp> {
  const app = await openGridApp({ tables: [of], relations: [], filters: [] });
  const hasWhat = of.columns.some((item) => item.name === 'what');
  for (const [at, key] of keys.toReversed().entries())
    await app.call('data.insert', {
      table: things,
      row: { ...key, ...(hasWhat && { what: `thing ${keys.length - 1 - at}` }) },
    });
  return app;
}

describe.each(cases)('a key of %s', (_, of, keys) => {
  test('rows stand in the key’s order, page by page, each in its place (PD-04)', async () => {
    const { call } = await openThings(of, keys);
    for (const descending of [false, true]) {
      const sort = descending ? of.key.map((name) => ({ column: name, descending })) : [];
      const wanted = descending ? keys.toReversed() : keys;
      const seen: Key[] = [];
      for (let offset = 0; offset < keys.length; offset += 2)
        seen.push(...(await call('data.page', { ...whole, sort, limit: 2, offset })).rows.map((row) => row.key));
      expect(seen).toEqual(wanted);
      for (const [at, key] of wanted.entries())
        expect(await call('data.place', { ...whole, sort, key })).toEqual({ at });
    }
  });

  test('a record is read, found, changed and deleted by the key it was shown with, and no other is (PD-05)', async () => {
    const { call } = await openThings(of, keys);
    const column = of.columns.find((item) => !of.key.includes(item.name))?.name;
    for (const [at, key] of keys.entries()) {
      const told = JSON.stringify(key);
      const { row, badge } = await call('data.record', { table: things, key });
      expect({ ...row, ...key }, told).toEqual(row);
      expect(badge, told).toBe('new');
      if (column !== undefined) {
        expect(row?.[column], told).toBe(`thing ${at}`);
        await call('data.update', { table: things, key, expected: row ?? {}, set: { [column]: `changed-${at}-` } });
        const sort = [{ column, descending: false }];
        const { rows } = await call('data.page', { ...whole, text: `changed-${at}-`, sort, limit: 10, offset: 0 });
        expect(
          rows.map((item) => item.key),
          told,
        ).toEqual([key]);
      }
      await expect(call('data.insert', { table: things, row: { ...key } }), told).rejects.toMatchObject({
        problem: { code: 'value-invalid', column: of.key[0] },
      });
    }
    for (const [at, key] of keys.entries()) {
      await call('data.delete', { table: things, key });
      const { rows, total } = await call('data.page', { ...whole, limit: 10, offset: 0 });
      expect(rows.map((item) => item.key)).toEqual(keys.slice(at + 1));
      expect(total).toBe(keys.length - at - 1);
    }
  });
});

describe('names', () => {
  const odd = [
    'two words',
    `quo"te's`,
    'Größe 漢字',
    'select',
    'percent % and _',
    'semi;colon',
    '1st',
    'constructor',
    'rowid',
  ];

  test.each(odd)('a table and its columns called “%s”', async (name) => {
    const other = `${name} 2`;
    const schema = {
      tables: [
        table(name, [column(name, 'text'), column(`${name} name`, 'text'), column('up', 'text')], [name]),
        table(other, [column('id', 'int'), column(name, 'text')], ['id']),
      ],
      relations: [relation(name, ['up'], name, [name]), relation(other, [name], name, [name])],
      filters: [],
    };
    const { call } = await openGridApp(schema, {
      sql: `insert into "${name.replaceAll('"', '""')}" values ('a', 'Alpha', null), ('b', 'Beta', 'a')`,
    });
    const [own, others] = [tableNamed(name), tableNamed(other)];
    await call('data.insert', { table: others, row: { id: 1, [name]: 'b' } });
    await call('data.update', { table: own, key: { [name]: 'a' }, expected: { up: null }, set: { up: 'b' } });
    const query = { ...everything, table: own, filters: [{ column: name, operator: 'is' as const, values: ['a'] }] };
    const { rows } = await call('data.page', {
      ...query,
      text: 'alp',
      sort: [{ column: `${name} name`, descending: true }],
      limit: 5,
      offset: 0,
    });
    expect(rows).toMatchObject([{ key: { [name]: 'a' }, badge: 'waiting', names: { up: 'Beta' } }]);
    const { names, children } = await call('data.record', { table: own, key: { [name]: 'b' } });
    expect(names).toEqual({ up: 'Alpha' });
    expect(children).toEqual([
      { table: own, columns: [{ column: 'up', value: 'b' }], count: 1, waiting: 1 },
      { table: others, columns: [{ column: name, value: 'b' }], count: 1, waiting: 1 },
    ]);
    expect((await call('data.values', { table: others, column: name, limit: 5 })).values).toEqual([
      { value: 'b', name: 'Beta', count: 1 },
    ]);
    expect(await call('data.names', { table: own, keys: ['a', 'c'] })).toEqual({ names: ['Alpha', null] });
    await expect(call('data.delete', { table: own, key: { [name]: 'b' } })).rejects.toMatchObject({
      problem: { code: 'row-refused' },
    });
    await expect(call('data.insert', { table: others, row: { id: 2, [name]: 'c' } })).rejects.toMatchObject({
      problem: { code: 'value-invalid', column: name },
    });
  });
});
