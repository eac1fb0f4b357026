// What the list is ordered by (CF-02).

import {
  Menu,
  MenuDivider,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Tooltip,
} from '@fluentui/react-components';
import { ArrowSort16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { orders, type InboxAddress, type Order } from './address.ts';
import styles from './inbox.module.css';

interface OrderMenuProps {
  readonly address: InboxAddress;
  readonly onChange: (address: InboxAddress) => void;
}

/** The menu. */
export function OrderMenu({ address, onChange }: OrderMenuProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const { order, tab } = address;
  const way = order.descending ? 'descending' : 'ascending';
  const choose = (by: string | undefined, turn: string | undefined): void => {
    const found = orders.find((item) => item === by) ?? order.by;
    const descending = found === order.by ? turn === 'descending' : found === 'raised';
    const next: Order = { by: found, descending };
    onChange({ ...address, order: next });
  };
  const offered = orders.filter((by) => by !== 'state' || tab !== 'parked');
  return (
    <Menu
      checkedValues={{ by: [order.by], way: [way] }}
      onCheckedValueChange={(_, { name, checkedItems: [value] }) =>
        name === 'by' ? choose(value, way) : choose(order.by, value)
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content={t('order.label')} relationship="description">
          <button type="button" className={styles.order}>
            <ArrowSort16Regular />
            {t(`order.now.${order.by}-${way}`)}
          </button>
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {offered.map((by) => (
            <MenuItemRadio key={by} name="by" value={by}>
              {t(`order.by.${by}`)}
            </MenuItemRadio>
          ))}
          <MenuDivider />
          {(['ascending', 'descending'] as const).map((turn) => (
            <MenuItemRadio key={turn} name="way" value={turn}>
              {t(order.by === 'raised' ? `order.raised-${turn}` : `order.${turn}`)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
