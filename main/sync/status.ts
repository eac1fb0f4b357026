// The state of a replica: connectivity × condition, and what the green tick needs (ST-02, SF-01).

/** Can the hub be spoken to? */
export type Connectivity = 'connected' | 'no-network' | 'hub-not-answering' | 'working-offline';

/** The gravest thing to say, in this order (ST-02); `never-synchronised` stands alone (ST-03). */
export type Condition = 'error' | 'needs-you' | 'warning' | 'syncing' | 'waiting' | 'never-synchronised' | 'up-to-date';

/** What the condition is made of. */
export interface StatusFacts {
  readonly running: boolean;
  readonly everSynchronised: boolean;
  /** How the last session ended; an interrupted one is no error, but no success either (ER-15). Null = none yet. */
  readonly lastEnd: 'done' | 'failed' | 'interrupted' | 'cancelled' | null;
  readonly openErrors: number;
  readonly parked: number;
  /** Little space is left on the disk (ST-09). */
  readonly isDiskLow?: boolean;
  readonly undecided: number;
  readonly waitingRecords: number;
  /** Milliseconds since the last good session; null = none. */
  readonly sinceSuccess: number | null;
  /** The interval of the schedule in milliseconds; null = by hand only, then 24 h count. */
  readonly interval: number | null;
}

/** Less than this many bytes free are little. */
export const lowStorage = 500_000_000;

/** One condition of the green tick. */
export interface TickReason {
  readonly what: 'last-session' | 'waiting' | 'undecided' | 'parked' | 'checked';
  readonly fulfilled: boolean;
  readonly count: number | null;
}

/** the gravest condition. */
export function conditionOf(facts: StatusFacts): Condition {
  if (facts.openErrors > 0 || (facts.lastEnd === 'failed' && !facts.running)) return 'error';
  if (facts.undecided > 0) return 'needs-you';
  if (facts.parked > 0 || facts.isDiskLow === true) return 'warning';
  if (facts.running) return 'syncing';
  if (!facts.everSynchronised) return 'never-synchronised';
  if (facts.waitingRecords > 0) return 'waiting';
  return tickReasons(facts).every((reason) => reason.fulfilled) ? 'up-to-date' : 'waiting';
}

/** the five conditions of the tick, each with its number (SF-01). */
export function tickReasons(facts: StatusFacts): readonly TickReason[] {
  const fresh = facts.interval === null ? 86_400_000 : 2 * facts.interval;
  const checked = facts.sinceSuccess !== null && facts.sinceSuccess < fresh;
  return [
    { what: 'last-session', fulfilled: facts.everSynchronised && facts.lastEnd === 'done', count: null },
    { what: 'waiting', fulfilled: facts.waitingRecords === 0, count: facts.waitingRecords },
    { what: 'undecided', fulfilled: facts.undecided === 0, count: facts.undecided },
    { what: 'parked', fulfilled: facts.parked + facts.openErrors === 0, count: facts.parked + facts.openErrors },
    { what: 'checked', fulfilled: checked, count: facts.sinceSuccess },
  ];
}
