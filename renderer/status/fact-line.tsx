// One fact of the head card: its icon, what it is, what follows from it, and the step that settles it.

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../bridge/use-status.ts';
import { ProblemText } from '../parts/problem-note.tsx';
import { factIcon } from './fact-icon.tsx';
import { factStep, factWords } from './fact-words.ts';
import type { Fact } from './facts.ts';
import styles from './hero.module.css';

interface FactLineProps {
  readonly fact: Fact;
  readonly status: Status;
  readonly now: Date;
  /** The gravest one is set larger. */
  readonly first: boolean;
}

/** One fact. */
export function FactLine({ fact, status, now, first }: FactLineProps): ReactElement {
  const { t } = useTranslation('status');
  const { title, text } = factWords(fact, status, { t, now });
  const step = factStep(fact);
  const { icon, tone } = factIcon(fact);
  const Title = first ? 'h2' : 'h3';
  const problem = fact.kind === 'failed' ? fact.session.problem : null;
  return (
    <li className={styles.fact} data-fact={fact.kind}>
      <span className={`${styles.disc} ${styles[tone]}`}>{icon}</span>
      <div className={styles.factWords}>
        <Title>{title}</Title>
        {problem ? <ProblemText problem={problem} /> : <p>{text}</p>}
      </div>
      {step && (
        <a className={styles.step} href={step.address}>
          {t(`step.${step.name}`)}
        </a>
      )}
    </li>
  );
}
