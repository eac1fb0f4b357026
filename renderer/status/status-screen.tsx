// The status screen: what is wrong, whose turn it is, and the one step that settles it; then the tables (ST-02…ST-11).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { useStatus } from '../bridge/use-status.ts';
import { useNow } from '../parts/use-now.ts';
import { AdoptCard } from './adopt-card.tsx';
import { Hero } from './hero.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { StatusHead } from './status-head.tsx';
import { StorageCard } from './storage-card.tsx';
import { TablesCard } from './tables-card.tsx';
import { Tiles } from './tiles.tsx';
import page from '../parts/page.module.css';
import styles from './status.module.css';

/** The status screen. */
export function StatusScreen(): ReactElement {
  const { t } = useTranslation();
  const status = useStatus();
  const about = useRead('app.describe', {}, []).value;
  const now = useNow();
  if (!status || !about) return <p className={styles.wait}>{t('loading')}</p>;
  return (
    <div className={page.page}>
      <StatusHead status={status} now={now} readOnly={about.readOnly} />
      <Hero status={status} now={now} />
      {status.notAdopted > 0 && <AdoptCard rows={status.notAdopted} readOnly={about.readOnly} />}
      <Tiles status={status} now={now} />
      {status.tables.length > 0 && <TablesCard status={status} now={now} />}
      <section className={styles.pair}>
        <SessionsCard status={status} now={now} readOnly={about.readOnly} />
        <StorageCard storage={status.storage} />
      </section>
    </div>
  );
}
