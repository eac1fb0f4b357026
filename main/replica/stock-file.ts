// A SQLite file that a stock .NET client keeps, read only: its scopes, its tracking tables, what waits to be sent. Its objects
// are known by their columns, since a client may give them other names.

import type { Parameter } from '../sync/scope.ts';
import type { Reader } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';

/** A scope as the client has it. Times are the client's own clock (17 digits) and the hub's. */
export interface StockScope {
  readonly name: string;
  readonly client: string;
  /** Values of its filters. */
  readonly parameters: readonly Parameter[];
  /** Its schema, as the hub described it, in the wire's JSON; null before the first session. */
  readonly schema: string | null;
  readonly lastSync: bigint | null;
  readonly lastHubSync: bigint | null;
  readonly cleanedUpTo: bigint | null;
}

/** A table that the client tracks. */
export interface StockTable {
  readonly table: string;
  readonly tracking: string;
  /** The triggers that note changes: three, unless somebody has taken one away. */
  readonly triggers: number;
  /** Rows that were changed here after the client last sent: they go with its next session. */
  readonly waiting: number;
}

/** What the client keeps in the file. */
export interface StockFile {
  readonly scopes: readonly StockScope[];
  readonly tables: readonly StockTable[];
}

/** What a stock client keeps in this file; null where none does. */
export function readStockFile(db: Reader): StockFile | null {
  const [info] = tablesWith(db, ['sync_scope_name', 'sync_scope_schema', 'sync_scope_setup']);
  const [clients] = tablesWith(db, ['sync_scope_id', 'scope_last_sync_timestamp', 'scope_last_server_sync_timestamp']);
  if (info === undefined || clients === undefined) return null;
  const scopes = readScopes(db, info, clients);
  const sent = scopes.reduce((least, { lastSync }) => ((lastSync ?? 0n) < least ? (lastSync ?? 0n) : least), unset);
  const trackings = tablesWith(db, ['update_scope_id', 'timestamp', 'sync_row_is_tombstone']);
  return { scopes, tables: trackings.flatMap((tracking) => readTable(db, tracking, sent === unset ? 0n : sent) ?? []) };
}

const unset = 2n ** 63n - 1n;

function tablesWith(db: Reader, columns: readonly string[]): string[] {
  const found = db.column(
    `select t.name from pragma_table_list t, pragma_table_info(t.name) c
     where t.schema = 'main' and t.type = 'table' and lower(c.name) in (${columns.map(() => '?').join(', ')})
     group by t.name having count(*) = ? order by t.name`,
    ...columns,
    columns.length,
  );
  return found.map(String);
}

interface ScopeRow {
  readonly name: string;
  readonly client: string;
  readonly parameters: string | null;
  readonly schema: string | null;
  readonly last_sync: string | null;
  readonly last_hub: string | null;
  readonly cleaned: string | null;
}

/** The watermarks have 17 digits, more than a number holds: they are read as texts. */
function readScopes(db: Reader, info: string, clients: string): StockScope[] {
  const rows = db.all<ScopeRow>(
    `select c.sync_scope_name as name, cast(c.sync_scope_id as text) as client,
       c.sync_scope_parameters as parameters, i.sync_scope_schema as schema,
       cast(c.scope_last_sync_timestamp as text) as last_sync, cast(c.scope_last_server_sync_timestamp as text) as last_hub,
       cast(i.sync_scope_last_clean_timestamp as text) as cleaned
     from ${quote(clients)} c left join ${quote(info)} i on i.sync_scope_name = c.sync_scope_name order by 1`,
  );
  const time = (text: string | null): bigint | null => (text !== null && /^-?\d+$/.test(text) ? BigInt(text) : null);
  return rows.map(({ name, client, parameters, schema, last_sync, last_hub, cleaned }) => ({
    name,
    client: client.toLowerCase(),
    parameters: readParameters(parameters),
    schema,
    lastSync: time(last_sync),
    lastHubSync: time(last_hub),
    cleanedUpTo: time(cleaned),
  }));
}

function readParameters(text: string | null): Parameter[] {
  if (text === null || text === '') return [];
  const list = JSON.parse(text) as readonly { readonly pn: string; readonly v?: Parameter['value'] }[];
  return list.map(({ pn, v }) => ({ name: pn, value: v ?? null }));
}

/** A tracking table belongs to the table whose columns begin with its key; the triggers that name it tell which that is. */
function readTable(db: Reader, tracking: string, sent: bigint): StockTable | null {
  const own = db.column(
    `select tbl_name from sqlite_schema where type = 'trigger' and instr(lower(sql), lower(?)) > 0`,
    `[${tracking}]`,
  );
  const table = own[0] ?? (tracking.endsWith('_tracking') ? tracking.slice(0, -'_tracking'.length) : null);
  if (table === null || db.value(`select 1 from sqlite_schema where type = 'table' and name = ?`, table) === undefined)
    return null;
  const waiting = db.value(
    `select count(*) from ${quote(tracking)} where update_scope_id is null and timestamp > ?`,
    sent,
  );
  return { table: String(table), tracking, triggers: own.length, waiting: Number(waiting) };
}
