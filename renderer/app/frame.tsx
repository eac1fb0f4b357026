// The frame around every screen: title bar, rail, one notice at most, and the open screen on its layer.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useEngine } from '../bridge/engine.tsx';
import { useRead } from '../bridge/use-read.ts';
import { useStatus } from '../bridge/use-status.ts';
import { useScreenKeys } from './keys.ts';
import { Notice } from './notice.tsx';
import { Rail } from './rail.tsx';
import { useRoute } from './routes.ts';
import { screenParts } from './screens.tsx';
import { TitleBar } from './title-bar.tsx';
import styles from './frame.module.css';

/** The frame. */
export function Frame(): ReactElement {
  const { t } = useTranslation();
  const { client, lost } = useEngine();
  const { screen } = useRoute();
  const status = useStatus();
  const about = useRead('app.describe', {}, []).value;
  const readOnly = about?.readOnly ?? true;
  useScreenKeys();
  const { Page } = screenParts[screen];
  return (
    <div className={styles.app}>
      <TitleBar status={status} title={about?.title ?? ''} lost={lost} readOnly={readOnly} />
      <Rail open={screen} status={status} />
      <main className={styles.stage} tabIndex={-1} aria-label={t(`screen.${screen}`)}>
        <Notice status={status} lost={lost} readOnly={readOnly} />
        {client && <Page waiting={<p className={styles.wait}>{t('loading')}</p>} />}
      </main>
    </div>
  );
}
