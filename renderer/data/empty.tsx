// Why no rows are shown, what comes here, and one step (DESIGN, Empty).

import { Button } from '@fluentui/react-components';
import { Filter32Regular, Table32Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { lockOf, nounOf, type DataTable } from './data-table.ts';

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
      <EmptyState
        icon={<Table32Regular />}
        title={t('empty.table', { table: nounOf(table.table, 2) })}
        text={t(lockOf(table) === 'download-only' ? 'empty.tableSent' : 'empty.tableMore')}
      />
    );
  }
  return (
    <EmptyState
      icon={<Filter32Regular />}
      title={t('empty.none', { count: total, noun: nounOf(table.table, total) })}
      text={t('empty.noneMore', { filters })}
    >
      <Button onClick={onClear}>{t('empty.clear')}</Button>
    </EmptyState>
  );
}

/** No tables yet: the first session brings them. */
export function NoTables(): ReactElement {
  const { t } = useTranslation('data');
  const start = useAct('sync.start');
  return (
    <EmptyState icon={<Table32Regular />} title={t('empty.tables')} text={t('empty.tablesMore')}>
      {start.problem && <ProblemNote problem={start.problem} onDismiss={start.clear} />}
      <Button disabledFocusable={start.busy} onClick={() => void start.run({})}>
        {t('empty.sync')}
      </Button>
    </EmptyState>
  );
}

/** A table that the address names and that is not here. */
export function UnknownTable({ name, onFirst }: { readonly name: string; readonly onFirst: () => void }): ReactElement {
  const { t } = useTranslation('data');
  return (
    <EmptyState icon={<Table32Regular />} title={t('empty.unknown', { name })}>
      <Button onClick={onFirst}>{t('empty.first')}</Button>
    </EmptyState>
  );
}
