// One row of the history: a session, or a fold of idle ones.

import {
  CheckmarkCircle16Regular,
  ChevronDown16Regular,
  ChevronRight16Regular,
  Circle16Regular,
  ErrorCircle16Regular,
  PlugDisconnected16Regular,
  Timer16Regular,
  Warning16Regular,
  ArrowSync16Regular,
} from '@fluentui/react-icons';
import { memo, type ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { bytesText, numberText } from '../format/numbers.ts';
import { durationText, fullTime, timeText } from '../format/times.ts';
import type { ColumnName } from './columns.ts';
import type { Row, SessionLine } from './lines.ts';
import page from '../parts/page.module.css';
import styles from './history.module.css';

interface HistoryRowProps {
  readonly row: Row;
  readonly at: number;
  readonly top: number;
  readonly now: Date;
  readonly isOpen: boolean;
  readonly inTabOrder: boolean;
  /** The columns, and the tracks of the grid that they stand in. */
  readonly names: readonly ColumnName[];
  readonly tracks: { readonly gridTemplateColumns: string };
  readonly addressOf: (no: number) => string;
  readonly onFocus: (row: Row) => void;
  readonly onToggle: (row: Row) => void;
}

/** The row. */
export const HistoryRow = memo(function HistoryRow(props: HistoryRowProps): ReactElement {
  const { row, at, top, isOpen, tracks } = props;
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      data-index={at}
      className={`${styles.row} ${row.kind === 'idle' ? styles.idle : styles.cells} ${isOpen ? styles.on : ''}`}
      style={{ ...(row.kind === 'session' && tracks), transform: `translateY(${top}px)` }}
    >
      {row.kind === 'idle' ? (
        <IdleCell {...props} lines={row.lines} unfolded={row.isOpen} />
      ) : (
        <Cells {...props} line={row.line} />
      )}
    </div>
  );
});

function Cells(props: HistoryRowProps & { readonly line: SessionLine }): ReactElement {
  return (
    <>
      {props.names.map((name) => (
        <Cell key={name} {...props} name={name} />
      ))}
    </>
  );
}

function Cell({
  name,
  ...props
}: HistoryRowProps & { readonly line: SessionLine; readonly name: ColumnName }): ReactElement {
  const { t } = useTranslation('feed');
  const { line } = props;
  switch (name) {
    case 'started':
      return <Started {...props} />;
    case 'scope':
      return <Words text={line.scope} />;
    case 'mode':
      return <Words text={t(`mode.${line.mode}`, { defaultValue: line.mode })} />;
    case 'trigger':
      return <Trigger {...props} />;
    case 'result':
      return (
        <span role="cell">
          <span className={page.words}>
            {resultIcon(line)}
            <span className="cut">{resultText(line, t)}</span>
          </span>
        </span>
      );
    case 'duration':
      return <Text text={line.ms === null ? '–' : durationText(line.ms)} />;
    case 'active':
      return <Text text={line.activeMs === null ? '–' : durationText(line.activeMs)} />;
    case 'bytesUp':
      return <Text text={bytesText(line.bytesSent)} isZero={line.bytesSent === 0} />;
    case 'bytesDown':
      return <Text text={bytesText(line.bytesReceived)} isZero={line.bytesReceived === 0} />;
    case 'sent':
      return <Figure value={line.uploaded} />;
    case 'received':
      return <Figure value={line.downloaded} />;
    default:
      return <Figure value={line[name]} />;
  }
}

function Started({
  row,
  line,
  now,
  isOpen,
  inTabOrder,
  addressOf,
  onFocus,
}: HistoryRowProps & { readonly line: SessionLine }): ReactElement {
  const { t } = useTranslation('feed');
  return (
    <span role="cell" className={`figure ${styles.first}`}>
      <a
        data-row
        className={styles.link}
        href={addressOf(line.no)}
        title={fullTime(line.started)}
        aria-label={t('session.link', { no: numberText(line.no), time: timeText(line.started, now) })}
        tabIndex={inTabOrder ? 0 : -1}
        aria-current={isOpen ? 'true' : undefined}
        onFocus={() => onFocus(row)}
      >
        {timeText(line.started, now)}
      </a>
    </span>
  );
}

/** A first session is rare and worth the narrow column; who started it is in the tooltip and in the session. */
function Trigger({ line, names }: HistoryRowProps & { readonly line: SessionLine }): ReactElement {
  const { t } = useTranslation('feed');
  const trigger = t(`trigger.${line.trigger}`, { defaultValue: line.trigger });
  const mode = t(`mode.${line.mode}`, { defaultValue: line.mode });
  const isFirst = line.mode === 'first' && !names.includes('mode');
  return <Words text={isFirst ? mode : trigger} title={`${trigger}, ${mode}, ${line.scope}`} />;
}

function Words({ text, title = text }: { readonly text: string; readonly title?: string }): ReactElement {
  return (
    <span role="cell" className="cut" title={title}>
      {text}
    </span>
  );
}

function Text({ text, isZero = false }: { readonly text: string; readonly isZero?: boolean }): ReactElement {
  return (
    <span role="cell" className={`${styles.right} ${isZero ? page.zero : ''}`}>
      {text}
    </span>
  );
}

function Figure({ value }: { readonly value: number }): ReactElement {
  return <Text text={numberText(value)} isZero={value === 0} />;
}

function IdleCell({
  row,
  lines,
  unfolded,
  now,
  names,
  inTabOrder,
  onFocus,
  onToggle,
}: HistoryRowProps & { readonly lines: readonly SessionLine[]; readonly unfolded: boolean }): ReactElement {
  const { t } = useTranslation('feed');
  const first = lines.at(-1)?.started ?? '';
  const last = lines[0]?.started ?? '';
  const from = timeText(first, now);
  const to = timeText(last, now);
  return (
    <span role="cell" aria-colspan={names.length}>
      <button
        type="button"
        data-row
        className={styles.fold}
        aria-expanded={unfolded}
        tabIndex={inTabOrder ? 0 : -1}
        onFocus={() => onFocus(row)}
        onClick={() => onToggle(row)}
      >
        {unfolded ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
        {t('idle', { count: lines.length, span: from === to ? from : t('span', { from, to }) })}
      </button>
    </span>
  );
}

function resultText(line: SessionLine, t: TFunction): string {
  const result = t(`result.${line.result}`);
  if (isUnbalanced(line)) return t('resultUnbalanced', { result });
  if (line.failed > 0) return t('resultFailed', { result, count: line.failed });
  return line.slow ? t('resultSlow', { result }) : result;
}

/** The books of a session must balance: one where they do not is an error, however it ended (FD-03). */
function isUnbalanced({ balance }: SessionLine): boolean {
  return balance !== null && balance !== 0;
}

function resultIcon(line: SessionLine): ReactElement {
  if (isUnbalanced(line)) return <ErrorCircle16Regular className={page.bad} />;
  switch (line.result) {
    case 'done':
      if (line.failed > 0) return <Warning16Regular className={page.amber} />;
      return line.slow ? <Timer16Regular className={page.amber} /> : <CheckmarkCircle16Regular className={page.ok} />;
    case 'failed':
      return <ErrorCircle16Regular className={page.bad} />;
    case 'interrupted':
      return <PlugDisconnected16Regular />;
    case 'cancelled':
      return <Circle16Regular />;
    case 'running':
      return <ArrowSync16Regular className={page.busy} />;
  }
}
