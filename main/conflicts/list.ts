// Reading the inbox: pages, counts, one entry whole. Filters and totals are SQL's work (CF-05, law 6).

import { cellFromJson, type CellRecord, type JsonCell } from '../sync/cell.ts';
import type { ConflictType } from '../sync/conflict.ts';
import type { EntryState } from '../sync/entry.ts';
import type { Versions } from '../sync/merge.ts';
import type { RecordName } from '../sync/inbox.ts';
import type { TableName } from '../sync/schema.ts';
import type { Reader, SqlValue } from '../sqlite/database.ts';
import { keptNow, versionsText } from './entry-store.ts';
import { keyText, readVersion, tableOf, versionsOf, type EntryRow } from './entry-row.ts';
import type { FactsOf } from './inbox-port.ts';

/** The tabs of the inbox; `undecided` includes reopened entries (CF-04). */
export type Tab = 'undecided' | 'decided' | 'confirmed' | 'parked';

const tabStates: Readonly<Record<Tab, readonly EntryState[]>> = {
  undecided: ['undecided', 'reopened'],
  decided: ['decided', 'sent'],
  confirmed: ['confirmed', 'undone'],
  parked: ['parked'],
};

/** What a list asks for. All members combine; none leaves nothing out. */
export interface Filter {
  readonly tab?: Tab;
  readonly state?: EntryState;
  readonly table?: TableName;
  readonly type?: ConflictType;
  readonly session?: number;
  /** Free text over key and all three versions. */
  readonly text?: string;
  /** Entries up to this number: a list in use keeps newer ones out. */
  readonly upTo?: number;
}

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

/** A page of entries, newest first, with the total under the filter. */
export function listEntries(
  db: Reader,
  factsOf: FactsOf,
  query: Filter & { limit: number; offset: number },
): { entries: Entry[]; total: number } {
  const { where, values } = condition(db, query);
  const total = Number(db.value(`select count(*) from _concord_conflict where ${where}`, ...values));
  const rows = db.all<EntryRow>(
    `select * from _concord_conflict where ${where} order by no desc limit ? offset ?`,
    ...values,
    query.limit,
    query.offset,
  );
  return { entries: rows.map((row) => readEntry(row, factsOf)), total };
}

/** One entry; undefined if there is none of that number. */
export function getEntry(db: Reader, factsOf: FactsOf, no: number): Entry | undefined {
  const row = db.get<EntryRow>(`select * from _concord_conflict where no = ?`, no);
  return row && readEntry(row, factsOf);
}

/** The entry before and after one in the list's order, its place, and whether it is in the list, under a filter. */
export function neighbours(
  db: Reader,
  query: Filter,
  no: number,
): { previous: number | null; next: number | null; place: number; listed: boolean } {
  const { where, values } = condition(db, query);
  const find = (sql: string): number | null => {
    const value = db.value(sql, ...values, no);
    return typeof value === 'number' ? value : null;
  };
  return {
    previous: find(`select min(no) from _concord_conflict where ${where} and no > ?`),
    next: find(`select max(no) from _concord_conflict where ${where} and no < ?`),
    place: (find(`select count(*) from _concord_conflict where ${where} and no > ?`) ?? 0) + 1,
    listed: find(`select count(*) from _concord_conflict where ${where} and no = ?`) === 1,
  };
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

/** Numbers of all entries under a filter, oldest first. */
export function entryNumbers(db: Reader, query: Filter): number[] {
  const { where, values } = condition(db, query);
  return db
    .all<{ no: number }>(`select no from _concord_conflict where ${where} order by no`, ...values)
    .map((row) => row.no);
}

/** Where free text is looked for. */
const anyOf = ['key', 'mine', 'theirs', 'base'];
/** What JSON itself is made of, beside its signs. */
const jsonWords: ReadonlySet<string> = new Set(['null', 'true', 'false', 'base64']);
/** The same cell by cell: slow, and needed only for what JSON itself may hold. */
const inCell = `exists (select 1 from json_tree(json_array(${anyOf.map((column) => `json(_concord_conflict.${column})`).join(', ')})) as cell
  where cell.atom like ? escape '\\')`;

/** The same with the names of columns left out that hold the word. */
function withoutNames(names: readonly string[], pattern: string): [string, ...SqlValue[]] {
  const members = names.map((name) => `${JSON.stringify(name)}:`);
  const bare = (column: string): string => members.reduce((text) => `replace(${text}, ?, '')`, column);
  const sql = anyOf.map((column) => `${bare(column)} like ? escape '\\'`).join(' or ');
  return [sql, ...anyOf.flatMap(() => [...members, pattern])];
}

function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The names of the columns that entries hold, from one entry of each table. */
function memberNames(db: Reader): string[] {
  return db
    .all<{ name: string }>(
      `with recursive tables(name) as (
         select min(table_name) from _concord_conflict union all
         select (select min(table_name) from _concord_conflict where table_name > tables.name) from tables
         where tables.name is not null)
       select distinct member.key as name from tables, json_each((
         select coalesce(mine, theirs, base, key) from _concord_conflict where table_name = tables.name limit 1)) as member`,
    )
    .map(({ name }) => name);
}

function condition(db: Reader, query: Filter): { where: string; values: SqlValue[] } {
  const parts: string[] = ['1'];
  const values: SqlValue[] = [];
  const add = (sql: string, ...more: SqlValue[]): void => {
    parts.push(`(${sql})`);
    values.push(...more);
  };
  if (query.tab) add(`state in (select value from json_each(?))`, JSON.stringify(tabStates[query.tab]));
  if (query.state) add(`state = ?`, query.state);
  if (query.table) add(`table_name = ? and schema_name = ?`, query.table.name, query.table.schema);
  if (query.type) add(`type = ?`, query.type);
  if (query.session !== undefined) add(`(raised_session = ? or last_session = ?)`, query.session, query.session);
  if (query.upTo !== undefined) add(`no <= ?`, query.upTo);
  const words = (query.text ?? '').split(/\s+/).filter(Boolean);
  const names = words.length === 0 ? [] : memberNames(db);
  for (const word of words) {
    const stored = containing(JSON.stringify(word).slice(1, -1));
    add(anyOf.map((column) => `${column} like ? escape '\\'`).join(' or '), ...anyOf.map(() => stored));
    const held = names.filter((name) => name.toLowerCase().includes(word.toLowerCase()));
    if (/[{}:,[\]]/.test(word) || jsonWords.has(word.toLowerCase())) add(inCell, containing(word));
    // As many values as a statement binds; a text of hundreds of words may be found in the names of columns, too.
    else if (held.length > 0 && held.length * words.length < 1000) add(...withoutNames(held, stored));
  }
  return { where: parts.join(' and '), values };
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
