// Step one: hub, token, scope and file, tested before anything is made. A fault is told at the field it belongs to (PR-01).

import { Button } from '@fluentui/react-components';
import { ArrowRight16Regular } from '@fluentui/react-icons';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { useRead } from '../bridge/use-read.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { CheckList } from '../parts/check-list.tsx';
import { ConnectFields } from './connect-fields.tsx';
import { emptyFields, faultsOf, testInput, type Check, type SetupForm, type SetupState } from './form.ts';
import { StepFrame } from './step-frame.tsx';
import styles from './first-start.module.css';

interface ConnectStepProps {
  readonly state: SetupState;
  readonly form: SetupForm;
  /** The checks of the last good test of this very form; none = not tested. */
  readonly passed: readonly Check[];
  onChange(part: Partial<SetupForm>): void;
  onPassed(checks: readonly Check[]): void;
  onNext(): void;
}

/** The step. */
export function ConnectStep({ state, form, passed, onChange, onPassed, onNext }: ConnectStepProps): ReactElement {
  const { t } = useTranslation('setup');
  const test = useAct('setup.test');
  const live = useRead('setup.checks', {}, ['setup']);
  const [tested, setTested] = useState(passed.length > 0 ? JSON.stringify(testInput(form)) : '');
  const [missing, setMissing] = useState<ReturnType<typeof emptyFields>>([]);
  const isPresent = tested === JSON.stringify(testInput(form));
  const checks = tested === '' ? [] : (live.value?.checks ?? []);
  const isGood = isPresent && passed.length > 0 && !test.busy;
  const run = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    const empty = emptyFields(form);
    setMissing(empty);
    if (empty.length > 0) return;
    setTested(JSON.stringify(testInput(form)));
    onPassed([]);
    const result = await test.run(testInput(form));
    if (result?.passed) onPassed(result.checks);
  };
  const hasFailed = checks.some(({ state: found }) => found === 'failed');
  const foot = test.busy
    ? 'testing'
    : tested === ''
      ? 'foot'
      : !isPresent
        ? 'footChanged'
        : hasFailed
          ? 'footFailed'
          : 'footPassed';
  return (
    <StepFrame
      title={t('connect.title')}
      about={t('connect.about')}
      foot={t(`connect.${foot}`)}
      buttons={
        <>
          <Button
            appearance={isGood ? 'secondary' : 'primary'}
            disabledFocusable={test.busy}
            onClick={() => void run()}
          >
            {t(test.busy ? 'connect.testing' : isGood || hasFailed ? 'connect.again' : 'connect.test')}
          </Button>
          {isGood && (
            <Button appearance="primary" icon={<ArrowRight16Regular />} iconPosition="after" onClick={onNext}>
              {t('connect.next')}
            </Button>
          )}
        </>
      }
    >
      <form className={styles.fields} noValidate onSubmit={(event) => void run(event)}>
        <ConnectFields
          state={state}
          form={form}
          faults={isPresent ? faultsOf(checks) : {}}
          missing={missing.filter((name) => form[name].trim() === '')}
          onChange={onChange}
        />
        {/* Enter in a field runs the test. */}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
        {test.problem && test.problem.code !== 'cancelled' && (
          <ProblemNote problem={test.problem} onDismiss={test.clear} />
        )}
      </form>
      <CheckList checks={checks} isStale={!isPresent && tested !== ''} hasFile />
    </StepFrame>
  );
}
