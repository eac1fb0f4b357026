// Which columns the history shows: as many as fit, or those that are ticked (FD-02).

import {
  Button,
  Menu,
  MenuDivider,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Tooltip,
} from '@fluentui/react-components';
import { ColumnTriple20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { columns, inOrder, type ColumnName } from './columns.ts';
import styles from './filters.module.css';

interface ColumnsMenuProps {
  readonly chosen: readonly ColumnName[] | null;
  readonly onChoose: (names: readonly ColumnName[] | null) => void;
}

/** The menu behind a button. */
export function ColumnsMenu({ chosen, onChoose }: ColumnsMenuProps): ReactElement {
  const { t } = useTranslation('feed');
  const optional = columns.filter(({ name }) => name !== 'started');
  return (
    <Menu
      checkedValues={{ fit: chosen === null ? ['fit'] : [], columns: [...(chosen ?? [])] }}
      onCheckedValueChange={(_, { name, checkedItems }) => {
        const ticked = columns.map((column) => column.name).filter((column) => checkedItems.includes(column));
        onChoose(name === 'fit' || ticked.length === 0 ? null : inOrder(['started', ...ticked]));
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content={t('columns.label')} relationship="label">
          <Button appearance="subtle" size="small" icon={<ColumnTriple20Regular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover className={styles.menu ?? ''}>
        <MenuList>
          <MenuItemCheckbox name="fit" value="fit">
            {t('columns.fit')}
          </MenuItemCheckbox>
          <MenuDivider />
          {optional.map(({ name }) => (
            <MenuItemCheckbox key={name} name="columns" value={name}>
              {t(`head.${name}`)}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
