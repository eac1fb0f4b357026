// "3 changes in 2 records", everywhere the same (ST-07).

import type { TFunction } from 'i18next';

/** What waits: changes, and the records that they are in. */
export interface WaitingCount {
  readonly changes: number;
  readonly records: number;
}

/** "3 changes in 2 records". */
export function waitingText(t: TFunction, { changes, records }: WaitingCount): string {
  return t('app:count.waiting', {
    changes: t('app:count.changes', { count: changes }),
    records: t('app:count.records', { count: records }),
  });
}
