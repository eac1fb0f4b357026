// Records are checked and written by hand, and the replica tracks what was written (PD-05, PD-06).

import { describe, expect, test } from 'vitest';
import { childrenOf } from '../../../main/data/children.ts';
import { commonValues, findRecords, linkNames, namesOf } from '../../../main/data/look-up.ts';
import { linksOf } from '../../../main/data/links.ts';
import { deleteRecord, insertRecord, updateRecord } from '../../../main/data/record.ts';
import { listWaiting } from '../../../main/replica/pending.ts';
import type { CellRecord } from '../../../main/sync/cell.ts';
import { openOffice, type Office } from './office.ts';

const insert = (office: Office, name: string, row: CellRecord): Promise<unknown> =>
  office.replica.write(() => insertRecord(office.desk, office.table(name), row));
const update = (
  office: Office,
  name: string,
  edit: { key: CellRecord; expected?: CellRecord; set: CellRecord },
): Promise<unknown> =>
  office.replica.write(() => updateRecord(office.desk, office.table(name), { expected: {}, ...edit }));
const remove = (office: Office, name: string, edit: { key: CellRecord; expected?: CellRecord }): Promise<unknown> =>
  office.replica.write(() => deleteRecord(office.desk, office.table(name), edit));
const waiting = (office: Office, name: string): unknown[] =>
  listWaiting(office.replica.reader, office.table(name), { limit: 10, offset: 0 }).map(({ key, operation }) => [
    Object.values(key).join(),
    operation,
  ]);

describe('checks before a record is saved (PD-05)', () => {
  const refused: [string, CellRecord, { code: string; column?: string; message: RegExp }][] = [
    ['type', { start: 'tomorrow' }, { code: 'value-invalid', column: 'start', message: /date and time/ }],
    ['length', { title: 'x'.repeat(41) }, { code: 'value-invalid', column: 'title', message: /40 characters/ }],
    ['scale', { amount: '1.234' }, { code: 'value-invalid', column: 'amount', message: /2 digits/ }],
    ['foreign key', { site: 'S-77' }, { code: 'value-invalid', column: 'site', message: /no such record in sites/ }],
    ['column', { nothing: 1 }, { code: 'column-unknown', column: 'nothing', message: /no column/ }],
  ];
  test.each(refused)('%s', async (_, cells, { message, ...problem }) => {
    const office = await openOffice();
    const both = [
      update(office, 'orders', { key: { id: 1 }, set: cells }),
      insert(office, 'orders', { id: 90, ...cells }),
    ];
    for (const attempt of both)
      await expect(attempt).rejects.toMatchObject({ ...problem, message: expect.stringMatching(message) as string });
    expect(waiting(office, 'orders')).toEqual([]);
  });

  test('a required value, a key that is taken, a unique value that is taken', async () => {
    const office = await openOffice();
    office.exec(`create unique index reference on orders (reference) where reference <> ''`);
    await expect(insert(office, 'sites', { number: 'S-8' })).rejects.toMatchObject({
      code: 'value-invalid',
      column: 'name',
    });
    await expect(update(office, 'sites', { key: { number: 'S-1' }, set: { name: null } })).rejects.toMatchObject({
      column: 'name',
    });
    await expect(insert(office, 'orders', { id: 1 })).rejects.toMatchObject({ code: 'value-invalid', column: 'id' });
    await expect(update(office, 'orders', { key: { id: 1 }, set: { reference: 'PO-2' } })).rejects.toMatchObject({
      code: 'value-invalid',
      column: 'reference',
    });
    expect(waiting(office, 'orders')).toEqual([]);
  });

  test('a record may point to itself', async () => {
    const office = await openOffice();
    await insert(office, 'sites', { number: 'S-8', name: 'Own', above: 'S-8' });
    await remove(office, 'sites', { key: { number: 'S-8' } });
    expect(office.replica.records.read({ table: office.table('sites').name, key: { number: 'S-8' } })).toBeNull();
  });

  test('a table that is only received takes nothing; one that is only sent does', async () => {
    const office = await openOffice({ directions: { sites: 'download-only', lines: 'upload-only' } });
    await expect(insert(office, 'sites', { number: 'S-8', name: 'x' })).rejects.toMatchObject({
      code: 'table-read-only',
    });
    await expect(update(office, 'sites', { key: { number: 'S-1' }, set: { name: 'x' } })).rejects.toMatchObject({
      code: 'table-read-only',
    });
    await expect(remove(office, 'sites', { key: { number: 'S-3' } })).rejects.toMatchObject({
      code: 'table-read-only',
    });
    await insert(office, 'lines', { order_id: 2, no: 2, what: 'x' });
    expect(waiting(office, 'lines')).toEqual([['2,2', 'insert']]);
  });
});

