// How much a session brings of each table, by mode, and who receives the most (TL-06).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../format/numbers.ts';
import { BarCell } from '../../parts/charts/bar-cell.tsx';
import { eventsAddress } from '../address.ts';
import { tableWords } from '../who-chips.tsx';
import { Card, CardTable, useShort, type CardFacts } from './card.tsx';
import { recordRows } from './figures.ts';
import page from '../../parts/page.module.css';
import styles from './dashboard.module.css';

/** The card. */
export function RecordsCard({ cards, address, period }: CardFacts): ReactElement {
  const { t } = useTranslation('telemetry');
  const { modes, main, rows } = recordRows(cards.records);
  const [shown, more] = useShort(rows, 5);
  // The compared one stands beside the names.
  const shownModes = modes.toSorted((a, b) => Number(b === main) - Number(a === main));
  const sessions = cards.records.reduce((sum, row) => sum + row.sessions, 0);
  const highest = main === null ? 0 : Math.max(0, ...rows.map((row) => row.medians[main] ?? 0));
  return (
    <Card
      title={t('records.title')}
      period={period}
      link={{
        href: eventsAddress(address, { event: 'concord.table.download' }),
        text: t('records.downloads', { count: sessions }),
      }}
      empty={t('records.none')}
      table={
        rows.length === 0 ? null : (
          <>
            <CardTable
              label={t('records.title')}
              least={372 + 56 * (shownModes.length - 1)}
              heads={[
                { text: t('records.table') },
                ...shownModes.map((mode) => ({
                  text: t(`mode.${mode}`),
                  isRight: true,
                  width: mode === main ? '150px' : '56px',
                })),
                { text: t('records.heaviest'), width: '112px' },
              ]}
            >
              {shown.map((row) => (
                <tr key={row.table}>
                  <td title={tableWords(row.table)}>
                    <a href={eventsAddress(address, { event: 'concord.table.download', table: row.table })}>
                      {tableWords(row.table)}
                    </a>
                  </td>
                  {shownModes.map((mode) => (
                    <td key={mode} className={styles.right}>
                      <Median value={row.medians[mode]} highest={mode === main ? highest : null} />
                    </td>
                  ))}
                  <td title={row.heaviest ?? undefined}>{row.heaviest ?? '–'}</td>
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

/** A median; with its bar where all of its column are compared. */
function Median({
  value,
  highest,
}: {
  readonly value: number | undefined;
  readonly highest: number | null;
}): ReactElement {
  if (value === undefined) return <span className={page.zero}>–</span>;
  const text = numberText(Math.round(value));
  return highest === null ? <>{text}</> : <BarCell text={text} value={value} highest={highest} room={96} />;
}
