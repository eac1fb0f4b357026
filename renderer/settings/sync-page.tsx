// When sessions start: the very choices of Status (SC-01, SC-04, SC-07).

import { Switch } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import { useStatus } from '../bridge/use-status.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { ScheduleMenu } from '../status/schedule-menu.tsx';
import { Facts } from './facts.tsx';
import { useMayChange } from './use-may-change.ts';
import styles from './settings.module.css';

/** The page. */
export function SyncPage(): ReactElement | null {
  const { t } = useTranslation('settings');
  const mayChange = useMayChange();
  const status = useStatus();
  const configure = useAct('agent.configure');
  if (!status) return null;
  const offline = (
    <>
      <Switch
        checked={status.offlineSince !== null}
        disabled={!mayChange || configure.busy}
        aria-label={t('sync.offline')}
        className={styles.switch ?? ''}
        onChange={(_, { checked }) => void configure.run({ offline: checked })}
      />
      <p className="caption">{t('sync.offlineHint')}</p>
    </>
  );
  return (
    <>
      <Facts
        facts={[
          [t('sync.schedule'), <ScheduleMenu key="schedule" status={status} readOnly={!mayChange} />],
          [t('sync.offline'), offline],
        ]}
      />
      {configure.problem && <ProblemNote problem={configure.problem} onDismiss={configure.clear} />}
    </>
  );
}
