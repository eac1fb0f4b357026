// What was just done, in the past tense, with the way back (DESIGN, Sentences).

import { Button, Tooltip } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, Dismiss16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyProblem } from '../../main/window/contract.ts';
import { problemOf } from '../bridge/use-read.ts';
import { ProblemText } from '../parts/problem-note.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import styles from './data.module.css';

/** Something done. */
export interface Said {
  readonly text: string;
  /** Takes it back; throws a CallError where that cannot be. */
  undo(): Promise<void>;
  /** Brings the record into view, where it is one that is there. */
  readonly show?: () => void;
}

/** The bar. */
export function SaidBar({ said, onClose }: { readonly said: Said; readonly onClose: () => void }): ReactElement {
  const { t } = useTranslation('data');
  const [problem, setProblem] = useState<ReplyProblem | null>(null);
  const undo = (): void => {
    said.undo().then(onClose, (thrown: unknown) => setProblem(problemOf(thrown)));
  };
  return (
    <div className={styles.said} role="status">
      <CheckmarkCircle16Regular />
      {problem ? <ProblemText problem={problem} /> : <p>{said.text}</p>}
      {said.show && <LinkButton onClick={said.show}>{t('said.show')}</LinkButton>}
      {!problem && (
        <LinkButton onClick={undo}>
          <b>{t('said.undo')}</b>
        </LinkButton>
      )}
      <Tooltip content={t('said.close')} relationship="label">
        <Button appearance="subtle" size="small" icon={<Dismiss16Regular />} onClick={onClose} />
      </Tooltip>
    </div>
  );
}
