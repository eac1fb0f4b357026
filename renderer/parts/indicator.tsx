// The status indicator: connectivity · condition, with the icon of the gravest (ST-02, ST-03, parts.html).

import {
  ArrowSync16Regular,
  ArrowUpload16Regular,
  CheckmarkCircle16Filled,
  Circle16Regular,
  CloudOff16Regular,
  ErrorCircle16Filled,
  PersonAlert16Filled,
  PlugDisconnected16Regular,
  Warning16Filled,
  WifiOff20Regular,
} from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { conflictsAddress, errorsAddress } from '../app/addresses.ts';
import { routeAddress } from '../app/routes.ts';
import { percentText } from '../format/numbers.ts';
import { phasePart } from '../format/progress.ts';
import { timeText } from '../format/times.ts';
import { waitingText } from '../format/waiting.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import styles from './indicator.module.css';

type Status = CallOutput<'status.read'>;

/** The indicator; a link to what it speaks of. What it says is announced, progress only in quarters (AX-03). */
export function Indicator({ status, lost }: { readonly status: Status | null; readonly lost: boolean }): ReactElement {
  const { t } = useTranslation();
  if (lost || !status) {
    return (
      <span className={styles.indicator} role="status">
        <PlugDisconnected16Regular />
        {t(lost ? 'indicator.lost' : 'indicator.starting')}
      </span>
    );
  }
  const connectivity = t(`connectivity.${status.connectivity}`);
  const condition = conditionText(status, t, phasePart(status.progress));
  const quarter = quarters(phasePart(status.progress));
  const spoken = conditionText(status, t, quarter);
  return (
    <>
      <a
        className={`${styles.indicator} ${toneOf(status)}`}
        href={addressOf(status)}
        data-condition={status.condition}
        data-connectivity={status.connectivity}
      >
        {iconOf(status)}
        <span className={styles.words}>
          <span className={styles.connectivity}>{connectivity} · </span>
          {isStrong(status) ? <b>{condition}</b> : condition}
        </span>
      </a>
      <span role="status" className="spoken">
        {connectivity} · {spoken}
        {status.progress && status.condition !== 'syncing' && `, ${syncingText(quarter, t)}`}
      </span>
    </>
  );
}

/** The condition in words; `part` is how far the running session is, 0…1. */
function conditionText(status: Status, t: TFunction, part: number | null): string {
  switch (status.condition) {
    case 'error':
      return errorText(status, t);
    case 'needs-you':
      return t('condition.needsYou', { count: status.undecided });
    case 'warning':
      return t('condition.parked', { count: status.parked });
    case 'syncing':
      return syncingText(part, t);
    case 'waiting':
      return status.waiting.records > 0
        ? t('condition.waiting', { waiting: waitingText(t, status.waiting) })
        : (nextTry(status, t) ?? t('condition.notChecked'));
    case 'never-synchronised':
      return t('condition.never');
    case 'up-to-date':
      return nextTry(status, t) ?? t('condition.upToDate');
  }
}

function syncingText(part: number | null, t: TFunction): string {
  return part === null ? t('condition.syncing') : t('condition.syncingPercent', { percent: percentText(part, 1) });
}

function errorText({ openErrors, undecided }: Status, t: TFunction): string {
  const errors = openErrors > 0 ? t('condition.errors', { count: openErrors }) : t('condition.failed');
  return undecided > 0 ? `${errors}, ${t('condition.conflicts', { count: undecided })}` : errors;
}

function nextTry({ connectivity, next }: Status, t: TFunction): string | null {
  if (connectivity !== 'hub-not-answering' || next.at === null) return null;
  return t('condition.nextTry', { time: timeText(next.at) });
}

function quarters(part: number | null): number | null {
  return part === null ? null : Math.floor(part * 4) / 4;
}

function addressOf({ condition, openErrors }: Status): string {
  if (condition === 'needs-you') return conflictsAddress();
  if (condition === 'syncing') return routeAddress({ screen: 'feed' });
  return condition === 'error' && openErrors > 0 ? errorsAddress() : routeAddress({ screen: 'status' });
}

function isStrong({ condition }: Status): boolean {
  return ['error', 'needs-you', 'warning', 'never-synchronised'].includes(condition);
}

function toneOf({ condition }: Status): string {
  if (condition === 'error') return styles.bad ?? '';
  if (condition === 'needs-you' || condition === 'warning') return styles.needs ?? '';
  if (condition === 'syncing') return styles.busy ?? '';
  return condition === 'up-to-date' ? (styles.good ?? '') : '';
}

function iconOf({ condition, connectivity }: Status): ReactElement {
  if (condition === 'error') return <ErrorCircle16Filled />;
  if (condition === 'needs-you') return <PersonAlert16Filled />;
  if (condition === 'warning') return <Warning16Filled />;
  if (condition === 'syncing') return <ArrowSync16Regular />;
  if (condition === 'never-synchronised') return <Circle16Regular />;
  if (connectivity === 'working-offline') return <CloudOff16Regular />;
  if (connectivity === 'no-network') return <WifiOff20Regular fontSize={16} />;
  if (connectivity === 'hub-not-answering') return <PlugDisconnected16Regular />;
  return condition === 'waiting' ? <ArrowUpload16Regular /> : <CheckmarkCircle16Filled />;
}
