// The head of the screen: what can be done with the list (ER-04, ER-10).

import {
  Button,
  Menu,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Tooltip,
} from '@fluentui/react-components';
import {
  ArrowCounterclockwise20Regular,
  ChevronDown16Regular,
  ColumnTriple20Regular,
  Delete20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { columns } from './columns.ts';
import page from '../parts/page.module.css';

interface HeadProps {
  readonly hidden: readonly string[];
  readonly onHide: (hidden: readonly string[]) => void;
  /** How many a retry takes; null where nothing may be changed here. */
  readonly retries: number | null;
  /** Why nothing can be tried now; null = it can. */
  readonly blocked: string | null;
  readonly isBusy: boolean;
  readonly onRetry: () => void;
  /** Null = of any age. */
  readonly onClean: (days: number | null) => void;
}

/** The head. */
export function Head({ hidden, onHide, retries, blocked, isBusy, onRetry, onClean }: HeadProps): ReactElement {
  const { t } = useTranslation('errors');
  const extras = columns.filter(({ isExtra }) => isExtra).map(({ name }) => name);
  return (
    <div className={page.head}>
      <h1>{t('title')}</h1>
      <span className={page.grow} />
      <Menu
        checkedValues={{ columns: extras.filter((name) => !hidden.includes(name)) }}
        onCheckedValueChange={(_, { checkedItems }) => onHide(extras.filter((name) => !checkedItems.includes(name)))}
      >
        <MenuTrigger disableButtonEnhancement>
          <Tooltip content={t('columns')} relationship="label">
            <Button appearance="subtle" icon={<ColumnTriple20Regular />} />
          </Tooltip>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {extras.map((name) => (
              <MenuItemCheckbox key={name} name="columns" value={name}>
                {t(`column.${name}`)}
              </MenuItemCheckbox>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {retries !== null && (
        <>
          <Menu positioning="below-end">
            <MenuTrigger disableButtonEnhancement>
              <Button appearance="subtle" icon={<Delete20Regular />}>
                {t('clean.menu')} <ChevronDown16Regular />
              </Button>
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                <MenuItem onClick={() => onClean(7)}>{t('clean.older')}</MenuItem>
                <MenuItem onClick={() => onClean(null)}>{t('clean.all')}</MenuItem>
              </MenuList>
            </MenuPopover>
          </Menu>
          <Tooltip content={blocked ?? t('retry.tip')} relationship="description">
            <Button
              icon={<ArrowCounterclockwise20Regular />}
              disabledFocusable={retries === 0 || blocked !== null || isBusy}
              onClick={onRetry}
            >
              {isBusy ? t('retry.busy') : t('retry.many', { count: retries })}
            </Button>
          </Tooltip>
        </>
      )}
    </div>
  );
}
