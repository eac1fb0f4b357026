// Foreign keys of one column as the grid shows them: by the name of the record that they point to.

import type { Column } from '../sync/schema.ts';
import type { Reader } from '../sqlite/database.ts';
import { foreignKeysOf } from '../sqlite/introspect.ts';
import { quote } from '../sqlite/names.ts';
import type { GridTable } from './grid-table.ts';

/** A column that points to records of a table. */
export interface GridLink {
  readonly column: string;
  readonly parent: GridTable;
  /** The parent's column that holds the same value. */
  readonly parentColumn: string;
  /** True if that column alone is the parent's key. */
  readonly toKey: boolean;
  /** The parent's column that names its records; null = none. */
  readonly nameColumn: string | null;
}

const plainNames = /^(title|name|subject|label|full_?name|last_?name|display_?name|description|summary)$/i;
const otherNames = /(name|title)$/i;

/** The column that names a table's records for a person; null if none does. */
export function nameColumnOf(table: Pick<GridTable, 'columns' | 'key'>): string | null {
  const texts = table.columns.filter((column) => isText(column) && !table.key.includes(column.name));
  const found =
    texts.find((column) => plainNames.test(column.name)) ?? texts.find((column) => otherNames.test(column.name));
  return found?.name ?? null;
}

/** The links of one table; foreign keys of several columns, or out of the scope, are left out. */
export function linksOf(db: Reader, table: GridTable, tables: Iterable<GridTable>): GridLink[] {
  const all = [...tables];
  return foreignKeysOf(db, table.physical).flatMap((link) => {
    if (link.columns.length !== 1) return [];
    const column = named(table, link.columns[0]);
    const parent = all.find((item) => same(item.physical, link.parent));
    const target = parent && (named(parent, link.parentColumns[0]) ?? soleKey(parent));
    if (!column || !parent || !target) return [];
    const toKey = parent.key.length === 1 && parent.key[0] === target;
    return [{ column, parent, parentColumn: target, toKey, nameColumn: nameColumnOf(parent) }];
  });
}

/** The name that a link's column shows, as an SQL expression over `row`; null if its parent has no names. */
export function linkedName(link: GridLink): string | null {
  if (link.nameColumn === null) return null;
  return `(select substr(parent.${quote(link.nameColumn)}, 1, 200) from ${quote(link.parent.physical)} as parent
    where parent.${quote(link.parentColumn)} = row.${quote(link.column)})`;
}

function named(table: GridTable, name: string | undefined): string | undefined {
  return name === undefined ? undefined : table.columns.find((column) => same(column.name, name))?.name;
}

function soleKey(table: GridTable): string | undefined {
  return table.key.length === 1 ? table.key[0] : undefined;
}

function isText(column: Column): boolean {
  return column.type === 'text' || column.type === 'chars' || column.type === 'char';
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
