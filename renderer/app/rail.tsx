// The rail: the screens that can be filled, with a count only where a person is needed.

import {
  Board20Filled,
  Board20Regular,
  BranchFork20Filled,
  BranchFork20Regular,
  Pulse20Filled,
  Pulse20Regular,
  Table20Filled,
  Table20Regular,
} from '@fluentui/react-icons';
import { Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../format/numbers.ts';
import { screenKeys } from './keys.ts';
import { routeAddress, screens, type Screen } from './routes.ts';
import { ThemeMenu } from './theme-menu.tsx';
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
      {screens.map((screen) => (
        <RailItem
          key={screen}
          screen={screen}
          isOpen={screen === open}
          count={screen === 'conflicts' ? undecided : 0}
        />
      ))}
      <div className={styles.end}>
        <ThemeMenu />
      </div>
    </nav>
  );
}

interface RailItemProps {
  readonly screen: Screen;
  readonly isOpen: boolean;
  readonly count: number;
}

function RailItem({ screen, isOpen, count }: RailItemProps): ReactElement {
  const { t } = useTranslation();
  const key = screenKeys[screen];
  return (
    <Tooltip
      content={t('railTip', { name: t(`screen.${screen}`), key })}
      relationship="description"
      positioning="after"
      showDelay={600}
    >
      <a
        href={routeAddress({ screen })}
        className={`${styles.item} ${isOpen ? styles.open : ''}`}
        aria-current={isOpen ? 'page' : undefined}
        aria-keyshortcuts={`Control+${key}`}
      >
        {icons[screen][isOpen ? 1 : 0]}
        <span className={styles.name}>{t(`screen.${screen}`)}</span>
        {count > 0 && (
          <span className={styles.count}>
            {numberText(count)}
            <span className="spoken"> {t('undecided')}</span>
          </span>
        )}
      </a>
    </Tooltip>
  );
}
