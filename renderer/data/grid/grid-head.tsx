// The heads of the columns: a click sorts up, down, and not at all (PD-04).

import { memo, type ReactElement, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { SortStep } from '../address.ts';
import { titleOf } from '../data-table.ts';
import { ColumnMenu } from '../../parts/columns/column-menu.tsx';
import { HeadCell } from '../../parts/columns/head-cell.tsx';
import { fitWidth, type ColumnStep } from '../../parts/columns/lay-out.ts';
import { cellId } from './grid-row.tsx';
import type { Track } from './widths.ts';
import columnStyles from '../../parts/columns/columns.module.css';
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
export const GridHead = memo(function GridHead(props: HeadProps): ReactElement {
  const { tracks, columns, sort, activeColumn, menu, scroller, onSort, onMenu, onColumn } = props;
  const { t } = useTranslation('data');
  const opened = menu === null ? undefined : tracks[menu];
  const nameAt = (at: number): string | null => tracks[at]?.column.name ?? null;
  const fit = (at: number): number => fitWidth(scroller.current, at + 1);
  return (
    <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: columns }}>
      {tracks.map(({ column, isRight }, at) => {
        const step = sort.find((item) => item.column === column.name);
        const title = titleOf(column);
        return (
          <HeadCell
            key={column.name}
            id={cellId(-1, at)}
            index={at + 1}
            title={title}
            tip={t('grid.sortTip', { column: title })}
            sort={step ? (step.descending ? 'descending' : 'ascending') : null}
            className={activeColumn === at ? styles.active : ''}
            isRight={isRight}
            isStop={false}
            onSort={(also) => onSort(column.name, also)}
            onMenu={() => onMenu(at)}
            onSize={(width) => onColumn(column.name, { kind: 'size', width: width ?? fit(at) })}
          />
        );
      })}
      <div
        id={cellId(-1, tracks.length)}
        role="columnheader"
        aria-colindex={tracks.length + 1}
        className={`${columnStyles.head} ${styles.sync} ${activeColumn === tracks.length ? styles.active : ''}`}
      >
        {t('grid.sync')}
      </div>
      {menu !== null && opened && (
        <ColumnMenu
          head={cellId(-1, menu)}
          left={nameAt(menu - 1)}
          right={nameAt(menu + 1)}
          canHide={!opened.column.isKey}
          fit={() => fit(menu)}
          onStep={(step) => onColumn(opened.column.name, step)}
          onClose={() => {
            onMenu(null);
            scroller.current?.focus();
          }}
        />
      )}
    </div>
  );
});

/** The order after a click on a head: up, down, none. */
export function nextSort(sort: readonly SortStep[], column: string, also: boolean): readonly SortStep[] {
  const others = also ? sort.filter((step) => step.column !== column) : [];
  const step = sort.find((item) => item.column === column);
  if (!step) return [...others, { column, descending: false }];
  return step.descending ? others : [...others, { column, descending: true }];
}
