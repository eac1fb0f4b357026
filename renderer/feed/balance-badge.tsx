// How a session ended, or, where it ended well, whether its books balance (I1, I2, SF-04).

import {
  Checkmark16Regular,
  ErrorCircle16Regular,
  Circle16Regular,
  PlugDisconnected16Regular,
} from '@fluentui/react-icons';
import { Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../format/numbers.ts';
import type { SessionDetail } from './depth.ts';
import styles from './session.module.css';

/** The badge. */
export function BalanceBadge({ detail }: { readonly detail: SessionDetail }): ReactElement {
  const { t } = useTranslation('feed');
  const { balance, result } = detail;
  if (balance === null) {
    return (
      <span className={`${styles.badge} ${result === 'failed' ? styles.badgeBad : ''}`}>
        {result === 'failed' ? (
          <ErrorCircle16Regular />
        ) : result === 'interrupted' ? (
          <PlugDisconnected16Regular />
        ) : (
          <Circle16Regular />
        )}
        {t(`result.${result}`)}
      </span>
    );
  }
  const even = balance === 0;
  return (
    <Tooltip content={t(even ? 'balance.evenTip' : 'balance.oddTip', { count: balance })} relationship="description">
      <span className={`${styles.badge} ${even ? styles.badgeOk : styles.badgeBad}`} tabIndex={0}>
        {even ? <Checkmark16Regular /> : <ErrorCircle16Regular />}
        {t('balance.is', { balance: numberText(balance) })}
      </span>
    </Tooltip>
  );
}
