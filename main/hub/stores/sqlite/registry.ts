// The tables of a hub that are tracked, by number: all scopes share them (W-194).

import { syncColumns, tableKey, type Table } from '../../../sync/schema.ts';
import type { Scope } from '../../../sync/scope.ts';
import type { Reader, Writer } from '../../../sqlite/database.ts';
import { quote } from '../../../sqlite/names.ts';
import { storedTable, type StoredTable } from '../table.ts';

/** A tracked table, with the SQL names that its statements are made of. */
export interface TrackedTable {
  readonly no: number;
  /** Its name in the file. */
  readonly name: string;
  /** Columns that some scope synchronises: a change of no other is a change. */
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Quoted name of the table. */
  readonly base: string;
  /** Tracking entries; keys noted by the REPLACE triggers (W-287 a); rows known from uploads (L23). */
  readonly entries: string;
  readonly notes: string;
  readonly known: string;
  /** What filters read of its rows, as it was before each change; empty where no filter reads the table. */
  readonly past: string;
  readonly pastColumns: readonly string[];
  /** k0, k1 …: the names of the key columns there. */
  readonly keyNames: readonly string[];
}

/** A tracked table as one scope sees it. */
export interface ScopedTable extends TrackedTable, StoredTable {}

interface RegistryRow {
  readonly no: number;
  readonly name: string;
  readonly columns: string;
  readonly key: string;
  readonly past: string;
}

/** All tracked tables, in the order of their registration. */
export function loadTracked(db: Reader): readonly TrackedTable[] {
  return db.all<RegistryRow>(`select * from _concord_table order by no`).map(describe);
}

/** Registers a table, or adds columns to what is watched of it; `read` are those that filters of the scope read. */
export function registerTable(db: Writer, table: Table, read: readonly string[]): TrackedTable {
  const known = loadTracked(db).find((item) => item.name === table.name);
  const columns = new Set([...(known?.columns ?? []), ...syncColumns(table).map((column) => column.name), ...read]);
  const past = new Set([...(known?.pastColumns ?? []), ...read]);
  db.run(
    `insert into _concord_table (name, columns, key, past) values (?, ?, ?, ?)
     on conflict (name) do update set columns = excluded.columns, past = excluded.past`,
    table.name,
    JSON.stringify([...columns]),
    JSON.stringify(table.key),
    JSON.stringify([...past]),
  );
  const row = db.get<RegistryRow>(`select * from _concord_table where name = ?`, table.name);
  if (!row) throw new Error(`table ${table.name} was not registered`);
  return describe(row);
}

/** The tables of a scope by `tableKey`. */
export function scopedTables(tracked: readonly TrackedTable[], scope: Scope): ReadonlyMap<string, ScopedTable> {
  const byName = new Map(tracked.map((table) => [table.name, table]));
  return new Map(
    scope.schema.tables.flatMap((table) => {
      const found = byName.get(table.name);
      return found ? [[tableKey(table), scoped(found, table)] as const] : [];
    }),
  );
}

function scoped(tracked: TrackedTable, table: Table): ScopedTable {
  return { ...tracked, ...storedTable(tracked.no, table) };
}

function describe(row: RegistryRow): TrackedTable {
  const key = JSON.parse(row.key) as string[];
  return {
    no: row.no,
    name: row.name,
    columns: JSON.parse(row.columns) as string[],
    key,
    base: quote(row.name),
    entries: `_concord_t${row.no}`,
    notes: `_concord_n${row.no}`,
    known: `_concord_u${row.no}`,
    past: `_concord_p${row.no}`,
    pastColumns: JSON.parse(row.past) as string[],
    keyNames: key.map((_, at) => `k${at}`),
  };
}
