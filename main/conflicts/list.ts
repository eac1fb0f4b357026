// Reading the inbox: entries by their numbers, counts, one entry whole (CF-05, law 6).

import { cellFromJson, type CellRecord, type JsonCell } from '../sync/cell.ts';
import type { ConflictType } from '../sync/conflict.ts';
import type { EntryState } from '../sync/entry.ts';
import type { Versions } from '../sync/merge.ts';
import type { RecordName } from '../sync/inbox.ts';
import type { TableName } from '../sync/schema.ts';
import type { Reader } from '../sqlite/database.ts';
import { keptNow, versionsText } from './entry-store.ts';
import { inConflict, tabStates, type Tab } from './filter.ts';
import { keyText, readVersion, tableOf, versionsOf, type EntryRow } from './entry-row.ts';
import type { FactsOf } from './inbox-port.ts';

/** One entry as read. */
export interface Entry {
  readonly no: number;
  readonly table: TableName;
  readonly key: CellRecord;
  readonly type: ConflictType;
  readonly state: EntryState;
  readonly versions: Versions;
  readonly theirsKnown: boolean;
  readonly columns: readonly string[];
  readonly collisions: readonly string[];
  readonly mineAt: string | null;
  readonly theirsBy: { readonly user: string | null; readonly device: string | null; readonly at: string | null };
  readonly raisedAt: string;
  readonly session: number;
  readonly lastSession: number;
  readonly revision: number;
  readonly previous: number | null;
  readonly decision: {
    readonly keep: 'mine' | 'theirs' | 'merged';
    readonly by: string;
    readonly at: string;
    readonly row: CellRecord | null;
    readonly choice: unknown;
    readonly wrote: boolean;
  } | null;
  readonly changedAt: string;
}

/** A line of an entry's history. */
export interface HistoryStep {
  readonly at: string;
  readonly state: EntryState;
  readonly who: string | null;
  readonly why: string;
  readonly session: number | null;
  readonly versions: { readonly base: unknown; readonly mine: unknown; readonly theirs: unknown } | null;
}

/** Counts of the inbox. */
export interface InboxCounts extends Readonly<Record<Tab, number>> {
  readonly oldestUndecided: string | null;
}

/** Entries by their numbers, in that order; one that is gone meanwhile is left out. */
export function readEntries(db: Reader, factsOf: FactsOf, numbers: readonly number[]): Entry[] {
  const found = new Map<number, Entry>();
  for (let at = 0; at < numbers.length; at += readAtOnce) {
    const wanted = Array.from({ length: readAtOnce }, (_, i) => numbers[at + i] ?? null);
    for (const row of db.all<EntryRow>(readSql, ...wanted)) found.set(row.no, readEntry(row, factsOf));
  }
  return numbers.flatMap((no) => found.get(no) ?? []);
}

/** Entries are read so many at a time, by one statement. */
const readAtOnce = 50;
const readSql = `select * from _concord_conflict where no in (${Array(readAtOnce).fill('?').join(', ')})`;

/** One entry; undefined if there is none of that number. */
export function getEntry(db: Reader, factsOf: FactsOf, no: number): Entry | undefined {
  const row = db.get<EntryRow>(`select * from _concord_conflict where no = ?`, no);
  return row && readEntry(row, factsOf);
}

/** Entries of one record, newest first. */
export function entriesOfRecord(db: Reader, factsOf: FactsOf, { table, key }: RecordName, limit: number): Entry[] {
  return db
    .all<EntryRow>(
      `select * from _concord_conflict where table_name = ? and schema_name = ? and key = ? order by no desc limit ?`,
      table.name,
      table.schema,
      keyText(key),
      limit,
    )
    .map((row) => readEntry(row, factsOf));
}

/** The history of an entry, oldest first. */
export function historyOf(db: Reader, no: number): HistoryStep[] {
  return db
    .all<Omit<HistoryStep, 'versions'> & { versions: string | null }>(
      `select step.at, step.state, who, why, session, iif(versions = '${keptNow}', ${versionsText('entry')}, versions) as versions
       from _concord_conflict_step as step join _concord_conflict as entry on entry.no = step.conflict
       where conflict = ? order by step.no`,
      no,
    )
    .map((step) => ({
      ...step,
      versions: step.versions === null ? null : (JSON.parse(step.versions) as HistoryStep['versions']),
    }));
}

