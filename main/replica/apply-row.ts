// One incoming row against one record: ordinary download, conflict, or both the same (SPEC …R-96).

import { sameRow, type CellType, type Row } from '../sync/cell.ts';
import {
  conflictType,
  needsAnswer,
  stockConflictType,
  type ChangeKind,
  type StockConflictType,
} from '../sync/conflict.ts';
import type { Inbox } from '../sync/inbox.ts';
import type { Author } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import type { TableName } from '../sync/schema.ts';
import { held } from './layout.ts';
import type { AlterationNotes } from './altered.ts';
import type { RemovalNotes } from './removed.ts';
import { keyOfRow, toKeyRecord, toRecord } from './tracked-table.ts';
import type { Entry, TableWork } from './table-work.ts';

/** What became of an incoming row, in the terms of the counters. */
export type RowOutcome = 'applied' | 'settled' | 'kept' | 'equal';

/** A row on its way in. */
export interface Incoming {
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly author: Author | null;
}

/** A conflict as a handler sees it; only tests and rules register one (CONFORMANCE 4). */
export interface ConflictView {
  readonly type: StockConflictType;
  readonly kind: ChangeKind;
  readonly incoming: Row;
  readonly own: Row | null;
  /** What the replica would do: the hub's policy reversed (W-215). */
  readonly proposed: 'server-wins' | 'client-wins';
}

/** A handler's answer. `client-wins` writes `row` (default: the incoming one); `local` makes it a local change. */
export interface ConflictAnswer {
  readonly resolution: 'server-wins' | 'client-wins' | 'merge' | 'throw';
  readonly row?: Row;
  readonly local?: boolean;
}

/** What deciding about a row depends on besides the row. */
export interface RowContext {
  readonly inbox: Inbox;
  readonly session: number;
  /** The replica's watermark of the scope; null = none yet. */
  readonly lastSync: bigint | null;
  readonly proposed: 'server-wins' | 'client-wins';
  /** True if the hub took this record's change in this session and said so (W-286). */
  accepted(work: TableWork, key: Row, entry: Entry): boolean;
  /** Places of a table's columns that were here before, and of those that come with the scope that is moved to. */
  carried?(table: TableName): { readonly known: readonly number[]; readonly fresh: readonly number[] } | null;
  onConflict?(view: ConflictView): ConflictAnswer | undefined;
  raised(outcome: 'raised' | 'reopened' | 'updated'): void;
  /** Told of each record that the hub's delete took away. */
  readonly removals?: RemovalNotes;
  /** Told of each change that the hub has taken and stored otherwise. */
  readonly alterations?: AlterationNotes;
}

/** Applies one row. Throws a constraint error where the table refuses it; then nothing was changed. */
export function applyRow(context: RowContext, work: TableWork, incoming: Incoming): RowOutcome {
  const key = keyOfRow(work.table, incoming.row);
  const entry = work.tracked ? work.entry(key) : null;
  if (!entry) return write(context, work, incoming) ? 'applied' : neverHere(context, incoming);
  if (entry.stamp === 0n) return moveUnderEntry(context, work, incoming);
  const isOld = isSettled(context, entry);
  if (isOld || context.accepted(work, key, entry)) {
    if (!isOld) noteAltered(context, work, { ...incoming, key, entry });
    return takeHubRow(context, work, incoming);
  }
  return fillIn(context, work, { ...incoming, key, entry }) ?? meetConflict(context, work, { ...incoming, key, entry });
}

/** True if something was written; a delete of nothing writes nothing and is harmless (W-174). */
function write(context: RowContext, work: TableWork, incoming: Incoming): boolean {
  if (incoming.kind === 'upsert') {
    work.put(incoming.row);
    return true;
  }
  const { removals } = context;
  const key = keyOfRow(work.table, incoming.row);
  const last = removals?.wants() ? work.present(key) : null;
  const removed = work.remove(key);
  if (removed) removals?.note(work.table, last, incoming.author);
  return removed;
}

/** A handler may look on, though there is nothing to decide (C32). */
function neverHere(context: RowContext, { kind, row }: Incoming): RowOutcome {
  context.onConflict?.({
    type: stockConflictType(kind, 'none'),
    kind,
    incoming: row,
    own: null,
    proposed: context.proposed,
  });
  return 'kept';
}

