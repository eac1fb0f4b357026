// The heads of the wide list: those that the inbox can be ordered by sort at a click, and turn at the next (CF-02).

import { ArrowSortDown16Regular, ArrowSortUp16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxAddress, Order } from './address.ts';
import type { WideColumn } from './wide-columns.ts';
import styles from './wide.module.css';

interface WideHeadProps {
  readonly address: InboxAddress;
  readonly columns: readonly WideColumn[];
  readonly tracks: string;
  /** Whether rows can be picked. */
  readonly hasBoxes: boolean;
  readonly onChange: (address: InboxAddress) => void;
}

/** The head row. */
export function WideHead({ address, columns, tracks, hasBoxes, onChange }: WideHeadProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const { order } = address;
  return (
    <div role="rowgroup" className={styles.headGroup}>
      <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: tracks }}>
        {hasBoxes && (
          <div role="columnheader" className={styles.cell}>
            <span className="spoken">{t('wide.picked')}</span>
          </div>
        )}
        {columns.map(({ name, order: by }) => {
          const title = t(`wide.column.${name}`);
          const isSorted = by === order.by;
          const way = order.descending ? 'descending' : 'ascending';
          return (
            <div
              key={name}
              role="columnheader"
              className={`${styles.cell} ${isSorted ? styles.sorted : ''}`}
              {...(by && { 'aria-sort': isSorted ? way : 'none' })}
            >
              {by ? (
                <button type="button" onClick={() => onChange({ ...address, order: nextOrder(order, by) })}>
                  <span className="cut">{title}</span>
                  {isSorted && (order.descending ? <ArrowSortDown16Regular /> : <ArrowSortUp16Regular />)}
                </button>
              ) : (
                <span className="cut">{title}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** A time begins with the newest, everything else with A. */
function nextOrder(order: Order, by: Order['by']): Order {
  return { by, descending: order.by === by ? !order.descending : by === 'raised' };
}
