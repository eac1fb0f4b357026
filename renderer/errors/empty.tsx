// Why the list is empty, and what comes here (DESIGN, Empty).

import { Button } from '@fluentui/react-components';
import { CheckmarkCircle28Regular, Filter28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { TabName } from './address.ts';
import styles from './errors.module.css';

/** Nothing under a tab. */
export function Empty({ tab }: { readonly tab: TabName }): ReactElement {
  const { t } = useTranslation('errors');
  return (
    <div className={styles.empty} data-part="list">
      <CheckmarkCircle28Regular />
      <h2>{t(`empty.${tab}.title`)}</h2>
      <p>{t(`empty.${tab}.text`)}</p>
    </div>
  );
}

/** The filter hides what there is. */
export function NoneMatch({ total, onClear }: { readonly total: number; readonly onClear: () => void }): ReactElement {
  const { t } = useTranslation('errors');
  return (
    <div className={styles.empty} data-part="list">
      <Filter28Regular />
      <h2>{t('empty.none')}</h2>
      <p>{t('empty.hidden', { count: total })}</p>
      <Button onClick={onClear}>{t('filter.clear')}</Button>
    </div>
  );
}
