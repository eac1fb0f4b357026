// The history when the filters leave nothing in: what they hide, and the way back (DESIGN, Empty).

import { Button } from '@fluentui/react-components';
import { Filter32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../parts/empty-state.tsx';

/** Says how many there are without the filters. */
export function NoMatch({ total, onClear }: { readonly total: number; readonly onClear: () => void }): ReactElement {
  const { t } = useTranslation('feed');
  return (
    <EmptyState icon={<Filter32Regular />} title={t('noMatch.title')} text={t('noMatch.more', { count: total })} isCard>
      <Button onClick={onClear}>{t('filter.clear')}</Button>
    </EmptyState>
  );
}
