// Light, dark or as the system says, and the language.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useTheme } from '../app/theme.ts';
import { Segments } from '../parts/segments.tsx';
import { Facts } from './facts.tsx';

const themes = ['system', 'light', 'dark'] as const;

/** The page. */
export function AppearancePage(): ReactElement {
  const { t } = useTranslation(['settings', 'app']);
  const { choice, choose } = useTheme();
  return (
    <Facts
      facts={[
        [
          t('appearance.theme'),
          <Segments
            key="theme"
            label={t('appearance.theme')}
            value={choice}
            items={themes.map((value) => ({ value, text: t(`app:theme.${value}`) }))}
            onChange={choose}
          />,
        ],
        [t('appearance.language'), t('appearance.languageOnly')],
      ]}
    />
  );
}
