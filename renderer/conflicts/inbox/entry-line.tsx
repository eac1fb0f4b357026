// One row of the inbox: which record, what collides, since when, and its state (CF-02, CF-03).

import { Checkmark12Filled } from '@fluentui/react-icons';
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
  /** Picked for a step for many; null = nothing can be picked here. */
  readonly isPicked: boolean | null;
  readonly place: number;
  readonly total: number;
  readonly onOpen: (no: number) => void;
  readonly onPick: (no: number) => void;
}

/** The row. */
export function EntryLine({
  line,
  tab,
  isSelected,
  isPicked,
  place,
  total,
  onOpen,
  onPick,
}: EntryLineProps): ReactElement {
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
      className={`${styles.line} ${isSelected ? styles.selected : ''} ${isPicked === null ? '' : styles.pickable}`}
      role="option"
      aria-selected={isSelected}
      {...(isPicked !== null && { 'aria-checked': isPicked })}
      aria-setsize={total}
      aria-posinset={place}
      data-no={line.no}
      onClick={() => onOpen(line.no)}
    >
      {isPicked !== null && (
        <span
          className={`${styles.box} ${isPicked ? styles.picked : ''}`}
          aria-hidden
          data-part="pick"
          onClick={(event) => {
            event.stopPropagation();
            onPick(line.no);
          }}
        >
          {isPicked && <Checkmark12Filled />}
        </span>
      )}
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
