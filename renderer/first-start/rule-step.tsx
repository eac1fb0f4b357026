// Step two: what happens when both sides change one record; the safe answer is chosen (D2).

import { Button } from '@fluentui/react-components';
import { ArrowRight16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { RuleChoice } from '../parts/rule-choice.tsx';
import { RuleExample } from '../parts/rule-example.tsx';
import type { SetupForm } from './form.ts';
import { StepFrame } from './step-frame.tsx';

interface RuleStepProps {
  readonly rule: SetupForm['rule'];
  onChange(rule: SetupForm['rule']): void;
  onBack(): void;
  onNext(): void;
}

/** The step. */
export function RuleStep({ rule, onChange, onBack, onNext }: RuleStepProps): ReactElement {
  const { t } = useTranslation('setup');
  return (
    <StepFrame
      title={t('rule.title')}
      about={t('rule.about')}
      foot={t('rule.foot')}
      buttons={
        <>
          <Button onClick={onBack}>{t('rule.back')}</Button>
          <Button appearance="primary" icon={<ArrowRight16Regular />} iconPosition="after" onClick={onNext}>
            {t('rule.next')}
          </Button>
        </>
      }
    >
      <RuleChoice rule={rule} onChange={onChange} />
      <RuleExample rule={rule} />
    </StepFrame>
  );
}
