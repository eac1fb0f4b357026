// What a person typed is checked before it is written, and what SQLite still refuses is said with its column (PD-05).

import type { CellRecord } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import { mayUpload } from '../sync/schema.ts';
import { cellFault } from '../sync/value.ts';
import { bindRow } from '../sqlite/cells.ts';
import type { Reader } from '../sqlite/database.ts';
import { foreignKeysOf, keyOf } from '../sqlite/introspect.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { columnOf } from './condition.ts';
import type { GridTable } from './grid-table.ts';

/** Throws `table-read-only` where what is written here would never be sent. */
export function assertWritable(table: GridTable): void {
  if (!mayUpload(table.direction)) throw new ConcordError('table-read-only', { table: table.physical });
}

/** Throws `column-unknown` or `value-invalid` for the first cell that its column cannot hold. */
export function assertCells(table: GridTable, cells: CellRecord): void {
  for (const [name, cell] of Object.entries(cells)) {
    const fault = cellFault(columnOf(table, name), cell);
    if (fault) throw new ConcordError('value-invalid', { column: name, reason: fault });
  }
}

/** Throws `value-invalid` where a foreign key among `changed` would point to nothing; a key with a null points nowhere. */
export function assertParents(db: Reader, table: GridTable, row: CellRecord, changed: readonly string[]): void {
  for (const link of foreignKeysOf(db, table.physical)) {
    const [column] = link.columns.filter((name) => changed.includes(name));
    const values = link.columns.map((name) => row[name] ?? null);
    if (column === undefined || values.includes(null)) continue;
    const targets = link.parentColumns.length > 0 ? link.parentColumns : keyOf(db, link.parent);
    const where = pairs(
      targets.map(quote),
      '=',
      targets.map(() => '?'),
    );
    const pointsToItself =
      link.parent.toLowerCase() === table.physical.toLowerCase() &&
      targets.every((name, at) => row[name] === values[at]);
    const found = db.value(`select 1 from ${quote(link.parent)} where ${where} limit 1`, ...bindRow(values));
    if (found === undefined && !pointsToItself)
      throw new ConcordError('value-invalid', { column, reason: `there is no such record in ${link.parent}` });
  }
}

/** Runs a write; a broken constraint leaves it as a coded error that names the column where SQLite does. */
export function constrained(table: GridTable, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ConstraintError') throw constraintProblem(table, thrown.message);
    throw thrown;
  }
}

function constraintProblem(table: GridTable, message: string): ConcordError {
  const column = /constraint failed: (?:.*\.)?([^.,]+)$/.exec(message)?.[1] ?? table.physical;
  if (message.startsWith('UNIQUE'))
    return new ConcordError('value-invalid', { column, reason: 'another record has this value already' }, message);
  if (message.startsWith('NOT NULL'))
    return new ConcordError('value-invalid', { column, reason: 'a value is required' }, message);
  const reason = message.startsWith('FOREIGN KEY') ? 'it would point to a record that is not there' : message;
  return new ConcordError('row-refused', { table: table.physical, reason }, message);
}