/** How many entries each tab holds. */
export function countEntries(db: Reader): InboxCounts {
  const rows = db.all<{ state: EntryState; n: number }>(
    `select state, count(*) as n from _concord_conflict group by state`,
  );
  const of = (tab: Tab): number =>
    rows.reduce((sum, row) => (tabStates[tab].includes(row.state) ? sum + row.n : sum), 0);
  const oldest = db.value(`select min(raised_at) from _concord_conflict where state in ('undecided', 'reopened')`);
  return {
    undecided: of('undecided'),
    decided: of('decided'),
    confirmed: of('confirmed'),
    parked: of('parked'),
    oldestUndecided: typeof oldest === 'string' ? oldest : null,
  };
}

/** Undecided entries by table. */
export function countByTable(db: Reader): readonly { readonly table: TableName; readonly undecided: number }[] {
  return db
    .all<{ schema_name: string; table_name: string; n: number }>(
      `select schema_name, table_name, count(*) as n from _concord_conflict where state in ('undecided', 'reopened') group by 1, 2`,
    )
    .map((row) => ({ table: { name: row.table_name, schema: row.schema_name }, undecided: row.n }));
}

/** What a filter can be about, each with its number of entries, most first. */
export interface Facets {
  readonly columns: readonly { readonly name: string; readonly count: number }[];
  readonly sessions: readonly { readonly no: number; readonly count: number }[];
}

/** Columns in conflict and sessions of the entries under a tab; without one, of all. */
export function facetsOf(db: Reader, tab?: Tab): Facets {
  const states = tab ? tabStates[tab] : Object.values(tabStates).flat();
  const marks = states.map(() => '?').join(', ');
  const columns = new Map<string, number>();
  const groups = db.all<{ names: string; n: number }>(
    `select ${inConflict} as names, count(*) as n from _concord_conflict where state in (${marks}) group by 1`,
    ...states,
  );
  for (const { names, n } of groups) {
    for (const name of JSON.parse(names) as string[]) columns.set(name, (columns.get(name) ?? 0) + n);
  }
  return {
    columns: [...columns].map(([name, count]) => ({ name, count })).toSorted((a, b) => b.count - a.count),
    sessions: db.all<{ no: number; count: number }>(
      `select raised_session as no, count(*) as count from _concord_conflict where state in (${marks}) group by 1 order by 1 desc`,
      ...states,
    ),
  };
}

/** The number of the entry that stands for a record; null = none. */
export function openNumber(db: Reader, { table, key }: RecordName): number | null {
  const no = db.value(
    `select no from _concord_conflict where table_name = ? and schema_name = ? and key = ? and state not in ('confirmed', 'undone')`,
    table.name,
    table.schema,
    keyText(key),
  );
  return typeof no === 'number' ? no : null;
}

function readEntry(row: EntryRow, factsOf: FactsOf): Entry {
  const { columns } = factsOf(tableOf(row));
  const types = new Map(columns.map((column) => [column.name, column.type]));
  const key = Object.entries(JSON.parse(row.key) as Record<string, JsonCell>);
  return {
    no: row.no,
    table: tableOf(row),
    key: Object.fromEntries(key.map(([name, cell]) => [name, cellFromJson(cell, types.get(name) ?? 'any')])),
    type: row.type,
    state: row.state,
    versions: versionsOf(row, columns),
    theirsKnown: row.theirs_known !== 0,
    columns: JSON.parse(row.columns) as string[],
    collisions: JSON.parse(row.collisions) as string[],
    mineAt: row.mine_at,
    theirsBy: { user: row.theirs_user, device: row.theirs_device, at: row.theirs_at },
    raisedAt: row.raised_at,
    session: row.raised_session,
    lastSession: row.last_session,
    revision: row.revision,
    previous: row.previous,
    decision:
      row.keep === null
        ? null
        : {
            keep: row.keep,
            by: row.decided_by ?? '',
            at: row.decided_at ?? '',
            row: readVersion(row.decided, columns),
            choice: row.choice === null ? null : (JSON.parse(row.choice) as unknown),
            wrote: row.wrote !== 0,
          },
    changedAt: row.changed_at,
  };
}
