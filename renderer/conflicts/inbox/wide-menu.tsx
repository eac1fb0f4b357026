// Which columns the wide list shows (CF-02).

import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Tooltip,
} from '@fluentui/react-components';
import { ColumnTriple20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { wideColumns } from './wide-columns.ts';

interface WideMenuProps {
  readonly hidden: readonly string[];
  readonly onChange: (hidden: readonly string[]) => void;
}

/** The menu. The record is always shown. */
export function WideMenu({ hidden, onChange }: WideMenuProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const names = wideColumns.map(({ name }) => name).filter((name) => name !== 'record');
  return (
    <Menu
      checkedValues={{ columns: names.filter((name) => !hidden.includes(name)) }}
      onCheckedValueChange={(_, { checkedItems }) => onChange(names.filter((name) => !checkedItems.includes(name)))}
    >
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content={t('wide.columns')} relationship="label">
          <Button appearance="subtle" icon={<ColumnTriple20Regular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {names.map((name) => (
            <MenuItemCheckbox key={name} name="columns" value={name}>
              {t(`wide.column.${name}`)}
            </MenuItemCheckbox>
          ))}
          <MenuDivider />
          <MenuItem disabled={hidden.length === 0} onClick={() => onChange([])}>
            {t('wide.all')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
