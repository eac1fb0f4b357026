// The rules for conflicts as cards to choose one of: in the first start and in the settings (D2).

import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { conflictRules, type ConflictRule } from '../../main/sync/rule.ts';
import styles from './rule-choice.module.css';

interface RuleChoiceProps {
  readonly rule: ConflictRule;
  readonly isDisabled?: boolean;
  onChange(rule: ConflictRule): void;
}

/** The cards; arrows choose. */
export function RuleChoice({ rule, isDisabled = false, onChange }: RuleChoiceProps): ReactElement {
  const { t } = useTranslation('setup');
  const name = useId();
  return (
    <div className={styles.options} role="radiogroup" aria-label={t('rule.label')}>
      {conflictRules.map((item) => (
        <label key={item} className={`${styles.option} ${item === rule ? styles.on : ''}`}>
          <input
            type="radio"
            name={name}
            checked={item === rule}
            disabled={isDisabled}
            onChange={() => onChange(item)}
            aria-labelledby={`${name}-${item}-name`}
            aria-describedby={`${name}-${item}`}
          />
          <span>
            <b id={`${name}-${item}-name`}>{t(`rule.${item}.name`)}</b>
            {item === 'ask' && <span className={styles.badge}>{t('rule.recommended')}</span>}
            <span className={styles.about} id={`${name}-${item}`}>
              {t(`rule.${item}.about`)}
            </span>
          </span>
        </label>
      ))}
    </div>
  );
}
