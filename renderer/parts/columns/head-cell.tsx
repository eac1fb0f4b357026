// The head of a column: a click sorts, the edge sizes, the arrow and the right button open its menu (PD-04, CF-02).

import { ArrowSortDown16Regular, ArrowSortUp16Regular, ChevronDown12Regular } from '@fluentui/react-icons';
import { useRef, type PointerEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './columns.module.css';

interface HeadCellProps {
  readonly id: string;
  /** Its place in the row, from 1. */
  readonly index: number;
  readonly title: string;
  /** How the column is sorted, if it is. */
  readonly sort: 'ascending' | 'descending' | null;
  /** What the list says of it beside its looks: classes, a tooltip. */
  readonly className?: string;
  readonly tip?: string;
  readonly isRight?: boolean;
  /** True where the title may take two lines. */
  readonly isWrapped?: boolean;
  /** False where the arrows of the list walk to the head. */
  readonly isStop: boolean;
  /** `also` = beside the order that there is; null = the list cannot be sorted by it, a click opens the menu. */
  readonly onSort: ((also: boolean) => void) | null;
  readonly onMenu: () => void;
  /** A width in px; null = as wide as the rows in view want it. */
  readonly onSize: (width: number | null) => void;
}

/** The head. */
export function HeadCell(props: HeadCellProps): ReactElement {
  const {
    id,
    index,
    title,
    sort,
    className = '',
    tip,
    isRight = false,
    isWrapped = false,
    isStop,
    onSort,
    onMenu,
    onSize,
  } = props;
  const { t } = useTranslation();
  const look = `${isRight ? styles.right : ''} ${isWrapped ? styles.wrapped : ''} ${sort ? styles.sorted : ''}`;
  return (
    <div
      id={id}
      role="columnheader"
      aria-colindex={index}
      {...(onSort && { 'aria-sort': sort ?? 'none' })}
      aria-haspopup="menu"
      aria-keyshortcuts="Alt+ArrowDown"
      className={`${styles.head} ${look} ${className}`}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu();
      }}
    >
      <button
        type="button"
        {...(!isStop && { tabIndex: -1 })}
        title={tip}
        onClick={(event) => (onSort ? onSort(event.shiftKey) : onMenu())}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || !event.altKey) return;
          event.preventDefault();
          onMenu();
        }}
      >
        <span className="cut">{title}</span>
        {sort && (sort === 'descending' ? <ArrowSortDown16Regular /> : <ArrowSortUp16Regular />)}
      </button>
      <span className={styles.more} title={t('column.menu')} aria-hidden data-part="column-menu" onClick={onMenu}>
        <ChevronDown12Regular />
      </span>
      <Edge onSize={onSize} />
    </div>
  );
}

/** The edge that is drawn; two clicks let the column fit. */
function Edge({ onSize }: Pick<HeadCellProps, 'onSize'>): ReactElement {
  const { t } = useTranslation();
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
