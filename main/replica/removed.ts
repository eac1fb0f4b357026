// Records that a session took away: which, when, why, and what they held last (PR-06, PR-08, R-98).

import { recordToJson, type CellRecord, type JsonCell, type Row } from '../sync/cell.ts';
import { filtersOfSetup } from '../sync/filter-setup.ts';
import { filterWords } from '../sync/filter-words.ts';
import type { RecordName } from '../sync/inbox.ts';
import type { Author } from '../sync/orchestrator.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import type { Reader, SqlValue, Writer } from '../sqlite/database.ts';
import type { KnownScope } from './scopes.ts';
import { keyOfRow, toKeyRecord, toRecord, type TrackedTable } from './tracked-table.ts';

/** Why a record went. */
export type RemovalReason = 'filter' | 'deleted';

/** One removal, as noted. */
export interface Removal {
  readonly no: number;
  readonly session: number;
  readonly at: string;
  readonly table: TableName;
  readonly key: Readonly<Record<string, JsonCell>>;
  readonly reason: RemovalReason;
  /** The condition that it no longer meets, in words; null where it is not known. */
  readonly condition: string | null;
  /** What it held last. */
  readonly row: Readonly<Record<string, JsonCell>>;
  readonly who: string | null;
  readonly device: string | null;
}

/** Notes removals while a session is applied. */
export interface RemovalNotes {
  /** False once enough of this session is noted: the rest is counted only. */
  wants(): boolean;
  /** `row` null: it went, and is counted only. */
  note(table: TrackedTable, row: Row | null, author: Author | null): void;
  /** Writes the counts; the oldest notes go. */
  end(): void;
}

/** So many of one session are noted with their values, and so many of all; more are counted. */
const most = { session: 10_000, file: 50_000 };

/** The notes of one session. `scopes`: the sets whose filters a record can have left. */
export function createRemovalNotes(
  db: Writer,
  { session, at, scopes }: { readonly session: number; readonly at: string; readonly scopes: readonly KnownScope[] },
): RemovalNotes {
  const insert = db.statement(
    `insert into _concord_removed (session, at, schema_name, table_name, key, reason, condition, row, who, device)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const counts: Record<RemovalReason, number> = { filter: 0, deleted: 0 };
  const conditions = new Map<number, string | null>();
  const conditionOf = (table: TrackedTable): string | null => {
    const known = conditions.get(table.no) ?? conditionText(scopes, table);
    conditions.set(table.no, known);
    return known;
  };
  const total = (): number => counts.filter + counts.deleted;
  return {
    wants: () => total() < most.session,
    note(table, row, author) {
      const reason = author?.left ? 'filter' : 'deleted';
      if (row) {
        insert.run(
          session,
          author?.at ?? at,
          table.name.schema,
          table.name.name,
          json(toKeyRecord(table, keyOfRow(table, row))),
          reason,
          reason === 'filter' ? conditionOf(table) : null,
          json(toRecord(table, row)),
          author?.user ?? null,
          author?.device ?? null,
        );
      }
      counts[reason]++;
    },
    end() {
      if (total() === 0) return;
      for (const [reason, count] of Object.entries(counts))
        if (count > 0) db.run(`insert into _concord_removal values (?, ?, ?)`, session, reason, count);
      db.run(`delete from _concord_removed where no <= (select max(no) from _concord_removed) - ${most.file}`);
    },
  };
}

/** `region = north or region = south`, of every set that has the table; null where no filter of it can be read. */
function conditionText(scopes: readonly KnownScope[], table: TrackedTable): string | null {
  const texts = scopes.flatMap(({ scope, client }) => {
    const known = scope && filtersOfSetup(scope);
    const filter = known?.filters.filters.find((item) => tableKey(item.table) === tableKey(table.name));
    return filter ? [filterWords(filter, client.parameters)] : [];
  });
  return texts.length === 0 ? null : [...new Set(texts)].join(' or ');
}

interface RemovalRow extends Omit<Removal, 'table' | 'key' | 'row'> {
  readonly schema_name: string;
  readonly table_name: string;
  readonly key: string;
  readonly row: string;
}

/** Which removals a list shows: those that left a filter; of one session, or of all. */
export interface RemovalFilter {
  readonly session?: number | undefined;
}

/** Records that left a filter, newest first. */
export function listRemovals(db: Reader, filter: RemovalFilter, page: { limit: number; offset: number }): Removal[] {
  const { where, values } = whereOf(filter);
  return db
    .all<RemovalRow>(
      `select * from _concord_removed where ${where} order by no desc limit ? offset ?`,
      ...values,
      page.limit,
      page.offset,
    )
    .map(read);
}

/** How many removals are noted under a filter. */
export function countRemovals(db: Reader, filter: RemovalFilter): number {
  const { where, values } = whereOf(filter);
  return Number(db.value(`select count(*) from _concord_removed where ${where}`, ...values));
}

/** The newest removal of a record; null = none is noted. */
export function removalOf(db: Reader, { table, key }: RecordName): Removal | null {
  const row = db.get<RemovalRow>(
    `select * from _concord_removed where table_name = ? and schema_name = ? and key = ? order by no desc limit 1`,
    table.name,
    table.schema,
    json(key),
  );
  return row ? read(row) : null;
}

/** How many records left a filter with a session. */
export function leftWith(db: Reader, session: number): number {
  return Number(db.value(`select count from _concord_removal where session = ? and reason = 'filter'`, session) ?? 0);
}

function whereOf({ session }: RemovalFilter): { readonly where: string; readonly values: readonly SqlValue[] } {
  if (session === undefined) return { where: `reason = 'filter'`, values: [] };
  return { where: `reason = 'filter' and session = ?`, values: [session] };
}

function read({ schema_name: schema, table_name: name, key, row, ...rest }: RemovalRow): Removal {
  return {
    ...rest,
    table: { name, schema },
    key: JSON.parse(key) as Removal['key'],
    row: JSON.parse(row) as Removal['row'],
  };
}

function json(record: CellRecord): string {
  return JSON.stringify(recordToJson(record));
}
