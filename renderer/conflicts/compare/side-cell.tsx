// A version's cell of one column: chosen like a radio button, greyed where it is as base, hatched where that side has no
// record (parts.html, A cell of one side).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { columnTitle } from '../../format/names.ts';
import type { Side } from '../../../main/sync/resolution.ts';
import { isEqualState } from '../../../main/sync/merge.ts';
import type { Row } from './comparison.ts';
import { useCompareScope } from './context.ts';
import { isOneSided } from './detail.ts';
import { DistanceNote } from './distance-note.tsx';
import { sideRuns } from './runs.ts';
import { spokenValue } from './row-words.ts';
import { ValueView } from './value-view.tsx';
import styles from './compare.module.css';

interface SideCellProps {
  readonly row: Row;
  readonly side: Side;
  readonly isOpen: boolean;
}

/** The cell. */
export function SideCell({ row, side, isOpen }: SideCellProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const { prepared, isEditable, isBaseShown, news, take, words } = useCompareScope();
  const { name } = row.column;
  const label = t(`head.${side}`);
  if (prepared.versions[side] === null) return <Missing side={side} label={label} />;
  const isNew = side !== 'base' && news?.[side].includes(name);
  const isTaken = takes(row, side);
  const runs = side === 'base' || row.result.from === 'same' ? null : sideRuns(row, side);
  const isIdle = side !== 'base' && isAsBase(row, side);
  // Where one side has no record and there was no base, its values are all there is to see.
  const isQuiet = isEqualState(row.state) && (prepared.versions.base !== null || !isOneSided(prepared.shape));
  const body =
    isIdle && isBaseShown && !isTaken ? (
      <span>{t('row.asBase')}</span>
    ) : (
      <span className={styles.value}>
        <ValueView row={row} cell={row[side]} runs={runs} isOpen={isOpen} />
        {side !== 'base' && !isIdle && !isEqualState(row.state) && <DistanceNote row={row} side={side} />}
      </span>
    );
  const look = [
    styles.pick,
    styles[side],
    isTaken && row.result.from !== 'same' ? styles.taken : '',
    isIdle || (isQuiet && row.result.from !== side) ? styles.idle : '',
    isNew ? styles.new : '',
  ].join(' ');
  const canTake = isEditable && !row.isGone && row[side] !== undefined;
  return (
    <div className={`${styles.cell} ${side === 'base' ? styles.baseCell : ''}`} role="cell">
      <button
        type="button"
        className={look}
        role="radio"
        aria-checked={isTaken}
        aria-disabled={!canTake || undefined}
        aria-label={t('row.choose', {
          column: columnTitle(name),
          side: label,
          value: spokenValue(words, row, row[side]),
        })}
        tabIndex={canTake && isStop(row, side) ? 0 : -1}
        data-side={side}
        onClick={() => canTake && take(name, side)}
      >
        <span className={styles.dot} />
        {body}
        <span className={styles.sideName}>{label}</span>
      </button>
    </div>
  );
}

function Missing({ side, label }: { readonly side: Side; readonly label: string }): ReactElement {
  const { t } = useTranslation('conflicts');
  return (
    <div className={`${styles.cell} ${side === 'base' ? styles.baseCell : ''}`} role="cell">
      <div className={side === 'base' ? styles.absent : styles.missing}>
        <span className="spoken">
          {label}: {t('value.noRecord')}
        </span>
      </div>
    </div>
  );
}

/** True where the result holds this side's value. */
function takes(row: Row, side: Side): boolean {
  const { from } = row.result;
  if (from === 'joined' || from === 'summed') return side !== 'base';
  return from === side;
}

/** A side that did not change the column. */
function isAsBase(row: Row, side: 'mine' | 'theirs'): boolean {
  return row.base !== undefined && row.state === (side === 'mine' ? 'theirs-only' : 'mine-only');
}

/** One stop of the Tab key a row: what is taken, else mine, else the first side there is. */
function isStop(row: Row, side: Side): boolean {
  const sides = (['mine', 'theirs', 'base'] as const).filter((name) => row[name] !== undefined);
  return (sides.find((name) => row.result.from === name) ?? sides[0]) === side;
}
