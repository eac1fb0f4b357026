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
import { routeAddress } from '../app/routes.ts';
import { percentText } from '../format/numbers.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import styles from '../app/frame.module.css';

type Status = CallOutput<'status.read'>;

/** The indicator; a link to what it speaks of. */
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
  const condition = conditionText(status, t);
  const strong =
    status.condition === 'error' ||
    status.condition === 'needs-you' ||
    status.condition === 'warning' ||
    status.condition === 'never-synchronised';
  return (
    <a
      className={`${styles.indicator} ${toneOf(status)}`}
      href={routeAddress({ screen: status.condition === 'needs-you' ? 'conflicts' : 'status' })}
      data-condition={status.condition}
      data-connectivity={status.connectivity}
    >
      {iconOf(status)}
      <span role="status">
        {t(`connectivity.${status.connectivity}`)} · {strong ? <b>{condition}</b> : condition}
      </span>
    </a>
  );
}

function conditionText(status: Status, t: TFunction): string {
  switch (status.condition) {
    case 'error':
      return status.openErrors > 0 ? t('condition.errors', { count: status.openErrors }) : t('condition.failed');
    case 'needs-you':
      return t('condition.needsYou', { count: status.undecided });
    case 'warning':
      return t('condition.parked', { count: status.parked });
    case 'syncing':
      return syncing(status, t);
    case 'waiting':
      return status.waiting.records > 0 ? t('condition.waiting', waitingValues(status)) : t('condition.notChecked');
    case 'never-synchronised':
      return t('condition.never');
    case 'up-to-date':
      return t('condition.upToDate');
  }
}

function syncing({ progress }: Status, t: TFunction): string {
  if (!progress?.rowsTotal) return t('condition.syncing');
  return t('condition.syncingPercent', { percent: percentText(progress.rows, progress.rowsTotal) });
}

/** "3 changes in 2 records", for a text with both plurals. */
export function waitingValues({ waiting }: Pick<Status, 'waiting'>): { changes: string; records: string } {
  const count = (number: number, noun: string): string =>
    `${number.toLocaleString()} ${noun}${number === 1 ? '' : 's'}`;
  return { changes: count(waiting.changes, 'change'), records: count(waiting.records, 'record') };
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
