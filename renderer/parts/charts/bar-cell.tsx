// A figure of a table with its bar: all bars of a column share one scale, so that the table is its own chart (TL-06).

import type { ReactElement } from 'react';
import { barLength } from './geometry.ts';
import styles from './charts.module.css';

interface BarCellProps {
  /** The figure in words. */
  readonly text: string;
  readonly value: number;
  /** The highest value of the column. */
  readonly highest: number;
  /** What of the value is drawn full; absent = all of it. */
  readonly part?: number;
  /** The longest bar, px. */
  readonly room: number;
}

/** Bar, then figure. The figure says it all: the bar is for the eye. */
export function BarCell({ text, value, highest, part, room }: BarCellProps): ReactElement {
  const full = part === undefined ? value : Math.min(part, value);
  return (
    <span className={styles.barCell}>
      <span className={styles.track} style={{ width: room }} aria-hidden="true">
        {full < value && <i className={styles.whole} style={{ width: barLength(value, highest, room) }} />}
        <i className={styles.full} style={{ width: barLength(full, highest, room) }} />
      </span>
      <span className="figure">{text}</span>
    </span>
  );
}
