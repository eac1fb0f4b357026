// Every row of the hub beside the replica's: what is missing on either side, what differs, and whether a session will settle it.

import { cellToJson, type Cell, type JsonCell, type Row } from '../sync/cell.ts';
import type { RowBatch } from '../sync/orchestrator.ts';
import { keyPositions, syncColumns, type Column, type Table } from '../sync/schema.ts';
import type { Reader, SqlValue } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';
import { finding, type Finding, type FindingKind } from './finding.ts';
import type { Fate, PatientTable } from './patient.ts';
import { sameHere } from './same-here.ts';

/** How many keys of a finding are named. */
const named = 5;

interface Group {
  count: number;
  readonly keys: (readonly JsonCell[])[];
}

/** The comparison of one table. */
export interface TableComparison {
  /** Rows as the hub sent them. */
  take(batch: RowBatch): void;
  /** What was found. `waitingThere` rows will come with the next session and may be the reason of that many differences. */
  findings(waitingThere: number): Finding[];
}

/** Begins to compare a table. */
export function compareTable(db: Reader, table: Table, own: PatientTable, isOnlyReceived: boolean): TableComparison {
  const columns = syncColumns(table);
  const keyAt = keyPositions(table);
  const key = keyAt.map((at) => quote(columns[at]?.name ?? ''));
  const text = key.map((name) => `cast(${name} as text)`).join(', ');
  const select = `select ${columns.map(readable).join(', ')}, ${text} from ${quote(own.physical)}`;
  const find = db.raw(`${select} where ${key.map((name) => `${name} = ?`).join(' and ')}`);
  const seen = new Set<string>();
  const groups = new Map<FindingKind, Group>();
  const differing = new Set<string>();
  const note = (kind: FindingKind, cells: readonly Cell[]): void => {
    const group = groups.get(kind) ?? { count: 0, keys: [] };
    groups.set(kind, group);
    group.count++;
    if (group.keys.length < named) group.keys.push(cells.map(cellToJson));
  };
  const compare = (row: Row): void => {
    const cells = keyAt.map((at) => row[at] ?? null);
    const values = cells.map(asSql);
    const found = find.get(...values);
    if (!found) {
      const kind = missing[own.fate(values)];
      if (kind) note(kind, cells);
      return;
    }
    const place = JSON.stringify(found.slice(columns.length));
    if (seen.has(place)) return note('case-keys', cells);
    seen.add(place);
    const different = columns.filter((column, at) => !sameHere(column.type, row[at] ?? null, found[at] ?? null));
    if (different.length === 0 || own.fate(values) === 'waits') return;
    for (const { name } of different) differing.add(name);
    note('diverged', cells);
  };
  const compareOwn = (): void => {
    const rows = db.raw(`select ${key.join(', ')}, ${text} from ${quote(own.physical)}`);
    for (const found of rows.iterate()) {
      if (seen.has(JSON.stringify(found.slice(key.length)))) continue;
      const cells = found.slice(0, key.length);
      const kind = isOnlyReceived ? null : alone[own.fate(cells)];
      if (kind) note(kind, cells);
    }
  };
  return {
    take: ({ kind, rows }) => kind === 'upsert' && rows.forEach(compare),
    findings(waitingThere) {
      compareOwn();
      const what = [...differing].toSorted().join(', ');
      return [...groups]
        .filter(([kind, { count }]) => !comes.has(kind) || count > waitingThere)
        .map(([kind, { count, keys }]) => finding(kind, { table: table.name, count, keys, what }));
    },
  };
}

/** What a row of the hub that is not here means, by what the replica knows of its key. */
const missing: Readonly<Record<Fate, FindingKind | null>> = {
  waits: null,
  deleted: 'gone-here',
  typed: 'missing-here',
  received: 'missing-here',
  untracked: 'missing-here',
};

/** What a row means that the hub has not. */
const alone: Readonly<Record<Fate, FindingKind | null>> = {
  waits: null,
  deleted: null,
  typed: 'missing-there',
  untracked: 'missing-there',
  received: 'gone-there',
};

/** Differences that a change waiting on the hub may be the reason of. */
const comes: ReadonlySet<FindingKind> = new Set(['missing-here', 'diverged', 'gone-there', 'gone-here']);

/** Whole numbers as text: one beyond 2^53 must not be rounded. */
function readable({ name }: Column): string {
  return `case typeof(${quote(name)}) when 'integer' then cast(${quote(name)} as text) else ${quote(name)} end`;
}

function asSql(cell: Cell): SqlValue {
  return typeof cell === 'boolean' ? Number(cell) : cell;
}
