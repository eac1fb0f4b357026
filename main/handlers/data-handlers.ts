// The grid for the window: tables, pages, records, edits, look-ups (PD-04, PD-05, PD-06).

import { cellToJson, recordToJson, type CellRecord } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import { childrenOf } from '../data/children.ts';
import { columnOf, type GridQuery } from '../data/condition.ts';
import { badgeOf, keyColumnsOf, type GridTable } from '../data/grid-table.ts';
import { noteEdit } from '../data/edit-log.ts';
import { nameColumnOf, type GridLink } from '../data/links.ts';
import { commonValues, findRecords, linkNames, namesOf } from '../data/look-up.ts';
import { createPager, type Pager } from '../data/pager.ts';
import type { GridRow } from '../data/page-row.ts';
import { deleteRecord, insertRecord, updateRecord, type EditDesk } from '../data/record.ts';
import { readBase, readChange, readRecord } from '../replica/record-store.ts';
import { isOutside } from '../replica/outside.ts';
import { removalOf } from '../replica/removed.ts';
import { errorOf, hasTakenBack, takenBackOf } from '../replica/row-errors.ts';
import { keyOfRecord, type TrackedTable } from '../replica/tracked-table.ts';
import type { CallOutput, CheckedInput, Handlers } from '../window/contract.ts';
import { jsonRecord, trackedTable, typedCell, typedKey, typedRecord, windowColumns } from './columns.ts';
import { rememberLinks } from './remember-links.ts';
import type { Rooms } from './rooms.ts';

type Looking = 'data.find' | 'data.values' | 'data.names';
type Reading = 'data.tables' | 'data.page' | 'data.place' | 'data.record' | Looking;
type Writing = 'data.insert' | 'data.update' | 'data.delete';
type ShownCell = CallOutput<'data.page'>['rows'][number]['cells'][number];

/** `data.*`. */
export function dataHandlers(rooms: Rooms): Pick<Handlers, Reading | Writing> {
  return { ...readingHandlers(rooms), ...writingHandlers(rooms) };
}

/** What the reading calls stand on. */
interface ReadingDesk extends Rooms {
  readonly pager: Pager;
  links(table: GridTable): readonly GridLink[];
  find(name: { name: string; schema: string }): TrackedTable;
}

function readingHandlers(rooms: Rooms): Pick<Handlers, Reading> {
  const { replica, bell } = rooms;
  const { reader } = replica;
  const links = rememberLinks(rooms);
  const desk: ReadingDesk = {
    ...rooms,
    links,
    // A large table's page may have been that of a moment ago: then windows read it again.
    pager: createPager(reader, links, () => bell.ring('data')),
    find: (name) => trackedTable(replica.tables(), name),
  };
  return {
    'data.tables': () =>
      Promise.all(
        [...replica.tables().values()].map(async (table) => ({
          table: table.name,
          direction: table.direction,
          columns: windowColumns(reader, table, replica.tables().values()),
          key: [...table.key],
          name: nameColumnOf(table),
          rows: await desk.pager.count(table),
        })),
      ),
    'data.page': (input) => pageOf(desk, input),
    async 'data.place'(input) {
      const table = desk.find(input.table);
      return { at: await desk.pager.place(table, queryOf(table, input), typedKey(table, input.key)) };
    },
    'data.record': ({ table, key }) => recordOf(desk, desk.find(table), key),
    ...lookingHandlers(desk),
  };
}

function lookingHandlers({ replica, pager, links, find }: ReadingDesk): Pick<Handlers, Looking> {
  const { reader } = replica;
  return {
    async 'data.find'({ table, text, limit }) {
      const target = find(table);
      const count = (await pager.count(target)) ?? Infinity;
      const found = findRecords(reader, target, { text, limit, links: links(target), count });
      return found.map((row) => ({ key: recordToJson(row.key), name: row.name, row: byName(target, row) }));
    },
    'data.values'({ table, column, limit }) {
      const target = find(table);
      const common = commonValues(reader, target, { column: columnOf(target, column), limit, links: links(target) });
      return { values: common.map((item) => ({ ...item, value: cellToJson(item.value) })) };
    },
    'data.names'({ table, keys }) {
      const target = find(table);
      const [column] = keyColumnsOf(target);
      return {
        names: column
          ? namesOf(
              reader,
              target,
              keys.map((key) => typedCell(column, key)),
            )
          : [],
      };
    },
  };
}

function writingHandlers(rooms: Rooms): Pick<Handlers, Writing> {
  const { replica } = rooms;
  const desk: EditDesk = { db: replica.db, records: replica.records, tables: () => replica.tables() };
  const find = (name: { name: string; schema: string }): TrackedTable => trackedTable(replica.tables(), name);
  return {
    async 'data.insert'({ table, row }) {
      const target = find(table);
      const cells = typedRecord(target, row);
      const { key } = await noted(rooms, target, keyIn(target, cells), () => insertRecord(desk, target, cells));
      return { key: recordToJson(key) };
    },
    async 'data.update'({ table, key, expected, set }) {
      const target = find(table);
      const edit = {
        key: typedKey(target, key),
        expected: typedRecord(target, expected),
        set: typedRecord(target, set),
      };
      await noted(rooms, target, edit.key, () => updateRecord(desk, target, edit));
      return {};
    },
    async 'data.delete'({ table, key, expected }) {
      const target = find(table);
      const edit = { key: typedKey(target, key), expected: typedRecord(target, expected) };
      await noted(rooms, target, edit.key, () => deleteRecord(desk, target, edit));
      return {};
    },
  };
}

