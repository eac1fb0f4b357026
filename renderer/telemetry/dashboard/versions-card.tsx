// Which versions of Concord people use, on which system (TL-06).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../format/numbers.ts';
import { BarCell } from '../../parts/charts/bar-cell.tsx';
import { eventsAddress } from '../address.ts';
import { Card, CardTable, useShort, type CardFacts } from './card.tsx';
import styles from './dashboard.module.css';

/** The card. */
export function VersionsCard({ cards, address, period }: CardFacts): ReactElement {
  const { t } = useTranslation('telemetry');
  const { versions } = cards;
  const [rows, more] = useShort(versions.rows, 5);
  const highest = Math.max(0, ...versions.rows.map((row) => row.people));
  const isEmpty = versions.rows.length === 0;
  return (
    <Card
      title={t('versions.title')}
      period={period}
      link={{ href: eventsAddress(address), text: t('count.people', { count: versions.people }) }}
      empty={t('versions.none')}
      table={
        isEmpty ? null : (
          <>
            <CardTable
              label={t('versions.title')}
              heads={[
                { text: t('versions.version'), width: '72px' },
                { text: t('versions.system') },
                { text: t('versions.people'), isRight: true, width: '196px' },
              ]}
            >
              {rows.map((row) => (
                <tr key={`${row.version} ${row.system}`}>
                  <td>{row.version}</td>
                  <td title={row.system}>{row.system}</td>
                  <td className={styles.right}>
                    <BarCell text={numberText(row.people)} value={row.people} highest={highest} room={150} />
                  </td>
                </tr>
              ))}
            </CardTable>
            {more}
          </>
        )
      }
    />
  );
}
