// The head of Status: the time, work offline, and Sync now; while a session runs, how far it is and Cancel (SC-07, FD-06).

import { Button, ProgressBar, Tooltip } from '@fluentui/react-components';
import { CloudArrowUp20Regular, CloudOff20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import type { Status } from '../bridge/use-status.ts';
import { percentText } from '../format/numbers.ts';
import { phasePart, type Progress } from '../format/progress.ts';
import { fullTime, presentText } from '../format/times.ts';
import { CancelButton } from '../parts/cancel-button.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { SyncButton } from './sync-button.tsx';
import page from '../parts/page.module.css';
import styles from './status.module.css';

interface StatusHeadProps {
  readonly status: Status;
  readonly now: Date;
  readonly readOnly: boolean;
}

/** The head of the screen. */
export function StatusHead({ status, now, readOnly }: StatusHeadProps): ReactElement {
  const { t } = useTranslation('status');
  const start = useAct('sync.start');
  const configure = useAct('agent.configure');
  const problem = start.problem ?? configure.problem;
  return (
    <>
      <div className={page.head}>
        <h1>{t('title')}</h1>
        <span className="caption" title={fullTime(now.toISOString())}>
          {presentText(now)}
        </span>
        <span className={page.grow} />
        {!readOnly && <OfflineButton status={status} configure={configure} />}
        {!readOnly && !status.progress && <SyncButton status={status} start={start} />}
        {status.progress && <Running progress={status.progress} readOnly={readOnly} />}
      </div>
      {problem && (
        <ProblemNote
          problem={problem}
          onDismiss={() => {
            start.clear();
            configure.clear();
          }}
        />
      )}
    </>
  );
}

function OfflineButton({
  status,
  configure,
}: {
  readonly status: Status;
  readonly configure: ReturnType<typeof useAct<'agent.configure'>>;
}): ReactElement {
  const { t } = useTranslation('status');
  const offline = status.offlineSince !== null;
  return (
    <Tooltip
      content={t(offline ? 'offline.goOnlineTip' : 'offline.goTip')}
      relationship="description"
      positioning="below"
      showDelay={800}
    >
      <Button
        appearance="subtle"
        className={styles.quiet}
        icon={offline ? <CloudArrowUp20Regular /> : <CloudOff20Regular />}
        disabled={configure.busy}
        onClick={() => void configure.run({ offline: !offline })}
      >
        {t(offline ? 'offline.goOnline' : 'offline.go')}
      </Button>
    </Tooltip>
  );
}

function Running({ progress, readOnly }: { readonly progress: Progress; readonly readOnly: boolean }): ReactElement {
  const { t } = useTranslation('status');
  const part = phasePart(progress);
  const phase = t(`feed:phase.${progress.phase ?? 'connect'}`);
  return (
    <>
      <div className={styles.running}>
        <span className="figure">
          {part === null ? t('running', { phase }) : t('runningPart', { phase, percent: percentText(part, 1) })}
        </span>
        <ProgressBar value={part ?? undefined} thickness="medium" aria-label={t('runningLabel')} />
      </div>
      {!readOnly && <CancelButton session={progress.session} />}
    </>
  );
}
