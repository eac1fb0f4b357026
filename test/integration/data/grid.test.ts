// The grid reads pages of real replicas: filters, orders, search, places, badges (PD-04, PD-06).

import { describe, expect, test } from 'vitest';
import type { ColumnFilter } from '../../../main/data/condition.ts';
import type { Cell } from '../../../main/sync/cell.ts';
import { all, openOffice } from './office.ts';

const filter = (
  column: string,
  operator: ColumnFilter['operator'],
  ...values: Cell[]
): { filters: ColumnFilter[] } => ({ filters: [{ column, operator, values }] });

describe('filters (PD-04)', () => {
  const cases: [string, ColumnFilter, Cell[]][] = [
    ['is, text without case', { column: 'title', operator: 'is', values: ['BOILER EXCHANGE'] }, [3]],
    ['is not, no value included', { column: 'site', operator: 'is-not', values: ['S-2'] }, [1, 3, 4]],
    ['is, decimal by value', { column: 'amount', operator: 'is', values: ['310.50'] }, [3]],
    ['less, decimal by value', { column: 'amount', operator: 'less', values: ['310.50'] }, [1, 5]],
    ['at least, decimal by value', { column: 'amount', operator: 'at-least', values: ['310.50'] }, [2, 3]],
    ['is, a day of a date and time', { column: 'start', operator: 'is', values: ['2026-06-01'] }, [1, 2]],
    ['is, a minute of a date and time', { column: 'start', operator: 'is', values: ['2026-06-01T14:00'] }, [2]],
    ['greater, after a day', { column: 'start', operator: 'greater', values: ['2026-06-01'] }, [3, 5]],
    ['at most, up to and with a day', { column: 'start', operator: 'at-most', values: ['2026-06-15'] }, [1, 2, 3]],
    ['contains, with a sign that LIKE knows', { column: 'title', operator: 'contains', values: ['50%'] }, [4]],
    ['begins, with a sign that LIKE knows', { column: 'title', operator: 'begins', values: ['filter_'] }, [5]],
    ['contains, the name of what a column points to', { column: 'site', operator: 'contains', values: ['hall'] }, [1]],
    ['is empty, no value and empty text', { column: 'reference', operator: 'is-empty', values: [] }, [3, 4]],
    ['is not empty', { column: 'reference', operator: 'is-not-empty', values: [] }, [1, 2, 5]],
    ['one of', { column: 'id', operator: 'one-of', values: [1, 5, 99] }, [1, 5]],
    ['one of, no value among them', { column: 'site', operator: 'one-of', values: ['S-3', null] }, [3, 4]],
    ['yes or no', { column: 'signed', operator: 'is', values: [true] }, [1, 5]],
  ];
  test.each(cases)('%s', async (_, wanted, ids) => {
    const office = await openOffice();
    expect(await office.ids({ filters: [wanted] })).toEqual(ids);
  });

  test('several filters and words must all hold', async () => {
    const office = await openOffice();
    expect(await office.ids({ ...filter('signed', 'is', false), text: 'exchange po-2' })).toEqual([2]);
  });

  test('words are found in numbers and in the names of what columns point to', async () => {
    const office = await openOffice();
    expect(await office.ids({ text: 'zoo' })).toEqual([3]);
    expect(await office.ids({ text: '310' })).toEqual([3]);
    expect(await office.ids({ text: '%' })).toEqual([4]);
  });

  test('an unknown column is refused', async () => {
    const office = await openOffice();
    await expect(office.ids(filter('nothing', 'is', 1))).rejects.toMatchObject({ code: 'column-unknown' });
  });
});

describe('order (PD-04)', () => {
  const cases: [string, boolean, Cell[]][] = [
    ['id', true, [5, 4, 3, 2, 1]],
    ['amount', false, [4, 5, 1, 3, 2]],
    ['amount', true, [2, 3, 1, 5, 4]],
    ['title', false, [3, 1, 5, 4, 2]],
    ['site', false, [4, 2, 5, 1, 3]],
  ];
  test.each(cases)('by %s, descending %s', async (column, descending, ids) => {
    const office = await openOffice();
    expect(await office.ids({ sort: [{ column, descending }] })).toEqual(ids);
    expect(await office.ids({ sort: [{ column, descending }], offset: 1, limit: 2 })).toEqual(ids.slice(1, 3));
    expect(await office.ids({ sort: [{ column, descending }], text: 'o', offset: 1, limit: 1 })).toHaveLength(1);
  });
});

