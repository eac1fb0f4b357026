// The times without recording as charts and sentences tell them (TL-09).

import { useTranslation } from 'react-i18next';
import { timeText } from '../../format/times.ts';
import { useNow } from '../../parts/use-now.ts';
import type { Span } from '../../parts/charts/geometry.ts';
import { gapSpans, instantOf } from '../period.ts';
import type { Bucket, Cards } from './figures.ts';

interface GapFacts {
  /** Places of the axis. */
  readonly spans: readonly Span[];
  /** "Not recorded: Fri 14:02 to Sat 09:10."; '' without any. */
  readonly words: string;
  /** What is said of a day that was not recorded, or not wholly; null for the others. */
  wordsOf(bucket: Pick<Bucket, 'from' | 'to'>): string | null;
}

/** The gaps of the shown days; `scale` = places a day. */
export function useGaps({ gaps, days }: Pick<Cards, 'gaps' | 'days'>, scale = 1): GapFacts {
  const { t } = useTranslation('telemetry');
  const now = useNow(60_000);
  const shown = gaps.filter((gap) => gapSpans([gap], days, now).length > 0);
  const spans = gapSpans(gaps, days, now).map(({ from, to }) => ({ from: from * scale, to: to * scale }));
  const parts = shown.map((gap) =>
    gap.to === null
      ? t('gap.since', { from: timeText(gap.from, now) })
      : t('gap.between', { from: timeText(gap.from, now), to: timeText(gap.to, now) }),
  );
  return {
    spans,
    words: parts.length === 0 ? '' : t('gap.words', { times: parts.join(', ') }),
    wordsOf({ from, to }) {
      const start = instantOf(from, 0) ?? '';
      const end = instantOf(to, 1) ?? '';
      const touching = shown.filter((gap) => gap.from < end && (gap.to ?? now.toISOString()) > start);
      if (touching.length === 0) return null;
      const isWhole = touching.some((gap) => gap.from <= start && (gap.to ?? now.toISOString()) >= end);
      return t(isWhole ? 'gap.whole' : 'gap.part');
    },
  };
}
