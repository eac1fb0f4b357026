// Finding a record by its name, and the name of a record: for cells that point to other tables.

import type { Cell, CellRecord } from '../sync/cell.ts';
import type { Column } from '../sync/schema.ts';
import { bindCell, rowReader, selectCell } from '../sqlite/cells.ts';
import type { Reader } from '../sqlite/database.ts';
import { quote } from '../sqlite/names.ts';
import { whereOf } from './condition.ts';
import type { GridTable } from './grid-table.ts';
import { linkedName, nameColumnOf, type GridLink } from './links.ts';
import { rowShape, type GridRow } from './page-row.ts';

/** A record as a look-up lists it. */
export interface FoundRecord extends GridRow {
  readonly name: string | null;
}

/** Tables up to this size are listed by name; larger ones along their key, which needs no look at every row. */
const sortedUpTo = 20_000;

/** Records whose key or texts hold all words; those whose name begins with the text come first. */
export function findRecords(
  db: Reader,
  table: GridTable,
  { text, limit, links, count }: { text: string; limit: number; links: readonly GridLink[]; count: number },
): FoundRecord[] {
  const where = whereOf(table, { filters: [], text }, links);
  const shape = rowShape(table, links);
  const name = nameColumnOf(table);
  const key = table.key.map((item) => `row.${quote(item)}`).join(', ');
  const begins = name === null ? '0' : `row.${quote(name)} like ? escape '\\' desc, row.${quote(name)} collate nocase`;
  const isSmall = name !== null && count <= sortedUpTo;
  const pattern = `${text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const rows = db

    .raw(
      `select ${shape.list} ${shape.from} where ${where.text} order by ${isSmall ? `${begins}, ${key}` : key} limit ?`,
    )
    .all(...where.values, ...(isSmall ? [pattern] : []), limit);
  const at = table.columns.findIndex((column) => column.name === name);
  return rows.map((values) => {
    const row = shape.read(values);
    const shown = row.cells[at];
    return { ...row, name: typeof shown === 'string' ? shown : null };
  });
}

/** The names of records by the cells of a one-column key; null where there is no such record or no name. */
export function namesOf(db: Reader, table: GridTable, keys: readonly Cell[]): (string | null)[] {
  const name = nameColumnOf(table);
  const [key] = table.key;
  if (name === null || key === undefined || table.key.length !== 1) return keys.map(() => null);
  const sql = `select substr(${quote(name)}, 1, 200) from ${quote(table.physical)} where ${quote(key)} = ?`;
  return keys.map((cell) => {
    const found = db.value(sql, bindCell(cell));
    return typeof found === 'string' ? found : null;
  });
}

/** A value of a column, how often it was seen, and what it is called where it points to a record. */
export interface CommonValue {
  readonly value: Cell;
  readonly name: string | null;
  readonly count: number;
}

/** So many rows are looked at for common values; longer texts are not offered. */
const sampled = 100_000;
const longestOffered = 100;

/** The values that a column holds most often: what a filter offers. Blobs have none. */
export function commonValues(
  db: Reader,
  table: GridTable,
  { column, limit, links }: { column: Column; limit: number; links: readonly GridLink[] },
): CommonValue[] {
  if (column.type === 'bytes') return [];
  const name = quote(column.name);
  const link = links.find((item) => item.column === column.name);
  const shown = (link && linkedName(link)) ?? 'null';
  const rows = db
    .raw(
      `select ${selectCell(column, 'row.')}, ${shown}, row.seen
       from (select ${name}, count(*) as seen from (select ${name} from ${quote(table.physical)} limit ${sampled})
         where ${name} is not null and ${name} <> '' and length(${name}) <= ${longestOffered}
         group by ${name} order by seen desc, ${name} limit ?) as row`,
    )
    .all(limit);
  const read = rowReader([column]);
  return rows.map(([value = null, called, seen]) => ({
    value: read([value])[0] ?? null,
    name: typeof called === 'string' ? called : null,
    count: Number(seen),
  }));
}

/** The names that the links of a record show, by column. */
export function linkNames(db: Reader, links: readonly GridLink[], row: CellRecord): Record<string, string> {
  return Object.fromEntries(
    links.flatMap((link): [string, string][] => {
      const cell = row[link.column] ?? null;
      if (cell === null || link.nameColumn === null) return [];
      const found = db.value(
        `select substr(${quote(link.nameColumn)}, 1, 200) from ${quote(link.parent.physical)} where ${quote(link.parentColumn)} = ?`,
        bindCell(cell),
      );
      return typeof found === 'string' ? [[link.column, found]] : [];
    }),
  );
}

/** A record that some version of another one points to. */
export interface LinkedRecord {
  readonly column: string;
  readonly value: Cell;
  /** False: there is no such record here. */
  readonly isHere: boolean;
  readonly name: string | null;
}

/** The records that versions of one record point to, each value of a column once. */
export function linkedRecords(db: Reader, links: readonly GridLink[], versions: readonly CellRecord[]): LinkedRecord[] {
  return links.flatMap(({ column, parent, parentColumn, nameColumn }) => {
    const values = new Set(versions.map((version) => version[column] ?? null).filter((cell) => cell !== null));
    const name = nameColumn === null ? 'null' : `substr(${quote(nameColumn)}, 1, 200)`;
    const sql = `select ${name} from ${quote(parent.physical)} where ${quote(parentColumn)} = ? limit 1`;
    return [...values].map((value) => {
      const found = db.raw(sql).all(bindCell(value))[0];
      return { column, value, isHere: found !== undefined, name: typeof found?.[0] === 'string' ? found[0] : null };
    });
  });
}
