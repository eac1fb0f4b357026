// Records that the hub took with a session and stored otherwise: how many, and the way to each of the first ones (SF-03, R-99).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { recordAddress } from '../app/addresses.ts';
import { keyText } from '../data/record-key.ts';
import { recordTitle } from '../format/names.ts';
import type { SessionDetail } from './depth.ts';
import styles from './session.module.css';

/** The line; nothing where there are none. */
export function AlteredLine({ altered: { count, records } }: Pick<SessionDetail, 'altered'>): ReactElement | null {
  const { t } = useTranslation('feed');
  if (count === 0) return null;
  return (
    <p className={styles.altered}>
      {t('session.altered', { count })}{' '}
      {records.map(({ table, key }, at) => (
        <span key={`${table.schema}.${table.name} ${keyText(key)}`}>
          {at > 0 && ', '}
          <a href={recordAddress(table, keyText(key))}>{recordTitle(key, {}).id || keyText(key)}</a>
        </span>
      ))}
      {count > records.length && ` ${t('session.alteredMore')}`}
    </p>
  );
}
