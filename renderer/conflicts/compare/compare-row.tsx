// One column of the comparison: its name, three versions to take from, and the result.

import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { columnTitle } from '../../format/names.ts';
import { numberText } from '../../format/numbers.ts';
import { timeText } from '../../format/times.ts';
import type { Row } from './comparison.ts';
import { useCompareScope } from './context.ts';
import { isOneSided } from './detail.ts';
import { ResultCell } from './result-cell.tsx';
import { ResultEditor } from './result-editor.tsx';
import { rowSentence } from './row-words.ts';
import { SideCell } from './side-cell.tsx';
import { isLong } from './value-view.tsx';
import styles from './compare.module.css';

interface CompareRowProps {
  readonly row: Row;
  readonly kind: 'collided' | 'one-side' | 'equal';
}

/** The row. */
export function CompareRow({ row, kind }: CompareRowProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const { prepared, isEditable, isBaseShown, focused, focus, editing, words } = useCompareScope();
  const [isOpen, setOpen] = useState(false);
  const { name } = row.column;
  const { detail } = prepared;
  const isFocused = isEditable && focused === name && row.result.from !== 'waits';
  const isEditing = editing === name;
  const canFold = [row.base, row.mine, row.theirs].some(isLong);
  const hasSide = { mine: detail.mine !== null, theirs: detail.theirs !== null };
  return (
    <div
      className={`${styles.row} ${isFocused ? styles.focused : ''}`}
      role="row"
      data-column={name}
      data-focused={isFocused || undefined}
      onFocus={() => !row.isGone && focus(name)}
    >
      <div
        className={`${styles.name} ${styles[kind]} ${row.result.from === 'open' ? styles.needs : ''}`}
        role="rowheader"
      >
        <span className={styles.title}>{columnTitle(name)}</span>
        <RowNote row={row} kind={kind} />
        {kind !== 'equal' && <span className="spoken">{rowSentence(words, row, hasSide)}</span>}
        {canFold && (
          <button type="button" className={styles.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t('value.showLess') : t('value.showAll', longest(row))}
          </button>
        )}
      </div>
      {isBaseShown && <SideCell row={row} side="base" isOpen={isOpen} />}
      <SideCell row={row} side="mine" isOpen={isOpen} />
      <SideCell row={row} side="theirs" isOpen={isOpen} />
      <ResultCell row={row} isOpen={isOpen} isEditing={isEditing} />
      {isEditing && <ResultEditor row={row} />}
    </div>
  );
}

function longest(row: Row): { count: number; n: string } {
  const count = Math.max(...[row.base, row.mine, row.theirs].map((cell) => (isLong(cell) ? cell.length : 0)));
  return { count, n: numberText(count) };
}

/** The second line of the name: what became of the column, or what is new about it. */
function RowNote({ row, kind }: CompareRowProps): ReactElement | null {
  const { t } = useTranslation('conflicts');
  const { news, them, prepared, isEditable } = useCompareScope();
  const { name } = row.column;
  if (news?.theirs.includes(name))
    return <span className={styles.newNote}>{t('row.new', { name: them.short, time: timeText(them.at) })}</span>;
  if (news?.mine.includes(name)) {
    const at = prepared.detail.history.at(-1)?.at ?? prepared.detail.changedAt;
    return <span className={styles.newNote}>{t('row.newMine', { time: timeText(at) })}</span>;
  }
  if (prepared.detail.state === 'undone' && !isEditable && kind === 'collided') return null;
  const key = noteOf(row, kind, isOneSided(prepared.shape));
  return key === null ? null : <span className={styles.note}>{t(`row.${key}`, { name: them.short })}</span>;
}

function noteOf(row: Row, kind: CompareRowProps['kind'], oneSided: boolean): string | null {
  if (row.isGone) return 'gone';
  const { from, fault } = row.result;
  if (fault !== null) return 'faulty';
  if (kind === 'collided')
    return from === 'open' ? 'notDecided' : from === 'joined' || from === 'summed' ? from : 'decided';
  if (row.state === 'noise') return 'noise';
  if (kind === 'equal') return row.state === 'both-same' && row.base !== undefined ? 'bothSame' : null;
  if (row.state === 'unchanged' || row.state === 'both-same') return null;
  if (oneSided) return row.state === 'mine-only' ? 'youChanged' : 'theyChanged';
  return row.state === 'mine-only' ? 'onlyYou' : 'onlyThem';
}
