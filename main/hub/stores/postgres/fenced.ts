// A fenced upload on PostgreSQL: looks at stored rows by their keys, and undoes an apply by a savepoint (W-261).

import { ConcordError } from '../../../sync/problem.ts';
import type { ScopeFilters } from '../../../sync/filter.ts';
import { tableKey } from '../../../sync/schema.ts';
import type { Parameter } from '../../../sync/scope.ts';
import { filterOf, matching } from '../../../sqlite/filter-sql.ts';
import { applyFenced, heardOf, noneBarred, type Fencing } from '../fence.ts';
import type { Applied, UploadPart } from '../store.ts';
import { applyUpload } from './apply.ts';
import type { ApplyInput } from './apply-run.ts';
import { arrayText } from './cells.ts';
import { dialectOf } from './filter-dialect.ts';
import type { ScopedTable } from './registry.ts';
import type { NumberedScope } from './scopes.ts';
import { numbered } from './select-sql.ts';
import { keysGiven } from './table-sql.ts';

/** Applies an upload, within the sender's filter where it says so. Runs inside a write transaction. */
export async function applyWithin(input: Omit<ApplyInput, 'barred' | 'heard'>, scope: NumberedScope): Promise<Applied> {
  const { db, upload } = input;
  const { within, beside, watermark } = upload;
  const parameters = within ?? beside?.parameters;
  if (!parameters || !scope.filters) return applyUpload({ ...input, barred: noneBarred, heard: () => watermark });
  const look = lookingAt(input, scope.filters, parameters);
  const heard = await heardOf(upload, look);
  if (!within) return applyUpload({ ...input, barred: noneBarred, heard });
  return applyFenced(upload, {
    ...look,
    async attempt(barred) {
      await db.rows('savepoint concord_fence');
      return applyUpload({ ...input, barred, heard });
    },
    undo: async () => void (await db.rows('rollback to savepoint concord_fence')),
    keep: async () => void (await db.rows('release savepoint concord_fence')),
  });
}

/** Looks at what is stored of uploaded rows, by the sender's filter. */
function lookingAt(
  { db, upload, tables }: Omit<ApplyInput, 'barred' | 'heard'>,
  filters: ScopeFilters,
  parameters: readonly Parameter[],
): Pick<Fencing, 'table' | 'reach' | 'outside'> {
  const task = { schema: upload.scope.schema, filters, parameters, dialect: dialectOf(tables, null) };
  const tableOf = (part: UploadPart): ScopedTable => {
    const found = tables.get(tableKey(part.table));
    if (!found) throw new ConcordError('table-not-in-scope', { table: part.table.name });
    return found;
  };
  return {
    table: tableOf,
    reach: (part) => filterOf(task, tableOf(part).table)?.joins.length ?? 0,
    async outside(part, rows) {
      const table = tableOf(part);
      const filter = filterOf(task, table.table);
      if (!filter || rows.length === 0) return [];
      const keys = table.keyAt.map((at) => arrayText(rows.map((row) => row[at] ?? null)));
      const { text, values } = numbered(matching(task, filter), keys.length);
      const { from, ofBase } = keysGiven(table, 'present');
      const found = await db.rows(
        `select i.place from ${from} join ${table.base} as present on ${ofBase} where (${text}) is not true`,
        [...keys, ...values],
      );
      return found.flatMap(([place]) => {
        const row = rows[Number(place) - 1];
        return row ? [row] : [];
      });
    },
  };
}
