// A filter in words, with the values of a parameter set or with its parameters' names (PR-02, PR-06).

import type { Filter } from './filter.ts';
import { tableKey } from './schema.ts';
import type { Parameter } from './scope.ts';

/**
 * `region = @region and orders.year = @year, by way of orders`; with the values of a set `region = north and …`, where
 * one of them is null `region = no value`.
 */
export function filterWords({ table, joins, equals, condition }: Filter, values: readonly Parameter[] = []): string {
  const given = new Map(
    values.map(({ name, value }) => [name.toLowerCase(), value === null ? 'no value' : String(value)]),
  );
  const word = (name: string): string => given.get(name.toLowerCase()) ?? `@${name}`;
  const compared = equals.map((item) => {
    const place = tableKey(item.table) === tableKey(table) ? '' : `${item.table.name}.`;
    return `${place}${item.column} = ${word(item.parameter)}`;
  });
  const text = condition?.text.replaceAll(/@(\w+)/g, (_, name: string) => word(name));
  const asked = [...compared, ...(text === undefined ? [] : [text])].join(' and ');
  return joins.length === 0 ? asked : `${asked}, by way of ${joins.map((join) => join.table.name).join(', ')}`;
}
