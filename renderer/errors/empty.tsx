// Why the list is empty, and what comes here (DESIGN, Empty).

import { Button } from '@fluentui/react-components';
import { CheckmarkCircle32Regular, Filter32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../parts/empty-state.tsx';
import type { TabName } from './address.ts';

/** Nothing under a tab. */
export function Empty({ tab }: { readonly tab: TabName }): ReactElement {
  const { t } = useTranslation('errors');
  return (
    <EmptyState
      icon={<CheckmarkCircle32Regular />}
      title={t(`empty.${tab}.title`)}
      text={t(`empty.${tab}.text`)}
      part="list"
    />
  );
}

/** The filter hides what there is. */
export function NoneMatch({ total, onClear }: { readonly total: number; readonly onClear: () => void }): ReactElement {
  const { t } = useTranslation('errors');
  return (
    <EmptyState
      icon={<Filter32Regular />}
      title={t('empty.none')}
      text={t('empty.hidden', { count: total })}
      part="list"
    >
      <Button onClick={onClear}>{t('filter.clear')}</Button>
    </EmptyState>
  );
}
