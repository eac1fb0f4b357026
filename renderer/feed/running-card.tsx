// The running session: its phases, and how far the present one is (FD-01).

import { ArrowSync20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { tableTitle } from '../format/names.ts';
import { bytesText, numberText, percentText } from '../format/numbers.ts';
import { phasePart, timeLeft, type Progress } from '../format/progress.ts';
import { clockText, spanText } from '../format/times.ts';
import { CancelButton } from '../parts/cancel-button.tsx';
import { useNow } from '../parts/use-now.ts';
import type { SessionLine } from './lines.ts';
import { PhaseTrack } from './phase-track.tsx';
import page from '../parts/page.module.css';
import styles from './running.module.css';

interface RunningCardProps {
  readonly progress: Progress;
  /** Its line in the history, if that is here already. */
  readonly line: SessionLine | undefined;
  readonly readOnly: boolean;
}

/** The card. */
export function RunningCard({ progress, line, readOnly }: RunningCardProps): ReactElement {
  const { t } = useTranslation('feed');
  const now = useNow(1000);
  const part = phasePart(progress);
  const left = timeLeft(progress, now);
  const own = line?.no === progress.session ? line : undefined;
  const title = own ? t(own.mode === 'first' ? 'run.first' : 'run.delta', { scope: own.scope }) : t('run.any');
  return (
    <section className={`${page.card} ${styles.run}`} aria-label={t('run.label')}>
      <div className={styles.line}>
        <ArrowSync20Regular className={styles.spin} />
        <h2>{title}</h2>
        <span className={styles.badge}>
          {t('run.since', {
            trigger: t(`trigger.${progress.trigger}`, { defaultValue: progress.trigger }),
            time: clockText(progress.startedAt, now),
          })}
        </span>
        <span className={page.grow} />
        {left !== null && <span className="quiet figure">{t('run.left', { span: spanText(left) })}</span>}
        {!readOnly && <CancelButton session={progress.session} />}
      </div>
      <PhaseTrack progress={progress} />
      <div
        className={styles.bar}
        role="progressbar"
        aria-label={t('run.progress', { phase: t(`phase.${progress.phase ?? 'connect'}`) })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={part === null ? undefined : Math.floor(part * 100)}
      >
        <span className={part === null ? styles.unknown : undefined} style={{ width: `${(part ?? 1) * 100}%` }} />
      </div>
      <div className={styles.line}>
        {progress.table !== null && <b>{tableTitle({ name: progress.table, schema: '' })}</b>}
        <span className="figure">{detailText(progress, t)}</span>
        <span className={page.grow} />
        <span className="caption">{t('run.goOn')}</span>
      </div>
    </section>
  );
}

function detailText(progress: Progress, t: TFunction): string {
  const { phase, part, parts, rows, rowsTotal, bytesReceived } = progress;
  const done = phasePart(progress);
  const counts = phase === 'download' || phase === 'apply';
  const texts = [
    ...(part !== null && parts !== null ? [t('run.batch', { part: numberText(part), parts: numberText(parts) })] : []),
    ...(counts && rowsTotal !== null ? [t('run.rows', { rows: numberText(rows), count: rowsTotal })] : []),
    ...(done === null ? [] : [percentText(done, 1)]),
    ...(bytesReceived > 0 ? [t('run.bytes', { size: bytesText(bytesReceived) })] : []),
  ];
  return texts.join(' · ');
}
