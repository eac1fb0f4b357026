// What went over the wire, and the rest of a session's books.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesText, numberText } from '../format/numbers.ts';
import type { SessionDetail } from './depth.ts';
import styles from './session.module.css';

/** A short list of facts. */
export function Traffic({ detail }: { readonly detail: SessionDetail }): ReactElement {
  const { t } = useTranslation('feed');
  const { requests, repeats, bytesSent, bytesReceived, equal, short, policy } = detail;
  const facts: readonly (readonly [string, string])[] = [
    [
      'requests',
      repeats > 0 ? t('traffic.repeated', { requests: numberText(requests), count: repeats }) : numberText(requests),
    ],
    ['sent', bytesText(bytesSent)],
    ['received', bytesText(bytesReceived)],
    ...(equal > 0 ? [['equal', numberText(equal)] as const] : []),
    ...(short > 0 ? [['short', t('traffic.shortTables', { count: short })] as const] : []),
    ...(policy === null ? [] : [['policy', t(`policy.${policy}`, { defaultValue: policy })] as const]),
  ];
  return (
    <dl className={styles.traffic} aria-label={t('traffic.label')}>
      {facts.map(([name, text]) => (
        <div key={name}>
          <dt>{t(`traffic.${name}`)}</dt>
          <dd className="figure">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
