// How filters are spelt in PostgreSQL's words.

import type { CellType } from '../../../sync/cell.ts';
import { ConcordError } from '../../../sync/problem.ts';
import { tableKey, type Table } from '../../../sync/schema.ts';
import { pairs, quote, quoteAll } from '../../../sqlite/names.ts';
import { mark, type FilterDialect } from '../../../sqlite/filter-sql.ts';
import { newerThan } from './clock.ts';
import type { ScopedTable } from './registry.ts';

/** Types of parameters that are compared with no column. */
const types: Readonly<Partial<Record<CellType, string>>> = {
  bool: 'boolean',
  byte: 'bigint',
  sbyte: 'bigint',
  short: 'bigint',
  ushort: 'bigint',
  int: 'bigint',
  uint: 'bigint',
  long: 'bigint',
  ulong: 'numeric',
  decimal: 'numeric',
  double: 'double precision',
  float: 'double precision',
  guid: 'uuid',
  date: 'date',
  datetime: 'timestamp',
  instant: 'timestamptz',
  time: 'time',
};

/** The dialect over the tables of all scopes, for a client that has heard of the hub up to `after`. */
export function dialectOf(tables: ReadonlyMap<string, ScopedTable>, after: bigint | null): FilterDialect {
  const tracked = (table: Table): ScopedTable => {
    const found = tables.get(tableKey(table));
    if (!found) throw new ConcordError('filter-invalid', { reason: `the table ${table.name} is not in the scope` });
    return found;
  };
  const since = String(after ?? 0n);
  const newer = (change: string): string => newerThan(change, since);
  return {
    source(table, moment) {
      const { base, past, pastColumns } = tracked(table);
      if (moment === 'now') return base;
      const cells = pastColumns.map((name, at) => `p.c${at} as ${quote(name)}`).join(', ');
      const before = `select ${cells} from ${past} p join _concord.change c on c.no = p.change where ${newer('c')}`;
      return moment === 'before' ? `(${before})` : `(select ${quoteAll(pastColumns)} from ${base} union all ${before})`;
    },
    column: (_, name) => quote(name),
    value({ type }, beside) {
      const cast = beside && tracked(beside.table).facts.get(beside.column)?.cast;
      return `${mark}::${cast ?? types[type] ?? 'text'}`;
    },
    fresh(table, alias) {
      const { entries, key, keyNames, past, pastColumns } = tracked(table);
      const own = key.map((name) => `${alias}.${quote(name)}`);
      const entry = pairs(
        keyNames.map((name) => `e.${name}`),
        '=',
        own,
      );
      const noted = pairs(
        key.map((name) => `p.c${pastColumns.indexOf(name)}`),
        '=',
        own,
      );
      return `exists (select from ${entries} e join _concord.change c on c.no = e.change where ${entry} and ${newer('c')} and (
        exists (select from _concord.change b where b.no = e.born and ${newer('b')}) or
        exists (select from ${past} p join _concord.change d on d.no = p.change where ${noted} and ${newer('d')})))`;
    },
  };
}
