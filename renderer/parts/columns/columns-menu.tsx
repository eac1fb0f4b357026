// Which columns a list shows, and the way back to how they were at first (PD-04, CF-02).

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
import { plainLayOut, type LayOut } from './lay-out.ts';

interface ColumnsMenuProps {
  /** Those that can be hidden. */
  readonly columns: readonly { readonly name: string; readonly title: string }[];
  readonly layOut: LayOut;
  readonly onChange: (layOut: LayOut) => void;
}

/** The menu. */
export function ColumnsMenu({ columns, layOut, onChange }: ColumnsMenuProps): ReactElement {
  const { t } = useTranslation();
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
          {columns.map(({ name, title }) => (
            <MenuItemCheckbox key={name} name="columns" value={name}>
              {title}
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
