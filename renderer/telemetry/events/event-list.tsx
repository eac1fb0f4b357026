// The list of events, of any length: only the rows in view are drawn; one stop of the Tab key, walked by J, K and the arrows
// (FD-08, AX-01, AX-04).

import { ArrowDown12Regular, ArrowUp12Regular } from '@fluentui/react-icons';
import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactElement,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { placeByKey } from '../../parts/key-place.ts';
import { pressedKey, stepOf } from '../../parts/keys.ts';
import { useOwnKeys } from '../../parts/own-keys.ts';
import { useEvenRows } from '../../parts/use-even-rows.ts';
import { useStable } from '../../parts/use-stable.ts';
import type { TelemetryAddress } from '../address.ts';
import type { TelemetryEvent } from '../words.ts';
import { eventAt } from './event-pages.ts';
import { EventRow, rowHeight, rowId } from './event-row.tsx';
import type { UsedEvents } from './use-events.ts';
import styles from './events.module.css';

/** A browser's scroll area ends soon after this many rows; a filter finds the others. */
const mostRows = 1_000_000;

interface EventListProps {
  readonly address: TelemetryAddress;
  readonly events: UsedEvents;
  /** The place of the row that the keys stand on. */
  readonly spot: number;
  readonly listRef: Ref<HTMLDivElement | null>;
  readonly onSpot: (at: number) => void;
  readonly onOpen: (event: TelemetryEvent, at: number, how: 'click' | 'key' | 'walk') => void;
  readonly onSort: (sort: TelemetryAddress['sort'], descending: boolean) => void;
}

const heads = [
  'time',
  'event',
  'level',
  'mode',
  'result',
  'code',
  'tableName',
  'records',
  'duration',
  'person',
] as const;

/** The list. */
export function EventList(props: EventListProps): ReactElement {
  const { address, events, spot, listRef, onSpot, onOpen, onSort } = props;
  const { t } = useTranslation('telemetry');
  const own = useOwnKeys();
  const { view, query, see } = events;
  const scroller = useRef<HTMLDivElement>(null);
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(listRef, () => scroller.current, []);
  const count = Math.min(view.shown, mostRows);
  // The head is as high as a row.
  const { places, first, last, slot, show } = useEvenRows({ count, height: rowHeight, scroller, head: rowHeight });
  useEffect(() => see(first, last), [see, query, first, last]);
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [query]);
  const pick = useStable((at: number) => {
    const event = eventAt(view, at);
    onSpot(at);
    if (event) onOpen(event, at, 'click');
  });
  const step = (pressed: KeyboardEvent<HTMLDivElement>): void => {
    if (pressed.target !== pressed.currentTarget || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
    const event = eventAt(view, spot);
    if (pressed.key === 'Enter' && event) onOpen(event, spot, 'key');
    else {
      const shown = Math.floor(pressed.currentTarget.clientHeight / rowHeight) - 2;
      const name = pressedKey(pressed);
      const step = name === null ? null : stepOf('telemetry', own, name);
      const key = step === 'next' ? 'ArrowDown' : step === 'previous' ? 'ArrowUp' : pressed.key;
      const to = placeByKey(key, spot, { count, page: shown });
      if (to === null) return;
      onSpot(to);
      show(to);
      const next = eventAt(view, to);
      if (next && address.open !== null) onOpen(next, to, 'walk');
    }
    pressed.preventDefault();
    pressed.stopPropagation();
  };
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t('list.label')}
      aria-rowcount={view.shown + 1}
      aria-busy={!view.isReady}
      aria-activedescendant={spot >= first && spot <= last && count > 0 ? rowId(spot) : undefined}
      tabIndex={0}
      className={styles.list}
      onKeyDown={step}
    >
      <div role="rowgroup" className={styles.headGroup}>
        <div role="row" aria-rowindex={1} className={`${styles.cells} ${styles.heads}`}>
          {heads.map((name) => (
            <Head key={name} name={name} address={address} onSort={onSort} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: count * rowHeight }}>
        {places.map((index) => {
          const event = eventAt(view, index);
          return (
            <EventRow
              key={slot(index)}
              at={index}
              event={event}
              isOpen={event !== undefined && event.no === address.open}
              isActive={index === spot}
              onPick={pick}
            />
          );
        })}
      </div>
    </div>
  );
}

interface HeadProps extends Pick<EventListProps, 'address' | 'onSort'> {
  readonly name: (typeof heads)[number];
}

function Head({ name, address, onSort }: HeadProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const words = t(`list.${name}`);
  if (name !== 'time' && name !== 'duration')
    return (
      <span role="columnheader" className={`cut ${styles[name]}`}>
        {words}
      </span>
    );
  const isSorted = address.sort === name;
  return (
    <span
      role="columnheader"
      className={styles[name]}
      aria-sort={isSorted ? (address.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" onClick={() => onSort(name, isSorted ? !address.descending : true)}>
        {words}
        {isSorted && (address.descending ? <ArrowDown12Regular /> : <ArrowUp12Regular />)}
      </button>
    </span>
  );
}
