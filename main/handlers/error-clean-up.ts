// Clean-up of the sync errors: what goes stands in a back-up file first; the changes of unresolved ones are taken back
// (ER-10, D12).

import { writeFile } from 'node:fs/promises';
import { backUpLines, cleanUpNumbers, deleteEntries } from '../errors/clean-up.ts';
import type { ErrorEntry } from '../errors/entry.ts';
import { revertChanges, type RevertDesk } from '../data/changes/revert.ts';
import { readWaiting } from '../data/changes/waiting-row.ts';
import { ConcordError } from '../sync/problem.ts';
import { tableKey } from '../sync/schema.ts';
import type { CallOutput } from '../window/contract.ts';
import type { Rooms } from './rooms.ts';

interface Order {
  readonly before: string | null;
  readonly unresolved: boolean;
  /** How many were told to go. */
  readonly expected: number;
}

/** Cleans up. Throws `list-changed` where the number is another one by now; then nothing is deleted. */
export async function cleanUp(rooms: Rooms, order: Order): Promise<CallOutput<'errors.clean'>> {
  const { replica, config, bell, now } = rooms;
  const numbers = cleanUpNumbers(replica.reader, order);
  if (numbers.length !== order.expected) throw new ConcordError('list-changed', { found: numbers.length });
  if (numbers.length === 0) return { deleted: 0, kept: 0, file: null };
  const file = `${replica.file}-errors-${now().toISOString().replace(/[:.]/g, '-')}.ndjson`;
  await writeFile(file, [...backUpLines(replica.reader, numbers)], { flag: 'wx' });
  const done = await replica.writeAs(config.user, () => {
    const going = numbers.filter((no) => letGo(rooms, no));
    return { deleted: deleteEntries(replica.db, going), kept: numbers.length - going.length };
  });
  bell.ring('errors', 'status', 'data');
  return { ...done, file };
}

/** True if the entry may go: nothing of it is sent any more. */
function letGo(rooms: Rooms, no: number): boolean {
  const entry = rooms.errors.get(no);
  // Of what was taken back nothing waits; a change of the record that does is another one.
  if (entry.state === 'resolved' || entry.side === 'here' || entry.takenBackAt !== null) return true;
  try {
    takeBack(rooms, entry);
    return true;
  } catch (thrown) {
    if (thrown instanceof ConcordError) return false;
    throw thrown;
  }
}

/** The waiting change of an entry's record, if there is one, is reverted. */
function takeBack({ replica, errors, inbox, config, now }: Rooms, entry: ErrorEntry): void {
  const { key } = errors.record(entry);
  const table = replica.tables().get(tableKey(entry.table));
  const waiting = table && readWaiting(replica.db, table, key);
  if (!table || !waiting) return;
  const desk: RevertDesk = {
    db: replica.db,
    records: replica.records,
    tables: () => replica.tables(),
    openFor: (record) => inbox.openFor(record),
    settled: () => undefined,
    now,
  };
  revertChanges(desk, [{ table, key, mark: waiting.mark, columns: null }], config.user);
}
