// The condition in the words of the catalogue `app`: the same in the title bar and in the tray (ST-01, ST-02, NT-03).

import type { CallOutput } from './contract.ts';

type Status = CallOutput<'status.read'>;

/** How the caller's language and region say it. */
export interface ConditionWords {
  /** A text of the catalogue by its key. */
  t(key: string, values: Readonly<Record<string, unknown>>): string;
  /** "10:47" of an ISO time. */
  time(iso: string): string;
  /** How far the running session is, "64 %"; null where that cannot be told. */
  readonly percent: string | null;
}

/** The condition: "3 changes in 2 records waiting". */
export function conditionText(status: Status, words: ConditionWords): string {
  const { t } = words;
  switch (status.condition) {
    case 'error':
      return errorText(status, words);
    case 'needs-you':
      return t('app:condition.needsYou', { count: status.undecided });
    case 'warning':
      return status.parked > 0 ? t('app:condition.parked', { count: status.parked }) : t('app:condition.diskLow', {});
    case 'syncing':
      return syncingText(words);
    case 'waiting':
      return status.waiting.records > 0
        ? t('app:condition.waiting', { waiting: waitingText(status, words) })
        : (nextTry(status, words) ?? t('app:condition.notChecked', {}));
    case 'never-synchronised':
      return t('app:condition.never', {});
    case 'up-to-date':
      return nextTry(status, words) ?? t('app:condition.upToDate', {});
  }
}

/** "syncing, 64 %". */
export function syncingText({ t, percent }: Pick<ConditionWords, 't' | 'percent'>): string {
  return percent === null ? t('app:condition.syncing', {}) : t('app:condition.syncingPercent', { percent });
}

function waitingText({ waiting: { changes, records } }: Status, { t }: ConditionWords): string {
  return t('app:count.waiting', {
    changes: t('app:count.changes', { count: changes }),
    records: t('app:count.records', { count: records }),
  });
}

function errorText({ openErrors, undecided }: Status, { t }: ConditionWords): string {
  const errors = openErrors > 0 ? t('app:condition.errors', { count: openErrors }) : t('app:condition.failed', {});
  return undecided > 0 ? `${errors}, ${t('app:condition.conflicts', { count: undecided })}` : errors;
}

function nextTry({ connectivity, next }: Status, { t, time }: ConditionWords): string | null {
  if (connectivity !== 'hub-not-answering' || next.at === null) return null;
  return t('app:condition.nextTry', { time: time(next.at) });
}
