// The way through the first start: three steps with what each came to, and the demonstration beside them (AX-07).

import { Button } from '@fluentui/react-components';
import { Checkmark16Regular, PlayCircle16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { percentText } from '../format/numbers.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import type { SetupState } from './form.ts';
import styles from './first-start.module.css';

const steps = ['connect', 'rule', 'download'] as const;

/** One step. */
export type StepName = (typeof steps)[number];

interface StepPathProps {
  readonly step: StepName;
  /** What each step is about, or came to. */
  readonly about: Readonly<Record<StepName, string>>;
  readonly demo: SetupState['demo'];
  /** A download runs: nothing else can be begun. */
  readonly isBusy: boolean;
}

/** The column beside the step. */
export function StepPath({ step, about, demo, isBusy }: StepPathProps): ReactElement {
  const { t } = useTranslation('setup');
  const present = steps.indexOf(step);
  return (
    <aside className={styles.side}>
      <h1>{t('title')}</h1>
      <ol className={styles.path} aria-label={t('steps')}>
        {steps.map((name, at) => (
          <li
            key={name}
            className={at < present ? styles.done : at === present ? styles.now : undefined}
            aria-current={at === present ? 'step' : undefined}
          >
            <span className={styles.no} aria-hidden="true">
              {at < present ? <Checkmark16Regular /> : at + 1}
            </span>
            <b>{t(`path.${name}`)}</b>
            {at < present && <span className="spoken"> {t('path.done')}</span>}
            <span className={styles.about}>{about[name]}</span>
          </li>
        ))}
      </ol>
      <Demo demo={demo} isBusy={isBusy} />
    </aside>
  );
}

function Demo({ demo, isBusy }: Pick<StepPathProps, 'demo' | 'isBusy'>): ReactElement {
  const { t } = useTranslation('setup');
  const begin = useAct('setup.demo');
  if (demo)
    return (
      <div className={styles.demo} role="status">
        <span>
          {demo.total > 0 ? t('demo.percent', { percent: percentText(demo.written, demo.total) }) : t('demo.making')}
        </span>
        <progress aria-label={t('demo.making')} value={demo.total > 0 ? demo.written / demo.total : undefined} />
      </div>
    );
  return (
    <div className={styles.demo}>
      <span className="quiet">{t('demo.lead')}</span>
      <Button icon={<PlayCircle16Regular />} disabled={isBusy || begin.busy} onClick={() => void begin.run({})}>
        {t('demo.button')}
      </Button>
      <span className="caption">{t('demo.about')}</span>
      {begin.problem && <ProblemNote problem={begin.problem} onDismiss={begin.clear} />}
    </div>
  );
}
