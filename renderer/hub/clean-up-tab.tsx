// The hub's memory of changes: what a clean-up would forget and who would be left behind, the step, and what was done (HB-07).

import { Checkbox, SpinButton } from '@fluentui/react-components';
import { CheckmarkCircle16Regular } from '@fluentui/react-icons';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { CleanUpBar } from './clean-up-bar.tsx';
import { CleanUpList } from './clean-up-list.tsx';
import { CleanUpPlan } from './clean-up-plan.tsx';
import page from '../parts/page.module.css';
import styles from './orders.module.css';

/** Days of silence after which a client is given up, unless another number is said. */
const usualDays = 90;

/** The tab. */
export function CleanUpTab(): ReactElement | null {
  const { t } = useTranslation('hub');
  const [drops, setDrops] = useState(false);
  const [days, setDays] = useState(usualDays);
  const [done, setDone] = useState<CallOutput<'hub.cleanUp'> | null>(null);
  const dropSilentDays = drops ? days : null;
  const plan = useRead('hub.planCleanUp', { dropSilentDays }, []);
  const past = useRead('hub.cleanUps', {}, []);
  const mayChange = useRead('app.describe', {}, []).value?.readOnly === false;
  const cleanUp = useAct('hub.cleanUp');
  const change = (work: () => void): void => {
    setDone(null);
    cleanUp.clear();
    work();
  };
  const go = async (outdated: readonly string[]): Promise<void> => {
    const told = await cleanUp.run({ dropSilentDays, outdated: [...outdated] });
    if (told) setDone(told);
    plan.reload();
    past.reload();
  };
  const problem = plan.problem ?? past.problem;
  if (problem) return <ProblemNote problem={problem} />;
  if (!past.value) return null;
  return (
    <>
      <section className={`${page.card} ${styles.choice}`} aria-label={t('cleanUp.plan')}>
        <h2>{t('cleanUp.plan')}</h2>
        <p className="quiet">{t('cleanUp.about')}</p>
        <div className={styles.steps} data-at="start">
          <Checkbox
            label={t('cleanUp.drop')}
            checked={drops}
            onChange={(_, { checked }) => change(() => setDrops(checked === true))}
          />
          <SpinButton
            className={styles.days}
            aria-label={t('cleanUp.drop')}
            value={days}
            min={1}
            max={3650}
            disabled={!drops}
            incrementButton={{ 'aria-label': t('cleanUp.more') }}
            decrementButton={{ 'aria-label': t('cleanUp.fewer') }}
            onChange={(_, data) => {
              const typed = data.value ?? Number(data.displayValue);
              if (Number.isInteger(typed) && typed >= 1 && typed <= 3650) change(() => setDays(typed));
            }}
          />
          <span>{t('cleanUp.days')}</span>
        </div>
        {plan.value && <CleanUpPlan plan={plan.value} days={days} drops={drops} />}
      </section>
      <CleanUpList cleanUps={past.value.cleanUps} />
      {done && (
        <p role="status" className={`${styles.bar} ${page.words}`}>
          <CheckmarkCircle16Regular className={page.ok} />
          {t('cleanUp.done', { count: done.entries })}
          {done.outdated > 0 && ` ${t('cleanUp.gone', { count: done.outdated })}`}
        </p>
      )}
      {!done && mayChange && plan.value && (
        <CleanUpBar
          plan={plan.value}
          problem={cleanUp.problem}
          isBusy={cleanUp.busy}
          onGo={(outdated) => void go(outdated)}
        />
      )}
    </>
  );
}
