// Why the list is empty, and what comes here (DESIGN, Empty); and what is not in it at all (PD-06, Decisions 8).

import { Button } from '@fluentui/react-components';
import { CheckmarkCircle32Regular, Filter32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { routeAddress } from '../app/routes.ts';
import { numberText } from '../format/numbers.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import type { Counts } from './use-changes.ts';
import styles from './changes.module.css';

/** Nothing waits. */
export function NothingWaits(): ReactElement {
  const { t } = useTranslation('changes');
  return (
    <EmptyState icon={<CheckmarkCircle32Regular />} title={t('empty.title')} text={t('empty.text')}>
      <Button as="a" href={routeAddress({ screen: 'data' })}>
        {t('empty.data')}
      </Button>
    </EmptyState>
  );
}

/** The filter hides what waits. */
export function NoneMatch({ total, onClear }: { readonly total: number; readonly onClear: () => void }): ReactElement {
  const { t } = useTranslation('changes');
  return (
    <EmptyState
      icon={<Filter32Regular />}
      title={t('empty.none', { count: total, n: numberText(total) })}
      text={t('empty.noneMore')}
    >
      <Button onClick={onClear}>{t('filter.clear')}</Button>
    </EmptyState>
  );
}

/** What is never sent as it stands. */
export function NotSent({ counts }: { readonly counts: Counts }): ReactElement | null {
  const { t } = useTranslation('changes');
  const { notAdopted, localOnly } = counts;
  if (notAdopted + localOnly === 0) return null;
  return (
    <p className={`caption ${styles.notSent}`}>
      {notAdopted > 0 && (
        <>
          {t('notSent.notAdopted', { count: notAdopted, n: numberText(notAdopted) })}{' '}
          <a href={routeAddress({ screen: 'status' })}>{t('notSent.status')}</a>{' '}
        </>
      )}
      {localOnly > 0 && t('notSent.localOnly', { count: localOnly, n: numberText(localOnly) })}
    </p>
  );
}
