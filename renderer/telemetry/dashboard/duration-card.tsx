// How long sessions take: active against total, by day, client and mode (TL-06).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { durationText } from '../../format/times.ts';
import { LineChart } from '../../parts/charts/line-chart.tsx';
import { dayAddress, eventsAddress } from '../address.ts';
import { longDay, shortDay } from '../day-words.ts';
import { Card, CardTable, useShort, type CardFacts } from './card.tsx';
import { seconds } from './figures.ts';
import { useGaps } from './gaps.ts';
import styles from './dashboard.module.css';

/** The card. */
export function DurationCard({ cards, address, period }: CardFacts): ReactElement {
  const { t } = useTranslation('telemetry');
  const [rows, more] = useShort(cards.durations.rows, 5);
  const sessions = cards.durations.rows.reduce((sum, row) => sum + row.sessions, 0);
  const isEmpty = cards.durations.rows.length === 0;
  return (
    <Card
      title={t('duration.title')}
      period={period}
      link={{
        href: eventsAddress(address, { event: 'concord.session', table: '' }),
        text: t('duration.count', { count: sessions }),
      }}
      empty={t(address.table === '' ? 'duration.none' : 'duration.noTable')}
      chart={!isEmpty && <DurationChart cards={cards} address={address} period={period} />}
      table={
        isEmpty ? null : (
          <>
            <CardTable
              label={t('duration.title')}
              heads={[
                { text: t('duration.client') },
                { text: t('duration.mode'), width: '72px' },
                { text: t('duration.active'), isRight: true, width: '52px' },
                { text: t('duration.total'), isRight: true, width: '52px' },
              ]}
            >
              {rows.map((row) => (
                <tr key={`${row.client} ${row.mode}`}>
                  <td>{t(`client.${row.client}`)}</td>
                  <td>
                    <a href={eventsAddress(address, { event: 'concord.session', mode: row.mode })}>
                      {t(`mode.${row.mode}`)}
                    </a>
                  </td>
                  <td className={styles.right}>{row.active === null ? '–' : seconds(row.active)}</td>
                  <td className={styles.right}>{row.total === null ? '–' : seconds(row.total)}</td>
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

function DurationChart({ cards, address, period }: CardFacts): ReactElement {
  const { t } = useTranslation('telemetry');
  const gaps = useGaps(cards);
  const byDay = new Map(cards.durations.byDay.map((row) => [row.day, row]));
  const words = (ms: number | null): string => (ms === null ? '–' : durationText(ms));
  const places = cards.days.map((day) => {
    const row = byDay.get(day);
    const gap = gaps.wordsOf({ from: day, to: day });
    const figures = [
      [t('duration.totalName'), words(row?.total ?? null)],
      [t('duration.activeName'), words(row?.active ?? null)],
      [t('duration.sessions'), String(row?.sessions ?? 0)],
      ...(gap === null ? [] : [[gap, ''] as const]),
    ] as const;
    return {
      short: shortDay(day),
      title: longDay(day),
      figures,
      words: `${longDay(day)}: ${figures.map(([name, value]) => `${name} ${value}`.trim()).join(', ')}`,
      href: dayAddress(address, day, { event: 'concord.session' }),
      upper: row?.total ?? null,
      lower: row?.active ?? null,
    };
  });
  const top = cards.durations.byDay.toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0))[0];
  return (
    <LineChart
      label={[
        t('duration.label', { period, time: words(top?.total ?? null), day: top ? longDay(top.day) : '–' }),
        gaps.words,
      ]
        .filter(Boolean)
        .join(' ')}
      places={places}
      upperName={t('duration.totalName')}
      lowerName={t('duration.activeName')}
      gaps={gaps.spans}
      gapName={gaps.spans.length > 0 ? t('gap.name') : null}
      tickText={(ms) => String(Number((ms / 1000).toPrecision(3)))}
    />
  );
}
