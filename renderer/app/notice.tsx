// The one notice under the title bar: the gravest fact that a person should know wherever they are.

import { Button } from '@fluentui/react-components';
import { CloudOff20Regular, PlugDisconnected20Regular, Warning20Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import { fullTime, soonText, timeText } from '../format/times.ts';
import { waitingText } from '../format/waiting.ts';
import styles from './frame.module.css';

type Status = CallOutput<'status.read'>;

/** The notice, or nothing. */
export function Notice({
  status,
  lost,
}: {
  readonly status: Status | null;
  readonly lost: boolean;
}): ReactElement | null {
  const { t } = useTranslation();
  const configure = useAct('agent.configure');
  const start = useAct('sync.start');
  if (lost)
    return <Bar icon={<PlugDisconnected20Regular />} amber strong={t('notice.lost')} text={t('notice.lostMore')} />;
  if (!status) return null;
  if (status.offlineSince !== null) {
    return (
      <Bar
        icon={<CloudOff20Regular />}
        strong={t('notice.offline', { time: timeText(status.offlineSince) })}
        title={fullTime(status.offlineSince)}
        text={
          status.waiting.records > 0
            ? t('notice.offlineWaiting', { waiting: waitingText(t, status.waiting) })
            : t('notice.offlineMore')
        }
      >
        <Button onClick={() => void configure.run({ offline: false })}>{t('notice.goOnline')}</Button>
      </Bar>
    );
  }
  if (status.lastSession?.problem?.code === 'outdated') {
    return (
      <Bar icon={<Warning20Regular />} amber strong={t('notice.outdated')} text={t('notice.outdatedMore')}>
        <Button onClick={() => void start.run({ type: 'reinitialize', outdatedAction: 'reinitialize' })}>
          {t('notice.reread')}
        </Button>
      </Bar>
    );
  }
  if (status.connectivity === 'no-network' || status.connectivity === 'hub-not-answering') {
    return (
      <Bar icon={<PlugDisconnected20Regular />} strong={t(`notice.${status.connectivity}`)} text={nextTry(status, t)}>
        <Button onClick={() => void start.run({})}>{t('notice.checkNow')}</Button>
      </Bar>
    );
  }
  if (status.hubOverrules)
    return <Bar icon={<Warning20Regular />} amber strong={t('notice.overrules')} text={t('notice.overrulesMore')} />;
  return null;
}

function nextTry(status: Status, t: TFunction): string {
  return status.next.at === null ? t('notice.editOn') : t('notice.nextTry', { time: soonText(status.next.at) });
}

interface BarProps {
  readonly icon: ReactElement;
  readonly strong: string;
  readonly text: string;
  readonly title?: string;
  readonly amber?: boolean;
  readonly children?: ReactNode;
}

function Bar({ icon, strong, text, title, amber, children }: BarProps): ReactElement {
  return (
    <div className={`${styles.notice} ${amber ? styles.amber : ''}`} role="status">
      {icon}
      <p title={title}>
        <b>{strong}</b> {text}
      </p>
      {children}
    </div>
  );
}
