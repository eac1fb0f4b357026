// The errors as a grid: any number of rows, only those that are seen are drawn; one stop of the Tab key, walked by the arrows
// or J and K (ER-01, AX-01).

import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { placeByKey } from '../parts/key-place.ts';
import { useRows } from '../parts/use-rows.ts';
import type { Order } from './address.ts';
import type { ErrorColumn } from './columns.ts';
import { ErrorRow } from './error-row.tsx';
import { ListHead } from './list-head.tsx';
import type { ErrorList as List, Line } from './use-errors.ts';
import styles from './list.module.css';

/** What the keys of the screen do in the list. */
export interface ListHandle {
  step(by: number): void;
  current(): Line | undefined;
  focus(): void;
}

interface ErrorListProps {
  readonly list: List;
  readonly columns: readonly ErrorColumn[];
  readonly order: Order;
  readonly user: string;
  readonly now: Date;
  /** The entry whose card is open. */
  readonly open: number | null;
  /** Chosen for a retry; null = nothing can be chosen. */
  readonly chosen: ReadonlySet<number> | null;
  readonly listRef: Ref<ListHandle>;
  readonly onOrder: (order: Order) => void;
  readonly onOpen: (no: number) => void;
  readonly onChoose: (no: number) => void;
}

const rowHeight = 48;

/** The list. */
export function ErrorList(props: ErrorListProps): ReactElement {
  const { list, columns, order, user, now, open, chosen, listRef, onOrder, onOpen, onChoose } = props;
  const { t } = useTranslation('errors');
  const scroller = useRef<HTMLDivElement>(null);
  const count = list.page?.shown ?? 0;
  const rows = useRows({
    count,
    height: () => rowHeight,
    keyOf: (at) => at,
    scroller: () => scroller.current,
    head: 31,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const see = useEffectEvent(list.see);
  useEffect(() => see(first), [first]);
  const [walked, setWalked] = useState(0);
  const active = Math.max(0, Math.min(walked, count - 1));
  const walk = (to: number): void => {
    const at = Math.max(0, Math.min(to, count - 1));
    setWalked(at);
    rows.scrollToIndex(at, { align: 'auto' });
    const no = list.line(at)?.no;
    if (no !== undefined && open !== null) onOpen(no);
  };
  useImperativeHandle(listRef, () => ({
    step: (by) => walk(active + by),
    current: () => list.line(active),
    focus: () => scroller.current?.focus(),
  }));
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    const no = list.line(active)?.no;
    const to = placeByKey(event.key, active, { count, page: 8 });
    if (event.key === 'Enter' && no !== undefined) onOpen(no);
    else if (event.key === ' ' && chosen && no !== undefined) onChoose(no);
    else if (to !== null) walk(to);
    else return;
    event.preventDefault();
  };
  const tracks = [...(chosen ? ['32px'] : []), ...columns.map(({ width }) => width)].join(' ');
  const isDrawn = items.some(({ index }) => index === active) && list.line(active) !== undefined;
  return (
    <div
      ref={scroller}
      className={styles.list}
      role="grid"
      aria-label={t('list')}
      aria-rowcount={count + 1}
      aria-activedescendant={isDrawn ? `error-row-${active}` : undefined}
      {...(chosen && { 'aria-multiselectable': true })}
      tabIndex={0}
      data-part="list"
      onKeyDown={onKeyDown}
    >
      <div className={styles.all} role="presentation" style={{ height: rows.getTotalSize() }}>
        <ListHead columns={columns} order={order} tracks={tracks} hasBoxes={chosen !== null} onOrder={onOrder} />
        <div role="rowgroup">
          {items.map(({ index, start }) => {
            const line = list.line(index);
            return (
              line && (
                <ErrorRow
                  key={line.no}
                  at={index}
                  top={start}
                  line={line}
                  columns={columns}
                  tracks={tracks}
                  user={user}
                  now={now}
                  isActive={index === active}
                  isOpen={line.no === open}
                  isChosen={chosen && chosen.has(line.no)}
                  onOpen={(no) => {
                    setWalked(index);
                    onOpen(no);
                  }}
                  onChoose={onChoose}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}
