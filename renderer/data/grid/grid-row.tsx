// One row of the grid, or its place while it is read.

import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { SyncBadge } from '../sync-badge.tsx';
import type { GridRow } from '../data-table.ts';
import { cellWords } from './cell-words.ts';
import type { Track } from './widths.ts';
import styles from './grid.module.css';

/** Height of a row in px. */
export const rowHeight = 32;

interface RowProps {
  readonly at: number;
  readonly row: GridRow | undefined;
  readonly tracks: readonly Track[];
  readonly columns: string;
  /** The column that the arrow keys stand in, if they stand in this row. */
  readonly activeColumn: number | null;
  readonly isSelected: boolean;
  /** What is said of edits that are not saved; null = there are none. */
  readonly draft: string | null;
  readonly onPick: (at: number, column: number) => void;
}

/** The id of a cell, for what the arrow keys stand on. Row −1 is the head. */
export function cellId(at: number, column: number): string {
  return `data-cell-${at}-${column}`;
}

/** A row. */
export const Row = memo(function Row(props: RowProps): ReactElement {
  const { t } = useTranslation('data');
  const { at, row, tracks, columns, activeColumn, isSelected, draft, onPick } = props;
  const active = (column: number): string => (activeColumn === column ? (styles.active ?? '') : '');
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isSelected}
      className={`${styles.row} ${isSelected ? styles.selected : ''}`}
      style={{ top: at * rowHeight, gridTemplateColumns: columns }}
    >
      {tracks.map((track, column) => {
        const words = row && cellWords(track, row, t);
        const look = words && words.look !== 'value' ? styles[words.look] : '';
        return (
          <div
            key={track.column.name}
            id={cellId(at, column)}
            role="gridcell"
            aria-colindex={column + 1}
            className={`${styles.cell} ${track.isRight ? styles.right : ''} ${active(column)}`}
            title={words?.whole}
            onClick={() => onPick(at, column)}
          >
            {words ? <span className={`cut ${look}`}>{words.text}</span> : <span className={styles.blank} />}
          </div>
        );
      })}
      <div
        id={cellId(at, tracks.length)}
        role="gridcell"
        aria-colindex={tracks.length + 1}
        className={`${styles.cell} ${styles.sync} ${active(tracks.length)}`}
        onClick={() => onPick(at, tracks.length)}
      >
        {draft !== null && <span className={`cut ${styles.said}`}>{draft}</span>}
        {draft === null && row && (
          <SyncBadge badge={row.badge} conflict={row.conflict} refusal={row.refusal} record={row.key} inGrid />
        )}
      </div>
    </div>
  );
});
