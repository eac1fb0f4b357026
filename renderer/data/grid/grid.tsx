// The records of a table as a grid: any number of rows, only those in view are drawn; one stop of the Tab key, walked by
// the arrows (PD-04, AX-01, AX-04).

import { useImperativeHandle, useRef, useState, type KeyboardEvent, type ReactElement, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnStep } from '../../parts/columns/lay-out.ts';
import { useEvenRows } from '../../parts/use-even-rows.ts';
import { useStable } from '../../parts/use-stable.ts';
import type { SortStep } from '../address.ts';
import type { GridRow, JsonRecord } from '../data-table.ts';
import { copyText, isCopy } from './copy-text.ts';
import { GridHead, nextSort } from './grid-head.tsx';
import { moveBy, type Spot } from './grid-keys.ts';
import { cellId, Row, rowHeight } from './grid-row.tsx';
import { rowAt, sameKey } from './pages.ts';
import type { UsedPages } from './use-pages.ts';
import { headHeight, useSeen, useSpot, useStillView, useWish, type Wish } from './use-spot.ts';
import { leastWidth, syncWidth, template, type Track } from './widths.ts';
import styles from './grid.module.css';

/** A browser's scroll area ends soon after this many rows; a filter finds the others. */
export const mostRows = 1_000_000;

/** How a record was come to: walked by, clicked, or chosen by key, which takes the focus along. */
export type Opening = 'walk' | 'click' | 'key';

interface GridProps {
  readonly label: string;
  readonly tracks: readonly Track[];
  readonly pages: UsedPages;
  readonly sort: readonly SortStep[];
  /** The key of the open record. */
  readonly selected: JsonRecord | null;
  readonly wish: Wish | null;
  readonly gridRef: Ref<HTMLDivElement | null>;
  /** What to say of a record with edits that are not saved; null = it has none. */
  readonly draftOf: (row: GridRow) => string | null;
  readonly onSort: (sort: readonly SortStep[]) => void;
  readonly onColumn: (column: string, step: ColumnStep) => void;
  readonly onOpen: (row: GridRow, how: Opening) => void;
}

/** The grid. */
export function Grid(props: GridProps): ReactElement {
  const { label, tracks, pages, sort, selected, wish, gridRef, draftOf, onSort, onColumn, onOpen } = props;
  const { view, isOld } = pages;
  const { t } = useTranslation('data');
  const scroller = useRef<HTMLDivElement>(null);
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(gridRef, () => scroller.current, []);
  const count = Math.min(view.shown, mostRows);
  const rows = useEvenRows({ count, height: rowHeight, scroller, head: headHeight });
  const [spot, setSpot] = useSpot(pages, selected);
  useSeen(pages, rows.first, rows.last);
  useStillView(scroller, pages);
  useWish(scroller, pages, wish);
  const open = (at: number, how: Opening): void => {
    const row = rowAt(view, at);
    if (row) onOpen(row, how);
  };
  const pick = useStable((at: number, column: number) => {
    setSpot({ at, column });
    open(at, 'click');
  });
  const sortBy = useStable((column: string, also: boolean) => onSort(nextSort(sort, column, also)));
  const layColumn = useStable(onColumn);
  const goTo = (next: Spot): void => {
    setSpot(next);
    rows.show(next.at);
    requestAnimationFrame(() => showCell(next));
    if (next.at !== spot.at) open(next.at, 'walk');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    const shown = Math.floor((event.currentTarget.clientHeight - headHeight) / rowHeight);
    const next = moveBy(event, spot, { rows: count, columns: tracks.length + 1, shown });
    const head = tracks[spot.column];
    if (isMenuKey(event) && spot.at === -1 && head) {
      setMenu(spot.column);
      return event.preventDefault();
    }
    if (isCopy(event)) {
      const row = rowAt(view, spot.at);
      if (row)
        void navigator.clipboard.writeText(copyText(t, { row, tracks, column: event.shiftKey ? null : spot.column }));
      return event.preventDefault();
    }
    if (next) goTo(next);
    else if (event.key !== 'Enter' && event.key !== ' ') return;
    else if (spot.at >= 0) open(spot.at, 'key');
    else if (head) onSort(nextSort(sort, head.column.name, event.shiftKey));
    event.preventDefault();
  };
  const [menu, setMenu] = useState<number | null>(null);
  const columns = template(tracks);
  const isDrawn = spot.at === -1 || rows.places.includes(spot.at);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={view.shown + 1}
      aria-colcount={tracks.length + 1}
      aria-busy={isOld || !view.isReady}
      aria-activedescendant={isDrawn ? cellId(spot.at, spot.column) : undefined}
      tabIndex={0}
      className={`${styles.grid} ${rows.width < leastWidth(tracks) ? styles.wide : ''}`}
      style={{ scrollPadding: `${headHeight}px ${syncWidth}px 0 ${tracks[0]?.width ?? 0}px` }}
      data-part="rows"
      onKeyDown={onKeyDown}
    >
      <div className={styles.all} style={{ minWidth: leastWidth(tracks) }}>
        <div role="rowgroup" className={styles.headGroup}>
          <GridHead
            tracks={tracks}
            columns={columns}
            sort={sort}
            activeColumn={spot.at === -1 ? spot.column : null}
            onSort={sortBy}
            menu={menu}
            scroller={scroller}
            onMenu={setMenu}
            onColumn={layColumn}
          />
        </div>
        <div
          role="rowgroup"
          className={`${styles.body} ${isOld ? styles.old : ''}`}
          style={{ height: count * rowHeight }}
        >
          {rows.places.map((index) => {
            const row = rowAt(view, index);
            return (
              <Row
                key={rows.slot(index)}
                at={index}
                row={row}
                tracks={tracks}
                columns={columns}
                activeColumn={spot.at === index ? spot.column : null}
                isSelected={row !== undefined && selected !== null && sameKey(row.key, selected)}
                draft={row ? draftOf(row) : null}
                onPick={pick}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function isMenuKey({ key, altKey, shiftKey }: KeyboardEvent): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey) || (key === 'ArrowDown' && altKey);
}

function showCell({ at, column }: Spot): void {
  document.getElementById(cellId(at, column))?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
}
