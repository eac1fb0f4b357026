// Which held changes stand behind a record: children that the hub would not take without their parent (Decisions 17, ER-08).

import type { CellRecord, Row } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { foreignKeysOf } from '../sqlite/introspect.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { rowReader, selectCells, bindRow } from '../sqlite/cells.ts';
import { held } from './layout.ts';
import { recordSql } from './record-sql.ts';
import { noteFailure } from './row-errors.ts';
import { keyOfRecord, toKeyRecord, toRecord, type TrackedTable } from './tracked-table.ts';

/** One foreign key of a tracked child table, as columns on both sides. */
export interface ChildLink {
  readonly child: TrackedTable;
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[];
  /** A deleted parent takes its children along. */
  readonly cascades: boolean;
}

/** Foreign keys by the parent's name in the file. */
export function childLinks(db: Reader, tables: Iterable<TrackedTable>): ReadonlyMap<string, readonly ChildLink[]> {
  const all = [...tables];
  const links = all.flatMap((child) =>
    foreignKeysOf(db, child.physical).map((key) => ({
      child,
      parent: key.parent,
      columns: key.columns,
      parentColumns: key.parentColumns,
      cascades: key.onDelete === 'CASCADE',
    })),
  );
  return Map.groupBy(
    links,
    (link) => all.find((table) => table.physical.toLowerCase() === link.parent.toLowerCase())?.physical ?? link.parent,
  );
}

/** One foreign key of a tracked table, from the child's side. */
export interface ParentLink {
  readonly parent: TrackedTable;
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[];
}

/** Foreign keys by the number of the child's table. */
export function parentLinks(db: Reader, tables: Iterable<TrackedTable>): ReadonlyMap<number, readonly ParentLink[]> {
  const all = [...tables];
  return new Map(
    all.map((child) => [
      child.no,
      foreignKeysOf(db, child.physical).flatMap((key): ParentLink[] => {
        const parent = all.find((table) => table.physical.toLowerCase() === key.parent.toLowerCase());
        if (!parent) return [];
        return [{ parent, columns: key.columns, parentColumns: key.parentColumns }];
      }),
    ]),
  );
}

/** The records that a row points to by their keys. */
export function parentsOf(
  links: readonly ParentLink[],
  row: CellRecord,
): { readonly table: TrackedTable; readonly key: Row }[] {
  return links.flatMap(({ parent, columns, parentColumns }) => {
    const targets = parentColumns.length > 0 ? parentColumns : parent.key;
    const key = parent.key.map((name) => {
      const own = columns[targets.findIndex((target) => target.toLowerCase() === name.toLowerCase())];
      return own === undefined ? null : (row[own] ?? null);
    });
    return targets.length !== parent.key.length || key.includes(null) ? [] : [{ table: parent, key }];
  });
}

/** Held changes of records that point to this one. */
export function behindRecord(
  db: Reader,
  links: readonly ChildLink[],
  parent: { table: TrackedTable; record: RecordName },
): RecordName[] {
  return links.flatMap((link) => {
    const { child } = link;
    const names = link.parentColumns.length > 0 ? link.parentColumns : parent.table.key;
    if (!names.every((name) => parent.table.key.includes(name))) return [];
    const own = pairs(
      child.key.map((name) => `present.${quote(name)}`),
      '=',
      child.keyNames.map((name) => `entry.${name}`),
    );
    const points = pairs(
      link.columns.map((name) => `present.${quote(name)}`),
      '=',
      link.columns.map(() => '?'),
    );
    const keys = child.keyAt.flatMap((at) => child.columns[at] ?? []);
    const rows = db
      .raw(
        `select ${selectCells(keys, 'present.')} from ${child.entries} as entry join ${child.base} as present on ${own}
         where entry.held = ${held.behindConflict} and entry.stamp > 0 and ${points}`,
      )
      .all(...bindRow(names.map((name) => parent.record.key[name] ?? null)));
    return rows.map((row) => ({ table: child.name, key: toKeyRecord(child, rowReader(keys)(row)) }));
  });
}

function readPresent(db: Reader, table: TrackedTable, { key }: RecordName): CellRecord | null {
  const sql = recordSql(table);
  const values = db.raw(sql.present).get(...bindRow(keyOfRecord(table, key)));
  return values ? toRecord(table, sql.read(values)) : null;
}

/** Sets a held change aside for good: its parent was given up, a person must say what becomes of it (L33). */
export function parkBehind(db: Writer, table: TrackedTable, record: RecordName): void {
  const present = readPresent(db, table, record);
  const row = table.columns.map((column) => present?.[column.name] ?? record.key[column.name] ?? null);
  const message = 'its parent record was given up for the hub’s; it would now hang on another person’s record';
  noteFailure(
    db,
    {
      table,
      side: 'hub',
      kind: 'upsert',
      row,
      before: null,
      code: 'parent-given-up',
      message,
      who: null,
      madeAt: null,
    },
    { session: 0, at: new Date().toISOString(), state: 'parked' },
  );
  const here = pairs(
    table.keyNames,
    '=',
    table.key.map(() => '?'),
  );
  db.run(
    `update ${table.entries} set held = ${held.parked} where ${here}`,
    ...bindRow(table.key.map((name) => record.key[name] ?? null)),
  );
}
