// A table's filter for one client's selection, in whatever words its store uses (R-28, W-183).

import { tableKey, type Table } from '../../sync/schema.ts';
import {
  entering,
  filterOf,
  leaving,
  matching,
  type FilterDialect,
  type FilterTask,
  type Fragment,
} from '../../sqlite/filter-sql.ts';
import type { ParameterSet } from './parameter-sets.ts';

/** What a table's filter asks for, for one client. */
export interface RowFilter {
  /** Holds for a row `present` that the client is to have. */
  readonly matching: Fragment;
  /** Keys that another table's change lets in; null where no other table is read. */
  readonly entering: Fragment | null;
  /** Keys of rows that may have been in it; null where such rows stay, or another set of the client's holds all rows. */
  readonly leaving: Fragment | null;
  /** Hold for rows that other parameter sets of the same client hold. */
  readonly others: readonly Fragment[];
}

/** A selection's parameters, and those under which the same client holds rows besides. */
export interface RowFilterInput {
  readonly dialect: FilterDialect;
  readonly own: ParameterSet;
  readonly others: readonly ParameterSet[];
  /** A first session: nothing has come or gone since. */
  readonly isFirst: boolean;
}

/** The filter of a table; null where every row goes. `key`: its key's columns, quoted. */
export function rowFilterOf(input: RowFilterInput, table: Table, key: readonly string[]): RowFilter | null {
  const task = taskOf(input.own, input);
  const filter = task && filterOf(task, table);
  if (!task || !filter) return null;
  const match = matching(task, filter);
  if (input.isFirst) return { matching: match, entering: null, leaving: null, others: [] };
  const rest = input.others.map((set) => heldBy(set, input, table));
  const stays = task.filters.leaving === 'stay' || rest.includes('all');
  return {
    matching: match,
    entering: entering(task, filter, key),
    leaving: stays ? null : leaving(task, filter, key),
    others: rest.filter((held) => held !== 'all' && held !== 'none'),
  };
}

/** What another set of the client holds of a table. */
function heldBy(set: ParameterSet, input: RowFilterInput, table: Table): Fragment | 'all' | 'none' {
  if (!set.scope.schema.tables.some((item) => tableKey(item) === tableKey(table))) return 'none';
  const task = taskOf(set, input);
  const filter = task && filterOf(task, table);
  return task && filter ? matching(task, filter) : 'all';
}

function taskOf({ scope, parameters }: ParameterSet, { dialect }: RowFilterInput): FilterTask | null {
  return scope.filters && { schema: scope.schema, filters: scope.filters, parameters, dialect };
}
