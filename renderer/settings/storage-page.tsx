// The files of this replica with their sizes and paths, and the room that the replica's own can give back (ST-09, AD-03).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../bridge/use-read.ts';
import { useStatus } from '../bridge/use-status.ts';
import { bytesText } from '../format/numbers.ts';
import { Compact } from './compact.tsx';
import { Facts } from './facts.tsx';
import styles from './settings.module.css';

/** The page. */
export function StoragePage(): ReactElement | null {
  const { t } = useTranslation('settings');
  const read = useRead('settings.read', {}, ['setup', 'status']).value;
  const free = useStatus()?.storage.free ?? null;
  if (!read) return null;
  const { files, unused } = read;
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <>
      <table className={styles.files} aria-label={t('storage.label')}>
        <thead>
          <tr>
            <th scope="col">{t('storage.kind')}</th>
            <th scope="col" className={styles.number}>
              {t('storage.size')}
            </th>
            <th scope="col">{t('storage.path')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map(({ kind, path, bytes }) => (
            <tr key={kind}>
              <th scope="row">{t(`storage.${kind}`)}</th>
              <td className={`figure ${styles.number} ${bytes === 0 ? 'quiet' : ''}`}>{bytesText(bytes)}</td>
              <td className={styles.path}>{path}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Facts
        facts={[
          [t('storage.total'), bytesText(total)],
          ...(free === null ? [] : [[t('storage.free'), bytesText(free)] as const]),
        ]}
      />
      <Compact unused={unused} />
    </>
  );
}
