// Which columns the grid shows; what is hidden stays hidden on this computer (PD-04).

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
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableParam } from '../../app/addresses.ts';
import { titleOf, type DataTable } from '../data-table.ts';

/** The names of a table's hidden columns, and how to change them. */
export function useHidden(table: DataTable): readonly [ReadonlySet<string>, (hidden: readonly string[]) => void] {
  const name = `concord.hidden.${tableParam(table.table)}`;
  const [state, setState] = useState({ name, hidden: read(name) });
  const present = state.name === name ? state : { name, hidden: read(name) };
  if (present !== state) setState(present);
  const change = (hidden: readonly string[]): void => {
    localStorage.setItem(name, JSON.stringify(hidden));
    setState({ name, hidden: new Set(hidden) });
  };
  return [present.hidden, change];
}

function read(name: string): ReadonlySet<string> {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(name) ?? '[]');
    return new Set(Array.isArray(saved) ? saved.filter((item) => typeof item === 'string') : []);
  } catch {
    return new Set();
  }
}

interface ColumnsMenuProps {
  readonly table: DataTable;
  readonly hidden: ReadonlySet<string>;
  readonly onChange: (hidden: readonly string[]) => void;
}

/** The menu. The key is always shown: it tells the records apart. */
export function ColumnsMenu({ table, hidden, onChange }: ColumnsMenuProps): ReactElement {
  const { t } = useTranslation('data');
  const columns = table.columns.filter((column) => !column.isKey);
  const shown = columns.map(({ name }) => name).filter((name) => !hidden.has(name));
  return (
    <Menu
      checkedValues={{ columns: shown }}
      onCheckedValueChange={(_, { checkedItems }) =>
        onChange(columns.map(({ name }) => name).filter((name) => !checkedItems.includes(name)))
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
          <MenuItem disabled={hidden.size === 0} onClick={() => onChange([])}>
            {t('columns.all')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
