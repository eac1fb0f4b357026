// The rule for conflicts, changed at any time: it counts from the next conflict on (D2); the columns that
// raise none (CF-12), what becomes of refused changes (ER-11), and the colours of their tiles (ST-08).

import { Info20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { useStatus } from '../bridge/use-status.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RuleChoice } from '../parts/rule-choice.tsx';
import { RuleExample } from '../parts/rule-example.tsx';
import { NoiseForm } from './noise-form.tsx';
import { RefusedForm } from './refused-form.tsx';
import { ThresholdForm } from './threshold-form.tsx';
import { useMayChange } from './use-may-change.ts';
import styles from './settings.module.css';

/** The page. */
export function ConflictsPage(): ReactElement | null {
  const { t } = useTranslation('settings');
  const mayChange = useMayChange();
  const status = useStatus();
  const { value } = useRead('settings.read', {}, ['setup']);
  const save = useAct('settings.save');
  if (!value || !status) return null;
  const count = status.undecided;
  return (
    <>
      <p className={styles.note}>
        <Info20Regular />
        <span>
          {status.hubOverrules
            ? t('conflicts.overrules')
            : count === 0
              ? t('conflicts.openNone')
              : t('conflicts.open', { count })}
        </span>
      </p>
      {save.problem && <ProblemNote problem={save.problem} onDismiss={save.clear} />}
      <div className={styles.pair}>
        <RuleChoice
          rule={value.rule}
          isDisabled={!mayChange || status.hubOverrules}
          onChange={(rule) => void save.run({ rule })}
        />
        <RuleExample rule={value.rule} />
      </div>
      <NoiseForm noise={value.noise} />
      <RefusedForm refused={value.refused} />
      <ThresholdForm />
    </>
  );
}
