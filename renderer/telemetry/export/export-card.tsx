// The export of the whole shown range, beside the cards; `#/telemetry/export` leads to it (TL-08).

import { useEffect, useId, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goToAddress, routeAddress, useRoute } from '../../app/routes.ts';
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
  const route = useRoute();
  const isAsked = route.path[0] === 'export';
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isAsked) return;
    heading.current?.focus();
    heading.current?.closest('section')?.scrollIntoView({ block: 'nearest' });
    // Asked for once more, it is led to once more.
    goToAddress(routeAddress({ ...route, path: [] }), true);
  }, [isAsked, route]);
  return (
    <section className={`${page.card} ${styles.card}`} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {t('export.title')}
        </h2>
        <span className="caption">{t('export.whole')}</span>
      </div>
      <ExportForm filter={filter} />
    </section>
  );
}
