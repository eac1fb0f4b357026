// One waiting record: what it is called, what is done to it, and a line for each changed column (PD-01).

import { Checkbox, Tooltip } from '@fluentui/react-components';
import { BranchFork16Regular, Warning16Filled } from '@fluentui/react-icons';
import { memo, type MouseEvent, type ReactElement, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { routeAddress } from '../app/routes.ts';
import { columnTitle, recordTitle, tableTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import { useKeyLabels } from '../parts/own-keys.ts';
import { sideText, summaryOf, titleOf, type Side, type Tables } from './line-words.ts';
import { idOf, type Line } from './use-changes.ts';
import { canRevert, type Chosen } from './use-selection.ts';
import styles from './list.module.css';

interface RecordRowProps {
  readonly line: Line;
  readonly tables: Tables;
  readonly user: string;
  readonly now: Date;
  readonly chosen: Chosen | undefined;
  readonly isActive: boolean;
  /** False in a window that only looks on. */
  readonly canChoose: boolean;
  readonly at: number;
  readonly top: number;
  readonly rowRef: Ref<HTMLDivElement>;
  readonly onToggle: (line: Line) => void;
  readonly onToggleColumn: (line: Line, column: string) => void;
  readonly onOpen: (line: Line) => void;
  readonly onFocus: (at: number) => void;
}

/** The record. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps): ReactElement {
  const { line, chosen, isActive, at, top, rowRef, onOpen, onFocus } = props;
  const [first, ...others] = line.operation === 'update' ? line.columns.map(({ column }) => column) : [];
  const open = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a, button, input, label')) return;
    if (window.getSelection()?.isCollapsed ?? true) onOpen(line);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- Enter opens the record from its row.
    <div
      ref={rowRef}
      data-index={at}
      role="rowgroup"
      className={`${styles.item} ${chosen ? styles.chosen : ''} ${isActive ? styles.active : ''}`}
      style={{ top }}
      onClick={open}
    >
      <div
        role="row"
        data-row
        data-record={idOf(line)}
        aria-rowindex={at + 2}
        aria-selected={props.canChoose ? chosen !== undefined : undefined}
        className={`${styles.cells} ${styles.first}`}
        tabIndex={isActive ? 0 : -1}
        onFocus={() => onFocus(at)}
      >
        <Head {...props} />
        <Values {...props} column={first ?? null} />
        <Tail {...props} />
      </div>
      {others.map((column) => (
        <div key={column} role="row" className={`${styles.cells} ${styles.more}`}>
          <Values {...props} column={column} />
        </div>
      ))}
    </div>
  );
});

function Head({ line, chosen, isActive, canChoose, onToggle }: RecordRowProps): ReactElement {
  const { t } = useTranslation('changes');
  const keys = useKeyLabels('changes');
  const { id, name } = titleOf(line);
  const { behind, operation } = line;
  const reason = canRevert(line) ? `${t('row.chooseTip')} · ${keys('choose')}` : t('row.backTip');
  return (
    <>
      <div role="gridcell" aria-colindex={1} className={styles.check}>
        {canChoose && (
          <Tooltip content={reason} relationship="description" showDelay={600}>
            <Checkbox
              tabIndex={isActive ? 0 : -1}
              aria-label={t('row.choose', { id })}
              checked={chosen ? (chosen.columns ? 'mixed' : true) : false}
              disabled={!canRevert(line)}
              onChange={() => onToggle(line)}
            />
          </Tooltip>
        )}
      </div>
      <div role="gridcell" aria-colindex={2} className={`cut ${styles.table}`}>
        {tableTitle(line.table)}
      </div>
      <div role="rowheader" aria-colindex={3} className={styles.name}>
        <span className="cut" title={name === '' ? id : `${id} ${name}`}>
          <b>{id}</b> {name}
        </span>
        {behind && (
          <Tooltip content={t('row.behind', { id: recordTitle(behind.key, {}).id })} relationship="label">
            <a
              href={routeAddress({ screen: 'conflicts', path: [String(behind.no)] })}
              tabIndex={isActive ? 0 : -1}
              className={styles.behind}
            >
              <BranchFork16Regular />
            </a>
          </Tooltip>
        )}
      </div>
      <div role="gridcell" aria-colindex={4} className={styles.operation}>
        {t(`operation.${operation}`)}
      </div>
    </>
  );
}

/** A changed column from what to what; without one, the whole record. */
function Values(props: RecordRowProps & { readonly column: string | null }): ReactElement {
  const { line, tables, column, chosen, isActive, onToggleColumn } = props;
  const { t } = useTranslation('changes');
  const isPart = chosen !== undefined && column !== null && line.columns.length > 1;
  return (
    <>
      <div role="gridcell" aria-colindex={5} className={styles.column}>
        {isPart ? (
          <Checkbox
            className={styles.part ?? ''}
            tabIndex={isActive ? 0 : -1}
            label={columnTitle(column)}
            checked={chosen.columns?.includes(column) ?? true}
            onChange={() => onToggleColumn(line, column)}
          />
        ) : (
          <span className="cut">{column === null ? t(`row.whole.${line.operation}`) : columnTitle(column)}</span>
        )}
      </div>
      {(['old', 'new'] as const).map((side, at) => (
        <div key={side} role="gridcell" aria-colindex={6 + at} className={`cut ${styles[side]}`}>
          <Value line={line} tables={tables} column={column} side={side} />
        </div>
      ))}
    </>
  );
}

function Value({
  line,
  tables,
  column,
  side,
}: Pick<RecordRowProps, 'line' | 'tables'> & { readonly column: string | null; readonly side: Side }): ReactElement {
  const { t } = useTranslation('changes');
  if (column !== null) {
    const { text, quiet } = sideText({ t, tables }, line, { column, side });
    return quiet ? <i className="quiet">{text}</i> : <span title={text}>{text}</span>;
  }
  const isHere = side === (line.operation === 'delete' ? 'old' : 'new');
  if (line.operation === 'update') return isHere ? <i className="quiet">{t('row.back')}</i> : <>–</>;
  const summary = isHere ? summaryOf({ t, tables }, line) : '';
  return summary === '' ? <>–</> : <span title={summary}>{summary}</span>;
}

function Tail({ line, user, now }: RecordRowProps): ReactElement {
  const { t } = useTranslation('changes');
  const { at, by, tries, refused } = line;
  const who = by === null ? t('row.thisComputer') : by === user ? t('row.you') : by;
  return (
    <>
      <div role="gridcell" aria-colindex={8} className={`figure ${styles.at}`}>
        {at === null ? (
          '–'
        ) : (
          <time dateTime={at} title={fullTime(at)}>
            {timeText(at, now)}
          </time>
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={9}
        className={`cut ${styles.by}`}
        title={by === null ? t('row.thisComputerTip') : by}
      >
        {who}
      </div>
      <div role="gridcell" aria-colindex={10} className={`figure ${styles.tries} ${tries === 0 ? styles.none : ''}`}>
        {refused ? (
          <Tooltip content={t('row.refused', { message: refused.message })} relationship="description">
            <span className={styles.refused}>
              <Warning16Filled />
              {numberText(tries)}
              <span className="spoken">{t('row.refused', { message: refused.message })}</span>
            </span>
          </Tooltip>
        ) : (
          numberText(tries)
        )}
      </div>
    </>
  );
}
