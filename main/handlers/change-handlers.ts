// Waiting changes for the window: counted, paged, reverted, and that undone (PD-01…PD-03, ST-07).

import { revertChanges, undoRevert, type RevertDesk, type RevertDone } from '../data/changes/revert.ts';
import { openReverts } from '../data/changes/revert-log.ts';
import { standsBehind, type Behind, type BehindDesk } from '../data/changes/stands-behind.ts';
import { createWaitingList, type ChangeCount, type WaitingList } from '../data/changes/waiting-list.ts';
import type { WaitingRecord } from '../data/changes/waiting-row.ts';
import type { Cut } from '../data/list-cells.ts';
import type { ChangeFilter } from '../data/changes/waiting-sql.ts';
import type { GridLink } from '../data/links.ts';
import { linkNames } from '../data/look-up.ts';
import { countLocalOnly, countNotAdopted } from '../replica/pending.ts';
import { readRecord } from '../replica/record-store.ts';
import { errorOf, resolveErrors } from '../replica/row-errors.ts';
import { keyOfRecord, type TrackedTable } from '../replica/tracked-table.ts';
import { ConstraintError } from '../sqlite/problem.ts';
import { cellToJson, recordToJson, type Cell } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import type { CallOutput, CheckedInput, Handlers } from '../window/contract.ts';
import { trackedTable, typedKey } from './columns.ts';
import type { Rooms } from './rooms.ts';
import { rememberLinks } from './remember-links.ts';

type Names = 'changes.count' | 'changes.page' | 'changes.revert' | 'changes.undo';
type Query = CheckedInput<'changes.count'>;
type Line = CallOutput<'changes.page'>['records'][number];
type Group = CallOutput<'changes.count'>['groups'][number];
type ShownCell = NonNullable<Line['columns'][number]['old']>;

/** What the calls stand on. */
interface Desk extends Rooms {
  readonly list: WaitingList;
  readonly behind: BehindDesk;
  links(table: TrackedTable): readonly GridLink[];
}

/** So many records are asked which conflict they stand behind, and so many conflicts are named. */
const asked = { records: 100, conflicts: 3 };
const revertsTold = 20;
const everything: ChangeFilter = { operation: null, reason: null, text: '' };

/** `changes.*`. */
export function changeHandlers(rooms: Rooms): Pick<Handlers, Names> {
  const { replica, config, inbox } = rooms;
  const links = rememberLinks(rooms);
  const find = (table: TrackedTable['name']): TrackedTable => trackedTable(replica.tables(), table);
  const desk: Desk = {
    ...rooms,
    links,
    list: createWaitingList(replica.reader, links),
    behind: {
      db: replica.reader,
      tables: () => replica.tables(),
      read: ({ table, key }) => readRecord(replica.reader, find(table), key),
      openFor: (record) => inbox.openFor(record),
    },
  };
  return {
    'changes.count': (input) => countOf(desk, input),
    'changes.page': (input) => ({
      records: desk.list
        .page(tablesOf(desk, input), filterOf(input), { limit: input.limit, offset: input.offset })
        .map((record) => lineOf(desk, record)),
    }),
    'changes.revert': ({ records }) => {
      const items = records.map(({ table, key, mark, columns = null }) => {
        const target = find(table);
        return { table: target, key: typedKey(target, key), mark, columns };
      });
      return written(rooms, (tools) => revertChanges(tools, items, config.user));
    },
    'changes.undo': ({ no }) => written(rooms, (tools) => undoRevert(tools, no, config.user)),
  };
}

/** One write transaction of the person's; a key that is asked for only at its end is told like the others. */
async function written(rooms: Rooms, work: (tools: RevertDesk) => RevertDone): Promise<RevertDone> {
  const { replica, inbox, config, now } = rooms;
  const tools: RevertDesk = {
    db: replica.db,
    records: replica.records,
    tables: () => replica.tables(),
    openFor: (record) => inbox.openFor(record),
    settled({ table, key }) {
      const target = trackedTable(replica.tables(), table);
      resolveErrors(
        replica.db,
        target,
        target.columns.map(({ name }) => key[name] ?? null),
        'hub',
      );
    },
    now,
  };
  try {
    return await replica.writeAs(config.user, () => work(tools));
  } catch (thrown) {
    if (thrown instanceof ConstraintError)
      throw new ConcordError('revert-blocked', { table: 'this selection', reason: thrown.message });
    throw thrown;
  }
}

