// The phases of the running session as a strip: behind, running, still to come, not needed (FD-01).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { percentText } from '../format/numbers.ts';
import { phasePart, phaseSteps, type PhaseStep, type Progress } from '../format/progress.ts';
import styles from './running.module.css';

/** The strip. */
export function PhaseTrack({ progress }: { readonly progress: Progress }): ReactElement {
  const { t } = useTranslation('feed');
  const part = phasePart(progress);
  return (
    <ol className={styles.track} aria-label={t('run.phases')}>
      {phaseSteps(progress).map((step) => (
        <li
          key={step.phase}
          className={styles[step.state]}
          aria-current={step.state === 'running' ? 'step' : undefined}
        >
          <b>{t(`phase.${step.phase}`)}</b>
          <span className="figure">{stepText(step, part)}</span>
        </li>
      ))}
    </ol>
  );
}

function stepText({ state, ms }: PhaseStep, part: number | null): string {
  if (state === 'done') return `${(ms / 1000).toFixed(1)} s`;
  if (state === 'unused') return '–';
  return state === 'running' && part !== null ? percentText(part, 1) : '\u00a0';
}
