// A line over its area and a second, dashed one below: two measures of the same days (TL-06).

import type { ReactElement } from 'react';
import { DayChart, type Place } from './day-chart.tsx';
import { cardFrame, linePath, placeAxis, valueAxis, type Span } from './geometry.ts';
import styles from './charts.module.css';

interface LineChartProps {
  readonly label: string;
  /** Null where nothing was measured. */
  readonly places: readonly (Place & { readonly upper: number | null; readonly lower: number | null })[];
  readonly upperName: string;
  readonly lowerName: string;
  readonly gaps: readonly Span[];
  readonly gapName: string | null;
  readonly tickText: (value: number) => string;
}

/** The chart. */
export function LineChart(props: LineChartProps): ReactElement {
  const { label, places, upperName, lowerName, gaps, gapName, tickText } = props;
  const upper = places.map((place) => place.upper);
  const lower = places.map((place) => place.lower);
  const { y, ticks } = valueAxis(Math.max(0, ...upper.map(Number), ...lower.map(Number)), cardFrame, false);
  const { x, mark } = placeAxis(places.length, cardFrame);
  const middle = (at: number): number => x(at) + mark / 2;
  const floor = cardFrame.height - cardFrame.bottom;
  const above = linePath(upper, { x: middle, y, floor });
  const below = linePath(lower, { x: middle, y, floor });
  const top = highestOf(upper);
  return (
    <DayChart
      {...{ label, places, ticks, tickText, gaps, gapName }}
      legend={[
        { name: upperName, tone: 'first', isLine: true },
        { name: lowerName, tone: 'second', isLine: true },
      ]}
    >
      <path d={above.area} className={styles.area} />
      <path d={above.line} className={`${styles.line} ${styles.first}`} />
      <path d={below.line} className={`${styles.line} ${styles.second}`} />
      {above.points.map((point) => (
        <circle key={point.x} cx={point.x} cy={point.y} r={2.5} className={`${styles.bar} ${styles.first}`} />
      ))}
      {below.points.map((point) => (
        <circle key={point.x} cx={point.x} cy={point.y} r={2.5} className={`${styles.bar} ${styles.second}`} />
      ))}
      {top !== null && (
        <circle cx={middle(top.at)} cy={y(top.value)} r={3} className={`${styles.bar} ${styles.first}`} />
      )}
    </DayChart>
  );
}

/** The highest of several values: its mark draws the eye. */
function highestOf(values: readonly (number | null)[]): { at: number; value: number } | null {
  let top: { at: number; value: number } | null = null;
  for (const [at, value] of values.entries()) if (value !== null && value > (top?.value ?? 0)) top = { at, value };
  return top;
}
