// The heads of the list: those that it can be ordered by sort at a click, and turn at the next.

import { ArrowSortDown16Regular, ArrowSortUp16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Order } from './address.ts';
import type { ErrorColumn } from './columns.ts';
import styles from './list.module.css';

interface ListHeadProps {
  readonly columns: readonly ErrorColumn[];
  readonly order: Order;
  readonly tracks: string;
  readonly hasBoxes: boolean;
  readonly onOrder: (order: Order) => void;
}

/** The head row. */
export function ListHead({ columns, order, tracks, hasBoxes, onOrder }: ListHeadProps): ReactElement {
  const { t } = useTranslation('errors');
  return (
    <div role="rowgroup" className={styles.headGroup}>
      <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: tracks }}>
        {hasBoxes && (
          <div role="columnheader" className={styles.cell}>
            <span className="spoken">{t('chosen')}</span>
          </div>
        )}
        {columns.map(({ name, order: by }) => {
          const isSorted = by === order.by;
          const way = order.descending ? 'descending' : 'ascending';
          return (
            <div
              key={name}
              role="columnheader"
              className={`${styles.cell} ${styles[name] ?? ''} ${isSorted ? styles.sorted : ''}`}
              {...(by && { 'aria-sort': isSorted ? way : 'none' })}
            >
              {by ? (
                <button type="button" onClick={() => onOrder(nextOrder(order, by))}>
                  <span className="cut">{t(`column.${name}`)}</span>
                  {isSorted && (order.descending ? <ArrowSortDown16Regular /> : <ArrowSortUp16Regular />)}
                </button>
              ) : (
                <span className="cut">{t(`column.${name}`)}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** A time and a number begin with the greatest, everything else with A. */
function nextOrder(order: Order, by: Order['by']): Order {
  return { by, descending: order.by === by ? !order.descending : by === 'time' || by === 'tries' };
}
