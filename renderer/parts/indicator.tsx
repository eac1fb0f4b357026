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
import { useState, type ReactElement } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { changesAddress, conflictsAddress, errorsAddress } from '../app/addresses.ts';
import { routeAddress } from '../app/routes.ts';
import { percentText } from '../format/numbers.ts';
import { phasePart } from '../format/progress.ts';
import { timeText } from '../format/times.ts';
import { conditionText, type ConditionWords } from '../../main/window/condition-text.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import styles from './indicator.module.css';

type Status = CallOutput<'status.read'>;

/** The indicator; a link to what it speaks of. What it says is announced (AX-03). */
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
  const condition = conditionText(status, wordsAt(t, phasePart(status.progress)));
  const spoken = `${connectivity} · ${condition}`;
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
      <Spoken text={spoken} isSyncing={status.condition === 'syncing'} />
    </>
  );
}

/** What the words need; `part` is how far the running session is, 0…1. */
function wordsAt(t: TFunction, part: number | null): ConditionWords {
  return { t, time: timeText, percent: part === null ? null : percentText(part, 1) };
}

/** Said when it is another; a session is told of by itself, and what holds after it is no news if it held before. */
function Spoken({ text, isSyncing }: { readonly text: string; readonly isSyncing: boolean }): ReactElement {
  const [said, setSaid] = useState(text);
  if (!isSyncing && said !== text) setSaid(text);
  return (
    <span role="status" className="spoken">
      {said}
    </span>
  );
}

function addressOf({ condition, openErrors, waiting }: Status): string {
  if (condition === 'needs-you') return conflictsAddress();
  if (condition === 'waiting' && waiting.records > 0) return changesAddress();
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
