// One event in the list, and what its level and outcome look like: icon and word (TL-04, TL-05, TL-13, AX-02).

import { CheckmarkCircle16Regular, ErrorCircle16Filled, Info16Regular, Warning16Filled } from '@fluentui/react-icons';
import { SubtractCircle16Regular, TextBulletList16Regular } from '@fluentui/react-icons';
import { memo, type ComponentType, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Level } from '../../../main/sync/telemetry.ts';
import { numberText } from '../../format/numbers.ts';
import { clockText, durationText, fullTime } from '../../format/times.ts';
import { tableWords } from '../who-chips.tsx';
import { codeText, eventTitle, outcomeOf, typeText, type TelemetryEvent } from '../words.ts';
import page from '../../parts/page.module.css';
import styles from './events.module.css';

/** Does not apply. */
const none = <span className={page.zero}>–</span>;

/** Height of a row, px. */
export const rowHeight = 30;

const levelIcons: Readonly<Record<Level, readonly [ComponentType<{ className?: string }>, string | undefined]>> = {
  verbose: [TextBulletList16Regular, page.soft],
  info: [Info16Regular, page.soft],
  warning: [Warning16Filled, page.amber],
  error: [ErrorCircle16Filled, page.bad],
};

/** Icon and word of a level; what was expected is grey whatever its level. */
export function LevelWords({ event }: { readonly event: TelemetryEvent }): ReactElement {
  const { t } = useTranslation('telemetry');
  const [Icon, tone] = levelIcons[event.level];
  const isExpected = outcomeOf(event) === 'expected';
  return (
    <span className={page.words}>
      <Icon className={(isExpected ? page.soft : tone) ?? ''} />
      <span className="cut">{t(`level.${event.level}`)}</span>
    </span>
  );
}

/** Icon and word of the outcome. */
export function OutcomeWords({ event }: { readonly event: TelemetryEvent }): ReactElement {
  const { t } = useTranslation('telemetry');
  const outcome = outcomeOf(event);
  if (outcome === 'none') return none;
  return (
    <span className={page.words}>
      {outcome === 'success' && <CheckmarkCircle16Regular className={page.soft} />}
      {outcome === 'failure' && <ErrorCircle16Filled className={page.bad} />}
      {outcome === 'expected' && <SubtractCircle16Regular className={page.soft} />}
      <span className="cut">{t(`outcome.${outcome}`)}</span>
    </span>
  );
}

interface RowProps {
  readonly at: number;
  /** Undefined while it is read. */
  readonly event: TelemetryEvent | undefined;
  readonly isOpen: boolean;
  readonly isActive: boolean;
  readonly onPick: (at: number) => void;
}

/** The id of a row, for `aria-activedescendant`. */
export function rowId(at: number): string {
  return `telemetry-row-${at}`;
}

/** The row. */
export const EventRow = memo(function EventRow({ at, event, isOpen, isActive, onPick }: RowProps): ReactElement {
  const { t } = useTranslation('telemetry');
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- The grid hears the keys.
    <div
      id={rowId(at)}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={isOpen}
      className={`${styles.cells} ${styles.row} ${isOpen ? styles.on : ''} ${isActive ? styles.active : ''}`}
      style={{ transform: `translateY(${at * rowHeight}px)` }}
      onClick={() => onPick(at)}
    >
      {event ? (
        <Cells event={event} />
      ) : (
        <span role="gridcell" className={styles.coming}>
          {t('reading')}
        </span>
      )}
    </div>
  );
});

function Cells({ event }: { readonly event: TelemetryEvent }): ReactElement {
  const { t } = useTranslation('telemetry');
  const { time, name, mode, errorCode, failureType, code, table, records, durationMs, user } = event;
  const codeTip =
    errorCode === null
      ? undefined
      : [codeText(t, errorCode), failureType && typeText(t, failureType), code].filter(Boolean).join(' · ');
  return (
    <>
      <span role="gridcell" className={`figure ${styles.time}`} title={fullTime(time)}>
        {clockText(time)}
      </span>
      <span role="gridcell" className={`cut ${styles.event}`} title={name}>
        {eventTitle(t, name)}
      </span>
      <span role="gridcell" className={styles.level}>
        <LevelWords event={event} />
      </span>
      <span role="gridcell" className={`cut ${styles.mode}`} title={mode ?? undefined}>
        {mode === null ? none : t(`mode.${mode}`)}
      </span>
      <span role="gridcell" className={styles.result}>
        <OutcomeWords event={event} />
      </span>
      <span role="gridcell" className={`figure ${styles.code}`} title={codeTip}>
        {errorCode ?? none}
      </span>
      <span role="gridcell" className={`cut ${styles.tableName}`} title={table ?? undefined}>
        {table === null ? none : tableWords(table)}
      </span>
      <span role="gridcell" className={`${styles.right} ${styles.records}`}>
        {records === null ? none : numberText(records)}
      </span>
      <span role="gridcell" className={`${styles.right} ${styles.duration}`}>
        {durationMs === null ? none : durationText(durationMs)}
      </span>
      <span role="gridcell" className={`cut ${styles.person}`} title={user}>
        {user}
      </span>
    </>
  );
}
