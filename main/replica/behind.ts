// Which held changes stand behind a record: children that the hub would not take without their parent (Decisions 17, ER-08).

import type { RecordName } from '../sync/inbox.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { foreignKeysOf } from '../sqlite/introspect.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { rowReader, selectCells, bindRow } from '../sqlite/cells.ts';
import { held } from './layout.ts';
import { noteFailure } from './row-errors.ts';
import { toKeyRecord, type TrackedTable } from './tracked-table.ts';

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

/** Sets a held change aside for good: its parent was given up, a person must say what becomes of it (L33). */
export function parkBehind(db: Writer, table: TrackedTable, record: RecordName): void {
  const row = table.columns.map((column) => record.key[column.name] ?? null);
  const message = 'its parent record was given up for the hub’s; it would now hang on another person’s record';
  noteFailure(
    db,
    { table, side: 'hub', kind: 'upsert', row, code: 'parent-given-up', message },
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
