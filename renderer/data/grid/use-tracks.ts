// The columns' widths, measured by the first rows of a table and kept while it is open, so that nothing moves.

import { useState } from 'react';
import type { WindowColumn } from '../../format/cells.ts';
import type { DataTable } from '../data-table.ts';
import type { UsedPages } from './use-pages.ts';
import { tracksOf, type Track } from './widths.ts';

interface Measured {
  readonly name: string;
  readonly tracks: readonly Track[];
}

/** The tracks of the open table. */
export function useTracks(
  table: DataTable,
  columns: readonly WindowColumn[],
  { view, isOld }: UsedPages,
): readonly Track[] {
  const name = JSON.stringify([table.table, table.columns.map((column) => column.name)]);
  const [measured, setMeasured] = useState<Measured | null>(null);
  if (measured?.name === name) return measured.tracks;
  const rows = [...view.rows.values()].flat();
  const tracks = tracksOf(table, columns, rows);
  if (view.isReady && !isOld && rows.length > 0) setMeasured({ name, tracks });
  return tracks;
}
