// The running first download: phase, table, rows of how many, bytes, and the time that is left (PR-05, FD-01).

import { ArrowSync20Regular } from '@fluentui/react-icons';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { tableTitle } from '../format/names.ts';
import { bytesText, numberText, percentText } from '../format/numbers.ts';
import { phasePart, timeLeft, type Progress } from '../format/progress.ts';
import { spanText } from '../format/times.ts';
import { useNow } from '../parts/use-now.ts';
import styles from './first-start.module.css';

/** The card. */
export function DownloadCard({ progress }: { readonly progress: Progress | null }): ReactElement {
  const { t } = useTranslation(['setup', 'feed']);
  const now = useNow(1000);
  const part = phasePart(progress);
  const left = progress && timeLeft(progress, now);
  const phase = progress?.phase ?? null;
  return (
    <section className={styles.download} aria-label={t('download.running')}>
      <p className={styles.line}>
        <ArrowSync20Regular className={styles.spin} />
        <b>
          {phase === null ? t('download.opening') : <span className={styles.phase}>{t(`feed:phase.${phase}`)}</span>}
        </b>
        {progress?.table != null && <span>{tableTitle({ name: progress.table, schema: '' })}</span>}
        <span className={styles.grow} />
        {part !== null && <b className="figure">{percentText(part, 1)}</b>}
      </p>
      <progress aria-label={t('download.progress')} max={1} value={part ?? undefined} />
      <p className={`${styles.line} quiet figure`}>
        <span>{progress ? figures(progress, t) : ''}</span>
        <span className={styles.grow} />
        {left !== null && <span>{t('download.left', { span: spanText(left) })}</span>}
      </p>
    </section>
  );
}

function figures({ rows, rowsTotal, bytesReceived }: Progress, t: TFunction<readonly ['setup', 'feed']>): string {
  const texts = [
    ...(rowsTotal === null ? [] : [t('feed:run.rows', { rows: numberText(rows), count: rowsTotal })]),
    ...(bytesReceived > 0 ? [t('feed:run.bytes', { size: bytesText(bytesReceived) })] : []),
  ];
  return texts.join(' · ');
}
