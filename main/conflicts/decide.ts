// Deciding and undoing: an ordinary local write and the entry's new state, in one transaction (law 4, Decisions 14).

import type { CellRecord } from '../sync/cell.ts';
import { isUndecided, nextState } from '../sync/entry.ts';
import type { RecordName } from '../sync/inbox.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Versions } from '../sync/merge.ts';
import { resolve, sameRecord, type Choice } from '../sync/resolution.ts';
import { cellFault } from '../sync/value.ts';
import type { ComparedColumn } from '../sync/schema.ts';
import { readVersion, versionsOf, writeVersion, type EntryRow } from './entry-row.ts';
import type { EntryStore } from './entry-store.ts';
import { foldEdit } from './fold.ts';
import { recordName, type TableFacts } from './inbox-port.ts';
import type { TableName } from '../sync/schema.ts';

/** What the inbox needs of the replica's records; all inside the replica's transaction. */
export interface Records {
  table(name: TableName): TableFacts;
  read(record: RecordName): CellRecord | null;
  change(record: RecordName): { readonly stamp: bigint; readonly held: number; readonly offered: boolean } | null;
  write(record: RecordName, row: CellRecord | null): void;
  release(record: RecordName): void;
  hold(record: RecordName): void;
  forget(record: RecordName): void;
  resend(record: RecordName): void;
  behind(record: RecordName): readonly RecordName[];
  park(record: RecordName): void;
}

/** The tools of a decision. */
export interface Desk {
  readonly store: EntryStore;
  readonly records: Records;
  now(): Date;
}

/** Who decides, and what they looked at: an entry of another revision, or with a later step, is stale (RS-25, P14). */
export interface Decision {
  readonly no: number;
  readonly choice: Choice;
  readonly by: string;
  readonly revision?: number;
  /** A mark of the whole inbox; see `ConflictInbox.mark`. */
  readonly mark?: number;
}

/** `stale`: the entry was brought up to date and must be looked at again. */
export type Decided = 'decided' | 'stale';

/** Decides an entry. Throws a ConcordError where the choice cannot be written; then nothing was changed. */
export function decide(desk: Desk, decision: Decision): Decided {
  const entry = find(desk, decision.no);
  const state = nextState(entry.state, 'decide');
  if (!state) throw new ConcordError('conflict-not-open', { id: entry.no, state: entry.state });
  const record = nameOf(desk, entry);
  assertAlone(desk, entry, record);
  const { columns } = desk.records.table(record.table);
  const versions = versionsOf(entry, columns);
  if (isStale(desk, { entry, record, columns, versions }) || hasMoved(desk, entry, decision)) return 'stale';
  assertTyped(columns, decision.choice);
  const resolution = resolve(columns, versions, decision.choice);
  // An undone decision may have a compensating change under way: whatever is chosen now must follow it.
  // Against a version that is not known here, mine is never already there.
  const stands = entry.theirs_known !== 0 && !resolution.writes;
  const gives = entry.state !== 'undone' && (decision.choice.keep === 'theirs' || stands);
  if (gives) takeTheirs(desk, { entry, record, theirs: versions.theirs });
  else writeChosen(desk, { entry, record, row: resolution.row });
  settleChildren(desk, record, gives && entry.type === 'local-insert/hub-insert');
  desk.store.change(entry.no, {
    state,
    keep: decision.choice.keep,
    choice: JSON.stringify(plainChoice(decision.choice)),
    decided: writeVersion(resolution.row),
    wrote: Number(!gives),
    decided_by: decision.by,
    decided_at: desk.now().toISOString(),
    edit_stamp: '0',
  });
  desk.store.step(entry.no, { state, who: decision.by, why: `keep ${decision.choice.keep}`, shows: true });
  return 'decided';
}

/** Takes a decision back: before it was offered as if it had never been, afterwards by a compensating write (RS-19). */
export function undo(desk: Desk, no: number, by: string): void {
  const entry = find(desk, no);
  const record = nameOf(desk, entry);
  assertAlone(desk, entry, record);
  const { columns } = desk.records.table(record.table);
  const change = desk.records.change(record);
  // A change that was offered may be on the hub, whoever made it: it must go again, so the record is not forgotten.
  const unseen = entry.state === 'decided' && (change ? !change.offered : entry.wrote === 0);
  const state = nextState(entry.state, unseen ? 'take-back' : 'compensate');
  if (!state) throw new ConcordError('undo-not-possible', { id: no, state: entry.state });
  if (entry.wrote !== 0 && entry.theirs_known === 0)
    throw new ConcordError('undo-not-possible', { id: no, state: 'without a known hub version' });
  const before = readVersion(entry.theirs, columns);
  const standing = entry.wrote === 0 ? before : readVersion(entry.decided, columns);
  if (!sameRecord(columns, desk.records.read(record), standing)) throw new ConcordError('decision-stale', { id: no });
  if (entry.wrote !== 0) put(desk, record, before);
  if (unseen) {
    desk.records.forget(record);
    desk.records.hold(record);
  }
  desk.store.change(no, {
    state,
    ...(unseen && { keep: null, choice: null, decided: null, wrote: 0, decided_by: null, decided_at: null }),
  });
  desk.store.step(no, { state, who: by, why: unseen ? 'taken back before it was sent' : 'undone by a new change' });
}

