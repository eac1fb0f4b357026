// The key of a record as a text for addresses, and back by the types of its columns.

import { cellToJson } from '../../main/sync/cell.ts';
import { cellFromTyped } from '../../main/sync/value.ts';
import { readPart, writePart } from './address-text.ts';
import { ruleColumn, type DataTable, type JsonCell, type JsonRecord } from './data-table.ts';

/** `WO-10497`, or `WO-10497,2` for a key of two columns. */
export function keyText(key: JsonRecord): string {
  return Object.values(key)
    .map((cell) => writePart(partText(cell)))
    .join(',');
}

/** The key that a text spells; null where it does not fit the table. */
export function readKeyText(table: Pick<DataTable, 'key' | 'columns'>, text: string): JsonRecord | null {
  const parts = text.split(',').map(readPart);
  if (parts.length !== table.key.length) return null;
  return Object.fromEntries(
    table.key.map((name, at): [string, JsonCell] => {
      const column = table.columns.find((item) => item.name === name);
      const part = parts[at] ?? '';
      if (!column) return [name, part];
      if (column.type === 'bytes') return [name, { base64: part }];
      return [name, cellToJson(cellFromTyped(ruleColumn(column), part))];
    }),
  );
}

function partText(cell: JsonCell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell.base64 : String(cell);
}
