// The first start: three steps in place of the screens, until a replica is open (AX-07).

import { Circle16Regular, PlugDisconnected16Regular } from '@fluentui/react-icons';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../app/routes.ts';
import { useEngine } from '../bridge/engine.tsx';
import { useRead } from '../bridge/use-read.ts';
import { richText } from '../format/rich.ts';
import { RichText } from '../parts/rich-text.tsx';
import { ConnectStep } from './connect-step.tsx';
import { DownloadStep } from './download-step.tsx';
import { hostOf, type Check, type SetupForm, type SetupState } from './form.ts';
import { RuleStep } from './rule-step.tsx';
import { StepPath, type StepName } from './step-path.tsx';
import styles from './first-start.module.css';

/** The whole window of the first start. */
export function FirstStart(): ReactElement | null {
  const { value: state } = useRead('setup.state', {}, ['setup']);
  // Whatever address the window was left at belongs to another replica.
  useEffect(() => () => goTo({ screen: 'status' }, true), []);
  return state && <Steps state={state} />;
}

/** The one indicator, as on every screen: here it has little to tell. */
function TitleBar({ isConnected }: { readonly isConnected: boolean }): ReactElement {
  const { t } = useTranslation('setup');
  const { lost } = useEngine();
  return (
    <header className={styles.titlebar}>
      <img src="./concord.svg" alt="" width={20} height={20} />
      <b>Concord</b>
      <span className={styles.indicator} role="status">
        {lost ? <PlugDisconnected16Regular /> : <Circle16Regular />}
        <span>
          {lost ? t('app:notice.lost') : <RichText text={richText(t, isConnected ? 'connected' : 'notConnected')} />}
        </span>
      </span>
    </header>
  );
}

function Steps({ state }: { readonly state: SetupState }): ReactElement {
  const { t } = useTranslation('setup');
  const { given } = state;
  const [form, setForm] = useState<SetupForm>({ ...given, token: '' });
  const [step, setStep] = useState<StepName>(
    state.interrupted || state.download || state.ended ? 'download' : 'connect',
  );
  const [passed, setPassed] = useState<readonly Check[]>([]);
  const change = (part: Partial<SetupForm>): void => setForm((now) => ({ ...now, ...part }));
  // A second window, and one that was loaded anew, follow the download that runs.
  const shown = state.download ? 'download' : step;
  const scope = passed.find(({ name }) => name === 'scope')?.facts;
  const tables = Number(scope?.['tables'] ?? 0);
  const rows = typeof scope?.['rows'] === 'number' ? scope['rows'] : null;
  const about = {
    connect:
      passed.length > 0
        ? t('path.connectDone', { host: hostOf(form.hub), scope: form.scope, count: passed.length })
        : t('path.connectAbout'),
    rule: shown === 'download' ? t(`rule.${form.rule}.name`) : t('path.ruleAbout'),
    download: tables > 0 ? t('path.downloadTables', { count: tables }) : t('path.downloadAbout'),
  };
  return (
    <div className={styles.app}>
      <TitleBar isConnected={passed.length > 0} />
      <main className={styles.setup} aria-label={t('label')}>
        <StepPath step={shown} about={about} demo={state.demo} isBusy={state.download !== null} />
        <section className={styles.main}>
          {shown === 'connect' && (
            <ConnectStep
              state={state}
              form={form}
              passed={passed}
              onChange={change}
              onPassed={setPassed}
              onNext={() => setStep('rule')}
            />
          )}
          {shown === 'rule' && (
            <RuleStep
              rule={form.rule}
              onChange={(rule) => change({ rule })}
              onBack={() => setStep('connect')}
              onNext={() => setStep('download')}
            />
          )}
          {shown === 'download' && (
            <DownloadStep
              state={state}
              form={form}
              tables={tables}
              rows={rows}
              onBack={() => setStep(passed.length > 0 ? 'rule' : 'connect')}
            />
          )}
        </section>
      </main>
    </div>
  );
}
