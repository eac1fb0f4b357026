// The history when the filters leave nothing in: what they hide, and the way back (DESIGN, Empty).

import { Button } from '@fluentui/react-components';
import { Filter28Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../parts/page.module.css';
import styles from './feed.module.css';

/** Says how many there are without the filters. */
export function NoMatch({ total, onClear }: { readonly total: number; readonly onClear: () => void }): ReactElement {
  const { t } = useTranslation('feed');
  return (
    <section className={`${page.card} ${styles.empty}`}>
      <Filter28Regular />
      <h2>{t('noMatch.title')}</h2>
      <p>{t('noMatch.more', { count: total })}</p>
      <Button onClick={onClear}>{t('filter.clear')}</Button>
    </section>
  );
}
