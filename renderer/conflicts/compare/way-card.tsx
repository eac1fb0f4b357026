// The way of a decision as a line of stops, and every change of state with who, when and why (CF-04, RS-21).

import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { sessionAddress } from '../../app/addresses.ts';
import { useRead } from '../../bridge/use-read.ts';
import type { Status } from '../../bridge/use-status.ts';
import { fullTime, timeText } from '../../format/times.ts';
import { byText } from '../people.ts';
import { whenText } from '../when.ts';
import type { Detail } from './detail.ts';
import { wayOf, type Stop } from './way.ts';
import styles from './way.module.css';

/** The card. */
export function WayCard({ detail, status }: { readonly detail: Detail; readonly status: Status | null }): ReactElement {
  const { t } = useTranslation('conflicts');
  const user = useRead('app.describe', {}, []).value?.user ?? null;
  return (
    <div className={styles.card}>
      <h3>{t('way.title')}</h3>
      <ol className={styles.steps}>
        {wayOf(detail).map((stop) => (
          <li key={stop.name} className={styles[stop.reached]} data-stop={stop.name} data-reached={stop.reached}>
            <b>{t(`way.${stop.name}`)}</b>
            {stop.reached !== 'later' && (
              <span className="spoken">{t(stop.reached === 'done' ? 'way.reached' : 'way.isNext')}</span>
            )}
            <StopText stop={stop} user={user} expected={expectedText(t, stop, detail, status)} />
          </li>
        ))}
      </ol>
      <History detail={detail} user={user} />
    </div>
  );
}

function StopText({
  stop,
  user,
  expected,
}: {
  readonly stop: Stop;
  readonly user: string | null;
  readonly expected: string;
}): ReactElement {
  const { t } = useTranslation('conflicts');
  if (stop.reached !== 'done') return <span>{expected}</span>;
  const who = stop.who === null ? [] : [byText(t, stop.who, user)];
  return (
    <span>
      {stop.at !== null && (
        <time dateTime={stop.at} title={fullTime(stop.at)}>
          {[timeText(stop.at), ...who].join(' ')}
        </time>
      )}
      {stop.session !== null && (
        <>
          {', '}
          <SessionLink no={stop.session} />
        </>
      )}
    </span>
  );
}

function SessionLink({ no }: { readonly no: number }): ReactElement {
  const { t } = useTranslation('conflicts');
  return <a href={sessionAddress(no)}>{t('way.session', { no })}</a>;
}

/** What is awaited at a stop that is not reached. */
function expectedText(t: TFunction, { name, reached }: Stop, detail: Detail, status: Status | null): string {
  if (name === 'decided') return reached === 'now' ? t('way.byYouNow') : '';
  if (name === 'sent') return whenText(t, status, 'when');
  if (name !== 'confirmed') return '';
  if (detail.state === 'sent') return t('way.hubsProof');
  return detail.decision?.wrote === false ? whenText(t, status, 'when') : t('way.sameSession');
}

const knownReasons: ReadonlySet<string> = new Set([
  'raised',
  'hub-changed',
  'became-equal',
  'edited here again',
  'keep mine',
  'keep theirs',
  'keep merged',
  'the hub’s record stands',
  'the hub has it',
  'not confirmed by this hub',
  'taken back before it was sent',
  'undone by a new change',
]);

/** All steps, oldest first, folded. */
function History({ detail, user }: { readonly detail: Detail; readonly user: string | null }): ReactElement {
  const { t } = useTranslation('conflicts');
  const { history } = detail;
  return (
    <details className={styles.all}>
      <summary>{t('way.all', { count: history.length, n: history.length })}</summary>
      <ol>
        {history.map((step, at) => (
          <li key={at}>
            <time dateTime={step.at} title={fullTime(step.at)}>
              {timeText(step.at)}
            </time>
            <b>{t(`state.${step.state}`)}</b>
            <span>
              {knownReasons.has(step.why) ? t(`way.why.${step.why}`) : step.why}
              {step.who !== null && `, ${byText(t, step.who, user)}`}
              {step.session !== null && (
                <>
                  {', '}
                  <SessionLink no={step.session} />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
