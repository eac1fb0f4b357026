// The next session and why not earlier, the last one, and the schedule (ST-11, SC-01, SC-08).

import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { sessionAddress } from '../app/addresses.ts';
import type { Status } from '../bridge/use-status.ts';
import { numberText } from '../format/numbers.ts';
import { durationText, fullTime, soonText, timeText } from '../format/times.ts';
import page from '../parts/page.module.css';
import { ScheduleMenu } from './schedule-menu.tsx';
import styles from './status.module.css';

interface SessionsCardProps {
  readonly status: Status;
  readonly now: Date;
  readonly readOnly: boolean;
}

/** The card. */
export function SessionsCard({ status, now, readOnly }: SessionsCardProps): ReactElement {
  const { t } = useTranslation('status');
  const { next, lastSession } = status;
  return (
    <section className={`${page.card} ${styles.box}`} aria-labelledby="sessions-card">
      <h3 id="sessions-card">{t('sessions.title')}</h3>
      <dl className={styles.pairs}>
        <dt>{t('sessions.next')}</dt>
        <dd>
          <b title={next.at === null ? undefined : fullTime(next.at)}>{nextTime(status, { t, now })}</b>{' '}
          <span className="quiet">{nextReason(status, t)}</span>
        </dd>
        <dt>{t('sessions.last')}</dt>
        <dd>
          {lastSession ? (
            <>
              <a href={sessionAddress(lastSession.no)} title={fullTime(lastSession.started)}>
                {timeText(lastSession.ended ?? lastSession.started, now)}
              </a>{' '}
              <span className="quiet">{lastWords(lastSession, t)}</span>
            </>
          ) : (
            <span className="quiet">{t('sessions.none')}</span>
          )}
        </dd>
        <dt>{t('sessions.schedule')}</dt>
        <dd>
          <ScheduleMenu status={status} readOnly={readOnly} />
        </dd>
      </dl>
    </section>
  );
}

function nextTime({ next, progress }: Status, { t, now }: { readonly t: TFunction; readonly now: Date }): string {
  if (progress) return t('sessions.running');
  return next.at === null ? t('sessions.notPlanned') : soonText(next.at, now);
}

function nextReason({ next, progress }: Status, t: TFunction): string {
  if (progress) return '';
  return t(`sessions.why.${next.reason}`, { defaultValue: next.reason, tries: numberText(next.tries) });
}

function lastWords(session: NonNullable<Status['lastSession']>, t: TFunction): string {
  const parts = [
    t(`feed:result.${session.result}`).toLowerCase(),
    t('sessions.sent', { count: session.uploaded }),
    t('sessions.received', { count: session.downloaded }),
    ...(session.conflicts > 0 ? [t('app:condition.conflicts', { count: session.conflicts })] : []),
    ...(session.ms === null ? [] : [durationText(session.ms)]),
  ];
  return parts.join(', ');
}
