// The result's cell of one column: not decided, taken from a side, joined, added, typed, or not allowed (parts.html).

import { Button, Tooltip } from '@fluentui/react-components';
import { BranchFork16Regular, Edit16Regular, ErrorCircle16Regular, Merge16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { cellText } from '../../format/cells.ts';
import { columnTitle } from '../../format/names.ts';
import { SideShape } from '../../parts/side-shape.tsx';
import { useKeyLabels } from '../../parts/own-keys.ts';
import type { Result, Row } from './comparison.ts';
import { useCompareScope } from './context.ts';
import { proposalOf } from './proposal.ts';
import { pointsNowhere } from './sections.ts';
import { resultRuns } from './runs.ts';
import { resultWords } from './row-words.ts';
import { ValueView } from './value-view.tsx';
import styles from './compare.module.css';

interface ResultCellProps {
  readonly row: Row;
  readonly isOpen: boolean;
  readonly isEditing: boolean;
}

/** The cell. */
export function ResultCell({ row, isOpen, isEditing }: ResultCellProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const { isEditable, edit, words, prepared, missing } = useCompareScope();
  const { result } = row;
  const isLost = isEditable && pointsNowhere(row, missing);
  const title = columnTitle(row.column.name);
  const isKey = prepared.detail.tableColumns.some((column) => column.name === row.column.name && column.isKey);
  const canEdit = isEditable && !row.isGone && !isKey && row.column.type !== 'bytes';
  const look = [
    styles.result,
    result.from === 'open' ? styles.open : '',
    result.fault === null && !isLost ? '' : styles.faulty,
    resultRuns(row) || result.from === 'same' ? styles.prose : '',
  ].join(' ');
  return (
    <div
      className={`${styles.cell} ${styles.resultCell}`}
      role="cell"
      aria-label={t('row.resultName', { column: title, value: resultWords(words, row) })}
    >
      <div className={look} data-from={result.from}>
        <span className={styles.mark}>{markOf(result)}</span>
        <span className={styles.resultValue}>
          {canEdit && !isEditing && result.from !== 'none' && result.from !== 'waits' && (
            <Tooltip content={`${t('result.edit', { column: title })} · ${keys('edit')}`} relationship="label">
              <Button
                className={styles.edit ?? ''}
                appearance="transparent"
                size="small"
                icon={<Edit16Regular />}
                onClick={() => edit(row.column.name)}
              />
            </Tooltip>
          )}
          <ResultBody row={row} isOpen={isOpen} />
          {result.fault !== null && <span className={styles.fault}>{result.fault}</span>}
          {isLost && <span className={styles.fault}>{t('result.notHere')}</span>}
        </span>
      </div>
    </div>
  );
}

function ResultBody({ row, isOpen }: { readonly row: Row; readonly isOpen: boolean }): ReactElement {
  const { t } = useTranslation('conflicts');
  const { result } = row;
  if (result.from === 'open') return <Open row={row} />;
  if (result.from === 'waits') return <span className="quiet">{t('result.waits')}</span>;
  if (result.from === 'none') return <i className="quiet">{row.isGone ? t('row.gone') : t('value.noRecord')}</i>;
  if (result.fault !== null && result.typed?.text) return <span>{result.typed.text}</span>;
  return <ValueView row={row} cell={result.cell} runs={resultRuns(row)} isOpen={isOpen} isResult />;
}

/** Not decided, and what could be made of both. */
function Open({ row }: { readonly row: Row }): ReactElement {
  const { t } = useTranslation('conflicts');
  const { prepared, isEditable, type } = useCompareScope();
  const proposal = isEditable ? proposalOf(prepared, row) : null;
  return (
    <>
      <span>{t('result.open')}</span>
      {proposal && (
        <Tooltip content="M" relationship="description">
          <button type="button" className={styles.propose} onClick={() => type(row.column.name, proposal)}>
            {proposal.how === 'joined'
              ? t('result.join')
              : t('result.sum', { value: cellText(row.column, proposal.text, t).text })}
          </button>
        </Tooltip>
      )}
    </>
  );
}

function markOf({ from, fault }: Result): ReactElement | null {
  if (fault !== null) return <ErrorCircle16Regular />;
  if (from === 'mine' || from === 'theirs' || from === 'base') return <SideShape side={from} />;
  if (from === 'open') return <BranchFork16Regular />;
  if (from === 'joined' || from === 'summed') return <Merge16Regular />;
  return from === 'typed' ? <Edit16Regular /> : null;
}
