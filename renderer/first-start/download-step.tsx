// Step three: the first download, told as it goes; cancelled or failed, it leaves nothing behind (PR-05).

import { Button } from '@fluentui/react-components';
import { ArrowDownload16Regular, Dismiss16Regular, Info20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { DownloadCard } from './download-card.tsx';
import { beginInput, type SetupForm, type SetupState } from './form.ts';
import { StepFrame } from './step-frame.tsx';
import styles from './first-start.module.css';

interface DownloadStepProps {
  readonly state: SetupState;
  readonly form: SetupForm;
  /** Tables of the scope as the test told; 0 = not tested. */
  readonly tables: number;
  /** Rows that the hub has for this replica, as it estimates; null = not told (PR-05). */
  readonly rows: number | null;
  onBack(): void;
}

/** The step. */
export function DownloadStep({ state, form, tables, rows, onBack }: DownloadStepProps): ReactElement {
  const { t } = useTranslation('setup');
  const begin = useAct('setup.begin');
  const cancel = useAct('setup.cancel');
  const { ended, interrupted } = state;
  // From the click on: the engine may be busy making the file.
  const download = state.download ?? (begin.busy ? { progress: null } : null);
  const start = (): void => void begin.run(beginInput(form));
  const key = ended ? 'again' : interrupted ? 'continue' : 'begin';
  return (
    <StepFrame
      title={t('download.title')}
      about={t('download.about')}
      foot={t(download ? 'download.foot' : 'download.footReady')}
      buttons={
        download ? (
          <Button icon={<Dismiss16Regular />} disabledFocusable={cancel.busy} onClick={() => void cancel.run({})}>
            {t(cancel.busy ? 'download.cancelling' : 'download.cancel')}
          </Button>
        ) : (
          <>
            <Button onClick={onBack}>{t('download.back')}</Button>
            <Button
              appearance="primary"
              icon={<ArrowDownload16Regular />}
              disabledFocusable={begin.busy}
              onClick={start}
            >
              {t(`download.${key}`)}
            </Button>
          </>
        )
      }
    >
      <div className={styles.fields}>
        <Summary form={form} tables={tables} rows={rows} />
        {download ? <DownloadCard progress={download.progress} /> : <Outcome state={state} />}
        {begin.problem && <ProblemNote problem={begin.problem} onDismiss={begin.clear} />}
      </div>
    </StepFrame>
  );
}

/** What is about to happen, or was. */
function Summary({ form, tables, rows }: Pick<DownloadStepProps, 'form' | 'tables' | 'rows'>): ReactElement {
  const { t } = useTranslation('setup');
  return (
    <dl className={styles.summary}>
      <dt>{t('download.hub')}</dt>
      <dd>{form.hub}</dd>
      <dt>{t('download.scope')}</dt>
      <dd>{tables > 0 ? t('download.tables', { scope: form.scope, count: tables }) : form.scope}</dd>
      {rows !== null && (
        <>
          <dt>{t('download.records')}</dt>
          <dd>{t('download.rows', { count: rows })}</dd>
        </>
      )}
      <dt>{t('download.file')}</dt>
      <dd>{form.file}</dd>
      <dt>{t('download.rule')}</dt>
      <dd>{t(`rule.${form.rule}.name`)}</dd>
    </dl>
  );
}

/** How the last one ended, if there was one. */
function Outcome({ state: { ended, interrupted } }: Pick<DownloadStepProps, 'state'>): ReactElement | null {
  const { t } = useTranslation('setup');
  if (ended?.problem) return <ProblemNote problem={ended.problem} />;
  const key = ended?.cancelled ? 'cancelled' : interrupted ? 'interrupted' : null;
  if (key === null) return null;
  return (
    <p className={styles.told} role="status">
      <Info20Regular />
      <span>
        <b>{t(`download.${key}`)}</b> {t(`download.${key}More`)}
      </span>
    </p>
  );
}
