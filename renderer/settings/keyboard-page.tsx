// All keys by screen, from the tables that the screens themselves use (AX-01).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { screens, screenTable } from '../../main/window/screens.ts';
import { conflictKeys } from '../conflicts/keys.ts';
import { KeyHint } from '../parts/key-hint.tsx';
import styles from './settings.module.css';

interface KeyGroupProps {
  readonly title: string;
  readonly lines: readonly (readonly [words: string, keys: readonly string[]])[];
}

/** The page. */
export function KeyboardPage(): ReactElement {
  const { t } = useTranslation(['settings', 'app', 'conflicts']);
  return (
    <div className={styles.keys}>
      <KeyGroup
        title={t('keyboard.everywhere')}
        lines={[
          ...screens.map(
            (name) =>
              [t('keyboard.open', { screen: t(`app:screen.${name}`) }), [`Ctrl+${screenTable[name].key}`]] as const,
          ),
          [t('keyboard.command'), ['Ctrl+K']],
          [t('keyboard.back'), ['Alt+←', 'Alt+→']],
        ]}
      />
      <KeyGroup
        title={t('keyboard.conflicts')}
        lines={conflictKeys.map(([name, keys]) => [t(`conflicts:keys.${name}`), keys] as const)}
      />
    </div>
  );
}

function KeyGroup({ title, lines }: KeyGroupProps): ReactElement {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {lines.map(([words, keys]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <KeyHint key={key} keys={key} isSpoken />
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
