// The details for support: code, number, session, tries, the request as it was sent, the history (ER-03, ER-09).

import { Button } from '@fluentui/react-components';
import { Copy16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionAddress } from '../app/addresses.ts';
import { columnTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import type { Detail } from './use-errors.ts';
import { ownerOf } from './error-row.tsx';
import styles from './detail.module.css';

interface SupportProps {
  readonly detail: Detail;
  readonly user: string;
  readonly now: Date;
}

/** The facts. */
export function Support({ detail, user, now }: SupportProps): ReactElement {
  const { t } = useTranslation('errors');
  const { code, errorCode, failureType, column, session, tries, state, firstAt } = detail;
  return (
    <div>
      <h3>{t('support.title')}</h3>
      <dl className={styles.facts}>
        <dt>{t('support.code')}</dt>
        <dd className={styles.mono}>{code}</dd>
        <dt>{t('support.number')}</dt>
        <dd className={styles.mono}>
          {errorCode} {failureType}
        </dd>
        <dt>{t('support.said')}</dt>
        <dd>{detail.message}</dd>
        {column !== null && (
          <>
            <dt>{t('support.column')}</dt>
            <dd>{columnTitle(column)}</dd>
          </>
        )}
        <dt>{t('support.owner')}</dt>
        <dd>{ownerOf(t, detail, user)}</dd>
        <dt>{t('support.session')}</dt>
        <dd>
          <a href={sessionAddress(session)}>{numberText(session)}</a>
        </dd>
        <dt>{t('support.tries')}</dt>
        <dd>{t(`support.tried.${state}`, { count: tries })}</dd>
        <dt>{t('support.since')}</dt>
        <dd title={fullTime(firstAt)}>{timeText(firstAt, now)}</dd>
      </dl>
      <Raw title={t('support.request', { count: detail.requestData.length })} text={detail.requestData} />
      {detail.actionData !== '' && (
        <Raw title={t('support.action', { count: detail.actionData.length })} text={detail.actionData} />
      )}
      {detail.history.length > 0 && (
        <details className={styles.raw}>
          <summary>{t('support.history', { count: detail.history.length })}</summary>
          <ol>
            {detail.history.map(({ at, what, who, message, row }, place) => (
              <li key={place}>
                <span title={fullTime(at)}>{timeText(at, now)}</span>{' '}
                {t(`support.step.${what}`, { who: who ?? t('owner.program'), message: message ?? '' })}
                {row && <pre>{JSON.stringify(row, null, 2)}</pre>}
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

function Raw({ title, text }: { readonly title: string; readonly text: string }): ReactElement {
  const { t } = useTranslation('errors');
  return (
    <details className={styles.raw}>
      <summary>{title}</summary>
      <Button size="small" icon={<Copy16Regular />} onClick={() => void navigator.clipboard.writeText(text)}>
        {t('support.copy')}
      </Button>
      <pre>{text}</pre>
    </details>
  );
}
