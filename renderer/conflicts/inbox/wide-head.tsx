// The heads of the wide list: those that the inbox can be ordered by sort at a click, and turn at the next; all are sized,
// moved and hidden (CF-02).

import { useState, type ReactElement, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnMenu } from '../../parts/columns/column-menu.tsx';
import { HeadCell } from '../../parts/columns/head-cell.tsx';
import { fitWidth, type ColumnStep } from '../../parts/columns/lay-out.ts';
import type { InboxAddress, Order } from './address.ts';
import type { WideColumn } from './wide-columns.ts';
import styles from './wide.module.css';

interface WideHeadProps {
  readonly address: InboxAddress;
  readonly columns: readonly WideColumn[];
  readonly tracks: string;
  /** Whether rows can be picked. */
  readonly hasBoxes: boolean;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onChange: (address: InboxAddress) => void;
  readonly onColumn: (column: string, step: ColumnStep) => void;
}

/** The head row. */
export function WideHead(props: WideHeadProps): ReactElement {
  const { address, columns, tracks, hasBoxes, scroller, onChange, onColumn } = props;
  const { t } = useTranslation('conflicts');
  const { order } = address;
  const [menu, setMenu] = useState<WideColumn['name'] | null>(null);
  const opened = columns.findIndex(({ name }) => name === menu);
  const first = hasBoxes ? 2 : 1;
  const fit = (at: number): number => fitWidth(scroller.current, at + first);
  const close = (): void => {
    setMenu(null);
    const head = menu === null ? null : document.getElementById(headId(menu));
    (head?.querySelector('button') ?? scroller.current)?.focus();
  };
  return (
    <div role="rowgroup" className={styles.headGroup}>
      <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: tracks }}>
        {hasBoxes && (
          <div role="columnheader" aria-colindex={1} className={styles.cell}>
            <span className="spoken">{t('wide.picked')}</span>
          </div>
        )}
        {columns.map(({ name, order: by }, at) => (
          <HeadCell
            key={name}
            id={headId(name)}
            index={at + first}
            title={t(`wide.column.${name}`)}
            sort={by === order.by ? (order.descending ? 'descending' : 'ascending') : null}
            isStop
            isWrapped
            onSort={by ? () => onChange({ ...address, order: nextOrder(order, by) }) : null}
            onMenu={() => setMenu(name)}
            onSize={(width) => onColumn(name, { kind: 'size', width: width ?? fit(at) })}
          />
        ))}
        {menu !== null && opened !== -1 && (
          <ColumnMenu
            head={headId(menu)}
            left={columns[opened - 1]?.name ?? null}
            right={columns[opened + 1]?.name ?? null}
            canHide={menu !== 'record'}
            fit={() => fit(opened)}
            onStep={(step) => onColumn(menu, step)}
            onClose={close}
          />
        )}
      </div>
    </div>
  );
}

function headId(name: WideColumn['name']): string {
  return `conflict-head-${name}`;
}

/** A time begins with the newest, everything else with A. */
function nextOrder(order: Order, by: Order['by']): Order {
  return { by, descending: order.by === by ? !order.descending : by === 'raised' };
}
