// The rail: the screens that can be filled, with a count only where a person is needed.

import {
  Board20Filled,
  Board20Regular,
  BranchFork20Filled,
  BranchFork20Regular,
  DarkTheme20Regular,
  Pulse20Filled,
  Pulse20Regular,
  Table20Filled,
  Table20Regular,
} from '@fluentui/react-icons';
import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { routeAddress, screens, type Screen } from './routes.ts';
import { useTheme, type ThemeChoice } from './theme.ts';
import styles from './frame.module.css';

const icons: Readonly<Record<Screen, readonly [ReactElement, ReactElement]>> = {
  status: [<Board20Regular key="r" />, <Board20Filled key="f" />],
  feed: [<Pulse20Regular key="r" />, <Pulse20Filled key="f" />],
  conflicts: [<BranchFork20Regular key="r" />, <BranchFork20Filled key="f" />],
  data: [<Table20Regular key="r" />, <Table20Filled key="f" />],
};

/** The rail. */
export function Rail({ open, undecided }: { readonly open: Screen; readonly undecided: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <nav className={styles.rail} aria-label={t('rail')}>
      {screens.map((screen) => {
        const isOpen = screen === open;
        const count = screen === 'conflicts' ? undecided : 0;
        return (
          <a
            key={screen}
            href={routeAddress({ screen })}
            className={`${styles.item} ${isOpen ? styles.open : ''}`}
            aria-current={isOpen ? 'page' : undefined}
          >
            {icons[screen][isOpen ? 1 : 0]}
            <span className={styles.name}>{t(`screen.${screen}`)}</span>
            {count > 0 && (
              <span className={styles.count}>
                {count}
                <span className="spoken"> {t('undecided')}</span>
              </span>
            )}
          </a>
        );
      })}
      <div className={styles.end}>
        <ThemeMenu />
      </div>
    </nav>
  );
}

function ThemeMenu(): ReactElement {
  const { t } = useTranslation();
  const { choice, choose } = useTheme();
  return (
    <Menu
      checkedValues={{ theme: [choice] }}
      onCheckedValueChange={(_, data) => choose((data.checkedItems[0] ?? 'system') as ThemeChoice)}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<DarkTheme20Regular />}>
          <span className={styles.name}>{t('theme.name')}</span>
        </Button>
      </MenuTrigger>
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
