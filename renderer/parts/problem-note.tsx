// A coded problem: what happened, what to do, its code; raw text only in the fold-out (SF-07).

import { Button, Tooltip } from '@fluentui/react-components';
import { Dismiss16Regular, ErrorCircle20Filled, Info20Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyProblem } from '../../main/window/contract.ts';
import styles from './problem-note.module.css';

interface ProblemNoteProps {
  readonly problem: ReplyProblem;
  /** An expected failure (no network, cancelled) is told in grey. */
  readonly isExpected?: boolean;
  /** Without it the note stays as long as what it speaks of. */
  readonly onDismiss?: () => void;
  /** The one next step. */
  readonly children?: ReactNode;
}

/** A problem in a box of its own. */
export function ProblemNote({ problem, isExpected, onDismiss, children }: ProblemNoteProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={`${styles.note} ${isExpected ? styles.expected : ''}`} role={isExpected ? 'note' : 'alert'}>
      {isExpected ? <Info20Regular className={styles.icon} /> : <ErrorCircle20Filled className={styles.icon} />}
      <ProblemText problem={problem} />
      {children}
      {onDismiss && (
        <Tooltip content={t('problem.dismiss')} relationship="label">
          <Button appearance="subtle" size="small" icon={<Dismiss16Regular />} onClick={onDismiss} />
        </Tooltip>
      )}
    </div>
  );
}

/** A problem's words, for a place that has its own box. */
export function ProblemText({ problem }: { readonly problem: ReplyProblem }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.words}>
      <p>
        <b>{problem.message}</b> {problem.cure}
      </p>
      <details className={styles.fold}>
        <summary>{t('problem.details')}</summary>
        <dl>
          <dt>{t('problem.code')}</dt>
          <dd>{problem.code}</dd>
          <dt>{t('problem.again')}</dt>
          <dd>{t(problem.retryable ? 'problem.helps' : 'problem.helpsNot')}</dd>
        </dl>
        {problem.details !== undefined && <pre>{problem.details}</pre>}
      </details>
    </div>
  );
}
