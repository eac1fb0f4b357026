// Why no rows are shown, what comes here, and one step (DESIGN, Empty).

import { Button } from '@fluentui/react-components';
import { Filter32Regular, Table32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { lockOf, nounOf, type DataTable } from './data-table.ts';
import styles from './data.module.css';

interface EmptyRowsProps {
  readonly table: DataTable;
  /** What narrows the table, in words; null = nothing does. */
  readonly filters: string | null;
  readonly total: number;
  readonly onClear: () => void;
}

/** No rows of a table. */
export function EmptyRows({ table, filters, total, onClear }: EmptyRowsProps): ReactElement {
  const { t } = useTranslation('data');
  if (filters === null || total === 0) {
    return (
      <div className={styles.empty}>
        <Table32Regular />
        <h2>{t('empty.table', { table: nounOf(table.table, 2) })}</h2>
        <p>{t(lockOf(table) === 'download-only' ? 'empty.tableSent' : 'empty.tableMore')}</p>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <Filter32Regular />
      <h2>{t('empty.none', { count: total, noun: nounOf(table.table, total) })}</h2>
      <p>{t('empty.noneMore', { filters })}</p>
      <Button onClick={onClear}>{t('empty.clear')}</Button>
    </div>
  );
}

/** No tables yet: the first session brings them. */
export function NoTables(): ReactElement {
  const { t } = useTranslation('data');
  const start = useAct('sync.start');
  return (
    <div className={styles.empty}>
      <Table32Regular />
      <h2>{t('empty.tables')}</h2>
      <p>{t('empty.tablesMore')}</p>
      {start.problem && <ProblemNote problem={start.problem} onDismiss={start.clear} />}
      <Button disabledFocusable={start.busy} onClick={() => void start.run({})}>
        {t('empty.sync')}
      </Button>
    </div>
  );
}

/** A table that the address names and that is not here. */
export function UnknownTable({ name, onFirst }: { readonly name: string; readonly onFirst: () => void }): ReactElement {
  const { t } = useTranslation('data');
  return (
    <div className={styles.empty}>
      <Table32Regular />
      <h2>{t('empty.unknown', { name })}</h2>
      <Button onClick={onFirst}>{t('empty.first')}</Button>
    </div>
  );
}
