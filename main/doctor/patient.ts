// A replica's file as the doctor sees it, read only: a stock client's or Concord's own, in the same terms.

import { tableKey, type Table } from '../sync/schema.ts';
import type { ScopeClient } from '../sync/scope.ts';
import { ConcordError } from '../sync/problem.ts';
import { openReader, type Reader, type SqlValue } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';
import { quote } from '../sqlite/names.ts';
import { assertReplica, isReplica } from '../replica/layout.ts';
import { countWaiting, listWaiting } from '../replica/pending.ts';
import { listErrors } from '../replica/row-errors.ts';
import { loadScopes } from '../replica/scopes.ts';
import { readStockFile, type StockFile, type StockTable } from '../replica/stock-file.ts';
import { loadTables, type TrackedTable } from '../replica/tracked-table.ts';
import { parametersHash } from '../wire/hash.ts';

/** What becomes of a record: it waits for a session, its row or its delete was settled, or nobody tracks it. */
export type Fate = 'waits' | 'typed' | 'received' | 'untracked' | 'deleted';

/** A table of the file. */
export interface PatientTable {
  readonly physical: string;
  readonly waiting: number;
  /** The triggers that note changes; null where Concord keeps its own in order. */
  readonly triggers: number | null;
  /** Changes that bear a time after this one, in the client's clock; 0 where Concord counts. */
  stampsAfter(time: bigint): number;
  fate(key: readonly SqlValue[]): Fate;
}

/** The file. */
export interface Patient {
  readonly kind: 'stock' | 'concord';
  readonly db: Reader;
  /** The client as it shows itself to the hub. */
  readonly client: ScopeClient;
  readonly hub: string | null;
  table(table: Table): PatientTable | null;
  close(): void;
}

/** Opens a replica's file to look at it; nothing is written, not even its journal mode. */
export function openPatient(file: string, scope: string): Patient {
  const db = openReader(file);
  try {
    const stock = readStockFile(db);
    if (stock) return stockPatient(db, stock, scope);
    assertReplica(db);
    if (isReplica(db)) return concordPatient(db, scope);
    throw new ConcordError('replica-not-connected');
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function stockPatient(db: Reader, file: StockFile, name: string): Patient {
  const scope = file.scopes.find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (!scope) throw new ConcordError('scope-unknown', { scope: name });
  const client = {
    id: scope.client,
    scopeName: scope.name,
    hash: parametersHash(scope.parameters),
    parameters: scope.parameters,
    lastSync: scope.lastSync,
    lastHubSync: scope.lastHubSync,
    isNew: scope.lastSync === null,
  };
  return {
    kind: 'stock',
    db,
    client,
    hub: null,
    table({ name: table, schema, key }) {
      const names = [table, `${schema}_${table}`, `${schema}.${table}`].map((item) => item.toLowerCase());
      const own = file.tables.find((item) => names.includes(item.table.toLowerCase()));
      return own ? stockTable(db, own, key, scope.lastSync ?? 0n) : null;
    },
    close: () => db.close(),
  };
}

function stockTable(db: Reader, own: StockTable, key: readonly string[], sent: bigint): PatientTable {
  const where = key.map((name) => `${quote(name)} = ?`).join(' and ');
  const entry = db.raw(
    `select update_scope_id is null, timestamp > ${sent}, sync_row_is_tombstone from ${quote(own.tracking)} where ${where}`,
  );
  return {
    physical: own.table,
    waiting: own.waiting,
    triggers: own.triggers,
    stampsAfter: (time) => Number(db.value(`select count(*) from ${quote(own.tracking)} where timestamp > ?`, time)),
    fate(values) {
      const [isOwn, isNew, isGone] = entry.get(...values) ?? [];
      if (isOwn === undefined) return 'untracked';
      if (isOwn === 1 && isNew === 1) return 'waits';
      if (isGone === 1) return 'deleted';
      return isOwn === 1 ? 'typed' : 'received';
    },
  };
}

function concordPatient(db: Reader, name: string): Patient {
  const scope = loadScopes(db).find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (!scope) throw new ConcordError('scope-unknown', { scope: name });
  const tables = new Map(loadTables(db).map((table) => [tableKey(table.name), table]));
  return {
    kind: 'concord',
    db,
    client: scope.client,
    hub: scope.hub,
    table(table) {
      const own = tables.get(tableKey(table));
      return own && hasTable(db, own.physical) ? concordTable(db, own) : null;
    },
    close: () => db.close(),
  };
}

/** What waits, and what is known as an error, is told by the window already. */
function concordTable(db: Reader, own: TrackedTable): PatientTable {
  const text = (key: readonly unknown[]): string => JSON.stringify(key.map(String));
  const known = new Set<string>();
  for (let offset = 0; ; offset += 500) {
    const page = listWaiting(db, own, { limit: 500, offset });
    for (const { key } of page) known.add(text(Object.values(key)));
    if (page.length < 500) break;
  }
  for (const error of listErrors(db)) {
    // The record of one that was taken back stands as the hub's.
    if (error.takenBackAt === null && tableKey(error.table) === tableKey(own.name))
      known.add(text(Object.values(error.key)));
  }
  return {
    physical: own.physical,
    waiting: countWaiting(db, own).records,
    triggers: null,
    stampsAfter: () => 0,
    fate: (key) => (known.has(text(key)) ? 'waits' : 'received'),
  };
}
