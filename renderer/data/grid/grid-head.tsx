// The heads of the columns: a click sorts up, down, and not at all (PD-04).

import { ArrowSortDown16Regular, ArrowSortUp16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf } from '../data-table.ts';
import type { SortStep } from '../address.ts';
import { cellId } from './grid-row.tsx';
import type { Track } from './widths.ts';
import styles from './grid.module.css';

interface HeadProps {
  readonly tracks: readonly Track[];
  readonly columns: string;
  readonly sort: readonly SortStep[];
  readonly activeColumn: number | null;
  /** `also` = beside the order that there is. */
  readonly onSort: (column: string, also: boolean) => void;
}

/** The head row. */
export function GridHead({ tracks, columns, sort, activeColumn, onSort }: HeadProps): ReactElement {
  const { t } = useTranslation('data');
  const active = (at: number): string => (activeColumn === at ? (styles.active ?? '') : '');
  return (
    <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: columns }}>
      {tracks.map(({ column, isRight }, at) => {
        const step = sort.find((item) => item.column === column.name);
        const title = titleOf(column);
        return (
          <div
            key={column.name}
            id={cellId(-1, at)}
            role="columnheader"
            aria-colindex={at + 1}
            aria-sort={step ? (step.descending ? 'descending' : 'ascending') : 'none'}
            className={`${styles.headCell} ${isRight ? styles.right : ''} ${step ? styles.sorted : ''} ${active(at)}`}
          >
            <button
              type="button"
              tabIndex={-1}
              title={t('grid.sortTip', { column: title })}
              onClick={(event) => onSort(column.name, event.shiftKey)}
            >
              <span className="cut">{title}</span>
              {step && (step.descending ? <ArrowSortDown16Regular /> : <ArrowSortUp16Regular />)}
            </button>
          </div>
        );
      })}
      <div
        id={cellId(-1, tracks.length)}
        role="columnheader"
        aria-colindex={tracks.length + 1}
        className={`${styles.headCell} ${styles.sync} ${active(tracks.length)}`}
      >
        {t('grid.sync')}
      </div>
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
