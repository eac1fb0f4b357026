// The phases as bars on one time axis, with the same figures in milliseconds: solid is work here, hatched is waiting for
// the hub (FD-04).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { numberText } from '../format/numbers.ts';
import { axisTicks, phaseBars, type Piece, type SessionDetail } from './depth.ts';
import styles from './phases.module.css';

/** Bars and table in one. */
export function Phases({ detail }: { readonly detail: SessionDetail }): ReactElement {
  const { t } = useTranslation('feed');
  const bars = phaseBars(detail);
  const total = bars.reduce((sum, bar) => sum + bar.ms, 0);
  const length = Math.max(detail.ms ?? 0, total, 1);
  const longest = Math.max(...bars.map((bar) => bar.ms));
  const ticks = axisTicks(length);
  const waited = bars.reduce((sum, bar) => sum + bar.waited, 0);
  return (
    <div className={styles.bars} role="table" aria-label={t('phases.label')}>
      <div role="row" className={`${styles.bar} caption`}>
        <span role="columnheader">{t('phases.phase')}</span>
        <div role="presentation" className={styles.axis}>
          {ticks.map((tick) => (
            <span key={tick} style={{ insetInlineStart: `${(tick / length) * 100}%` }}>
              {tickText(tick, length)}
            </span>
          ))}
        </div>
        <span role="columnheader" className={styles.right}>
          {t('phases.ms')}
        </span>
        <span role="columnheader" className={styles.right}>
          {t('phases.waited')}
        </span>
      </div>
      {bars.map((bar) => (
        <div key={bar.phase} role="row" className={styles.bar}>
          <span role="rowheader" className={bar.used ? undefined : 'quiet'}>
            {t(`phase.${bar.phase}`)}
          </span>
          <div role="presentation" className={styles.lane}>
            {ticks.slice(1).map((tick) => (
              <span key={tick} className={styles.tick} style={{ insetInlineStart: `${(tick / length) * 100}%` }} />
            ))}
            {bar.pieces.map((piece) => (
              <BarPiece key={piece.start} piece={piece} length={length} />
            ))}
          </div>
          <span role="cell" className={`${styles.right} ${bar.used && bar.ms === longest ? styles.longest : ''}`}>
            {bar.used ? numberText(bar.ms) : <span className="quiet">–</span>}
          </span>
          <span role="cell" className={`${styles.right} quiet`}>
            {bar.used ? numberText(bar.waited) : '–'}
          </span>
        </div>
      ))}
      <div role="row" className={`${styles.bar} ${styles.total}`}>
        <span role="rowheader">{t('phases.total')}</span>
        <div role="presentation" className={`caption ${styles.key}`}>
          <span>
            <i className={styles.work} />
            {t('phases.work')}
          </span>
          <span>
            <i className={styles.wait} />
            {t('phases.wait')}
          </span>
        </div>
        <span role="cell" className={styles.right}>
          <b>{numberText(total)}</b>
        </span>
        <span role="cell" className={`${styles.right} quiet`}>
          {numberText(waited)}
        </span>
      </div>
    </div>
  );
}

function BarPiece({ piece, length }: { readonly piece: Piece; readonly length: number }): ReactElement {
  return (
    <i
      className={piece.waits ? styles.wait : styles.work}
      style={{ insetInlineStart: `${(piece.start / length) * 100}%`, width: `${(piece.ms / length) * 100}%` }}
    />
  );
}

function tickText(tick: number, length: number): string {
  if (tick === 0) return '0';
  return length < 2000 ? `${numberText(tick)} ms` : `${(tick / 1000).toLocaleString()} s`;
}