describe('pages and places (PD-04)', () => {
  const many = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 25000)
    insert into orders (id, title, amount) select i * 2, 'Order ' || (i % 7), (i % 100) || '.00' from n`;

  test.each([
    ['along the key', {}],
    ['against the key', { sort: [{ column: 'id', descending: true }] }],
    ['by another column', { sort: [{ column: 'amount', descending: true }] }],
    ['searched', { text: '3' }],
    ['filtered and ordered', { ...filter('title', 'is', 'Order 3'), sort: [{ column: 'amount', descending: false }] }],
  ])('%s: pages join without gap or overlap, and every row has its place', async (_, query) => {
    const office = await openOffice({ sql: many });
    const { shown } = await office.pager.page(office.table('orders'), { ...all, ...query, limit: 1, offset: 0 });
    const seen: Cell[] = [];
    for (let offset = 0; offset < shown; offset += 900)
      seen.push(...(await office.ids({ ...query, limit: 900, offset })));
    expect(seen).toHaveLength(shown);
    expect(new Set(seen).size).toBe(shown);
    for (const at of [0, 1, 777, shown - 1]) {
      const place = await office.pager.place(office.table('orders'), { ...all, ...query }, { id: seen[at] ?? null });
      expect(place).toBe(at);
    }
  });

  test('a page beyond the end is empty; a record that is not there has no place', async () => {
    const office = await openOffice({ sql: many });
    expect(await office.ids({ offset: 25_000 })).toEqual([]);
    expect(await office.ids({ offset: 25_000, sort: [{ column: 'id', descending: true }] })).toEqual([]);
    expect(await office.pager.place(office.table('orders'), all, { id: 3 })).toBeNull();
    expect(await office.pager.place(office.table('orders'), { ...all, text: '3' }, { id: 2 })).toBeNull();
  });

  test('what another program writes is seen by the next page', async () => {
    const office = await openOffice();
    expect(await office.ids({ text: 'boiler' })).toEqual([1, 3]);
    office.exec(`insert into orders (id, title) values (9, 'Boiler again')`);
    expect(await office.ids({ text: 'boiler' })).toEqual([1, 3, 9]);
    expect(await office.pager.count(office.table('orders'))).toBe(6);
  });

  test('a key of two columns, and a table without rowids', async () => {
    const office = await openOffice({
      before: `create table lines (order_id integer not null, no integer not null, what text, primary key (order_id, no)) without rowid`,
    });
    const lines = office.table('lines');
    const { rows } = await office.pager.page(lines, { ...all, limit: 2, offset: 1 });
    expect(rows.map((row) => row.key)).toEqual([
      { order_id: 1, no: 2 },
      { order_id: 2, no: 1 },
    ]);
    expect(await office.pager.place(lines, { ...all, text: 'pump' }, { order_id: 2, no: 1 })).toBe(0);
    expect(await office.pager.place(lines, all, { order_id: 2, no: 1 })).toBe(2);
  });

  test('keys beyond 2^53 stay whole', async () => {
    const big = 9_007_199_254_740_993n;
    const office = await openOffice({ sql: `insert into orders (id, title) values (${big}, 'x'), (${big + 1n}, 'y')` });
    expect(await office.ids()).toEqual([big, big + 1n]);
    expect(await office.ids({ text: 'y' })).toEqual([big + 1n]);
    expect(await office.pager.place(office.table('orders'), all, { id: big + 1n })).toBe(1);
  });
});

describe('what a row tells (PD-06)', () => {
  test('badges, totals, names of parents, and long cells cut', async () => {
    const office = await openOffice();
    office.exec(`update orders set title = '${'long '.repeat(100)}' where id = 1`);
    office.exec(`insert into orders (id, title) values (20, 'mine')`);
    office.exec(`update _concord_t2 set held = 2 where k0 = 20`);
    const page = await office.pager.page(office.table('orders'), { ...all, limit: 10, offset: 0 });
    expect(page).toMatchObject({ shown: 6, total: 6, waiting: 2, conflict: 1 });
    const [first, second] = page.rows;
    expect(first?.badge).toBe('waiting');
    expect(second).toMatchObject({ badge: null, names: { site: 'annex' } });
    expect(page.rows.at(-1)).toMatchObject({ badge: 'conflict', names: {} });
    expect(first?.cells[1]).toEqual({ cut: { kind: 'text', size: 500, start: 'long '.repeat(40) } });
    expect(first?.cells[6]).toEqual({ cut: { kind: 'bytes', size: 2, start: '' } });
    expect(await office.ids({ only: 'waiting' })).toEqual([1, 20]);
    expect(await office.ids({ only: 'waiting', text: 'mine' })).toEqual([20]);
    expect(await office.ids({ only: 'conflict', sort: [{ column: 'title', descending: true }] })).toEqual([20]);
  });

  test('a new row is new, a deleted one is no row any more', async () => {
    const office = await openOffice();
    office.exec(`insert into sites values ('S-9', 'New hall', null); delete from lines where order_id = 2`);
    const sites = await office.pager.page(office.table('sites'), { ...all, limit: 10, offset: 0 });
    expect(sites.rows.map((row) => row.badge)).toEqual([null, null, null, 'new']);
    const lines = await office.pager.page(office.table('lines'), { ...all, limit: 10, offset: 0 });
    expect(lines).toMatchObject({ total: 2, waiting: 0 });
  });

  test('a download-only table: what is written here stays here', async () => {
    const office = await openOffice({ directions: { sites: 'download-only' } });
    office.exec(`update sites set name = 'Other' where number = 'S-3'`);
    const { rows } = await office.pager.page(office.table('sites'), { ...all, limit: 10, offset: 0 });
    expect(rows.at(-1)?.badge).toBe('local-only');
  });
});
