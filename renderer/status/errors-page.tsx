// Records that could not be written, here or on the hub: what happened, how often it was tried, since when. Until Errors is
// a screen of its own this list lives in Status.

import { ChevronLeft16Regular, CheckmarkCircle28Regular } from '@fluentui/react-icons';
import { useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { findTableParam } from '../app/addresses.ts';
import { routeAddress, useRoute } from '../app/routes.ts';
import { useRead } from '../bridge/use-read.ts';
import type { Status } from '../bridge/use-status.ts';
import { tableTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useRows } from '../parts/use-rows.ts';
import { ErrorLine, type RowError } from './error-line.tsx';
import page from '../parts/page.module.css';
import styles from './errors.module.css';

/** The list; `?table=work_orders` shows those of one table. */
export function ErrorsPage({ status, now }: { readonly status: Status; readonly now: Date }): ReactElement {
  const { t } = useTranslation('status');
  const { query } = useRoute();
  const { value, problem } = useRead('errors.list', { states: ['open', 'parked'], limit: 1000, offset: 0 }, ['errors']);
  const table = findTableParam(
    status.tables.map((line) => line.table),
    query['table'],
  );
  const all = value?.errors ?? [];
  const shown = table ? all.filter((error) => same(error.table, table)) : all;
  return (
    <div className={`${page.page} ${styles.page}`}>
      <div className={page.head}>
        <a className={styles.back} href={routeAddress({ screen: 'status' })}>
          <ChevronLeft16Regular />
          {t('title')}
        </a>
        <h1>{table ? t('errors.titleOf', { table: tableTitle(table) }) : t('errors.title')}</h1>
        {value && (
          <span className="caption figure">
            {t('errors.total', { shown: numberText(shown.length), count: all.length })}
          </span>
        )}
        {table && <a href={routeAddress({ screen: 'status', path: ['errors'] })}>{t('errors.all')}</a>}
      </div>
      {problem && <ProblemNote problem={problem} />}
      {value && shown.length === 0 && <NoErrors hidden={all.length} />}
      {shown.length > 0 && <ErrorList errors={shown} now={now} />}
    </div>
  );
}

function ErrorList({ errors, now }: { readonly errors: readonly RowError[]; readonly now: Date }): ReactElement {
  const { t } = useTranslation('status');
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRows({
    count: errors.length,
    scroller: () => scroller.current,
    height: () => 49,
    keyOf: (at) => errors[at]?.no ?? at,
  });
  return (
    <div
      className={`${page.card} ${styles.card}`}
      role="table"
      aria-label={t('errors.title')}
      aria-rowcount={errors.length + 1}
    >
      <div className={styles.heads} role="row">
        {(['record', 'what', 'where', 'state', 'tries', 'since'] as const).map((name) => (
          <span key={name} role="columnheader">
            {t(`errors.head.${name}`)}
          </span>
        ))}
      </div>
      <div ref={scroller} className={styles.list} role="rowgroup" tabIndex={0} aria-label={t('errors.title')}>
        <div className={styles.inner} role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const error = errors[item.index];
            return (
              error && (
                <ErrorLine
                  key={item.key}
                  error={error}
                  now={now}
                  at={item.index}
                  top={item.start}
                  measure={rows.measureElement}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

function NoErrors({ hidden }: { readonly hidden: number }): ReactElement {
  const { t } = useTranslation('status');
  return (
    <section className={`${page.card} ${styles.empty}`}>
      <CheckmarkCircle28Regular />
      <h3>{t(hidden > 0 ? 'errors.noneHere' : 'errors.none')}</h3>
      <p>{hidden > 0 ? t('errors.hidden', { count: hidden }) : t('errors.noneMore')}</p>
    </section>
  );
}

function same(a: RowError['table'], b: RowError['table']): boolean {
  return a.name === b.name && a.schema === b.schema;
}