function isSettled(context: RowContext, entry: Entry): boolean {
  return entry.held === held.no && context.lastSync !== null && entry.stamp <= context.lastSync;
}

/** an open entry without a later local edit takes in the newer hub row (SF-05, P7). */
function moveUnderEntry(context: RowContext, work: TableWork, incoming: Incoming): RowOutcome {
  const key = keyOfRow(work.table, incoming.row);
  const wrote = write(context, work, incoming);
  const moved = tellMoved(context, work, incoming, false);
  if (moved === 'closed' || moved === 'none') work.forget(key);
  // Where triggers of the owner's look on, the write itself has settled the tracking: the record is held again.
  else if (work.entry(key) === null) work.hold(key);
  else work.holdChange(key);
  if (moved === 'reopened') context.raised('reopened');
  return wrote ? 'applied' : 'kept';
}

/** a change that the hub has taken meets no conflict, whatever the hub made of it (W-172, L30). */
function takeHubRow(context: RowContext, work: TableWork, incoming: Incoming): RowOutcome {
  const key = keyOfRow(work.table, incoming.row);
  work.forget(key);
  const wrote = write(context, work, incoming);
  if (tellMoved(context, work, incoming, true) === 'reopened') {
    work.hold(key);
    context.raised('reopened');
  }
  return wrote ? 'applied' : 'kept';
}

/** what the hub made of a change that it took is told beside what was sent (SF-03). */
function noteAltered({ alterations }: RowContext, work: TableWork, { kind, row, key, author, entry }: Met): void {
  const own = alterations && kind === 'upsert' && !entry.gone ? work.present(key) : null;
  if (!own) return;
  const { table } = work;
  const base = work.base(key);
  alterations?.note(table, {
    key: toKeyRecord(table, key),
    base: base && toRecord(table, base),
    mine: toRecord(table, own),
    theirs: toRecord(table, row),
    madeAt: entry.at,
    author,
  });
}

function tellMoved(
  context: RowContext,
  work: TableWork,
  incoming: Incoming,
  accepted: boolean,
): ReturnType<Inbox['hubMoved']> {
  const { table } = work;
  return context.inbox.hubMoved({
    table: table.name,
    key: toKeyRecord(table, keyOfRow(table, incoming.row)),
    columns: table.columns,
    theirs: incoming.kind === 'delete' ? null : toRecord(table, incoming.row),
    author: incoming.author,
    session: context.session,
    accepted,
  });
}

/**
 * where the hub's row is what the waiting change started from, but for columns that are new here, nobody else has
 * changed it: the new columns are filled in and the change goes on waiting. Null = there is more to it.
 */
function fillIn(context: RowContext, work: TableWork, { kind, row, key, entry }: Met): RowOutcome | null {
  const columns = kind === 'upsert' ? context.carried?.(work.table.name) : null;
  const base = columns && work.base(key);
  if (!columns || !base) return null;
  const at = (cells: Row, places: readonly number[]): Row => places.map((place) => cells[place] ?? null);
  const typed = (places: readonly number[]): { readonly type: CellType }[] =>
    places.map((place) => ({ type: work.table.columns[place]?.type ?? 'any' }));
  if (!sameRow(typed(columns.known), at(base, columns.known), at(row, columns.known))) return null;
  const own = entry.gone ? null : work.present(key);
  const isOpen = (place: number): boolean => own !== null && own[place] === null;
  const taken = columns.fresh.filter((place) => own !== null && own[place] !== null && row[place] !== null);
  if (own && !sameRow(typed(taken), at(own, taken), at(row, taken))) return null;
  work.fillIn(row, columns.fresh, columns.fresh.filter(isOpen));
  return own ? 'applied' : 'kept';
}

interface Met extends Incoming {
  readonly key: Row;
  readonly entry: Entry;
}

function meetConflict(context: RowContext, work: TableWork, met: Met): RowOutcome {
  const own = met.entry.gone ? null : work.present(met.key);
  const answer = context.onConflict?.({
    type: stockConflictType(met.kind, own ? 'row' : 'tombstone'),
    kind: met.kind,
    incoming: met.row,
    own,
    proposed: context.proposed,
  });
  if (answer) return obey(context, work, { ...met, answer });
  if (isEqual(work, met, own) || isNoise(work, met, own)) return closeEqual(context, work, met);
  if (isHubNoise(work, met)) return waitOn(work, met, own);
  return park(context, work, { ...met, own });
}

