// The tables of a PostgreSQL hub that are tracked, by number: all scopes share them (W-194).

import { syncColumns, tableKey, type Table } from '../../../sync/schema.ts';
import type { Scope } from '../../../sync/scope.ts';
import { quote } from '../../../sqlite/names.ts';
import { storedTable, type StoredTable } from '../table.ts';
import { columnsOf, defaultSchema, keyOf, type ColumnFacts } from './catalogue.ts';
import type { Querying } from './connection.ts';
import { labelOf, typeOf, unsuitable, type Place } from './describe.ts';

/** A tracked table, with the SQL names that its statements are made of. */
export interface TrackedTable {
  readonly no: number;
  readonly schema: string;
  readonly name: string;
  /** Columns that some scope synchronises: a change of no other is a change. */
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Quoted name of the table. */
  readonly base: string;
  /** Tracking entries; rows known from uploads (L23). */
  readonly entries: string;
  readonly known: string;
  /** What filters read of its rows, as it was before each change; empty where no filter reads the table. */
  readonly past: string;
  readonly pastColumns: readonly string[];
  /** k0, k1 …: the names of the key columns there. */
  readonly keyNames: readonly string[];
  /** The table's columns in the catalogue. */
  readonly facts: ReadonlyMap<string, ColumnFacts>;
}

/** A column that travels, as SQL needs it. */
export interface TravellingColumn {
  readonly name: string;
  readonly quoted: string;
  readonly type: StoredTable['travels'][number]['type'];
  /** The type that a text is cast to; sizes are left to the column. */
  readonly cast: string;
  readonly builtIn: boolean;
  readonly typeName: string;
  /** Digits of a fraction that the column keeps, of a number or of a second; null = all. */
  readonly fraction: number | null;
}

/** A tracked table as one scope sees it. */
export interface ScopedTable extends TrackedTable, StoredTable {
  readonly columnsThere: readonly TravellingColumn[];
}

/** All tracked tables, in the order of their registration. Throws `database-unsuitable` where one no longer fits. */
export async function loadTracked(db: Querying): Promise<readonly TrackedTable[]> {
  const rows = await db.rows(`select no, schema, name, columns, key, past from _concord.tracked order by no`);
  const tables: TrackedTable[] = [];
  for (const [no, schema = '', name = '', columns, key, past] of rows) {
    const place = { schema: schema ?? '', name: name ?? '' };
    tables.push(
      await describe(db, { no: Number(no), ...place, columns: columns ?? '[]', key: key ?? '[]', past: past ?? '[]' }),
    );
  }
  return tables;
}

/** Registers a table, or adds columns to what is watched of it; `read` are those that filters of the scope read. */
export async function registerTable(
  db: Querying,
  table: Table,
  { place, read }: { readonly place: Place; readonly read: readonly string[] },
): Promise<TrackedTable> {
  const at = [place.schema, place.name];
  const [before = []] = await db.rows(`select columns, past from _concord.tracked where schema = $1 and name = $2`, at);
  const [known, noted] = before.map((text) => JSON.parse(text ?? '[]') as string[]);
  const travelling = syncColumns(table).map((column) => column.name);
  const columns = JSON.stringify([...new Set([...(known ?? []), ...travelling, ...read])]);
  const past = JSON.stringify([...new Set([...(noted ?? []), ...read])]);
  const key = JSON.stringify(table.key);
  const no = await db.value(
    `insert into _concord.tracked (schema, name, columns, key, past) values ($1, $2, $3, $4, $5)
     on conflict (schema, name) do update set columns = excluded.columns, past = excluded.past returning no`,
    [...at, columns, key, past],
  );
  return describe(db, { no: Number(no), schema: place.schema, name: place.name, columns, key, past });
}

interface Registered {
  readonly no: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: string;
  readonly key: string;
  readonly past: string;
}

async function describe(db: Querying, row: Registered): Promise<TrackedTable> {
  const key = JSON.parse(row.key) as string[];
  const columns = JSON.parse(row.columns) as string[];
  const base = `${quote(row.schema)}.${quote(row.name)}`;
  const oid = await db.value(`select to_regclass($1)::oid`, [base]);
  const label = labelOf(row);
  if (oid === null) unsuitable(`the table ${label} of a scope is gone`);
  if ((await keyOf(db, oid)).join('\n') !== key.join('\n')) unsuitable(`the primary key of ${label} has changed`);
  const facts = new Map((await columnsOf(db, oid)).map((column) => [column.name, column]));
  const missing = columns.find((name) => !facts.has(name));
  if (missing !== undefined) unsuitable(`the column ${missing} of ${label} is gone, a scope needs it`);
  return {
    no: row.no,
    schema: row.schema,
    name: row.name,
    columns,
    key,
    base,
    entries: `_concord.t${row.no}`,
    known: `_concord.u${row.no}`,
    past: `_concord.p${row.no}`,
    pastColumns: JSON.parse(row.past) as string[],
    keyNames: key.map((_, at) => `k${at}`),
    facts,
  };
}

/** The tables of a scope by `tableKey`. */
export async function scopedTables(
  db: Querying,
  tracked: readonly TrackedTable[],
  scope: Scope,
): Promise<ReadonlyMap<string, ScopedTable>> {
  const usual = await defaultSchema(db);
  const found = new Map<string, ScopedTable>();
  for (const table of scope.schema.tables) {
    const schema = table.schema === '' ? usual : table.schema;
    const match = tracked.find((item) => item.name === table.name && item.schema === schema);
    if (match) found.set(tableKey(table), scoped(match, table));
  }
  return found;
}

function scoped(tracked: TrackedTable, table: Table): ScopedTable {
  const stored = storedTable(tracked.no, table);
  return { ...tracked, ...stored, columnsThere: stored.travels.map((column) => travelling(tracked, column)) };
}

function travelling(tracked: TrackedTable, { name, type }: StoredTable['travels'][number]): TravellingColumn {
  const facts = tracked.facts.get(name);
  if (!facts) unsuitable(`the column ${name} of ${labelOf(tracked)} is gone, a scope needs it`);
  const { scale, fraction } = typeOf(labelOf(tracked), facts);
  const timed = type === 'datetime' || type === 'instant' || type === 'time';
  return {
    name,
    quoted: quote(name),
    type,
    cast: facts.cast,
    builtIn: facts.builtIn,
    typeName: facts.typeName,
    fraction: timed ? fraction : type === 'decimal' ? scale : null,
  };
}
