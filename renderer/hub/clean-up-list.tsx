// What was cleaned up so far, newest first (HB-07).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { numberText } from '../format/numbers.ts';
import { fullTime, timeText } from '../format/times.ts';
import page from '../parts/page.module.css';
import styles from './orders.module.css';

const heads = ['at', 'by', 'entries', 'clients'] as const;

/** The card. */
export function CleanUpList({ cleanUps }: { readonly cleanUps: CallOutput<'hub.cleanUps'>['cleanUps'] }): ReactElement {
  const { t } = useTranslation('hub');
  return (
    <section className={`${page.card} ${styles.list}`} aria-label={t('cleanUp.past')} tabIndex={0}>
      <h2>{t('cleanUp.past')}</h2>
      {cleanUps.length === 0 ? (
        <p className="quiet">{t('cleanUp.none')}</p>
      ) : (
        <table className={`${page.grid} ${styles.past}`}>
          <thead>
            <tr>
              {heads.map((name) => (
                <th key={name} className={name === 'entries' ? page.right : undefined}>
                  {t(`cleanUp.head.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cleanUps.map(({ at, by, entries, forgotten }) => {
              const given = forgotten.map((id) => id.slice(0, 8)).join(', ');
              return (
                <tr key={at}>
                  <td title={fullTime(at)}>{timeText(at)}</td>
                  <td>{by ?? '–'}</td>
                  <td className={`${page.right} ${entries === 0 ? page.zero : ''}`}>{numberText(entries)}</td>
                  <td title={given}>{given || '–'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
