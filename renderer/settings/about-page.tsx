// Version and licence of the program, and whose replica it shows.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { Facts } from './facts.tsx';

/** The page. */
export function AboutPage(): ReactElement | null {
  const { t } = useTranslation('settings');
  const about = useRead('app.describe', {}, []).value;
  if (!about) return null;
  const { version, file, user, device } = about;
  return (
    <Facts
      facts={[
        [t('about.version'), version],
        [t('about.replica'), file],
        [t('about.user'), user],
        [t('about.device'), device],
        [t('about.licence'), t('about.licenceText')],
      ]}
    />
  );
}
