// Why a group of changes waits, as icon and sentence: what for, and until when (PD-02).

import {
  ArrowSync16Regular,
  BranchFork16Regular,
  Clock16Regular,
  CloudOff16Regular,
  Pause16Regular,
  PlugDisconnected16Regular,
  WifiOff20Regular,
} from '@fluentui/react-icons';
import { createElement, type ReactElement } from 'react';
import type { TFunction } from 'i18next';
import type { Status } from '../bridge/use-status.ts';
import { soonText } from '../format/times.ts';
import type { Reason } from './address.ts';

/** What stands between changes and the hub. */
export type Hold = 'running' | 'soon' | 'next' | 'by-hand' | Exclude<Status['connectivity'], 'connected'>;

/** What changes that are free to go wait for. */
export function holdOf({ connectivity, next, onChange, progress }: Status): Hold {
  if (progress) return 'running';
  if (connectivity !== 'connected') return connectivity;
  if (onChange) return 'soon';
  return next.at === null ? 'by-hand' : 'next';
}

/** The sentence of a group. */
export function groupText(
  t: TFunction,
  reason: Reason,
  { status, count }: { status: Status | null; count: number },
): string {
  // No conflict, and held all the same: behind a record that was refused (ER-08).
  if (reason === 'conflict' && count === 0) return t('group.behindError');
  if (reason !== 'next') return t(`group.${reason}`, { count });
  if (!status) return t('group.next.by-hand');
  const hold = holdOf(status);
  const { at } = status.next;
  return t(`group.next.${hold}`, { time: at === null ? '' : soonText(at), context: at === null ? 'open' : undefined });
}

/** Its icon. */
export function groupIcon(reason: Reason, status: Status | null): ReactElement {
  if (reason === 'conflict') return createElement(BranchFork16Regular);
  if (reason === 'parked') return createElement(Pause16Regular);
  switch (status ? holdOf(status) : 'next') {
    case 'running':
      return createElement(ArrowSync16Regular);
    case 'working-offline':
      return createElement(CloudOff16Regular);
    case 'no-network':
      return createElement(WifiOff20Regular, { fontSize: 16 });
    case 'hub-not-answering':
      return createElement(PlugDisconnected16Regular);
    case 'soon':
    case 'next':
    case 'by-hand':
      return createElement(Clock16Regular);
  }
}

/** When a revert of what the hub may have travels, within a sentence. */
export function whenText(t: TFunction, status: Status | null): string {
  const hold = status ? holdOf(status) : 'by-hand';
  const time = status?.next.at ?? null;
  return hold === 'next' && time !== null
    ? t('when.at', { time: soonText(time) })
    : t(`when.${hold === 'next' ? 'soon' : hold}`);
}
