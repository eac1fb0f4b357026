// Stacked bars, one a day (TL-06).

import type { ReactElement } from 'react';
import { DayChart, type Place, type Tone } from './day-chart.tsx';
import { cardFrame, placeAxis, stackPieces, valueAxis, type Span } from './geometry.ts';
import styles from './charts.module.css';

interface StackedBarsProps {
  readonly label: string;
  readonly places: readonly (Place & { readonly values: readonly number[] })[];
  /** The lowest first; at most three. */
  readonly series: readonly { readonly name: string; readonly tone: Tone }[];
  readonly gaps: readonly Span[];
  readonly gapName: string | null;
  readonly tickText: (value: number) => string;
}

/** The chart of whole numbers. */
export function StackedBars({ label, places, series, gaps, gapName, tickText }: StackedBarsProps): ReactElement {
  const values = places.map((place) => place.values);
  const highest = Math.max(0, ...values.map((bar) => bar.reduce((sum, value) => sum + value, 0)));
  const { y, ticks } = valueAxis(highest, cardFrame, true);
  const { x, mark } = placeAxis(places.length, cardFrame);
  return (
    <DayChart {...{ label, places, ticks, tickText, gaps, gapName }} legend={series}>
      {stackPieces(values, y).map((pieces, at) =>
        pieces.map((piece) => (
          <rect
            key={`${at} ${piece.series}`}
            x={x(at)}
            width={mark}
            y={piece.y}
            height={piece.height}
            rx={Math.min(1.5, mark / 4)}
            className={`${styles.bar} ${styles[series[piece.series]?.tone ?? 'first']}`}
          />
        )),
      )}
    </DayChart>
  );
}
