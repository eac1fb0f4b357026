// Two long texts that begin alike are cut where they part, so that a list shows what was changed (PD-01).

import { bindRow } from '../../sqlite/cells.ts';
import type { Reader } from '../../sqlite/database.ts';
import { pairs, quote } from '../../sqlite/names.ts';
import type { GridTable } from '../grid-table.ts';
import type { Cut } from '../list-cells.ts';
import type { WaitingColumn, WaitingRecord } from './waiting-row.ts';
import { joinedEntries } from './waiting-sql.ts';

/** Characters shown before the first difference, and in all. */
const shown = { before: 30, all: 200 };

/** The record with its long texts cut where old and new part. */
export function cutAtDifference(db: Reader, table: GridTable, record: WaitingRecord): WaitingRecord {
  if (!record.columns.some(beginAlike)) return record;
  const columns = record.columns.map((column) =>
    beginAlike(column) ? partedColumn(db, table, record, column) : column,
  );
  return { ...record, columns };
}

function beginAlike(column: WaitingColumn): boolean {
  const [old, now] = [cutText(column.old), cutText(column.new)];
  return old !== null && old === now;
}

function cutText(cell: WaitingColumn['old']): string | null {
  const isCut = typeof cell === 'object' && cell !== null && 'cut' in cell;
  return isCut && cell.cut.kind === 'text' ? cell.cut.start : null;
}

function partedColumn(db: Reader, table: GridTable, { key }: WaitingRecord, column: WaitingColumn): WaitingColumn {
  const at = table.columns.findIndex(({ name }) => name === column.column);
  const here = pairs(
    table.keyNames.map((name) => `entry.${name}`),
    '=',
    table.key.map(() => '?'),
  );
  const [now, old] =
    db
      .raw(`select present.${quote(column.column)}, base.${table.cellNames[at]} ${joinedEntries(table)} where ${here}`)
      .get(...bindRow(table.key.map((name) => key[name] ?? null))) ?? [];
  if (typeof old !== 'string' || typeof now !== 'string') return column;
  const from = Math.max(0, firstDifference(old, now) - shown.before);
  const part = (text: string): Cut => ({
    cut: { kind: 'text', size: text.length, start: `…${text.slice(from, from + shown.all)}` },
  });
  return { ...column, old: part(old), new: part(now) };
}

function firstDifference(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  for (let at = 0; at < most; at++) if (a[at] !== b[at]) return at;
  return most;
}
