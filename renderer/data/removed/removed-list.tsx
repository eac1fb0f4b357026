// The lines: only those that are seen are drawn.

import { useEffect, useEffectEvent, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { recordAddress, sessionAddress } from '../../app/addresses.ts';
import { plainText, recordNoun, recordTitle, tableTitle } from '../../format/names.ts';
import { numberText } from '../../format/numbers.ts';
import { fullTime, timeText } from '../../format/times.ts';
import { useNow } from '../../parts/use-now.ts';
import { useRows } from '../../parts/use-rows.ts';
import { keyText } from '../record-key.ts';
import type { Removed, RemovedLine } from './use-removed.ts';
import styles from './removed.module.css';

const rowHeight = 40;
const heads = ['table', 'record', 'condition', 'session', 'time'] as const;

/** The table of them. */
export function RemovedList({ list }: { readonly list: Removed }): ReactElement {
  const { t } = useTranslation('data');
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow(60_000);
  const count = list.shown ?? 0;
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
  return (
    <div ref={scroller} className={styles.list} role="group" aria-label={t('removed.title')} tabIndex={0}>
      <div
        className={styles.all}
        role="table"
        aria-label={t('removed.title')}
        aria-rowcount={count + 1}
        style={{ height: rows.getTotalSize() }}
      >
        <div className={styles.heads} role="row" aria-rowindex={1}>
          {heads.map((name) => (
            <span key={name} role="columnheader" className={styles[name]}>
              {t(`removed.head.${name}`)}
            </span>
          ))}
        </div>
        {items.map(({ index, start }) => {
          const line = list.line(index);
          return line && <Line key={line.no} line={line} at={index} top={start} now={now} />;
        })}
      </div>
    </div>
  );
}

interface LineProps {
  readonly line: RemovedLine;
  readonly at: number;
  readonly top: number;
  readonly now: Date;
}

function Line({ line, at, top, now }: LineProps): ReactElement {
  const { t } = useTranslation('data');
  const { table, key, name, session, condition, isHere } = line;
  const { id } = recordTitle(key, {});
  const title = name ?? `${recordNoun(table)} ${id || Object.values(key).map(plainText).join(' ')}`;
  return (
    <div className={styles.row} role="row" aria-rowindex={at + 2} style={{ top }}>
      <span role="cell" className={`cut ${styles.table}`}>
        {tableTitle(table)}
      </span>
      <span role="cell" className={`cut ${styles.record}`}>
        <a href={recordAddress(table, keyText(key))} title={title}>
          {title}
        </a>
        {isHere && <span className={styles.here}> {t('removed.here')}</span>}
      </span>
      <span role="cell" className={`cut ${styles.condition}`} title={condition ?? undefined}>
        {condition ?? t('removed.unknown')}
      </span>
      <span role="cell" className={styles.session}>
        <a href={sessionAddress(session)}>{numberText(session)}</a>
      </span>
      <time role="cell" className={styles.time} dateTime={line.at} title={fullTime(line.at)}>
        {timeText(line.at, now)}
      </time>
    </div>
  );
}
