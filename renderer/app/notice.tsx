// The one notice under the title bar: the gravest fact that a person should know wherever they are.

import { Button, Tooltip } from '@fluentui/react-components';
import {
  CloudOff20Regular,
  Dismiss20Regular,
  ErrorCircle20Regular,
  PlugDisconnected20Regular,
  Warning20Regular,
  WifiOff20Regular,
} from '@fluentui/react-icons';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../bridge/use-act.ts';
import type { Status } from '../bridge/use-status.ts';
import { unreachableCause } from '../format/contact.ts';
import { numberText } from '../format/numbers.ts';
import { spanText, clockText, fullTime, timeText } from '../format/times.ts';
import { waitingText } from '../format/waiting.ts';
import { useNow } from '../parts/use-now.ts';
import { errorAddress, errorsAddress } from './addresses.ts';
import { useRoute } from './routes.ts';
import styles from './frame.module.css';

interface NoticeProps {
  readonly status: Status | null;
  readonly lost: boolean;
  /** A window that only looks on is offered no step. */
  readonly readOnly: boolean;
}

/** The notice, or nothing. */
export function Notice({ status, lost, readOnly }: NoticeProps): ReactElement | null {
  const { t } = useTranslation();
  if (lost)
    return <Bar icon={<PlugDisconnected20Regular />} amber strong={t('notice.lost')} text={t('notice.lostMore')} />;
  if (!status) return null;
  if (status.offlineSince !== null) return <Offline status={status} since={status.offlineSince} readOnly={readOnly} />;
  if (status.lastSession?.problem?.code === 'outdated')
    return <Outdated readOnly={readOnly || status.progress !== null} />;
  if (status.connectivity !== 'connected' || unreachableCause(status) === 'slow')
    return <Unreachable status={status} readOnly={readOnly} />;
  if (status.hubOverrules)
    return <Bar icon={<Warning20Regular />} amber strong={t('notice.overrules')} text={t('notice.overrulesMore')} />;
  return <Refused {...status.refused} />;
}

/** ER-11: the author is told of each refusal once; who has closed the notice, or is at the errors, has read it. */
function Refused({ count, newest }: Status['refused']): ReactElement | null {
  const { t } = useTranslation();
  const { screen } = useRoute();
  const [closed, setClosed] = useState<number | null>(null);
  const isNew = newest !== null && newest > Number(sessionStorage.getItem(seenKey) ?? 0) && newest !== closed;
  const isThere = screen === 'errors';
  useEffect(() => {
    if (isThere && newest !== null) sessionStorage.setItem(seenKey, String(newest));
  }, [isThere, newest]);
  const see = (): void => {
    sessionStorage.setItem(seenKey, String(newest));
    setClosed(newest);
  };
  if (!isNew || isThere) return null;
  return (
    <Bar
      icon={<ErrorCircle20Regular />}
      amber
      strong={t('notice.refused', { count })}
      text={t('notice.refusedMore', { count })}
    >
      <Button as="a" href={count === 1 ? errorAddress(newest) : errorsAddress()} onClick={see}>
        {t('notice.mend', { count })}
      </Button>
      <Tooltip content={t('notice.close')} relationship="label">
        <Button appearance="subtle" icon={<Dismiss20Regular />} onClick={see} />
      </Tooltip>
    </Bar>
  );
}

const seenKey = 'concord.refused.seen';

interface PartProps {
  readonly status: Status;
  readonly readOnly: boolean;
}

/** SC-07: never forgotten. */
function Offline({ status, since, readOnly }: PartProps & { readonly since: string }): ReactElement {
  const { t } = useTranslation();
  const configure = useAct('agent.configure');
  const waiting = status.waiting.records > 0;
  return (
    <Bar
      icon={<CloudOff20Regular />}
      strong={t('notice.offline', { time: timeText(since) })}
      title={fullTime(since)}
      text={
        waiting
          ? t('notice.offlineWaiting', { count: status.waiting.changes, waiting: waitingText(t, status.waiting) })
          : t('notice.offlineMore')
      }
      problem={configure.problem?.message}
    >
      {!readOnly && (
        <Button disabled={configure.busy} onClick={() => void configure.run({ offline: false })}>
          {t('notice.goOnline')}
        </Button>
      )}
    </Bar>
  );
}

function Outdated({ readOnly }: { readonly readOnly: boolean }): ReactElement {
  const { t } = useTranslation();
  const start = useAct('sync.start');
  return (
    <Bar
      icon={<Warning20Regular />}
      amber
      strong={t('notice.outdated')}
      text={t('notice.outdatedMore')}
      problem={start.problem?.message}
    >
      {!readOnly && (
        <Button
          disabled={start.busy}
          onClick={() => void start.run({ type: 'reinitialize', outdatedAction: 'reinitialize' })}
        >
          {t('notice.reread')}
        </Button>
      )}
    </Bar>
  );
}

/** ST-05: one of four causes, the last check, and the seconds to the next; *Check now* asks without a session. */
function Unreachable({ status, readOnly }: PartProps): ReactElement {
  const { t } = useTranslation();
  const check = useAct('hub.check');
  const now = useNow(1000);
  const { connectivity, contact, next, progress } = status;
  const cause = unreachableCause(status);
  const checked = contact ? t('notice.checked', { time: clockText(contact.at, now) }) : '';
  const then =
    next.at === null
      ? t('notice.editOn')
      : t('notice.nextTry', { span: spanText(Date.parse(next.at) - now.getTime()) });
  const host = status.hub !== null && URL.canParse(status.hub) ? new URL(status.hub).host : '';
  const seconds = numberText(Math.round((contact?.ms ?? 0) / 1000));
  return (
    <Bar
      icon={connectivity === 'no-network' ? <WifiOff20Regular /> : <PlugDisconnected20Regular />}
      strong={t('notice.unavailable', { cause: t(`notice.cause.${cause}`, { host, seconds }) })}
      text={progress && cause !== 'slow' ? t('notice.trying') : `${checked} ${then}`}
      problem={check.problem?.message}
    >
      {!readOnly && (
        <Button disabled={check.busy || progress !== null} onClick={() => void check.run({})}>
          {t('notice.checkNow')}
        </Button>
      )}
    </Bar>
  );
}

interface BarProps {
  readonly icon: ReactElement;
  readonly strong: string;
  readonly text: string;
  readonly title?: string;
  readonly amber?: boolean;
  /** Why its step was refused, if it was. */
  readonly problem?: string | undefined;
  readonly children?: ReactNode;
}

/** Only the strong words are announced: a countdown is for the eyes. */
function Bar({ icon, strong, text, title, amber, problem, children }: BarProps): ReactElement {
  return (
    <div className={`${styles.notice} ${amber ? styles.amber : ''}`}>
      {icon}
      <p title={title}>
        <b role="status">{strong}</b> <span className="figure">{text}</span> {problem}
      </p>
      {children}
    </div>
  );
}
