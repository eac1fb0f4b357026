// The head of a column: a click sorts, the edge sizes, the arrow and the right button open its menu (PD-04).

import { ArrowSortDown16Regular, ArrowSortUp16Regular, ChevronDown12Regular } from '@fluentui/react-icons';
import { useRef, type PointerEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SortStep } from '../address.ts';
import { titleOf } from '../data-table.ts';
import { cellId } from './grid-row.tsx';
import type { Track } from './widths.ts';
import styles from './grid.module.css';

interface HeadCellProps {
  readonly track: Track;
  readonly at: number;
  /** How the column is sorted, if it is. */
  readonly step: SortStep | undefined;
  readonly isActive: boolean;
  /** `also` = beside the order that there is. */
  readonly onSort: (column: string, also: boolean) => void;
  readonly onMenu: (at: number) => void;
  /** A width in px; null = as wide as the rows in view want it. */
  readonly onSize: (at: number, width: number | null) => void;
}

/** The head. */
export function HeadCell({ track, at, step, isActive, onSort, onMenu, onSize }: HeadCellProps): ReactElement {
  const { t } = useTranslation('data');
  const { column, isRight } = track;
  const title = titleOf(column);
  const look = `${isRight ? styles.right : ''} ${step ? styles.sorted : ''} ${isActive ? styles.active : ''}`;
  return (
    <div
      id={cellId(-1, at)}
      role="columnheader"
      aria-colindex={at + 1}
      aria-sort={step ? (step.descending ? 'descending' : 'ascending') : 'none'}
      aria-haspopup="menu"
      aria-keyshortcuts="Alt+ArrowDown"
      className={`${styles.headCell} ${look}`}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(at);
      }}
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
      <span
        className={styles.more}
        title={t('column.menu')}
        aria-hidden
        data-part="column-menu"
        onClick={() => onMenu(at)}
      >
        <ChevronDown12Regular />
      </span>
      <Edge onSize={(width) => onSize(at, width)} />
    </div>
  );
}

/** The edge that is drawn; two clicks let the column fit. */
function Edge({ onSize }: { readonly onSize: (width: number | null) => void }): ReactElement {
  const { t } = useTranslation('data');
  const from = useRef<number | null>(null);
  const take = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = event.clientX - (event.currentTarget.parentElement?.offsetWidth ?? 0);
  };
  const drop = (): void => {
    from.current = null;
  };
  return (
    <span
      className={styles.edge}
      title={t('column.edge')}
      aria-hidden
      data-part="column-edge"
      onPointerDown={take}
      onPointerMove={(event) => from.current !== null && onSize(event.clientX - from.current)}
      onPointerUp={drop}
      onPointerCancel={drop}
      onDoubleClick={() => onSize(null)}
    />
  );
}
