// The title is the choice of the table: all tables with their records, those with waiting changes and conflicts marked.

import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, Tooltip } from '@fluentui/react-components';
import { ChevronDown20Regular, LockClosed16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableParam } from '../app/addresses.ts';
import { tableTitle } from '../format/names.ts';
import { numberText } from '../format/numbers.ts';
import { lockOf, type DataTable } from './data-table.ts';
import styles from './data.module.css';

interface TableMenuProps {
  readonly tables: readonly DataTable[];
  readonly open: DataTable;
  readonly onChoose: (table: string) => void;
}

/** Title and menu. */
export function TableMenu({ tables, open, onChoose }: TableMenuProps): ReactElement {
  const { t } = useTranslation('data');
  return (
    <div className={styles.title}>
      <h1 className="cut">{tableTitle(open.table)}</h1>
      <Menu
        checkedValues={{ table: [tableParam(open.table)] }}
        onCheckedValueChange={(_, data) => {
          const [param] = data.checkedItems;
          if (param !== undefined) onChoose(param);
        }}
      >
        <MenuTrigger disableButtonEnhancement>
          <Tooltip content={t('table.choose')} relationship="label">
            <Button appearance="subtle" size="small" icon={<ChevronDown20Regular />} />
          </Tooltip>
        </MenuTrigger>
        <MenuPopover className={styles.tables ?? ''}>
          <MenuList>
            {tables.map((item) => (
              <MenuItemRadio
                key={tableParam(item.table)}
                name="table"
                value={tableParam(item.table)}
                secondaryContent={item.rows === null ? '…' : numberText(item.rows)}
              >
                <span className={styles.tableName}>
                  {tableTitle(item.table)}
                  {lockOf(item) && <LockClosed16Regular aria-label={t('table.readOnly')} />}
                </span>
              </MenuItemRadio>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
    </div>
  );
}