/** True if the entry is no longer what the decision was made about. */
function hasMoved({ store }: Desk, { no, revision }: EntryRow, decision: Decision): boolean {
  if ((decision.revision ?? revision) !== revision) return true;
  return decision.mark !== undefined && store.lastStep(no) > decision.mark;
}

interface Shown {
  readonly entry: EntryRow;
  readonly record: RecordName;
  readonly columns: readonly ComparedColumn[];
  readonly versions: Versions;
}

/** True if the record moved since the entry was shown; a local edit is folded into mine first (Decisions 11). */
function isStale(desk: Desk, { entry, record, columns, versions }: Shown): boolean {
  const present = desk.records.read(record);
  if (entry.state === 'parked') return !sameRecord(columns, present, readVersion(entry.decided, columns));
  const expected = entry.theirs_known === 0 ? versions.mine : versions.theirs;
  const change = desk.records.change(record);
  const stamp = String(change?.stamp ?? 0n);
  if (change && change.stamp > 0n && stamp !== entry.edit_stamp && entry.state !== 'undone') {
    const mine = foldEdit(columns, { mine: versions.mine, before: expected, present });
    // the edit touched nothing that counts.
    if (sameRecord(columns, mine, versions.mine)) return false;
    desk.store.setVersions(entry.no, columns, { ...versions, mine });
    desk.store.change(entry.no, { edit_stamp: stamp });
    desk.store.step(entry.no, {
      state: entry.state,
      who: null,
      why: 'edited here again',
      shows: true,
    });
    return true;
  }
  if (change && change.stamp > 0n && stamp === entry.edit_stamp) return false;
  if (sameRecord(columns, present, expected)) return false;
  if (!change && entry.theirs_known !== 0 && isUndecided(entry.state))
    followHub(desk, { entry, record, columns, versions }, present);
  return true;
}

/** Nothing was changed here: what stands is the hub's newer row, and the record is held behind its conflict again. */
function followHub(desk: Desk, { entry, record, columns, versions }: Shown, theirs: CellRecord | null): void {
  desk.store.setVersions(entry.no, columns, { ...versions, theirs });
  desk.records.hold(record);
  desk.store.step(entry.no, { state: entry.state, who: null, why: 'hub-changed', shows: true });
}

/** Theirs stands: a later local edit gives way, and the record is clean. */
function takeTheirs(
  desk: Desk,
  { entry, record, theirs }: { entry: EntryRow; record: RecordName; theirs: CellRecord | null },
): void {
  if (entry.theirs_known !== 0) put(desk, record, theirs);
  desk.records.forget(record);
}

/** The chosen row becomes an ordinary local change; a held record is released first (W-220, Decisions 6). */
function writeChosen(
  desk: Desk,
  { entry, record, row }: { entry: EntryRow; record: RecordName; row: CellRecord | null },
): void {
  if (entry.theirs_known === 0) desk.records.resend(record);
  else desk.records.release(record);
  put(desk, record, row);
}

function put(desk: Desk, record: RecordName, row: CellRecord | null): void {
  try {
    desk.records.write(record, row);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ConstraintError')
      throw new ConcordError('decision-refused', { reason: thrown.message });
    throw thrown;
  }
}

/** Children held with their parent go on, or are set aside when the parent was given up (Decisions 17, L33). */
function settleChildren(desk: Desk, record: RecordName, parentGivenUp: boolean): void {
  for (const child of desk.records.behind(record)) {
    if (desk.store.openNumber(child) !== null) continue;
    if (parentGivenUp) desk.records.park(child);
    else desk.records.release(child);
  }
}

/** An older entry cannot be taken up while a newer one stands for the record. */
function assertAlone(desk: Desk, entry: EntryRow, record: RecordName): void {
  const open = desk.store.openNumber(record);
  if (open !== null && open !== entry.no)
    throw new ConcordError('conflict-not-open', { id: entry.no, state: `followed by conflict ${open}` });
}

function assertTyped(columns: readonly ComparedColumn[], choice: Choice): void {
  if (choice.keep !== 'merged') return;
  for (const column of columns) {
    if (!Object.hasOwn(choice.set, column.name)) continue;
    const fault = cellFault(column, choice.set[column.name] ?? null);
    if (fault) throw new ConcordError('value-invalid', { column: column.name, reason: fault });
  }
}

function plainChoice(choice: Choice): unknown {
  if (choice.keep !== 'merged') return choice;
  return { ...choice, set: JSON.parse(writeVersion(choice.set) ?? '{}') as unknown };
}

function find(desk: Desk, no: number): EntryRow {
  const entry = desk.store.byNumber(no);
  if (!entry) throw new ConcordError('conflict-unknown', { id: no });
  return entry;
}

function nameOf(desk: Desk, entry: EntryRow): RecordName {
  return recordName(entry, (table) => desk.records.table(table));
}
