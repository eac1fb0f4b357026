// The inbox's side of an apply: entries are raised, moved, closed and proved inside the replica's transaction
// (Decisions 11–13). Nothing here talks to the hub.

import { recordFromJson, sameValue, type CellRecord, type JsonCell } from '../sync/cell.ts';
import { conflictType } from '../sync/conflict.ts';
import { isUndecided, nextState, type EntryState } from '../sync/entry.ts';
import type { HubMove, Inbox, RaisedConflict, RaiseOutcome, RecordName, Settlement } from '../sync/inbox.ts';
import { sameRecord } from '../sync/resolution.ts';
import type { ComparedColumn, TableName } from '../sync/schema.ts';
import { keyText, readVersion, tableOf, versionsOf, type EntryRow } from './entry-row.ts';
import type { EntryStore } from './entry-store.ts';
import { foldEdit } from './fold.ts';

/** What the inbox must know of a table. */
export interface TableFacts {
  readonly columns: readonly ComparedColumn[];
  readonly key: readonly string[];
}

/** Where the facts of a table are asked for; a table that is gone has none. */
export type FactsOf = (table: TableName) => TableFacts;

/** The inbox as the replica is handed it. */
export function createInboxPort(store: EntryStore, factsOf: FactsOf): Inbox {
  return {
    raise: (conflict) => raise(store, conflict),
    hubMoved: (move) => hubMoved(store, move),
    becameEqual(record) {
      const entry = store.open(record);
      if (entry) close(store, entry, record.session);
    },
    settle: (settlement) => settle(store, factsOf, settlement),
    openRecords: () => store.openRecords().map((row) => recordName(row, factsOf)),
  };
}

function raise(store: EntryStore, conflict: RaisedConflict): RaiseOutcome {
  const { open: entry, newest } = store.standing(conflict);
  if (!entry) {
    const no = store.insert(conflict, newest);
    store.step(no, {
      state: 'undecided',
      who: null,
      why: 'raised',
      session: conflict.session,
      shows: true,
    });
    return 'raised';
  }
  const { columns } = conflict;
  const known = versionsOf(entry, columns);
  const folds = isUndecided(entry.state) || entry.state === 'parked';
  const mine = folds
    ? foldEdit(columns, { mine: known.mine, before: known.theirs, present: conflict.versions.mine })
    : conflict.versions.mine;
  const versions = { base: folds ? known.base : conflict.versions.base, mine, theirs: conflict.versions.theirs };
  // A parked one, whose change is refilled away, is the person's again.
  if (
    isUndecided(entry.state) &&
    sameRecord(columns, known.mine, mine) &&
    sameRecord(columns, known.theirs, versions.theirs)
  ) {
    store.refresh(entry.no, columns, versions);
    return 'same';
  }
  if (conflict.theirsKnown && sameRecord(columns, versions.mine, versions.theirs)) {
    close(store, entry, conflict.session);
    return 'closed';
  }
  const type = folds ? retype(entry, versions) : conflict.type;
  const state = nextState(entry.state, 'hub-changed') ?? 'reopened';
  renew(store, entry, { ...conflict, versions, type, state });
  return state === 'reopened' && entry.state !== 'reopened' ? 'reopened' : 'updated';
}

function hubMoved(store: EntryStore, move: HubMove): 'updated' | 'reopened' | 'closed' | 'none' {
  const entry = store.open(move);
  if (!entry) return 'none';
  const { columns } = move;
  const known = versionsOf(entry, columns);
  const decided = readVersion(entry.decided, columns);
  const isDecided = entry.state === 'decided' || entry.state === 'sent';
  const mine = isDecided ? decided : known.mine;
  // nothing that counts has moved; a refilled table brings the very row that stands in the entry.
  if (!isDecided && sameRecord(columns, known.theirs, move.theirs)) {
    store.refresh(entry.no, columns, { ...known, theirs: move.theirs });
    return 'updated';
  }
  if (
    sameRecord(columns, mine, move.theirs) ||
    (isDecided && move.accepted && holds(columns, { decided, before: known.theirs, stored: move.theirs }))
  ) {
    close(store, entry, move.session);
    return 'closed';
  }
  const versions = { base: isDecided ? known.theirs : known.base, mine, theirs: move.theirs };
  const state = nextState(entry.state, 'hub-changed') ?? entry.state;
  renew(store, entry, { ...move, versions, type: retype(entry, versions), state });
  return state === 'reopened' && entry.state !== 'reopened' ? 'reopened' : 'updated';
}

