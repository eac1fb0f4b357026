// Failures a day by kind, and by code with the people they met; expected ones apart (TL-04…TL-06).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../../format/numbers.ts';
import { StackedBars } from '../../parts/charts/stacked-bars.tsx';
import type { Tone } from '../../parts/charts/day-chart.tsx';
import { dayAddress, eventsAddress } from '../address.ts';
import { rangeText, shortDay } from '../day-words.ts';
import { codeText, typeText } from '../words.ts';
import { Card, CardTable, useShort, type CardFacts } from './card.tsx';
import { bucketsOf, failureBars, highestBar, type Cards, type FailureSeries } from './figures.ts';
import { useGaps } from './gaps.ts';
import page from '../../parts/page.module.css';
import styles from './dashboard.module.css';

const tones: Readonly<Partial<Record<FailureSeries, Tone>>> = { expected: 'third' };

/** The card. */
export function FailuresCard({ cards, address, period }: CardFacts): ReactElement {
  const { t } = useTranslation('telemetry');
  const { failures } = cards;
  const [rows, more] = useShort(failures.rows, 4);
  const all = failures.total + failures.expected;
  return (
    <Card
      title={t('failures.title')}
      period={period}
      link={{ href: eventsAddress(address, { result: 'failure' }), text: t('count.events', { count: all }) }}
      empty={t('failures.none')}
      chart={all > 0 && <FailureChart cards={cards} address={address} period={period} />}
      table={
        all === 0 ? null : (
          <>
            <CardTable
              label={t('failures.title')}
              heads={[
                { text: t('failures.code') },
                { text: t('failures.count'), isRight: true, width: '58px' },
                { text: t('failures.expected'), isRight: true, width: '64px' },
                { text: t('failures.people'), isRight: true, width: '52px' },
              ]}
            >
              {rows.map((row) => (
                <FailureRow key={`${row.errorCode} ${row.code}`} row={row} address={address} />
              ))}
            </CardTable>
            {more}
          </>
        )
      }
    />
  );
}

interface RowProps extends Pick<CardFacts, 'address'> {
  readonly row: Cards['failures']['rows'][number];
}

function FailureRow({ row, address }: RowProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const words = row.message === '' ? codeText(t, row.errorCode) : row.message;
  return (
    <tr className={`${styles.two} ${row.expected ? styles.expected : ''}`}>
      <td title={`${codeText(t, row.errorCode)} · ${row.code}. ${row.message}`}>
        <a href={eventsAddress(address, { code: row.errorCode })}>
          {row.errorCode} {row.expected ? <i>{typeText(t, row.type)}</i> : typeText(t, row.type)}
        </a>
        <span className="caption cut">{words}</span>
      </td>
      <td className={styles.right}>{row.expected ? <span className={page.zero}>–</span> : numberText(row.count)}</td>
      <td className={styles.right}>{row.expected ? numberText(row.count) : <span className={page.zero}>–</span>}</td>
      <td className={styles.right}>{numberText(row.people)}</td>
    </tr>
  );
}

function FailureChart({ cards, address, period }: CardFacts): ReactElement {
  const { t } = useTranslation('telemetry');
  const buckets = bucketsOf(cards.days);
  const { series, values } = failureBars(cards.failures, buckets);
  const gaps = useGaps(cards, buckets.length / Math.max(1, cards.days.length));
  const nameOf = (item: FailureSeries): string =>
    item === 'other' || item === 'expected' ? t(`failures.series.${item}`) : typeText(t, item);
  const top = highestBar(values);
  const topBucket = top && buckets[top.at];
  const places = buckets.map((bucket, at) => {
    const figures = series.map((item, no) => [nameOf(item), numberText(values[at]?.[no] ?? 0)] as const);
    const title = rangeText(bucket.from, bucket.to);
    const gap = gaps.wordsOf(bucket);
    return {
      short: shortDay(bucket.from),
      title,
      figures: [...figures, ...(gap === null ? [] : [[gap, ''] as const])],
      words: `${title}: ${[...figures.map(([name, value]) => `${name} ${value}`), ...(gap === null ? [] : [gap])].join(', ')}`,
      href:
        bucket.from === bucket.to
          ? dayAddress(address, bucket.from, { result: 'failure' })
          : eventsAddress(address, { result: 'failure', period: 'own', from: bucket.from, to: bucket.to }),
      values: values[at] ?? [],
    };
  });
  return (
    <StackedBars
      label={[
        topBucket
          ? t('failures.label', { period, count: top.sum, day: rangeText(topBucket.from, topBucket.to) })
          : t('failures.labelNone', { period }),
        gaps.words,
      ]
        .filter(Boolean)
        .join(' ')}
      places={places}
      series={series.map((item, no) => ({ name: nameOf(item), tone: tones[item] ?? (no === 0 ? 'first' : 'second') }))}
      gaps={gaps.spans}
      gapName={gaps.spans.length > 0 ? t('gap.name') : null}
      tickText={numberText}
    />
  );
}
