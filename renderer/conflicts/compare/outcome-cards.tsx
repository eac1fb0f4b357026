// Two outcomes to choose from, where one side has no record (RS-06, conflict-delete.png).

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { recordNoun } from '../../format/names.ts';
import { KeyHint } from '../../parts/key-hint.tsx';
import { useKeyLabels } from '../../parts/own-keys.ts';
import { useCompareScope } from './context.ts';
import { isTouched, type Draft } from './draft.ts';
import { outcomeNames } from './outcomes.ts';
import styles from './pane.module.css';

interface OutcomeCardsProps {
  readonly draft: Draft;
  readonly isDisabled: boolean;
  readonly onKeep: (side: 'mine' | 'theirs') => void;
}

/** The two cards, as one choice. */
export function OutcomeCards({ draft, isDisabled, onKeep }: OutcomeCardsProps): ReactElement {
  const { t } = useTranslation('conflicts');
  const keys = useKeyLabels('conflicts');
  const { prepared } = useCompareScope();
  const noun = recordNoun(prepared.detail.table);
  const names = outcomeNames(prepared);
  const standing = prepared.versions.mine ? 'mine' : 'theirs';
  const chosen = draft.whole ?? (isTouched(draft) ? standing : null);
  return (
    <div className={styles.cards} role="radiogroup" aria-label={t('card.label', { noun })}>
      {(['mine', 'theirs'] as const).map((side) => (
        <button
          key={side}
          type="button"
          className={`${styles.card} ${styles[side]} ${chosen === side ? styles.chosen : ''}`}
          role="radio"
          aria-checked={chosen === side}
          aria-disabled={isDisabled || undefined}
          tabIndex={chosen === side || (chosen === null && side === 'mine') ? 0 : -1}
          onClick={() => !isDisabled && onKeep(side)}
        >
          <span className={styles.dot} />
          <span>
            <b>{t(`do.${names[side]}`, { noun })}</b>
            <span>{t(`card.${names[side]}`)}</span>
          </span>
          <KeyHint keys={keys(side === 'mine' ? 'wholeMine' : 'wholeTheirs')} />
        </button>
      ))}
    </div>
  );
}
