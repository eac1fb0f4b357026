// What the revert of the selection does, and the step that makes it; afterwards the same in the past tense with its undo
// (PD-03, DESIGN, Sentences).

import { Button, Tooltip } from '@fluentui/react-components';
import { ArrowUndo16Regular, CheckmarkCircle16Regular, Dismiss16Regular } from '@fluentui/react-icons';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReplyProblem } from '../../main/window/contract.ts';
import type { Status } from '../bridge/use-status.ts';
import { numberText } from '../format/numbers.ts';
import { KeyHint } from '../parts/key-hint.tsx';
import { ProblemText } from '../parts/problem-note.tsx';
import { useKeyLabels } from '../parts/own-keys.ts';
import { RichText } from '../parts/rich-text.tsx';
import { doneSentence, forecastSentence, type Reverted } from './forecast.ts';
import { whenText } from './group-words.ts';
import type { Tables } from './line-words.ts';
import type { Selection } from './use-selection.ts';
import styles from './changes.module.css';

interface ForecastBarProps {
  readonly selection: Selection;
  readonly tables: Tables;
  readonly status: Status | null;
  readonly problem: ReplyProblem | null;
  readonly isBusy: boolean;
  /** Called for by key: the step takes the focus. */
  readonly isByKey: boolean;
  readonly onCancel: () => void;
  readonly onRevert: () => void;
}

/** The bar while records are chosen. */
export function ForecastBar(props: ForecastBarProps): ReactElement {
  const { selection, tables, status, problem, isBusy, isByKey, onCancel, onRevert } = props;
  const { t } = useTranslation('changes');
  const keys = useKeyLabels('changes');
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isByKey) button.current?.focus();
  }, [isByKey]);
  const chosen = [...selection.chosen.values()];
  const isSent = chosen.every(({ line }) => line.offered);
  const label = t(isSent ? 'do.undoSent' : 'do.revert', {
    count: selection.changes,
    n: numberText(selection.changes),
  });
  return (
    <div className={styles.forecast} role="region" aria-label={t('forecast.label')}>
      <b className={styles.amount}>{t('forecast.chosen', { count: chosen.length, n: numberText(chosen.length) })}</b>
      <div className={styles.sentence} aria-live="polite">
        {problem ? (
          <ProblemText problem={problem} />
        ) : (
          <p>
            <RichText text={forecastSentence({ t, tables, when: whenText(t, status) }, chosen)} />
          </p>
        )}
      </div>
      <div className={styles.steps}>
        <Tooltip content={`${t('do.cancel')} · Esc`} relationship="description">
          <Button onClick={onCancel}>{t('do.cancel')}</Button>
        </Tooltip>
        <Tooltip content={`${label} · ${keys('revert')}`} relationship="description">
          <Button ref={button} icon={<ArrowUndo16Regular />} disabledFocusable={isBusy} onClick={onRevert}>
            {label} <KeyHint keys={keys('revert')} />
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}

interface DoneBarProps extends Pick<ForecastBarProps, 'tables' | 'status' | 'problem' | 'isBusy'> {
  readonly reverted: Reverted;
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

/** The bar after a revert. */
export function DoneBar(props: DoneBarProps): ReactElement {
  const { reverted, tables, status, problem, isBusy, onUndo, onClose } = props;
  const { t } = useTranslation('changes');
  const keys = useKeyLabels('changes');
  const button = useRef<HTMLButtonElement>(null);
  // The step that was pressed is gone: its way back has the focus.
  useEffect(() => button.current?.focus(), []);
  return (
    <div className={styles.forecast} role="status">
      <CheckmarkCircle16Regular className={styles.done} />
      <div className={styles.sentence}>
        {problem ? (
          <ProblemText problem={problem} />
        ) : (
          <p>
            <RichText text={doneSentence({ t, tables, when: whenText(t, status) }, reverted)} />
          </p>
        )}
      </div>
      <div className={styles.steps}>
        <Tooltip content={`${t('do.undo')} · ${keys('undo')}`} relationship="description">
          <Button ref={button} disabledFocusable={isBusy} onClick={onUndo}>
            {t('do.undo')} <KeyHint keys={keys('undo')} />
          </Button>
        </Tooltip>
        <Tooltip content={t('do.close')} relationship="label">
          <Button appearance="subtle" icon={<Dismiss16Regular />} onClick={onClose} />
        </Tooltip>
      </div>
    </div>
  );
}
