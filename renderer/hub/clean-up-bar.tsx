// What the clean-up will do, and the step (HB-07; DESIGN, Sentences).

import { Button, Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyProblem } from '../../main/window/contract.ts';
import { richText } from '../format/rich.ts';
import { ProblemText } from '../parts/problem-note.tsx';
import { RichText } from '../parts/rich-text.tsx';
import type { Plan } from './clean-up-plan.tsx';
import styles from './orders.module.css';

interface CleanUpBarProps {
  readonly plan: Plan;
  readonly problem: ReplyProblem | null;
  readonly isBusy: boolean;
  /** Ids of those who are left behind, as the plan names them. */
  onGo(outdated: readonly string[]): void;
}

/** The bar. */
export function CleanUpBar({ plan, problem, isBusy, onGo }: CleanUpBarProps): ReactElement {
  const { t } = useTranslation('hub');
  const { entries, outdated } = plan;
  const isIdle = entries.upTo === 0 && outdated.length === 0;
  const behind = new Set(outdated.map(({ id }) => id));
  const sentence = [
    ...richText(t, 'cleanUp.forecast', { count: entries.upTo }),
    ...(behind.size === 0 ? [] : [{ text: ' ', tone: 'plain' as const }]),
    ...(behind.size === 0 ? [] : richText(t, 'cleanUp.behind', { count: behind.size })),
  ];
  const text =
    behind.size === 0 ? t('cleanUp.go', { count: entries.upTo }) : t('cleanUp.leave', { count: behind.size });
  const button = (
    <Button appearance="primary" disabledFocusable={isIdle || isBusy} onClick={() => !isIdle && onGo([...behind])}>
      {text}
    </Button>
  );
  return (
    <div className={styles.bar} role="region" aria-label={t('tab.cleanUp')}>
      <div className={styles.sentence} aria-live="polite">
        {problem ? (
          <ProblemText problem={problem} />
        ) : (
          <p>{isIdle ? t('cleanUp.idle') : <RichText text={sentence} />}</p>
        )}
      </div>
      {isIdle ? (
        <Tooltip content={t('cleanUp.idle')} relationship="description">
          {button}
        </Tooltip>
      ) : (
        button
      )}
    </div>
  );
}
