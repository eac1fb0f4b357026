// How filters are spelt in SQLite's words (R-28).

import { ConcordError } from '../../../sync/problem.ts';
import { tableKey, type Table } from '../../../sync/schema.ts';
import { bindCell } from '../../../sqlite/cells.ts';
import type { SqlValue } from '../../../sqlite/database.ts';
import { pairs, quote, quoteAll } from '../../../sqlite/names.ts';
import { mark, type FilterDialect, type Fragment } from '../../../sqlite/filter-sql.ts';
import type { ScopedTable } from './registry.ts';

/** The dialect over the tables of all scopes, for a client that has heard of the hub up to `after`. */
export function dialectOf(tables: ReadonlyMap<string, ScopedTable>, after: bigint | null): FilterDialect {
  const tracked = (table: Table): ScopedTable => {
    const found = tables.get(tableKey(table));
    if (!found) throw new ConcordError('filter-invalid', { reason: `the table ${table.name} is not in the scope` });
    return found;
  };
  const since = String(after ?? 0n);
  return {
    source(table, moment) {
      const { base, past, pastColumns } = tracked(table);
      if (moment === 'now') return base;
      const cells = pastColumns.map((name, at) => `c${at} as ${quote(name)}`).join(', ');
      const before = `select ${cells} from ${past} where stamp > ${since}`;
      return moment === 'before' ? `(${before})` : `(select ${quoteAll(pastColumns)} from ${base} union all ${before})`;
    },
    column: (_, name) => quote(name),
    value: ({ type }, beside) => (type === 'guid' && beside ? `${mark} collate nocase` : mark),
    fresh(table, alias) {
      const { entries, key, keyNames, past, pastColumns } = tracked(table);
      const own = key.map((name) => `${alias}.${quote(name)}`);
      const noted = key.map((name) => `p.c${pastColumns.indexOf(name)}`);
      const changed = `exists (select 1 from ${past} as p where p.stamp > ${since} and ${pairs(noted, '=', own)})`;
      return `exists (select 1 from ${entries} as e where ${pairs(
        keyNames.map((name) => `e.${name}`),
        '=',
        own,
      )} and e.stamp > ${since} and (e.born > ${since} or ${changed}))`;
    },
  };
}

/** A fragment as SQLite takes it. */
export function bound({ text, values }: Fragment): { readonly text: string; readonly values: readonly SqlValue[] } {
  return { text: text.replaceAll(mark, '?'), values: values.map(bindCell) };
}
