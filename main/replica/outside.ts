// Which rows the parameter sets of this file hold, and the removal of those that none of them does (PR-04, PR-06, PR-07, L32).

import type { CellRecord } from '../sync/cell.ts';
import { filtersOfSetup, ownParameters } from '../sync/filter-setup.ts';
import type { Author } from '../sync/orchestrator.ts';
import { mayDownload, tableKey, type Table } from '../sync/schema.ts';
import type { Scope } from '../sync/scope.ts';
import { bindCell, rowReader, selectCells } from '../sqlite/cells.ts';
import type { Reader, SqlValue, Writer } from '../sqlite/database.ts';
import { filterOf, mark, matching, type FilterDialect } from '../sqlite/filter-sql.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { isConstraint } from '../sqlite/problem.ts';
import { physicalName } from './create-table.ts';
import type { RemovalNotes } from './removed.ts';
import { bindKey } from './record-store.ts';
import { loadScopes, type KnownScope } from './scopes.ts';
import { createTableWork, type Manner } from './table-work.ts';
import type { TrackedTable } from './tracked-table.ts';

/** Holds for a row `present` that some set wants; `all` = every row, `none` = no set has the table. */
export type Holding = 'all' | 'none' | { readonly text: string; readonly values: readonly SqlValue[] };

/** What the given sets hold of a table. Where a filter cannot be read every row may be wanted. */
export function holdingOf(scopes: readonly KnownScope[], table: TrackedTable): Holding {
  const parts: Exclude<Holding, string>[] = [];
  for (const known of scopes) {
    const holding = holdingOfOne(known, table);
    if (holding === 'all') return 'all';
    if (holding !== 'none') parts.push(holding);
  }
  if (parts.length === 0) return 'none';
  return {
    text: parts.map(({ text }) => `(${text}) is true`).join(' or '),
    values: parts.flatMap(({ values }) => values),
  };
}

/** True for a record that no set of the file would hold: it is here for what waits in it, and leaves once that is settled (PR-07). */
export function isOutside(db: Reader, table: TrackedTable, key: CellRecord): boolean {
  if (!mayDownload(table.direction)) return false;
  const scopes = loadScopes(db).filter((known) => known.syncedAt !== null);
  const holding = holdingOf(scopes, table);
  if (typeof holding === 'string') return false;
  const same = pairs(
    table.key.map((name) => `present.${quote(name)}`),
    '=',
    table.key.map(() => '?'),
  );
  const sql = `select 1 from ${table.base} as present where ${same} and (${holding.text}) is not true`;
  return db.value(sql, ...bindKey(table, key), ...holding.values) !== undefined;
}

function holdingOfOne({ scope, client }: KnownScope, table: TrackedTable): Holding {
  const own = scope?.schema.tables.find((item) => tableKey(item) === tableKey(table.name));
  if (!scope || !own) return 'none';
  const known = filtersOfSetup(scope);
  if (!known) return 'all';
  const filter = filterOf(known, own);
  if (!filter) return 'all';
  const parameters = ownParameters(known.filters, client.parameters);
  const task = { schema: scope.schema, filters: known.filters, parameters, dialect: dialectOf(scope) };
  const { text, values } = matching(task, filter);
  return { text: text.replaceAll(mark, '?'), values: values.map(bindCell) };
}

function dialectOf({ schema }: Scope): FilterDialect {
  const typeOf = (table: Table, name: string): string | undefined =>
    schema.tables.find((item) => tableKey(item) === tableKey(table))?.columns.find((column) => column.name === name)
      ?.type;
  return {
    source: (table) => quote(physicalName(table)),
    column: (_, name) => quote(name),
    value: (_, beside) => (beside && typeOf(beside.table, beside.column) === 'guid' ? `${mark} collate nocase` : mark),
    fresh: () => 'false',
  };
}

/**
 * Removes the rows of these tables, children first, that no set holds and that are clean: what waits, stands behind a conflict
 * or is parked has a tracking entry and stays (PR-07), and so does what other rows still need. Returns their number.
 */
export function removeOutside(
  db: Writer,
  tables: readonly TrackedTable[],
  { scopes, removals, ...manner }: Manner & { readonly scopes: readonly KnownScope[]; readonly removals: RemovalNotes },
): number {
  let removed = 0;
  for (const table of tables.toReversed()) {
    if (!mayDownload(table.direction)) continue;
    const holding = holdingOf(scopes, table);
    if (holding === 'all') continue;
    const work = createTableWork(db, table, manner);
    for (const key of cleanKeys(db, table, holding)) {
      try {
        const last = removals.wants() ? work.present(key) : null;
        if (!work.remove(key)) continue;
        removals.note(table, last, leftHere);
        removed++;
      } catch (thrown) {
        // Other rows of the file still belong to it.
        if (!isConstraint(thrown)) throw thrown;
      }
    }
  }
  return removed;
}

/** Seen here: whose change it was is not known. */
const leftHere: Author = { user: null, device: null, at: null, left: true };

function cleanKeys(db: Writer, table: TrackedTable, holding: Exclude<Holding, 'all'>): ReturnType<typeof readKeys> {
  const own = pairs(
    table.keyNames.map((name) => `entry.${name}`),
    '=',
    table.key.map((name) => `present.${quote(name)}`),
  );
  const isClean = `not exists (select 1 from ${table.entries} as entry where ${own})`;
  const where = holding === 'none' ? isClean : `${isClean} and (${holding.text}) is not true`;
  return readKeys(db, table, { where, values: holding === 'none' ? [] : holding.values });
}

function readKeys(
  db: Writer,
  table: TrackedTable,
  { where, values }: { readonly where: string; readonly values: readonly SqlValue[] },
) {
  const columns = table.keyAt.flatMap((at) => table.columns[at] ?? []);
  const read = rowReader(columns);
  return db
    .raw(`select ${selectCells(columns, 'present.')} from ${table.base} as present where ${where}`)
    .all(...values)
    .map(read);
}
