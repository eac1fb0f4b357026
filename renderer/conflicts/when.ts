// When a decision travels: with the next session, and when that is (DESIGN: a waiting thing says what for and until when).

import type { TFunction } from 'i18next';
import type { Status } from '../bridge/use-status.ts';
import { timeText } from '../format/times.ts';

/** The words of the next session: `when.*` within a sentence, `forecast.When.*` at its beginning. */
export function whenText(t: TFunction, status: Status | null, place: 'when' | 'forecast.When'): string {
  if (!status) return t(`${place}.next`);
  if (status.offlineSince !== null) return t(`${place}.online`);
  if (status.onChange && status.connectivity === 'connected') return t(`${place}.soon`);
  if (status.next.at === null) return t(`${place}.next`);
  return t(`${place}.at`, { time: timeText(status.next.at) });
}
