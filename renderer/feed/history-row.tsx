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
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { sessionAddress } from '../app/addresses.ts';
import { numberText } from '../format/numbers.ts';
import { durationText, fullTime, timeText } from '../format/times.ts';
import type { Row, SessionLine } from './lines.ts';
import page from '../parts/page.module.css';
import styles from './history.module.css';

interface HistoryRowProps {
  readonly row: Row;
  readonly at: number;
  readonly top: number;
  readonly now: Date;
  readonly isOpen: boolean;
  readonly isSlow: boolean;
  readonly inTabOrder: boolean;
  /** Names the scope, where the list holds more than one. */
  readonly withScope: boolean;
  onFocus(): void;
  onToggle(): void;
}

/** The row. */
export function HistoryRow(props: HistoryRowProps): ReactElement {
  const { row, at, top, isOpen } = props;
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      data-index={at}
      className={`${styles.row} ${row.kind === 'idle' ? styles.idle : styles.cells} ${isOpen ? styles.on : ''}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      {row.kind === 'idle' ? (
        <IdleCell {...props} lines={row.lines} unfolded={row.isOpen} />
      ) : (
        <Cells {...props} line={row.line} />
      )}
    </div>
  );
}

function Cells({
  line,
  now,
  isOpen,
  isSlow,
  inTabOrder,
  withScope,
  onFocus,
}: HistoryRowProps & { readonly line: SessionLine }): ReactElement {
  const { t } = useTranslation('feed');
  const trigger = t(`trigger.${line.trigger}`, { defaultValue: line.trigger });
  // A first session is rare and worth the narrow column; who started it is in the tooltip and in the session.
  const isFirst = line.mode === 'first';
  const scope = withScope ? `, ${line.scope}` : '';
  return (
    <>
      <span role="cell" className="figure">
        <a
          data-row
          className={styles.link}
          href={sessionAddress(line.no)}
          title={fullTime(line.started)}
          aria-label={t('session.link', { no: numberText(line.no), time: timeText(line.started, now) })}
          tabIndex={inTabOrder ? 0 : -1}
          aria-current={isOpen ? 'true' : undefined}
          onFocus={onFocus}
        >
          {timeText(line.started, now)}
        </a>
      </span>
      <span
        role="cell"
        className="cut"
        title={`${trigger}, ${t(`mode.${line.mode}`, { defaultValue: line.mode })}${scope}`}
      >
        {isFirst ? t('mode.first') : trigger}
        <span className="quiet">{scope}</span>
      </span>
      <span role="cell">
        <span className={page.words}>
          {resultIcon(line, isSlow)}
          <span className="cut">{resultText(line, isSlow, t)}</span>
        </span>
      </span>
      <Figure value={line.uploaded} />
      <Figure value={line.downloaded} />
      <Figure value={line.conflicts} />
      <span role="cell" className={styles.right}>
        {line.ms === null ? '–' : durationText(line.ms)}
      </span>
    </>
  );
}

function Figure({ value }: { readonly value: number }): ReactElement {
  return (
    <span role="cell" className={`${styles.right} ${value === 0 ? page.zero : ''}`}>
      {numberText(value)}
    </span>
  );
}

function IdleCell({
  lines,
  unfolded,
  now,
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
    <span role="cell" aria-colspan={7}>
      <button
        type="button"
        data-row
        className={styles.fold}
        aria-expanded={unfolded}
        tabIndex={inTabOrder ? 0 : -1}
        onFocus={onFocus}
        onClick={onToggle}
      >
        {unfolded ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
        {t('idle', { count: lines.length, span: from === to ? from : t('span', { from, to }) })}
      </button>
    </span>
  );
}

function resultText(line: SessionLine, isSlow: boolean, t: TFunction): string {
  const result = t(`result.${line.result}`);
  if (line.failed > 0) return t('resultFailed', { result, count: line.failed });
  return isSlow ? t('resultSlow', { result }) : result;
}

function resultIcon(line: SessionLine, isSlow: boolean): ReactElement {
  switch (line.result) {
    case 'done':
      if (line.failed > 0) return <Warning16Regular className={page.amber} />;
      return isSlow ? <Timer16Regular className={page.amber} /> : <CheckmarkCircle16Regular className={page.ok} />;
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
