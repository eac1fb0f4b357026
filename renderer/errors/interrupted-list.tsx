// Sessions that broke off as sessions do: told here, counted nowhere, gone with the next good one (ER-15).

import { PlugDisconnected16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionAddress } from '../app/addresses.ts';
import { useRead } from '../bridge/use-read.ts';
import { numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import { Empty } from './empty.tsx';
import styles from './errors.module.css';

/** The list. */
export function InterruptedList({ now }: { readonly now: Date }): ReactElement | null {
  const { t } = useTranslation('errors');
  const { value } = useRead('errors.interrupted', {}, ['errors', 'feed']);
  if (!value) return null;
  if (value.sessions.length === 0) return <Empty tab="interrupted" />;
  return (
    <ul className={styles.interrupted} aria-label={t('tab.interrupted')}>
      {value.sessions.map(({ no, started, result, problem }) => (
        <li key={no}>
          <PlugDisconnected16Regular />
          <a href={sessionAddress(no)}>{t('interrupted.session', { no: numberText(no) })}</a>
          <time dateTime={started} title={fullTime(started)}>
            {timeText(started, now)}
          </time>
          <span>{problem?.message ?? t(`interrupted.${result}`)}</span>
        </li>
      ))}
    </ul>
  );
}
