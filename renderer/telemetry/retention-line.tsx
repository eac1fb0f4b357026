// What is kept, and what goes when (TL-10).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { routeAddress } from '../app/routes.ts';
import { bytesText, numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import type { TelemetryState } from './telemetry-head.tsx';
import styles from './telemetry.module.css';

/** The line below the cards. */
export function RetentionLine({ state }: { readonly state: TelemetryState }): ReactElement {
  const { t } = useTranslation('telemetry');
  const { next, lastCleaned, totals } = state;
  return (
    <p className={`caption figure ${styles.retention}`}>
      <span>
        {t('keep.kept', {
          events: t('count.events', { count: state.events }),
          size: bytesText(state.bytes),
          days: t('count.days', { count: state.keepDays }),
          most: numberText(state.keepEvents),
        })}
      </span>{' '}
      <span>{t('keep.totals', { days: t('count.days', { count: totals.keepDays }) })}</span>{' '}
      {next && (
        <span title={fullTime(next.at)}>
          {t('keep.next', { time: timeText(next.at), events: t('count.events', { count: next.events }) })}
        </span>
      )}{' '}
      {lastCleaned && (
        <span title={fullTime(lastCleaned.at)}>
          {t('keep.cleaned', {
            time: timeText(lastCleaned.at),
            events: t('count.events', { count: lastCleaned.events }),
          })}
        </span>
      )}{' '}
      <a href={routeAddress({ screen: 'settings', path: ['retention'] })}>{t('keep.change')}</a>
    </p>
  );
}
