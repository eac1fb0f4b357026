// The rows of the inbox: any number of them, only those that are seen are drawn; the list keeps its place when rows
// above it come or go (CF-07, AX-04).

import { useEffect, useEffectEvent, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { pressedKey, stepOf } from '../../parts/keys.ts';
import { useOwnKeys } from '../../parts/own-keys.ts';
import { useEvenRows } from '../../parts/use-even-rows.ts';
import { EntryLine } from './entry-line.tsx';
import type { Tab } from './address.ts';
import type { InboxList } from './use-inbox.ts';
import { useKeepPlace } from './use-keep-place.ts';
import styles from './inbox.module.css';

/** Height of a row: title and second line. */
const rowHeight = 48;

interface EntryListProps {
  readonly list: InboxList;
  readonly tab: Tab;
  readonly selected: number | null;
  /** Where the selected entry stands in the list, from 0, if that is known. */
  readonly place: number | null;
  /** Numbers picked for a step for many; null = nothing can be picked. */
  readonly picked: ReadonlySet<number> | null;
  readonly onOpen: (no: number) => void;
  readonly onPick: (no: number) => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** The rows as a list box: one stop of the Tab key, walked by the arrows. */
export function EntryList({
  list,
  tab,
  selected,
  place,
  picked,
  onOpen,
  onPick,
  onStep,
}: EntryListProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const own = useOwnKeys();
  const scroller = useRef<HTMLDivElement>(null);
  const { places, first, show } = useEvenRows({ count: list.shown, height: rowHeight, scroller });
  const see = useEffectEvent(list.see);
  useEffect(() => see(first), [first]);
  // Where no entry is open, the arrows walk through the rows and Enter opens one.
  const [walked, setWalked] = useState<number | null>(null);
  const active = selected ?? (walked === null ? null : (list.line(walked)?.no ?? null));
  const isAtHand = active !== null && list.placeOf(active) !== null;
  const followed = useRef<number | null>(null);
  useKeepPlace(scroller, list, rowHeight);
  // Only a new selection scrolls; rows that come and go do not.
  useEffect(() => {
    const at = selected === null ? null : (list.placeOf(selected) ?? place);
    if (selected === followed.current || at === null) return;
    followed.current = selected;
    show(at);
  }, [selected, place, list, show]);
  const walk = (by: 1 | -1): void => {
    if (selected !== null) return onStep(by);
    const at = walked === null ? 0 : Math.min(list.shown - 1, Math.max(0, walked + by));
    setWalked(at);
    show(at);
  };
  return (
    <div
      ref={scroller}
      className={styles.list}
      role="listbox"
      aria-label={t('list.entries')}
      {...(picked && { 'aria-multiselectable': true })}
      aria-activedescendant={isAtHand ? `conflict-${active}` : undefined}
      tabIndex={0}
      data-part="entries"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && selected === null && active !== null) onOpen(active);
        else if (
          (event.key === ' ' || stepOf('conflicts', own, pressedKey(event) ?? '') === 'select') &&
          picked &&
          active !== null
        )
          onPick(active);
        else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') walk(event.key === 'ArrowDown' ? 1 : -1);
        else return;
        event.preventDefault();
      }}
    >
      <div className={styles.all} style={{ height: list.shown * rowHeight }}>
        {places.map((at) => {
          const line = list.line(at);
          return (
            <div key={at} className={styles.slot} style={{ transform: `translateY(${at * rowHeight}px)` }}>
              {line && (
                <EntryLine
                  line={line}
                  tab={tab}
                  isSelected={line.no === active}
                  isPicked={picked && picked.has(line.no)}
                  place={at + 1}
                  total={list.shown}
                  onOpen={onOpen}
                  onPick={onPick}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