/** L30: the hub's own triggers may add to the decided record; what was decided must still hold. */
function holds(
  columns: readonly ComparedColumn[],
  rows: { decided: CellRecord | null; before: CellRecord | null; stored: CellRecord | null },
): boolean {
  const { decided, before, stored } = rows;
  if (!decided || !stored) return decided === stored;
  return columns.every((column) => {
    if (column.noise) return true;
    const wanted = decided[column.name] ?? null;
    if (before && sameValue(column.type, wanted, before[column.name] ?? null)) return true;
    return sameValue(column.type, wanted, stored[column.name] ?? null);
  });
}

function retype(
  entry: EntryRow,
  versions: { base: CellRecord | null; mine: CellRecord | null; theirs: CellRecord | null },
): EntryRow['type'] {
  if (!versions.theirs && (!versions.mine || entry.type === 'local-update/hub-none')) return entry.type;
  return conflictType(
    versions.theirs ? 'upsert' : 'delete',
    versions.mine ? 'row' : 'tombstone',
    versions.base !== null,
  );
}

function renew(
  store: EntryStore,
  entry: EntryRow,
  to: Omit<HubMove, 'accepted' | 'theirs'> & {
    versions: RaisedConflict['versions'];
    type: EntryRow['type'];
    state: EntryState;
  },
): void {
  store.setVersions(entry.no, to.columns, to.versions);
  store.change(entry.no, {
    type: to.type,
    state: to.state,
    edit_stamp: '0',
    last_session: to.session,
    theirs_at: to.author?.at ?? null,
    theirs_user: to.author?.user ?? null,
    theirs_device: to.author?.device ?? null,
  });
  store.step(entry.no, {
    state: to.state,
    who: to.author?.user ?? null,
    why: 'hub-changed',
    session: to.session,
    shows: true,
  });
}

function close(store: EntryStore, entry: EntryRow, session: number): void {
  const state = nextState(entry.state, 'became-equal');
  if (!state) return;
  store.change(entry.no, { state, last_session: session });
  store.step(entry.no, { state, who: null, why: 'became-equal', session });
}

/** Decisions 13. Keep theirs is confirmed by any good session; the rest needs the hub's proof. */
function settle(store: EntryStore, factsOf: FactsOf, settlement: Settlement): void {
  // What was refused was corrected in the record itself, or taken back there: both sides hold the same by now.
  for (const entry of store.parked())
    if (!settlement.waits(recordName(entry, factsOf))) close(store, entry, settlement.session);
  const refused = new Map(settlement.refused.map((row) => [refusedName(row, factsOf), row]));
  for (const entry of store.decided()) {
    const table = tableOf(entry);
    const refusal = refused.get(`${table.schema}.${table.name} ${entry.key}`);
    if (refusal) advance(store, entry, { event: 'refuse', why: refusal.message, session: settlement.session });
    // Also where the write changed nothing, or was changed back before it was offered: nothing is left to send.
    else if (entry.wrote === 0 || (entry.state === 'decided' && !settlement.waits(recordName(entry, factsOf))))
      advance(store, entry, { event: 'prove', why: 'the hub’s record stands', session: settlement.session });
    else if (entry.state === 'decided' && settlement.offered(recordName(entry, factsOf))) {
      const kind = entry.decided === null ? 'delete' : 'upsert';
      const proved = settlement.proved(table, kind);
      const why = proved ? 'the hub has it' : 'not confirmed by this hub';
      advance(store, entry, { event: proved ? 'prove' : 'send-unproved', why, session: settlement.session });
    }
  }
}

function advance(
  store: EntryStore,
  entry: EntryRow,
  to: { event: 'refuse' | 'prove' | 'send-unproved'; why: string; session: number },
): void {
  const state = nextState(entry.state, to.event);
  if (!state) return;
  store.change(entry.no, { state, last_session: to.session });
  store.step(entry.no, { state, who: null, why: to.why, session: to.session });
}

/** The record of an entry. */
export function recordName(
  row: { readonly schema_name: string; readonly table_name: string; readonly key: string },
  factsOf: FactsOf,
): RecordName {
  const table = { name: row.table_name, schema: row.schema_name };
  const key = recordFromJson(JSON.parse(row.key) as Record<string, JsonCell>, factsOf(table).columns);
  return { table, key };
}

/** Refused rows name their key by position, entries by column. */
function refusedName(row: Settlement['refused'][number], factsOf: FactsOf): string {
  const key = Object.fromEntries(factsOf(row.table).key.map((name, at) => [name, row.key[at] ?? null]));
  return `${row.table.schema}.${row.table.name} ${keyText(key)}`;
}
