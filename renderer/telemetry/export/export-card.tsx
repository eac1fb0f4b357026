// The export of the whole shown range, beside the cards (TL-08).

import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { TelemetryFilter } from '../address.ts';
import { ExportForm } from './export-form.tsx';
import page from '../../parts/page.module.css';
import styles from './export.module.css';

interface ExportCardProps {
  readonly filter: TelemetryFilter;
  readonly count: number | null;
}

/** The card. */
export function ExportCard({ filter, count }: ExportCardProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const id = useId();
  return (
    <section className={`${page.card} ${styles.card}`} aria-labelledby={id}>
      <div className={styles.head}>
        <h3 id={id}>{t('export.title')}</h3>
        <span className="caption">{t('export.whole')}</span>
      </div>
      <ExportForm filter={filter} count={count} />
    </section>
  );
}
