// The table of tables (ST-06): non-zero counts lead to the records that they count.

import { ArrowSortDown16Regular, ArrowSortUp16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { removedAddress, tableParam } from '../app/addresses.ts';
import { goTo, useRoute } from '../app/routes.ts';
import type { Status } from '../bridge/use-status.ts';
import { TableRow } from './table-row.tsx';
import { nextOrder, readOrder, sortTables, type Order, type SortColumn } from './table-order.ts';
import page from '../parts/page.module.css';
import styles from './tables.module.css';

interface Head {
  readonly name: SortColumn | 'lastSync' | 'nextSync';
  readonly width: string;
  readonly right?: boolean;
}

const heads: readonly Head[] = [
  { name: 'table', width: '14%' },
  { name: 'status', width: '11.5%' },
  { name: 'direction', width: '12.5%' },
  { name: 'rows', width: '7%', right: true },
  { name: 'waiting', width: '7.5%', right: true },
  { name: 'conflicts', width: '8%', right: true },
  { name: 'errors', width: '6.5%', right: true },
  { name: 'lastSync', width: '9%' },
  { name: 'lastChange', width: '15.5%' },
  { name: 'nextSync', width: '8.5%' },
];

/** The card. */
export function TablesCard({ status, now }: { readonly status: Status; readonly now: Date }): ReactElement {
  const { t } = useTranslation('status');
  const { query } = useRoute();
  const order = readOrder(query['sort']);
  return (
    <section className={`${page.card} ${styles.tables}`} aria-label={t('table.label')} tabIndex={-1}>
      <table className={page.grid}>
        <colgroup>
          {heads.map((head) => (
            <col key={head.name} style={{ width: head.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {heads.map((head) => (
              <HeadCell key={head.name} head={head} order={order} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sortTables(status.tables, order).map((line) => (
            <TableRow key={tableParam(line.table)} line={line} status={status} now={now} />
          ))}
        </tbody>
      </table>
      {status.removed > 0 && (
        <p className={styles.removed}>
          <a href={removedAddress()}>{t('table.removed', { count: status.removed })}</a>
        </p>
      )}
    </section>
  );
}

function HeadCell({ head, order }: { readonly head: Head; readonly order: Order | null }): ReactElement {
  const { t } = useTranslation('status');
  const { name, right } = head;
  const sorted = order?.by === name ? order : null;
  const text = t(`table.${name}`);
  if (name === 'lastSync' || name === 'nextSync') {
    return <th className={name === 'lastSync' ? styles.gap : undefined}>{text}</th>;
  }
  return (
    <th
      className={right ? page.right : undefined}
      aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => goTo({ screen: 'status', query: { sort: nextOrder(order, name) } }, true)}
      >
        {text}
        {sorted && (sorted.descending ? <ArrowSortDown16Regular /> : <ArrowSortUp16Regular />)}
      </button>
    </th>
  );
}
