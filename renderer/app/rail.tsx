// The rail: the screens that can be filled, with a count only where a person is needed.

import { Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { numberText } from '../format/numbers.ts';
import { routeAddress } from './routes.ts';
import { useScreens } from '../bridge/use-hub.ts';
import { screenTable, type Screen } from '../../main/window/screens.ts';
import { useKeyLabels } from '../parts/own-keys.ts';
import { screenParts } from './screens.tsx';
import styles from './frame.module.css';

/** The rail. */
export function Rail({ open, status }: { readonly open: Screen; readonly status: Status | null }): ReactElement {
  const { t } = useTranslation();
  const screens = useScreens();
  const items = (place: 'top' | 'end'): ReactElement[] =>
    screens
      .filter((screen) => screenTable[screen].place === place)
      .map((screen) => (
        <RailItem key={screen} screen={screen} isOpen={screen === open} count={status ? countOf(screen, status) : 0} />
      ));
  return (
    <nav className={styles.rail} aria-label={t('rail')}>
      {items('top')}
      <div className={styles.end}>{items('end')}</div>
    </nav>
  );
}

/** What needs a person there. */
function countOf(screen: Screen, { undecided, openErrors, parkedErrors }: Status): number {
  if (screen === 'conflicts') return undecided;
  return screen === 'errors' ? openErrors + parkedErrors : 0;
}

interface RailItemProps {
  readonly screen: Screen;
  readonly isOpen: boolean;
  readonly count: number;
}

function RailItem({ screen, isOpen, count }: RailItemProps): ReactElement {
  const { t } = useTranslation();
  const key = useKeyLabels('frame')(screen);
  const { icons, load } = screenParts[screen];
  const Icon = icons[isOpen ? 1 : 0];
  // Where it fails, the page itself tries again.
  const loadAhead = (): void => void load().catch(() => undefined);
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
        aria-keyshortcuts={key.replace('Ctrl', 'Control')}
        onPointerEnter={loadAhead}
        onFocus={loadAhead}
      >
        <Icon />
        <span className={styles.name}>{t(`screen.${screen}`)}</span>
        {count > 0 && (
          <span className={`${styles.count} ${screen === 'errors' ? styles.bad : ''}`}>
            {numberText(count)}
            <span className="spoken"> {t(screen === 'errors' ? 'unresolved' : 'undecided')}</span>
          </span>
        )}
      </a>
    </Tooltip>
  );
}
