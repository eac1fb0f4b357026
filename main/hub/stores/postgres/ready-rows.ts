// Rows as the wire's JSON, written by PostgreSQL itself: towards a Concord peer every cell travels as it is, and the hub need
// not take each apart and put it together again (§8, W-288, Speed).

import { kindToWire } from '../../../wire/enums.ts';
import { selectCell } from './cells.ts';
import type { ScopedTable, TravellingColumn } from './registry.ts';

/** The expression of a row's text, cell by cell what `rowWriter` makes of the row for a Concord peer. */
export function readyRow({ columnsThere }: ScopedTable): string {
  const cells = columnsThere.map((column) => ` || ',' || coalesce(${cellJson(column)}, 'null')`);
  return `'[${kindToWire('upsert')}'${cells.join('')} || ']'`;
}

/** True for rows with a number that JSON has no word for (W-39, W-75); null where the table has no such column. */
export function hasMisfit({ columnsThere }: ScopedTable): string | null {
  const floats = columnsThere.filter(({ type }) => type === 'double' || type === 'float');
  if (floats.length === 0) return null;
  const tests = floats.map(({ quoted }) => `coalesce(present.${quoted} in ('NaN', 'Infinity', '-Infinity'), false)`);
  return `(${tests.join(' or ')})`;
}

function cellJson(column: TravellingColumn): string {
  const cell = selectCell(column, 'present.');
  switch (column.type) {
    case 'short':
    case 'int':
    case 'long':
    case 'bool':
    case 'double':
    case 'float':
      return `${cell}::text`;
    case 'decimal':
    case 'guid':
    case 'date':
      return `'"' || ${cell}::text || '"'`;
    case 'bytes':
      return `'"' || translate(encode(${cell}, 'base64'), E'\\n', '') || '"'`;
    case 'datetime':
      return usual(cell, '');
    case 'instant':
      return usual(cell, '+00:00');
    case 'time':
      return `'"' || ${sevenDigits(`${cell}::text`)} || '"'`;
    default:
      return `to_json(${cell}::text)::text`;
  }
}

/** `infinity` and years before the first or beyond 9999 stay as they are. */
function usual(cell: string, zone: string): string {
  return `case when ${cell} >= '0001-01-01' and ${cell} < '10000-01-01' then '"' || replace(${cell}::text, ' ', 'T') || '${zone}"'
    else to_json(${cell}::text)::text end`;
}

/** A stock peer takes seven digits of a second or none. */
function sevenDigits(text: string): string {
  return `case when strpos(${text}, '.') > 0 then rpad(${text}, strpos(${text}, '.') + 7, '0') else ${text} end`;
}
