// The grid for the window: tables, pages, records, edits (PD-04, PD-05, PD-06).

import { cellFromJson, cellToJson, recordToJson } from '../sync/cell.ts';
import { readPage, badgeOf, type GridRow } from '../data/page.ts';
import { columnOf } from '../data/condition.ts';
import { childrenOf, deleteRecord, insertRecord, updateRecord, type EditDesk } from '../data/record.ts';
import { readBase, readChange, readRecord } from '../replica/record-store.ts';
import type { TrackedTable } from '../replica/tracked-table.ts';
import type { CallOutput, CheckedInput, Handlers } from '../window/contract.ts';
import { jsonRecord, trackedTable, typedKey, typedRecord, windowColumns } from './columns.ts';
import type { Rooms } from './rooms.ts';

type Names = 'data.tables' | 'data.page' | 'data.record' | 'data.insert' | 'data.update' | 'data.delete' | 'data.find';

/** `data.*`. */
export function dataHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { replica } = rooms;
  const { reader } = replica;
  const desk: EditDesk = { db: replica.db, records: replica.records, tables: () => replica.tables() };
  const find = (name: { name: string; schema: string }): TrackedTable => trackedTable(replica.tables(), name);
  return {
    'data.tables': () =>
      [...replica.tables().values()].map((table) => ({
        table: table.name,
        direction: table.direction,
        columns: windowColumns(reader, table, replica.tables().values()),
        key: [...table.key],
        rows: Number(reader.value(`select count(*) from ${table.base}`)),
      })),
    'data.page': (input) => pageOf(rooms, find(input.table), input),
    'data.record': ({ table, key }) => recordOf(rooms, find(table), key),
    async 'data.insert'({ table, row }) {
      const target = find(table);
      const { key } = await replica.write(() => insertRecord(desk, target, typedRecord(target, row)));
      return { key: recordToJson(key) };
    },
    async 'data.update'({ table, key, expected, set }) {
      const target = find(table);
      const edit = {
        key: typedKey(target, key),
        expected: typedRecord(target, expected),
        set: typedRecord(target, set),
      };
      await replica.write(() => updateRecord(desk, target, edit));
      return {};
    },
    async 'data.delete'({ table, key }) {
      const target = find(table);
      await replica.write(() => deleteRecord(desk, target, typedKey(target, key)));
      return {};
    },
    'data.find'({ table, text, limit }) {
      const target = find(table);
      const page = readPage(reader, target, { filters: [], text, only: 'all', sort: [], limit, offset: 0 });
      return page.rows.map((row) => ({ key: recordToJson(row.key), row: byName(target, row) }));
    },
  };
}

function pageOf({ replica }: Rooms, table: TrackedTable, input: CheckedInput<'data.page'>): CallOutput<'data.page'> {
  const filters = input.filters.map((filter) => {
    const { type } = columnOf(table, filter.column);
    return { ...filter, values: filter.values.map((value) => cellFromJson(value, type)) };
  });
  const page = readPage(replica.reader, table, { ...input, filters });
  return {
    shown: page.shown,
    total: page.total,
    rows: page.rows.map((row) => ({ key: recordToJson(row.key), cells: row.cells.map(jsonCell), badge: row.badge })),
  };
}

function recordOf(
  { replica, inbox }: Rooms,
  table: TrackedTable,
  key: CheckedInput<'data.record'>['key'],
): CallOutput<'data.record'> {
  const { reader } = replica;
  const name = typedKey(table, key);
  const change = readChange(reader, table, name);
  const base = readBase(reader, table, name);
  const open = inbox.openFor({ table: table.name, key: name });
  return {
    row: jsonRecord(readRecord(reader, table, name)),
    base: jsonRecord(base),
    badge: change ? badgeOf(change.stamp > 0n, change.held, base === null) : null,
    changedAt: change?.at ?? null,
    conflict: open,
    children: childrenOf({ db: reader, tables: () => replica.tables() }, table, name),
  };
}

function byName(
  table: TrackedTable,
  row: GridRow,
): Record<string, CallOutput<'data.page'>['rows'][number]['cells'][number]> {
  return Object.fromEntries(table.columns.map((column, at) => [column.name, jsonCell(row.cells[at] ?? null)]));
}

function jsonCell(cell: GridRow['cells'][number]): CallOutput<'data.page'>['rows'][number]['cells'][number] {
  return cell !== null && typeof cell === 'object' && 'cut' in cell ? cell : cellToJson(cell);
}
