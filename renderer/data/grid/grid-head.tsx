// The heads of the columns: a click sorts up, down, and not at all (PD-04).

import type { ReactElement, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { SortStep } from '../address.ts';
import { ColumnMenu, fitWidth, type ColumnStep } from './column-menu.tsx';
import { cellId } from './grid-row.tsx';
import { HeadCell } from './head-cell.tsx';
import type { Track } from './widths.ts';
import styles from './grid.module.css';

interface HeadProps {
  readonly tracks: readonly Track[];
  readonly columns: string;
  readonly sort: readonly SortStep[];
  readonly activeColumn: number | null;
  /** `also` = beside the order that there is. */
  readonly onSort: (column: string, also: boolean) => void;
  /** The column whose menu is open. */
  readonly menu: number | null;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onMenu: (at: number | null) => void;
  readonly onColumn: (column: string, step: ColumnStep) => void;
}

/** The head row. */
export function GridHead(props: HeadProps): ReactElement {
  const { tracks, columns, sort, activeColumn, menu, scroller, onSort, onMenu, onColumn } = props;
  const { t } = useTranslation('data');
  const size = (at: number, width: number | null): void => {
    const track = tracks[at];
    if (track) onColumn(track.column.name, { kind: 'size', width: width ?? fitWidth(scroller.current, at) });
  };
  return (
    <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: columns }}>
      {tracks.map((track, at) => (
        <HeadCell
          key={track.column.name}
          track={track}
          at={at}
          step={sort.find((item) => item.column === track.column.name)}
          isActive={activeColumn === at}
          onSort={onSort}
          onMenu={onMenu}
          onSize={size}
        />
      ))}
      <div
        id={cellId(-1, tracks.length)}
        role="columnheader"
        aria-colindex={tracks.length + 1}
        className={`${styles.headCell} ${styles.sync} ${activeColumn === tracks.length ? styles.active : ''}`}
      >
        {t('grid.sync')}
      </div>
      {menu !== null && (
        <ColumnMenu
          tracks={tracks}
          at={menu}
          scroller={scroller}
          onStep={onColumn}
          onClose={() => {
            onMenu(null);
            scroller.current?.focus();
          }}
        />
      )}
    </div>
  );
}

/** The order after a click on a head: up, down, none. */
export function nextSort(sort: readonly SortStep[], column: string, also: boolean): readonly SortStep[] {
  const others = also ? sort.filter((step) => step.column !== column) : [];
  const step = sort.find((item) => item.column === column);
  if (!step) return [...others, { column, descending: false }];
  return step.descending ? others : [...others, { column, descending: true }];
}
