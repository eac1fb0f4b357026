// What is handed to whoever helps: id, time with its zone, session and code; values only where they are asked for (ER-09).

import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { Copy16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { fullTime } from '../format/times.ts';
import type { Detail } from './use-errors.ts';

/** The menu. */
export function CopyMenu({ detail }: { readonly detail: Detail }): ReactElement {
  const { t } = useTranslation('errors');
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="small" icon={<Copy16Regular />}>
          {t('copy.details')}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => void navigator.clipboard.writeText(detailsText(detail, false))}>
            {t('copy.without')}
          </MenuItem>
          <MenuItem onClick={() => void navigator.clipboard.writeText(detailsText(detail, true))}>
            {t('copy.with')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** Lines for a mail or a ticket; names of the members as the terminal's JSON has them. */
export function detailsText(detail: Detail, withValues: boolean): string {
  const { no, table, code, errorCode, failureType, cause, side, action, state, tries, session, lastAt, firstAt } =
    detail;
  const lines = [
    `sync error ${no}`,
    `time: ${lastAt} (${fullTime(lastAt)})`,
    `since: ${firstAt}`,
    `session: ${session}`,
    `table: ${table.schema === '' ? table.name : `${table.schema}.${table.name}`}`,
    `action: ${action}, ${side}`,
    `code: ${errorCode} ${failureType} ${code}, ${cause}${detail.column === null ? '' : `, ${detail.column}`}`,
    `state: ${state}, ${tries}`,
  ];
  const values = [`message: ${detail.message}`, `request: ${detail.requestData}`];
  return [...lines, ...(withValues ? values : [])].join('\n');
}