/** both sides hold the same after all, but for columns that do not count: closed without asking (CF-12). */
function isEqual({ table }: TableWork, met: Met, own: Row | null): boolean {
  if (met.kind === 'delete' || own === null) return met.kind === 'delete' && own === null;
  return sameRow(table.columns, own, met.row);
}

/** nothing of my change counts, so there is nothing to lose. */
function isNoise(work: TableWork, met: Met, own: Row | null): boolean {
  const base = own && mayPass(work, met) ? work.base(met.key) : null;
  return own !== null && base !== null && sameRow(work.table.columns, own, base);
}

/** nothing of the hub's change counts. */
function isHubNoise(work: TableWork, met: Met): boolean {
  const base = met.kind === 'upsert' && mayPass(work, met) ? work.base(met.key) : null;
  return base !== null && sameRow(work.table.columns, met.row, base);
}

/** What is held belongs to an entry that is open, and to the person. */
function mayPass({ table }: TableWork, { entry }: Met): boolean {
  return entry.held === held.no && table.columns.some(({ noise }) => noise);
}

/** the hub's row is taken for the new base, and my change waits on over it. */
function waitOn(work: TableWork, met: Met, own: Row | null): RowOutcome {
  const { columns } = work.table;
  work.forget(met.key);
  if (own) work.put(columns.map(({ noise }, at) => (noise ? met.row : own)[at] ?? null));
  work.keepLocal(met.key, met.row);
  return 'settled';
}

function closeEqual(context: RowContext, work: TableWork, met: Met): RowOutcome {
  const wrote = write(context, work, met);
  work.forget(met.key);
  const record = { table: work.table.name, key: toKeyRecord(work.table, met.key) };
  context.inbox.becameEqual({ ...record, session: context.session });
  if (met.kind === 'delete') return wrote ? 'settled' : 'kept';
  // A row that is all key cannot differ: an ordinary delivery (W-173, CG-f).
  return work.table.columns.length === work.table.key.length ? 'applied' : 'equal';
}

/** the hub's row is accepted and the local one parked with its base, in one transaction (W-227, SF-02). */
function park(context: RowContext, work: TableWork, met: Met & { readonly own: Row | null }): RowOutcome {
  const { table } = work;
  const base = work.base(met.key);
  const type = conflictType(met.kind, met.own ? 'row' : 'tombstone', base !== null);
  const wrote = write(context, work, met);
  work.forget(met.key);
  if (!needsAnswer(type)) return wrote ? 'settled' : 'kept';
  const outcome = context.inbox.raise({
    table: table.name,
    key: toKeyRecord(table, met.key),
    columns: table.columns,
    type,
    versions: {
      base: base && toRecord(table, base),
      mine: met.own && toRecord(table, met.own),
      theirs: met.kind === 'delete' ? null : toRecord(table, met.row),
    },
    mineAt: met.entry.at,
    author: met.author,
    session: context.session,
    theirsKnown: true,
  });
  if (outcome !== 'closed') {
    work.hold(met.key);
    if (outcome !== 'same') context.raised(outcome);
  }
  return wrote ? 'settled' : 'kept';
}

/** A handler's answer, as Dotmim.Sync understands it (W-214, CONFORMANCE 5.2). */
function obey(
  context: RowContext,
  work: TableWork,
  { answer, ...met }: Met & { readonly answer: ConflictAnswer },
): RowOutcome {
  const row = answer.row ?? met.row;
  if (answer.resolution === 'throw')
    throw new ConcordError('session-stopped', { table: work.table.physical, reason: 'a conflict' });
  if (answer.resolution === 'server-wins') return 'kept';
  if (answer.resolution === 'merge' || answer.local) {
    work.forget(met.key);
    work.put(row);
    work.keepLocal(met.key, met.row);
    return 'settled';
  }
  const wrote = write(context, work, { ...met, row });
  work.forget(met.key);
  return wrote ? 'settled' : 'kept';
}
