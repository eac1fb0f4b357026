// A value in a cell: null, empty and absent told apart, long text folded, words marked, JSON laid out, files by type and
// size, pictures shown (CF-09).

import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { describeBlob } from '../../format/blob.ts';
import { cellText } from '../../format/cells.ts';
import { columnTitle } from '../../format/names.ts';
import { bytesText } from '../../format/numbers.ts';
import type { Row } from './comparison.ts';
import { useCompareScope } from './context.ts';
import type { JsonCell } from './detail.ts';
import { aroundMarks, type MarkedRun } from './runs.ts';
import { linkKey } from './value-words.ts';
import styles from './value.module.css';

/** From here on a text is folded; of marked texts, this much stays around each mark. */
const longText = 160;
const aroundMark = 40;

interface ValueViewProps {
  readonly row: Row;
  readonly cell: JsonCell | undefined;
  readonly runs?: readonly MarkedRun[] | null;
  readonly isOpen: boolean;
  /** In the result a linked record is named only. */
  readonly isResult?: boolean;
}

/** The value. */
export function ValueView({ row, cell, runs, isOpen, isResult }: ValueViewProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const { words } = useCompareScope();
  if (cell === undefined) return <i className={styles.quiet}>{t('value.absent')}</i>;
  if (cell === null) return <i className={styles.quiet}>{t('value.none')}</i>;
  if (cell === '') return <i className={styles.quiet}>{t('value.empty')}</i>;
  if (typeof cell === 'object') return <File row={row} base64={cell.base64} />;
  const name = words.names.get(linkKey(row.column.name, cell));
  if (name !== undefined) {
    return (
      <span className={styles.linked}>
        {name}
        {!isResult && <span className={styles.small}>{String(cell)}</span>}
      </span>
    );
  }
  const laidOut = typeof cell === 'string' ? prettyJson(cell) : null;
  if (laidOut !== null) return <code className={styles.json}>{isOpen ? laidOut : cut(laidOut)}</code>;
  if (runs) return <Marked runs={isOpen || !isLong(cell) ? runs : aroundMarks(runs, aroundMark)} />;
  const { text } = cellText(row.column, cell, t);
  return <span className={styles.text}>{isOpen ? text : cut(text)}</span>;
}

/** True for a text that is folded at first. */
export function isLong(cell: JsonCell | undefined): cell is string {
  return typeof cell === 'string' && cell.length > longText;
}

function cut(text: string): string {
  return text.length > longText ? `${text.slice(0, longText)} …` : text;
}

function Marked({ runs }: { readonly runs: readonly MarkedRun[] }): ReactElement {
  return (
    <span className={`${styles.text} oneText`}>
      {runs.map((run, at) => {
        if (run.mark === null) return <span key={at}>{run.text}</span>;
        if (run.mark === 'removed') return <del key={at}>{run.text}</del>;
        return (
          <ins key={at} className={styles[run.mark]}>
            {run.text}
          </ins>
        );
      })}
    </span>
  );
}

function File({ row, base64 }: { readonly row: Row; readonly base64: string }): ReactElement {
  const { t } = useTranslation('conflicts');
  const [isBroken, setBroken] = useState(false);
  const { type, size, picture } = describeBlob(base64);
  return (
    <span className={styles.file}>
      {t('value.typed', { type: type ?? t('value.file'), size: bytesText(size) })}
      {picture !== null && !isBroken && (
        <img
          src={picture}
          alt={t('value.picture', { column: columnTitle(row.column.name) })}
          onError={() => setBroken(true)}
        />
      )}
    </span>
  );
}

/** A JSON text with its members one below the other; null for anything else. */
function prettyJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : null;
  } catch {
    return null;
  }
}
