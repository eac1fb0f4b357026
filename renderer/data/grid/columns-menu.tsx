// Which columns the grid shows, and the way back to how they were at first (PD-04).

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
import { titleOf, type DataTable } from '../data-table.ts';
import { plainLayOut, type LayOut } from './use-lay-out.ts';

interface ColumnsMenuProps {
  readonly table: DataTable;
  readonly layOut: LayOut;
  readonly onChange: (layOut: LayOut) => void;
}

/** The menu. The key is always shown: it tells the records apart. */
export function ColumnsMenu({ table, layOut, onChange }: ColumnsMenuProps): ReactElement {
  const { t } = useTranslation('data');
  const columns = table.columns.filter((column) => !column.isKey);
  const shown = columns.map(({ name }) => name).filter((name) => !layOut.hidden.includes(name));
  const isPlain = [layOut.hidden, layOut.order, Object.keys(layOut.widths)].every((list) => list.length === 0);
  return (
    <Menu
      checkedValues={{ columns: shown }}
      onCheckedValueChange={(_, { checkedItems }) =>
        onChange({ ...layOut, hidden: columns.map(({ name }) => name).filter((name) => !checkedItems.includes(name)) })
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content={t('columns.label')} relationship="label">
          <Button appearance="subtle" icon={<ColumnTriple20Regular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {columns.map((column) => (
            <MenuItemCheckbox key={column.name} name="columns" value={column.name}>
              {titleOf(column)}
            </MenuItemCheckbox>
          ))}
          <MenuDivider />
          <MenuItem disabled={layOut.hidden.length === 0} onClick={() => onChange({ ...layOut, hidden: [] })}>
            {t('columns.all')}
          </MenuItem>
          <MenuItem disabled={isPlain} onClick={() => onChange(plainLayOut)}>
            {t('columns.plain')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