/** One write transaction of the person's, with the record before and after it kept for its timeline (PD-08). */
function noted<T>(
  { replica, inbox, config, now }: Rooms,
  table: TrackedTable,
  key: CellRecord,
  work: () => T,
): Promise<T> {
  const record = { table: table.name, key };
  return replica.writeAs(config.user, () => {
    // Before the tracking entry's own time: told first, it is known whose change that is.
    const at = now();
    const before = replica.records.read(record);
    const result = work();
    const after = replica.records.read(record);
    // Held behind its parent's conflict and back at its base: nothing of it waits, and nobody would release it (Decisions 7, 17).
    if (replica.records.change(record)?.stamp === 0n && inbox.openFor(record) === null) replica.records.forget(record);
    noteEdit(replica.db, { ...record, before, after, at, who: config.user, device: config.device });
    return result;
  });
}

function keyIn(table: TrackedTable, row: CellRecord): CellRecord {
  return Object.fromEntries(table.key.map((name) => [name, row[name] ?? null]));
}

async function pageOf(desk: ReadingDesk, input: CheckedInput<'data.page'>): Promise<CallOutput<'data.page'>> {
  const table = desk.find(input.table);
  const { limit, offset } = input;
  const { rows, ...totals } = await desk.pager.page(table, { ...queryOf(table, input), limit, offset });
  const anyTakenBack = hasTakenBack(desk.replica.reader, table);
  return {
    ...totals,
    rows: rows.map((row) => ({
      key: recordToJson(row.key),
      cells: row.cells.map(jsonCell),
      badge: row.badge,
      names: row.names,
      conflict: row.badge === 'conflict' ? desk.inbox.openFor({ table: table.name, key: row.key }) : null,
      refusal: row.badge === null && !anyTakenBack ? null : refusalOf(desk, table, row.key),
    })),
  };
}

/** ER-11: why the hub did not take the record's change; null = it did, or was not asked yet. */
function refusalOf(
  { replica }: Pick<Rooms, 'replica'>,
  table: TrackedTable,
  key: CellRecord,
): CallOutput<'data.record'>['refusal'] {
  const { reader } = replica;
  const cells = keyOfRecord(table, key);
  const error = errorOf(reader, table, cells) ?? takenBackOf(reader, table, cells)[0];
  if (!error) return null;
  const { no, cause, column, message, takenBackAt } = error;
  return { no, cause, column, message, takenBack: takenBackAt !== null };
}

/** PR-08: how the record went. */
function removedAs(reader: Rooms['replica']['reader'], record: RecordName): CallOutput<'data.record'>['removed'] {
  const removal = removalOf(reader, record);
  if (!removal) return null;
  const { table: _, key: __, ...rest } = removal;
  return rest;
}

function queryOf(table: GridTable, input: CheckedInput<'data.place'> | CheckedInput<'data.page'>): GridQuery {
  const { text, only, sort } = input;
  const filters = input.filters.map((filter) => {
    const column = columnOf(table, filter.column);
    return { ...filter, values: filter.values.map((value) => typedCell(column, value)) };
  });
  return { filters, text, only, sort };
}

function recordOf(
  { replica, inbox, links }: ReadingDesk,
  table: TrackedTable,
  key: CheckedInput<'data.record'>['key'],
): CallOutput<'data.record'> {
  const { reader } = replica;
  const name = typedKey(table, key);
  const change = readChange(reader, table, name);
  const row = readRecord(reader, table, name);
  const base = readBase(reader, table, name);
  const namesIn = (record: CellRecord | null): Record<string, string> =>
    record ? linkNames(reader, links(table), record) : {};
  const children = row ? childrenOf(reader, replica.tables().values(), table, row) : [];
  return {
    row: jsonRecord(row),
    base: jsonRecord(base),
    badge: change ? badgeOf(change.stamp > 0n, change.held, base === null) : null,
    changedAt: change?.at ?? null,
    conflict: inbox.openFor({ table: table.name, key: name }),
    refusal: refusalOf({ replica }, table, name),
    outside: row !== null && change !== null && isOutside(reader, table, name),
    removed: row ? null : removedAs(reader, { table: table.name, key: name }),
    names: namesIn(row),
    baseNames: namesIn(base),
    children: children.map((child) => ({
      ...child,
      columns: child.columns.map(({ column, value }) => ({ column, value: cellToJson(value) })),
    })),
  };
}

function byName(table: TrackedTable, row: GridRow): Record<string, ShownCell> {
  return Object.fromEntries(table.columns.map((column, at) => [column.name, jsonCell(row.cells[at] ?? null)]));
}

function jsonCell(cell: GridRow['cells'][number]): ShownCell {
  return cell !== null && typeof cell === 'object' && 'cut' in cell ? cell : cellToJson(cell);
}
