// One row of the inbox: which record, what collides, since when, and its state (CF-02, CF-03).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { columnTitle, recordTitle, tableTitle } from '../../format/names.ts';
import { fullTime, timeText } from '../../format/times.ts';
import { StateBadge } from '../state-badge.tsx';
import type { Tab } from './address.ts';
import type { Line } from './use-inbox.ts';
import styles from './inbox.module.css';

interface EntryLineProps {
  readonly line: Line;
  readonly tab: Tab;
  readonly isSelected: boolean;
  readonly place: number;
  readonly total: number;
  readonly onOpen: (no: number) => void;
}

/** The row. */
export function EntryLine({ line, tab, isSelected, place, total, onOpen }: EntryLineProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const { id, name } = recordTitle(line.key, line.sample);
  const at = tab === 'undecided' ? line.raisedAt : line.changedAt;
  const columns = line.collisions.length > 0 ? line.collisions : line.columns;
  const what =
    line.type === 'local-update/hub-update' && columns.length > 0
      ? columns.map(columnTitle).join(', ')
      : t(`type.${line.type}`);
  return (
    <div
      id={`conflict-${line.no}`}
      className={`${styles.line} ${isSelected ? styles.selected : ''}`}
      role="option"
      aria-selected={isSelected}
      aria-setsize={total}
      aria-posinset={place}
      data-no={line.no}
      onClick={() => onOpen(line.no)}
    >
      <span className={styles.title} title={name === '' ? id : `${id} · ${name}`}>
        <b>{id}</b> {name}
      </span>
      <time className={styles.time} dateTime={at} title={fullTime(at)}>
        {timeText(at)}
      </time>
      <span className={styles.what} title={`${tableTitle(line.table)} · ${what}`}>
        {tableTitle(line.table)} · {what}
      </span>
      {(tab !== 'undecided' || line.state !== 'undecided') && <StateBadge state={line.state} bare />}
    </div>
  );
}
