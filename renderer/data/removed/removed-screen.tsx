// Records that left the replica because they no longer meet its filter: what, when, why (PR-06).

import { ArrowLeft16Regular, Filter32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { removedAddress, sessionAddress } from '../../app/addresses.ts';
import { routeAddress } from '../../app/routes.ts';
import { numberText } from '../../format/numbers.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { RemovedList } from './removed-list.tsx';
import { useRemoved } from './use-removed.ts';
import styles from './removed.module.css';

/** The list; `session` null = of all sessions. */
export function RemovedScreen({ session }: { readonly session: number | null }): ReactElement {
  const { t } = useTranslation('data');
  const list = useRemoved(session);
  const { shown, left } = list;
  return (
    <section className={styles.screen} aria-label={t('removed.title')}>
      <a className={styles.back} href={routeAddress({ screen: 'data' })}>
        <ArrowLeft16Regular />
        {t('removed.back')}
      </a>
      <header className={styles.head}>
        <h1>{t('removed.title')}</h1>
        {shown !== null && shown > 0 && (
          <span className="quiet">
            {left !== null && left > shown
              ? t('removed.some', { count: left, shown: numberText(shown) })
              : t('removed.count', { count: shown })}
          </span>
        )}
      </header>
      {shown !== 0 && <p className={styles.about}>{t('removed.about')}</p>}
      {session !== null && (
        <nav className={styles.links} aria-label={t('removed.title')}>
          <a href={sessionAddress(session)}>{t('removed.session', { no: numberText(session) })}</a>
          <a href={removedAddress()}>{t('removed.all')}</a>
        </nav>
      )}
      {list.problem && <ProblemNote problem={list.problem} />}
      {shown === 0 && <EmptyState icon={<Filter32Regular />} title={t('removed.none')} text={t('removed.noneMore')} />}
      {shown !== null && shown > 0 && <RemovedList list={list} />}
    </section>
  );
}
