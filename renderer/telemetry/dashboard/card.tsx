// A card of the dashboard: what it counts, of which days, its chart, its table, and the way to its events (TL-06).

import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TelemetryAddress } from '../address.ts';
import type { Cards } from './figures.ts';
import page from '../../parts/page.module.css';
import styles from './dashboard.module.css';

/** What every card is given. */
export interface CardFacts {
  readonly cards: Cards;
  readonly address: TelemetryAddress;
  /** "2 Jun – 15 Jun". */
  readonly period: string;
}

interface CardProps {
  readonly title: string;
  /** Of which days. */
  readonly period: string;
  /** The events behind it. */
  readonly link: { readonly href: string; readonly text: string };
  readonly chart?: ReactNode;
  /** Its table; null = there is nothing to count, and `empty` says so. */
  readonly table: ReactNode;
  readonly empty: string;
}

/** The card. */
export function Card({ title, period, link, chart, table, empty }: CardProps): ReactElement {
  const id = useId();
  return (
    <section className={`${page.card} ${styles.card}`} aria-labelledby={id}>
      <div className={styles.cardHead}>
        <h2 id={id}>{title}</h2>
        <span className="caption figure">{period}</span>
        <a className="caption figure" href={link.href}>
          {link.text}
        </a>
      </div>
      {table === null ? (
        <p className={`quiet ${styles.nothing}`}>{empty}</p>
      ) : (
        <div className={`${styles.inside} ${chart ? '' : styles.chartless}`}>
          {chart}
          <div className={styles.tableBox}>{table}</div>
        </div>
      )}
    </section>
  );
}

interface CardTableProps {
  readonly label: string;
  readonly heads: readonly { readonly text: string; readonly isRight?: boolean; readonly width?: string }[];
  /** Narrower than this the table is scrolled sideways, px. */
  readonly least?: number;
  readonly children: ReactNode;
}

/** The table of a card. */
export function CardTable({ label, heads, least, children }: CardTableProps): ReactElement {
  return (
    <table className={styles.table} style={{ minWidth: least }} aria-label={label}>
      <colgroup>
        {heads.map(({ text, width }) => (
          <col key={text} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {heads.map(({ text, isRight }) => (
            <th key={text} scope="col" className={isRight ? styles.right : ''}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** The first rows, and the button that shows the others. */
export function useShort<T>(rows: readonly T[], most: number): readonly [readonly T[], ReactElement | null] {
  const { t } = useTranslation('telemetry');
  const [isLong, setLong] = useState(false);
  // The button takes the place of a row.
  const few = rows.length > most ? most - 1 : most;
  const rest = rows.length - few;
  const button =
    rest > 0 ? (
      <button type="button" className={styles.more} aria-expanded={isLong} onClick={() => setLong(!isLong)}>
        {isLong ? t('card.fewer') : t('card.more', { count: rest })}
      </button>
    ) : null;
  return [isLong ? rows : rows.slice(0, few), button];
}
