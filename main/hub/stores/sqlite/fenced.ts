// A fenced upload on SQLite: looks at stored rows by their keys, and undoes an apply by a savepoint (W-261).

import { ConcordError } from '../../../sync/problem.ts';
import type { ScopeFilters } from '../../../sync/filter.ts';
import { tableKey } from '../../../sync/schema.ts';
import type { Parameter } from '../../../sync/scope.ts';
import { bindCell } from '../../../sqlite/cells.ts';
import { filterOf, matching } from '../../../sqlite/filter-sql.ts';
import { pairs, quote } from '../../../sqlite/names.ts';
import { applyFenced, heardOf, noneBarred, type Fencing } from '../fence.ts';
import type { Applied, UploadPart } from '../store.ts';
import { applyUpload } from './apply.ts';
import type { ApplyInput } from './apply-run.ts';
import { bound, dialectOf } from './filter-dialect.ts';
import type { ScopedTable } from './registry.ts';
import type { NumberedScope } from './scopes.ts';

/** Applies an upload, within the sender's filter where it says so. Runs inside the hub's write transaction. */
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
      db.exec('savepoint concord_fence');
      return applyUpload({ ...input, barred, heard });
    },
    undo: async () => db.exec('rollback to concord_fence; release concord_fence'),
    keep: async () => db.exec('release concord_fence'),
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
      const { base, key, keyAt, table } = tableOf(part);
      const filter = filterOf(task, table);
      if (!filter) return [];
      const { text, values } = bound(matching(task, filter));
      const own = key.map((name) => `present.${quote(name)}`);
      const marks = key.map(() => '?');
      const look = db.raw(`select 1 from ${base} as present where ${pairs(own, '=', marks)} and (${text}) is not true`);
      return rows.filter((row) => look.get(...keyAt.map((at) => bindCell(row[at] ?? null)), ...values) !== undefined);
    },
  };
}
