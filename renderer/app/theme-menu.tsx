// Light, dark or as the system says: the last item of the rail.

import { DarkTheme20Regular } from '@fluentui/react-icons';
import { Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useTheme, type ThemeChoice } from './theme.ts';
import styles from './frame.module.css';

/** The choice of appearance. */
export function ThemeMenu(): ReactElement {
  const { t } = useTranslation();
  const { choice, choose } = useTheme();
  return (
    <Menu
      checkedValues={{ theme: [choice] }}
      onCheckedValueChange={(_, data) => choose((data.checkedItems[0] ?? 'system') as ThemeChoice)}
      positioning="after-bottom"
    >
      <Tooltip content={t('theme.tip')} relationship="description" positioning="after" showDelay={600}>
        <MenuTrigger disableButtonEnhancement>
          <button type="button" className={styles.item}>
            <DarkTheme20Regular />
            <span className={styles.name}>{t('theme.name')}</span>
          </button>
        </MenuTrigger>
      </Tooltip>
      <MenuPopover>
        <MenuList>
          {(['system', 'light', 'dark'] as const).map((item) => (
            <MenuItemRadio key={item} name="theme" value={item}>
              {t(`theme.${item}`)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
