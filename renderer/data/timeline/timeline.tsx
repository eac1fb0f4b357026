// The way of a record, newest first: what waits, who changed what, conflicts and their decisions, what both sides agreed on.
// Points that hold a version can be compared and put back (PD-08).

import { Checkbox } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { routeAddress } from '../../app/routes.ts';
import { useRead } from '../../bridge/use-read.ts';
import type { Status } from '../../bridge/use-status.ts';
import { plainText } from '../../format/rich.ts';
import { fullTime } from '../../format/times.ts';
import { RichText } from '../../parts/rich-text.tsx';
import type { DataTable, JsonRecord } from '../data-table.ts';
import type { RecordFacts } from '../card/use-held-record.ts';
import { whenText } from '../when.ts';
import { pointFacts, pointWords, type Looker } from './point-words.ts';
import { pairOf, togglePoint, type TimelinePoint } from './points.ts';
import { VersionPair } from './version-pair.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import styles from './timeline.module.css';

interface TimelineProps {
  readonly table: DataTable;
  readonly recordKey: JsonRecord;
  readonly facts: RecordFacts;
  readonly status: Status | null;
  /** The points that are compared, by their ids. */
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
  /** Asks for a version to be put back; null where nothing can be written. */
  readonly onPutBack: ((point: TimelinePoint) => void) | null;
}

/** The timeline. */
export function Timeline(props: TimelineProps): ReactElement | null {
  const { table, recordKey, facts, status, chosen, onChoose, onPutBack } = props;
  const { t } = useTranslation('data');
  const looker = useRead('app.describe', {}, []).value;
  const input = { table: { ...table.table }, key: { ...recordKey } };
  const timeline = useRead('data.timeline', input, ['data', 'conflicts']).value;
  const [isComparing, setComparing] = useState(false);
  if (!timeline) return null;
  const { points, earlier } = timeline;
  // Of a record that is not here and never did anything here there is nothing to tell.
  if (facts.row === null && points.every(({ kind }) => kind === 'now')) return null;
  const wait = facts.refusal && facts.badge !== 'conflict' ? 'refused' : facts.badge;
  const pair = pairOf(points, chosen);
  const canCompare = points.filter(({ hasVersion }) => hasVersion).length > 1;
  const isOn = canCompare && (isComparing || pair !== null);
  const stop = (): void => {
    setComparing(false);
    onChoose([]);
  };
  return (
    <section className={styles.timeline} aria-label={t('timeline.title')}>
      <header>
        <h3>{t('timeline.title')}</h3>
        {canCompare && (
          <LinkButton onClick={() => (isOn ? stop() : setComparing(true))}>
            {t(isOn ? 'timeline.stop' : 'timeline.compare')}
          </LinkButton>
        )}
      </header>
      {isOn && !pair && <p className="caption">{t('timeline.choose')}</p>}
      {pair && (
        <VersionPair table={table} facts={facts} pair={pair} looker={looker} onPutBack={isOn ? onPutBack : null} />
      )}
      <ol>
        {wait !== null && (
          <li className={styles.wait}>
            <b>{t(`timeline.badge.${wait}`)}</b>
            <span className="caption">{t(`timeline.badge.${wait}More`, { when: whenText(t, status) })}</span>
          </li>
        )}
        {points.map((point) => (
          <PointLine
            key={point.id}
            table={table}
            point={point}
            looker={looker}
            isChosen={isOn ? chosen.includes(point.id) : null}
            onToggle={() => onChoose(togglePoint(chosen, point.id))}
          />
        ))}
      </ol>
      {earlier > 0 && <p className="caption">{t('timeline.earlier', { count: earlier })}</p>}
    </section>
  );
}

interface PointLineProps {
  readonly table: DataTable;
  readonly point: TimelinePoint;
  readonly looker: Looker | null;
  /** Null: nothing is being compared. */
  readonly isChosen: boolean | null;
  readonly onToggle: () => void;
}

const marks: Readonly<Partial<Record<TimelinePoint['kind'], string | undefined>>> = {
  now: styles.base,
  base: styles.base,
  confirmed: styles.done,
  parked: styles.point,
  'taken-back': styles.needs,
  raised: styles.needs,
  reopened: styles.needs,
};

function PointLine({ table, point, looker, isChosen, onToggle }: PointLineProps): ReactElement {
  const { t } = useTranslation('data');
  const words = pointWords(t, table, point, looker);
  const isVersion = point.kind === 'added' || point.kind === 'changed' || point.kind === 'deleted';
  const look = isVersion
    ? point.side === 'theirs'
      ? styles.theirs
      : styles.mine
    : (marks[point.kind] ?? styles.point);
  return (
    <li className={look} data-kind={point.kind} data-point={point.id}>
      <span className={styles.words}>
        <RichText text={words} />
        <span className="caption" title={point.at === null ? undefined : fullTime(point.at)}>
          {pointFacts(t, point, looker)}
          <PointLinks point={point} />
        </span>
      </span>
      {isChosen !== null && point.hasVersion && (
        <Checkbox
          className={styles.check ?? ''}
          checked={isChosen}
          aria-label={t('timeline.chooseOne', { point: plainText(words) })}
          onChange={onToggle}
        />
      )}
    </li>
  );
}

/** Where a point leads: to its conflict, to its session. */
function PointLinks({ point }: { readonly point: TimelinePoint }): ReactElement {
  const { t } = useTranslation('data');
  const { kind, conflict, session } = point;
  const isOfConflict = kind === 'raised' || kind === 'decided' || kind === 'reopened' || kind === 'parked';
  return (
    <>
      {session !== null && kind !== 'base' && (
        <>
          {' · '}
          <a href={routeAddress({ screen: 'feed', path: [String(session)] })}>
            {t('timeline.session', { no: session })}
          </a>
        </>
      )}
      {conflict !== null && isOfConflict && (
        <>
          {' · '}
          <a href={routeAddress({ screen: 'conflicts', path: [String(conflict)] })}>{t('timeline.open')}</a>
        </>
      )}
    </>
  );
}