describe('what was written waits to be sent (PD-05)', () => {
  test('insert, update, delete', async () => {
    const office = await openOffice();
    await insert(office, 'orders', { id: 20, title: '', amount: '12.00' });
    await update(office, 'orders', {
      key: { id: 1 },
      expected: { title: 'Boiler service' },
      set: { title: 'Boiler', amount: '1.00' },
    });
    await remove(office, 'orders', { key: { id: 5 } });
    expect(waiting(office, 'orders')).toEqual([
      ['20', 'insert'],
      ['1', 'update'],
      ['5', 'delete'],
    ]);
    expect(office.replica.records.read({ table: office.table('orders').name, key: { id: 20 } })).toMatchObject({
      title: '',
      site: null,
    });
  });

  test('RS-25 a cell that moved since it was seen: nothing is written; another cell does not matter', async () => {
    const office = await openOffice();
    office.exec(`update orders set title = 'Moved' where id = 1`);
    await expect(
      update(office, 'orders', { key: { id: 1 }, expected: { title: 'Boiler service' }, set: { title: 'Mine' } }),
    ).rejects.toMatchObject({ code: 'record-changed' });
    office.exec(`update orders set amount = 3.5 where id = 1`);
    await update(office, 'orders', { key: { id: 1 }, expected: { amount: '3.50' }, set: { amount: '4.00' } });
    await expect(remove(office, 'orders', { key: { id: 5 }, expected: { title: 'Other' } })).rejects.toMatchObject({
      code: 'record-changed',
    });
    await update(office, 'orders', { key: { id: 1 }, expected: { reference: 'PO-1' }, set: { reference: 'PO-9' } });
    await expect(update(office, 'orders', { key: { id: 99 }, set: { title: 'x' } })).rejects.toMatchObject({
      code: 'record-unknown',
    });
  });

  test('a delete that would orphan children is refused with their number', async () => {
    const office = await openOffice();
    await expect(remove(office, 'orders', { key: { id: 1 } })).rejects.toMatchObject({
      code: 'row-refused',
      message: expect.stringContaining('2 records of lines point to it') as string,
    });
    await expect(remove(office, 'sites', { key: { number: 'S-1' } })).rejects.toMatchObject({
      message: expect.stringContaining('1 record of sites and 1 record of orders point to it') as string,
    });
    expect(waiting(office, 'orders')).toEqual([]);
  });
});

describe('children and look-ups (PD-08)', () => {
  test('children by foreign key, with those that wait', async () => {
    const office = await openOffice();
    office.exec(`update lines set what = 'copper pipe' where order_id = 1 and no = 2`);
    const { replica } = office;
    const children = childrenOf(replica.reader, replica.tables().values(), office.table('orders'), {
      id: 1,
      title: null,
    });
    expect(children).toEqual([
      { table: office.table('lines').name, columns: [{ column: 'order_id', value: 1 }], count: 2, waiting: 1 },
    ]);
  });

  test('records are found by name, those that begin with it first', async () => {
    const office = await openOffice();
    office.exec(`insert into sites values ('S-0', 'Small hall', null)`);
    const sites = office.table('sites');
    const found = findRecords(office.replica.reader, sites, { text: 'hall', limit: 5, links: [], count: 4 });
    expect(found.map((row) => row.name)).toEqual(['Hall B', 'Small hall']);
    expect(
      findRecords(office.replica.reader, sites, { text: '', limit: 2, links: [], count: 4 }).map((row) => row.name),
    ).toEqual(['annex', 'Hall B']);
    expect(
      findRecords(office.replica.reader, sites, { text: 's-3', limit: 5, links: [], count: 99_999 }).map(
        (row) => row.name,
      ),
    ).toEqual(['Zoo']);
  });

  test('the values that a column holds most often, with the names of what they point to', async () => {
    const office = await openOffice();
    const orders = office.table('orders');
    const links = linksOf(office.replica.reader, orders, office.replica.tables().values());
    const common = (name: string): unknown => {
      const found = orders.columns.find((item) => item.name === name);
      return found && commonValues(office.replica.reader, orders, { column: found, limit: 2, links });
    };
    expect(common('site')).toEqual([
      { value: 'S-2', name: 'annex', count: 2 },
      { value: 'S-1', name: 'Hall B', count: 1 },
    ]);
    expect(common('signed')).toEqual([
      { value: false, name: null, count: 2 },
      { value: true, name: null, count: 2 },
    ]);
    expect(common('photo')).toEqual([]);
  });

  test('names of records, and of what a record points to', async () => {
    const office = await openOffice();
    const { reader } = office.replica;
    expect(namesOf(reader, office.table('sites'), ['S-3', 'S-77', null])).toEqual(['Zoo', null, null]);
    expect(namesOf(reader, office.table('lines'), [1])).toEqual([null]);
    const links = linksOf(reader, office.table('orders'), office.replica.tables().values());
    expect(linkNames(reader, links, { id: 1, site: 'S-2' })).toEqual({ site: 'annex' });
    expect(linkNames(reader, links, { id: 1, site: null })).toEqual({});
  });
});
