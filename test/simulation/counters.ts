// Counters never lie (FD-03, CF-04, ST-07, I1…I4): what a session that nobody disturbed tells is what can be counted
// before and after it. That its books balance is checked by the stage after every session.

import type { Entry } from '../../main/conflicts/list.ts';
import { countWaiting, listWaiting } from '../../main/replica/pending.ts';
import { isUndecided } from '../../main/sync/entry.ts';
import type { SessionResult } from '../../main/sync/synchronize.ts';
import type { StageReplica } from '../support/stage.ts';
import { entriesOf } from './people.ts';

/** Looks at a replica before a session; throws afterwards if the session's counters tell anything else. */
export function watchCounters(replica: StageReplica): (result: SessionResult) => void {
  const goes = waitingRows(replica);
  const before = new Map(entriesOf(replica.inbox).map((entry) => [entry.no, entry]));
  return (result) => {
    if (result.round === 'normal') same(replica, 'sent', result.uploaded, goes);
    const after = entriesOf(replica.inbox);
    const raised = after.filter((entry) => !before.has(entry.no)).length;
    const touched = after.filter((entry) => before.get(entry.no)?.revision !== entry.revision).length;
    if (result.conflicts < raised || result.conflicts > touched)
      throw new Error(
        `${replica.name} tells ${result.conflicts} conflicts; ${raised} are new, ${touched} were touched`,
      );
    checkInbox(replica, after);
  };
}

/** Records that go with the next session; the sum of all counts must not differ from the list. */
function waitingRows({ name, replica: { reader, tables } }: StageReplica): number {
  let goes = 0;
  for (const table of tables().values()) {
    const listed = listWaiting(reader, table, { limit: 10_000, offset: 0 });
    const counted = countWaiting(reader, table).records;
    if (listed.length !== counted)
      throw new Error(`${name} counts ${counted} waiting records and lists ${listed.length}`);
    goes += listed.filter((record) => record.waitsFor === null).length;
  }
  return goes;
}

function checkInbox(replica: StageReplica, entries: readonly Entry[]): void {
  const counts = replica.inbox.counts();
  const of = (...states: readonly Entry['state'][]): number =>
    entries.filter((entry) => states.includes(entry.state)).length;
  same(replica, 'undecided', counts.undecided, entries.filter((entry) => isUndecided(entry.state)).length);
  same(replica, 'decided', counts.decided, of('decided', 'sent'));
  same(replica, 'confirmed', counts.confirmed, of('confirmed', 'undone'));
}

function same({ name }: StageReplica, what: string, told: number, counted: number): void {
  if (told !== counted) throw new Error(`${name} tells ${told} ${what}; there are ${counted}`);
}