function tablesOf({ replica }: Rooms, { table }: Query): TrackedTable[] {
  return table ? [trackedTable(replica.tables(), table)] : [...replica.tables().values()];
}

function filterOf({ operation, waitsFor, text }: Query): ChangeFilter {
  return { operation: operation ?? null, reason: waitsFor ?? null, text };
}

function countOf(desk: Desk, input: Query): CallOutput<'changes.count'> {
  const { list, replica } = desk;
  const { reader } = replica;
  const tables = [...replica.tables().values()];
  const counts = list.count(tablesOf(desk, input), filterOf(input));
  const all = list.count(tables, everything);
  const sumOver = (count: typeof countNotAdopted): number =>
    tables.reduce((sum, table) => sum + count(reader, table), 0);
  return {
    shown: sumOf(counts),
    total: sumOf(all),
    groups: [...Map.groupBy(counts, ({ reason }) => reason)].map(([reason, items]) => ({
      reason,
      ...sumOf(items),
      ...(reason === 'conflict' ? conflictsOf(desk, input) : { behind: [], more: false }),
    })),
    tables: [...Map.groupBy(all, ({ table }) => table)].map(([{ name }, items]) => ({
      table: name,
      waiting: sumOf(items),
    })),
    notAdopted: sumOver(countNotAdopted),
    localOnly: sumOver(countLocalOnly),
    reverts: openReverts(reader, revertsTold),
  };
}

function sumOf(counts: readonly ChangeCount[]): ChangeCount {
  return {
    changes: counts.reduce((sum, item) => sum + item.changes, 0),
    records: counts.reduce((sum, item) => sum + item.records, 0),
  };
}

/** The first conflicts that held changes stand behind. */
function conflictsOf(desk: Desk, input: Query): Pick<Group, 'behind' | 'more'> {
  const filter: ChangeFilter = { ...filterOf(input), reason: 'conflict' };
  const records = desk.list.page(tablesOf(desk, input), filter, { limit: asked.records, offset: 0 });
  const found = new Map<number, Group['behind'][number]>();
  for (const record of records) {
    const behind = behindOf(desk, record);
    if (behind) found.set(behind.no, behind);
  }
  const all = [...found.values()];
  return {
    behind: all.slice(0, asked.conflicts),
    more: all.length > asked.conflicts || records.length === asked.records,
  };
}

function lineOf(desk: Desk, record: WaitingRecord): Line {
  const { reader } = desk.replica;
  const table = trackedTable(desk.replica.tables(), record.table);
  const error = errorOf(reader, table, keyOfRecord(table, record.key));
  const { key, name, operation, at, offered, mark, columns } = record;
  return {
    table: record.table,
    key: recordToJson(key),
    name,
    operation,
    waitsFor: record.reason,
    columns: columns.map(({ column, ...sides }) => ({
      column,
      ...(sides.old !== undefined && { old: shownCell(sides.old) }),
      ...(sides.new !== undefined && { new: shownCell(sides.new) }),
    })),
    oldNames: namesIn(desk, table, columns, 'old'),
    newNames: namesIn(desk, table, columns, 'new'),
    at,
    by: record.who,
    tries: error?.tries ?? 0,
    refused:
      error && error.state !== 'resolved' ? { code: error.code, message: error.message, state: error.state } : null,
    behind: record.reason === 'conflict' ? behindOf(desk, record) : null,
    offered,
    mark,
  };
}

function behindOf({ behind, replica }: Desk, { table, key }: WaitingRecord): Group['behind'][number] | null {
  const found: Behind | null = standsBehind(behind, trackedTable(replica.tables(), table), key);
  return found && { ...found, key: recordToJson(found.key) };
}

function namesIn(
  { replica, links }: Desk,
  table: TrackedTable,
  columns: WaitingRecord['columns'],
  side: 'old' | 'new',
): Record<string, string> {
  const cells = columns.flatMap(({ column, [side]: cell }): [string, Cell][] =>
    cell === undefined || isCut(cell) ? [] : [[column, cell]],
  );
  return linkNames(replica.reader, links(table), Object.fromEntries(cells));
}

type ListCell = Exclude<WaitingRecord['columns'][number]['old'], undefined>;

function shownCell(cell: ListCell): ShownCell | null {
  return isCut(cell) ? cell : cellToJson(cell);
}

function isCut(cell: ListCell): cell is Cut {
  return cell !== null && typeof cell === 'object' && 'cut' in cell;
}
