// The columns' widths, measured by the first rows of a table and kept while it is open, so that nothing moves.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WindowColumn } from '../../format/cells.ts';
import { dayColumns, readingOrder, withDays, type DataTable } from '../data-table.ts';
import type { UsedPages } from './use-pages.ts';
import { tracksOf, widened, type Track } from './widths.ts';

/** What the first rows of a table tell of its columns. */
export interface Looks {
  readonly tracks: readonly Track[];
  /** The columns as they are shown: those that hold days only are days. */
  readonly columns: readonly WindowColumn[];
}

interface Measured extends Looks {
  readonly table: string;
  readonly query: string;
}

/** The looks of the open table. They change with the query only, never while somebody reads. */
export function useLooks(table: DataTable, { view, isOld, query }: UsedPages): Looks {
  const { t } = useTranslation('data');
  const name = JSON.stringify([table.table, table.columns.map((column) => column.name)]);
  const [measured, setMeasured] = useState<Measured | null>(null);
  const known = measured?.table === name ? measured : null;
  const isReady = view.isReady && !isOld && view.rows.size > 0;
  if (known && (known.query === query || !isReady)) return known;
  const rows = [...view.rows.values()].flat();
  const days = dayColumns(table, rows);
  const tracks = tracksOf(t, table, withDays(readingOrder(table), days), rows);
  const looks = {
    table: name,
    query,
    tracks: known ? widened(tracks, known.tracks) : tracks,
    columns: withDays(table.columns, days),
  };
  if (isReady && rows.length > 0) setMeasured(looks);
  return known && rows.length === 0 ? known : looks;
}
