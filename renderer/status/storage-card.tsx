// Storage used beside the replica, and what is free (ST-09).

import { Warning16Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { bytesText } from '../format/numbers.ts';
import { lowStorage } from './facts.ts';
import page from '../parts/page.module.css';
import styles from './status.module.css';

/** The card. */
export function StorageCard({ storage }: { readonly storage: Status['storage'] }): ReactElement {
  const { t } = useTranslation('status');
  const { replica, log, free } = storage;
  const low = free !== null && free < lowStorage;
  return (
    <section className={`${page.card} ${styles.box}`} aria-labelledby="storage-card">
      <div className={styles.boxHead}>
        <h3 id="storage-card">{t('storage.title')}</h3>
        <span className={`caption figure ${low ? styles.lowStorage : ''}`}>
          {low && <Warning16Filled />}
          {t(free === null ? 'storage.used' : 'storage.usedFree', {
            used: bytesText(replica + log),
            free: bytesText(free ?? 0),
          })}
        </span>
      </div>
      <div className={styles.stack} aria-hidden="true">
        <span className={styles.chart1} style={{ flexGrow: Math.max(replica, 1) }} />
        <span className={styles.chart2} style={{ flexGrow: Math.max(log, 1) }} />
      </div>
      <ul className={`caption figure ${styles.legend}`}>
        <li>
          <i className={styles.chart1} />
          {t('storage.replica', { size: bytesText(replica) })}
        </li>
        <li>
          <i className={styles.chart2} />
          {t('storage.log', { size: bytesText(log) })}
        </li>
      </ul>
    </section>
  );
}
