// One conflict as a row of the wide list (CF-02).

import { Checkmark12Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { columnTitle, recordTitle, tableTitle } from '../../format/names.ts';
import { numberText } from '../../format/numbers.ts';
import { fullTime, timeText } from '../../format/times.ts';
import { StateBadge } from '../state-badge.tsx';
import type { Line } from './use-inbox.ts';
import type { WideColumn } from './wide-columns.ts';
import inbox from './inbox.module.css';
import styles from './wide.module.css';

interface WideRowProps {
  readonly at: number;
  /** Distance from the list's top in px. */
  readonly top: number;
  readonly line: Line;
  readonly columns: readonly WideColumn[];
  readonly tracks: string;
  readonly isActive: boolean;
  /** Picked for a step for many; null = nothing can be picked here. */
  readonly isPicked: boolean | null;
  readonly onOpen: (no: number) => void;
  readonly onPick: (no: number) => void;
}

/** The row. */
export function WideRow(props: WideRowProps): ReactElement {
  const { at, top, line, columns, tracks, isActive, isPicked, onOpen, onPick } = props;
  return (
    <div
      id={`conflict-row-${at}`}
      role="row"
      aria-rowindex={at + 2}
      {...(isPicked !== null && { 'aria-selected': isPicked })}
      className={`${styles.row} ${isActive ? styles.active : ''}`}
      style={{ top, gridTemplateColumns: tracks }}
      onClick={() => onOpen(line.no)}
    >
      {isPicked !== null && (
        <div
          role="gridcell"
          aria-colindex={1}
          className={styles.cell}
          data-part="pick"
          onClick={(event) => {
            event.stopPropagation();
            onPick(line.no);
          }}
        >
          <span className={`${inbox.box} ${isPicked ? inbox.picked : ''}`} aria-hidden>
            {isPicked && <Checkmark12Filled />}
          </span>
        </div>
      )}
      {columns.map((column, place) => (
        <div
          key={column.name}
          role="gridcell"
          aria-colindex={place + (isPicked === null ? 1 : 2)}
          className={styles.cell}
        >
          <Fact line={line} name={column.name} />
        </div>
      ))}
    </div>
  );
}

/** What one column tells of a conflict. */
function Fact({ line, name }: { readonly line: Line; readonly name: WideColumn['name'] }): ReactElement {
  const { t } = useTranslation('conflicts');
  switch (name) {
    case 'raised':
      return <Time at={line.raisedAt} />;
    case 'mine':
      return <Time at={line.mineAt} />;
    case 'theirs':
      return <Time at={line.theirsBy.at} none={t('wide.notTold')} />;
    case 'type':
      return <Text text={t(`type.${line.type}`)} />;
    case 'table':
      return <Text text={tableTitle(line.table)} />;
    case 'record':
      return <RecordName line={line} />;
    case 'columns': {
      const columns = line.collisions.length > 0 ? line.collisions : line.columns;
      return <Text text={columns.map(columnTitle).join(', ')} />;
    }
    case 'here':
      return <Text text={t(line.isHere ? 'wide.yes' : 'wide.no')} />;
    case 'hub':
      return <Text text={t(line.isOnHub === null ? 'wide.unknown' : line.isOnHub ? 'wide.yes' : 'wide.no')} />;
    case 'state':
      return <StateBadge state={line.state} bare />;
    case 'behind':
      return <Text text={line.behind === 0 ? '' : numberText(line.behind)} />;
  }
}

function RecordName({ line }: { readonly line: Line }): ReactElement {
  const { id, name } = recordTitle(line.key, line.sample);
  return (
    <span className="cut" title={name === '' ? id : `${id} · ${name}`}>
      <b>{id}</b> {name}
    </span>
  );
}

function Text({ text }: { readonly text: string }): ReactElement {
  return text === '' ? (
    <span className={styles.none}>–</span>
  ) : (
    <span className="cut" title={text}>
      {text}
    </span>
  );
}

function Time({ at, none }: { readonly at: string | null; readonly none?: string }): ReactElement {
  if (at === null) return none === undefined ? <Text text="" /> : <span className={styles.none}>{none}</span>;
  return (
    <time className="cut" dateTime={at} title={fullTime(at)}>
      {timeText(at)}
    </time>
  );
}
