// When a change that is saved here goes to the hub, in words.

import type { TFunction } from 'i18next';
import type { Status } from '../bridge/use-status.ts';
import { timeText } from '../format/times.ts';

/** "with the next session, 11:00", "when you are online again". */
export function whenText(t: TFunction, status: Status | null): string {
  if (status?.offlineSince != null) return t('when.online');
  if (status?.onChange === true) return t('when.atOnce');
  const at = status?.next.at ?? null;
  return at === null ? t('when.next') : t('when.nextAt', { time: timeText(at) });
}
