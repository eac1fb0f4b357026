// Storage used beside the replica, and what is free (ST-09).

import { Warning16Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { lowStorage } from '../../main/sync/status.ts';
import type { Status } from '../bridge/use-status.ts';
import { bytesText } from '../format/numbers.ts';
import page from '../parts/page.module.css';
import styles from './status.module.css';

const names = ['replica', 'conflicts', 'log', 'spool'] as const;

/** The card. */
export function StorageCard({ storage }: { readonly storage: Status['storage'] }): ReactElement {
  const { t } = useTranslation('status');
  const { free } = storage;
  const parts = names.filter((name) => name !== 'spool' || storage.spool > 0);
  const used = names.reduce((sum, name) => sum + storage[name], 0);
  const low = free !== null && free < lowStorage;
  return (
    <section className={`${page.card} ${styles.box}`} aria-labelledby="storage-card">
      <div className={styles.boxHead}>
        <h3 id="storage-card">{t('storage.title')}</h3>
        <span className={`caption figure ${low ? styles.lowStorage : ''}`}>
          {low && <Warning16Filled />}
          {t(free === null ? 'storage.used' : 'storage.usedFree', {
            used: bytesText(used),
            free: bytesText(free ?? 0),
          })}
        </span>
      </div>
      <div className={styles.stack} aria-hidden="true">
        {parts.map((name) => (
          <span key={name} className={styles[name]} style={{ flexGrow: Math.max(storage[name], used / 200, 1) }} />
        ))}
      </div>
      <ul className={`caption figure ${styles.legend}`}>
        {parts.map((name) => (
          <li key={name}>
            <i className={styles[name]} />
            {t(`storage.${name}`, { size: bytesText(storage[name]) })}
          </li>
        ))}
      </ul>
    </section>
  );
}
