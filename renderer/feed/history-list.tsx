// The history: newest first, of any length, idle runs folded; new sessions wait above while the reader is further down
// (FD-02, FD-07, AX-04).

import { useEffect, useEffectEvent, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goToAddress } from '../app/routes.ts';
import { placeByKey } from '../parts/key-place.ts';
import { useNow } from '../parts/use-now.ts';
import { useRows } from '../parts/use-rows.ts';
import { useStable } from '../parts/use-stable.ts';
import { HistoryRow } from './history-row.tsx';
import { columnsWidth, type ColumnName } from './columns.ts';
import { HistoryHeads } from './history-heads.tsx';
import { foldIdle, rowKey, type Row, type SessionLine } from './lines.ts';
import { useColumns } from './use-columns.ts';
import type { History } from './use-history.ts';
import page from '../parts/page.module.css';
import { FreshPill } from '../parts/fresh-pill.tsx';
import styles from './history.module.css';

interface HistoryListProps {
  readonly history: History;
  /** The ended sessions, newest first. */
  readonly shown: readonly SessionLine[];
  /** The number of the open session. */
  readonly open: number | null;
  /** The session whose row gets the focus when the list appears; null = none. */
  readonly returnTo: number | null;
  /** The columns that were chosen; null = as many as fit. */
  readonly chosen: readonly ColumnName[] | null;
  /** The address of a session, or of none, under the same filters. */
  readonly addressOf: (no: number) => string;
}

const awayPx = 8;

/** The list. */
export function HistoryList({ history, shown, open, returnTo, chosen, addressOf }: HistoryListProps): ReactElement {
  const { t } = useTranslation('feed');
  const now = useNow(60_000);
  const scroller = useRef<HTMLDivElement>(null);
  const [newest, setNewest] = useState<number | null>(null);
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const [active, setActive] = useState<string | null>(returnTo === null ? null : String(returnTo));
  const lines = useMemo(() => (newest === null ? shown : shown.filter((line) => line.no <= newest)), [newest, shown]);
  const fresh = shown.length - lines.length;
  const list = useMemo(() => foldIdle(lines, unfolded), [lines, unfolded]);
  const hasScopes = lines.some((line) => line.scope !== lines[0]?.scope);
  const table = useRef<HTMLDivElement>(null);
  const columns = useColumns(table, { chosen, hasScopes });
  const rows = useRows({
    count: list.length,
    scroller: () => scroller.current,
    height: (at) => (list[at]?.kind === 'idle' ? 34 : 32),
    keyOf: (at) => keyAt(list, at),
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const { hasOlder, loadOlder } = history;
  useEffect(() => {
    if (hasOlder && last >= list.length - 10) loadOlder();
  }, [hasOlder, last, list.length, loadOlder]);

  const activeAt = list.findIndex((row) => rowKey(row) === active);
  const openAt = list.findIndex((row) => row.kind === 'session' && row.line.no === open);
  const tabAt = activeAt >= 0 ? activeAt : Math.max(openAt, 0);

  const onFocus = useStable((row: Row) => setActive(rowKey(row)));
  const onToggle = useStable((row: Row) => setUnfolded((open) => toggled(open, row)));
  const focusRow = (to: number): void => {
    rows.scrollToIndex(to);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"] [data-row]`)?.focus(),
    );
  };
  const giveBack = useEffectEvent(() => {
    if (returnTo !== null && activeAt >= 0) focusRow(activeAt);
  });
  useEffect(() => giveBack(), []);

  const step = (event: KeyboardEvent<HTMLElement>): void => {
    const to = placeByKey(event.key, tabAt, { count: list.length, page: 12 });
    const row = to === null ? undefined : list[to];
    if (to === null || !row) return;
    event.preventDefault();
    setActive(rowKey(row));
    if (row.kind === 'session' && open !== null) goToAddress(addressOf(row.line.no), true);
    focusRow(to);
  };

  return (
    <div className={`${page.card} ${styles.history}`}>
      {fresh > 0 && (
        <FreshPill
          text={t('fresh', { count: fresh })}
          onShow={() => {
            setNewest(null);
            scroller.current?.scrollTo({ top: 0 });
          }}
        />
      )}
      <div
        ref={table}
        role="table"
        aria-label={t('history')}
        aria-rowcount={list.length + 1}
        aria-colcount={columns.names.length}
        className={styles.table}
      >
        <div className={styles.wide} style={{ minWidth: columnsWidth(columns.names) }} role="presentation">
          <HistoryHeads shown={columns} />
          <div
            ref={scroller}
            role="rowgroup"
            className={styles.body}
            onKeyDown={step}
            onScroll={({ currentTarget }) => {
              if (currentTarget.scrollTop <= awayPx) setNewest(null);
              else setNewest((now) => now ?? shown[0]?.no ?? null);
            }}
          >
            <div role="presentation" className={styles.inner} style={{ height: rows.getTotalSize() }}>
              {items.map((item) => {
                const row = list[item.index];
                return (
                  row && (
                    <HistoryRow
                      key={item.key}
                      row={row}
                      at={item.index}
                      top={item.start}
                      now={now}
                      isOpen={row.kind === 'session' ? row.line.no === open : row.lines.some(({ no }) => no === open)}
                      inTabOrder={item.index === tabAt}
                      {...columns}
                      addressOf={addressOf}
                      onFocus={onFocus}
                      onToggle={onToggle}
                    />
                  )
                );
              })}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

/** Opens or closes a fold of idle sessions. */
function toggled(open: ReadonlySet<number>, row: Row): ReadonlySet<number> {
  const next = new Set(open);
  for (const { no } of row.kind === 'idle' ? row.lines : [])
    if (row.kind === 'idle' && row.isOpen) next.delete(no);
    else next.add(no);
  return next;
}

function keyAt(list: readonly Row[], at: number): string | number {
  const row = list[at];
  return row ? rowKey(row) : at;
}
