// The inbox over the whole width: every conflict with its facts in columns, sorted by their heads (CF-02). Any number of
// rows, only those that are seen are drawn; one stop of the Tab key, walked by the arrows.

import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { afterStep, inOrder, type LayOut } from '../../parts/columns/lay-out.ts';
import { placeByKey } from '../../parts/key-place.ts';
import { pressedKey, stepOf } from '../../parts/keys.ts';
import { useOwnKeys } from '../../parts/own-keys.ts';
import { useEvenRows } from '../../parts/use-even-rows.ts';
import type { InboxAddress } from './address.ts';
import type { InboxList } from './use-inbox.ts';
import { useKeepPlace } from './use-keep-place.ts';
import { wideColumns } from './wide-columns.ts';
import { WideHead } from './wide-head.tsx';
import { WideRow } from './wide-row.tsx';
import styles from './wide.module.css';

const rowHeight = 32;
const headHeight = 40;

interface WideListProps {
  readonly address: InboxAddress;
  readonly list: InboxList;
  readonly layOut: LayOut;
  /** Numbers picked for a step for many; null = nothing can be picked. */
  readonly picked: ReadonlySet<number> | null;
  readonly onLayOut: (layOut: LayOut) => void;
  readonly onChange: (address: InboxAddress) => void;
  readonly onOpen: (no: number) => void;
  readonly onPick: (no: number) => void;
}

/** The rows as a grid. */
export function WideList(props: WideListProps): ReactElement {
  const { address, list, layOut, picked, onLayOut, onChange, onOpen, onPick } = props;
  const { t } = useTranslation('conflicts');
  const own = useOwnKeys();
  const scroller = useRef<HTMLDivElement>(null);
  const { places, first, show } = useEvenRows({ count: list.shown, height: rowHeight, scroller, head: headHeight });
  const see = useEffectEvent(list.see);
  useEffect(() => see(first), [first]);
  useKeepPlace(scroller, list, rowHeight);
  const [walked, setWalked] = useState(0);
  const active = Math.min(walked, list.shown - 1);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    const no = list.line(active)?.no;
    const isPick = event.key === ' ' || stepOf('conflicts', own, pressedKey(event) ?? '') === 'select';
    const to = placeByKey(event.key, active, { count: list.shown, page: 12 });
    if (event.key === 'Enter' && no !== undefined) onOpen(no);
    else if (isPick && picked && no !== undefined) onPick(no);
    else if (to !== null) {
      setWalked(to);
      show(to);
    } else return;
    event.preventDefault();
  };
  const all = inOrder(wideColumns, layOut, ({ name }) => name);
  // The record is always shown: it tells the conflicts apart.
  const columns = all.filter(({ name }) => name === 'record' || !layOut.hidden.includes(name));
  const widths = columns.map(({ name, width }) => (name in layOut.widths ? `${layOut.widths[name]}px` : width));
  const tracks = [...(picked ? ['32px'] : []), ...widths].join(' ');
  const isDrawn = list.line(active) !== undefined && places.includes(active);
  return (
    <div
      ref={scroller}
      className={styles.list}
      role="grid"
      aria-label={t('list.entries')}
      aria-rowcount={list.shown + 1}
      aria-colcount={columns.length + (picked ? 1 : 0)}
      aria-activedescendant={isDrawn ? `conflict-row-${active}` : undefined}
      {...(picked && { 'aria-multiselectable': true })}
      tabIndex={0}
      data-part="entries"
      onKeyDown={onKeyDown}
    >
      <div className={styles.all}>
        <WideHead
          address={address}
          columns={columns}
          tracks={tracks}
          hasBoxes={picked !== null}
          scroller={scroller}
          onChange={onChange}
          onColumn={(column, step) =>
            onLayOut(
              afterStep(
                layOut,
                all.map(({ name }) => name),
                column,
                step,
              ),
            )
          }
        />
        <div role="rowgroup" className={styles.body} style={{ height: list.shown * rowHeight }}>
          {places.map((index) => {
            const line = list.line(index);
            return (
              line && (
                <WideRow
                  key={index}
                  at={index}
                  top={index * rowHeight}
                  line={line}
                  columns={columns}
                  tracks={tracks}
                  isActive={index === active}
                  isPicked={picked && picked.has(line.no)}
                  onOpen={onOpen}
                  onPick={onPick}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}
