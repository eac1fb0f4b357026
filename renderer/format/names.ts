// Names for people: a table's title from its name, a record's title from its columns.

import type { CallOutput } from '../../main/window/contract.ts';

/** A table's name with its schema. */
export interface TableName {
  readonly name: string;
  readonly schema: string;
}

/** A cell, or the beginning of one, as the window is given it. */
export type ShownCell = CallOutput<'conflicts.list'>['entries'][number]['sample'][string];

/** A cell as plain text, as keys are written; bytes as their Base64. */
export function plainText(cell: ShownCell): string {
  if (cell !== null && typeof cell === 'object') return 'base64' in cell ? cell.base64 : JSON.stringify(cell);
  return String(cell);
}

/** `work_order_lines` → "Work order lines". */
export function tableTitle(table: TableName): string {
  const words = spaced(table.name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `work_orders` → "work order": one record of the table, in the middle of a sentence. */
export function recordNoun(table: TableName): string {
  const words = spaced(table.name);
  if (/ies$/i.test(words)) return words.replace(/ies$/i, 'y');
  if (/(ss|us|is)$/i.test(words)) return words;
  if (/(x|ch|sh|ss)es$/i.test(words)) return words.replace(/es$/i, '');
  return words.replace(/s$/i, '');
}

/** `site_phone` → "Site phone". */
export function columnTitle(name: string): string {
  const words = spaced(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A record's title: its key if a person can read it, and its name. */
export function recordTitle(
  key: Readonly<Record<string, ShownCell>>,
  cells: Readonly<Record<string, ShownCell>>,
): { readonly id: string; readonly name: string } {
  const id = Object.values(key).map(plainText).join(' · ');
  const nameColumn = Object.keys(cells).find((column) => nameColumns.test(column) && isShort(cells[column]));
  const name = nameColumn === undefined ? '' : plainText(cells[nameColumn] ?? '');
  const readable = !/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(id);
  return { id: readable ? id : id.slice(0, 8), name: name === id ? '' : name };
}

const nameColumns = /^(title|name|subject|label|full_?name|last_?name|display_?name|description|summary)$/i;

function isShort(cell: ShownCell | undefined): boolean {
  return typeof cell === 'string' && cell !== '' && cell.length <= 120;
}

function spaced(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-.]+/g, ' ')
    .trim()
    .toLowerCase();
}
