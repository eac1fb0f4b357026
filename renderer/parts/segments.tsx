// A choice of one among a few that are all seen: the radio buttons of the browser in one row (AX-01).

import { useId, type ReactElement } from 'react';
import styles from './segments.module.css';

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly items: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

/** The row. */
export function Segments<T extends string>({ label, value, items, onChange }: SegmentsProps<T>): ReactElement {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles.segments}>
      {items.map((item) => (
        <label key={item.value} className={item.value === value ? styles.on : ''}>
          <input
            type="radio"
            name={name}
            value={item.value}
            checked={item.value === value}
            onChange={() => onChange(item.value)}
          />
          {item.text}
        </label>
      ))}
    </div>
  );
}
