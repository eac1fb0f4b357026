// The export of the whole shown range, beside the cards (TL-08).

import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { TelemetryFilter } from '../address.ts';
import { ExportForm } from './export-form.tsx';
import page from '../../parts/page.module.css';
import styles from './export.module.css';

interface ExportCardProps {
  readonly filter: TelemetryFilter;
}

/** The card. */
export function ExportCard({ filter }: ExportCardProps): ReactElement {
  const { t } = useTranslation('telemetry');
  const id = useId();
  return (
    <section className={`${page.card} ${styles.card}`} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{t('export.title')}</h2>
        <span className="caption">{t('export.whole')}</span>
      </div>
      <ExportForm filter={filter} />
    </section>
  );
}
