// The apply of a session: one transaction from provisioning to the watermarks (W-112, W-178, L7).

import { recordToJson, type CellRecord, type Row } from '../sync/cell.ts';
import { downloadBalance, selectedTotal, type SplitCount } from '../sync/counters.ts';
import type { Inbox, RecordName } from '../sync/inbox.ts';
import type { ApplyOutcome, ApplyRequest, PartInfo, RefusedRow } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import { mayUpload, parentsFirst, tableKey, type TableName } from '../sync/schema.ts';
import { refills as isRefill, uploads, type Phase } from '../sync/session.ts';
import type { Writer } from '../sqlite/database.ts';
import { deferredKeys } from '../sqlite/deferred-keys.ts';
import { hasOwnTriggers } from '../sqlite/introspect.ts';
import { createSlices } from '../sqlite/slices.ts';
import { earlierErrors, settleRefusals, type ApplyHooks, type ErrorPolicy } from './apply-errors.ts';
import { applyDownload, type Refusal, type RowSession } from './apply-rows.ts';
import type { RowContext } from './apply-row.ts';
import { createAlterationNotes, type AlterationNotes } from './altered.ts';
import { createCascadeGuard } from './cascades.ts';
import { createArrivals } from './gone.ts';
import { holdingOf, removeOutside, type Holding } from './outside.ts';
import { allColumns, assertNothingStays, carriedColumns, leaveScopes, scopesNamed } from './move.ts';
import { provision } from './provision.ts';
import { compareAside, emptyTables, refreshOpenEntries } from './refill.ts';
import { readChange } from './record-store.ts';
import { resolveOutlived } from './row-errors.ts';
import { loadScopes, replaceSets, saveAgreement, type KnownScope } from './scopes.ts';
import { keepRefused } from './refused.ts';
import { createRemovalNotes, type RemovalNotes } from './removed.ts';
import { isProved, keepWaiting, resolveAccepted, settleEntries } from './settle.ts';
import { createTableWork, type TableWork } from './table-work.ts';
import { createTallies } from './tallies.ts';
import { renewShadows } from './tracking.ts';
import { releaseUnbound } from './unbound.ts';
import { raiseUnseen } from './unseen.ts';
import { indexTables, keyOfRecord, loadTables, toKeyRecord, type TrackedTable } from './tracked-table.ts';
import { releaseWithheld } from './withhold.ts';

/** What an apply is given besides the request. */
export interface ApplyInput {
  readonly db: Writer;
  readonly inbox: Inbox;
  readonly session: number;
  readonly request: ApplyRequest;
  readonly errorPolicy: ErrorPolicy;
  readonly hooks: ApplyHooks;
  /** Foreign keys that SQLite would ask about at the commit are asked row by row: the commit was refused before. */
  readonly rowByRow: boolean;
  /** The session's parameters stand in for all others of its scope (PR-04). */
  readonly replaces: boolean;
  /** The hub was restored from a back-up: what waits here may still be a change of its row. */
  readonly startsOver: boolean;
  now(): Date;
  enter(phase: Phase): void;
  progress(part: PartInfo, rows: number): void;
  checkpoint(): void;
}

/** Runs inside the replica's write transaction; throwing rolls everything back. */
export async function applySession(input: ApplyInput): Promise<ApplyOutcome> {
  const { db, request } = input;
  if (request.round === 'first') input.enter('provision');
  const tables = orderTables(scopeTables(input), request);
  const byName = indexTables(tables);
  const watched = hasOwnTriggers(db);
  db.run(`update _concord_clock set applying = ?`, watched ? 0 : 1);
  input.enter('apply');
  const verdict = createVerdict(request, byName);
  const splitHub = newOnHub(input, byName);
  const refills = isRefill(request.round);
  if (refills) emptyTables(db, tables, { ...verdict, holding: (table) => holdingBeside(input, table) });
  if (request.round === 'anew') for (const table of tables) renewShadows(db, table);
  const raised = { count: 0 };
  const removals = createRemovalNotes(db, {
    session: input.session,
    at: input.now().toISOString(),
    scopes: loadScopes(db),
  });
  const alterations = createAlterationNotes(db, { session: input.session, at: input.now().toISOString() });
  const session = createRowSession(input, { byName, watched, verdict, raised, removals, alterations });
  const arrivals = createArrivals(db, tables, request);
  await applyRows(input, arrivals ? { ...session, came: arrivals.came } : session, refills);
  const isLevel = arrivals?.removeOthers(session.context, ({ name }) => session.work(name)) ?? true;
  await request.finish();
  if (refills) for (const table of tables) resolveOutlived(db, table, input.session);
  const aside = refills
    ? compareAside(db, tables, { ...input, alterations })
    : { conflicts: 0, equal: 0, raised: new Set<string>() };
  if (refills) refreshOpenEntries(db, tables, { ...input, raised: aside.raised });
  const outcome = {
    applied: session.tallies.applied(),
    splitHere: session.tallies.split(),
    splitHub,
    ...session.tallies.books(),
  };
  assertWhole(request, outcome);
  input.enter('clean-up');
  raised.count += settle(input, tables, { ...verdict, isLevel, work: session.work });
  leaveOutside(input, tables, { watched, removals });
  removals.end();
  db.run(`update _concord_clock set applying = 0`);
  return { ...outcome, conflicts: raised.count + aside.conflicts, equal: outcome.equal + aside.equal };
}

/** L32: what other sets hold beside the one that is read anew; a scope without filters reads all that they hold, too. */
function holdingBeside({ db, request }: ApplyInput, table: TrackedTable): Holding {
  if (request.scope.setup.filters.length === 0) return 'none';
  return holdingOf(otherSets(db, request), table);
}

function otherSets(db: Writer, { scope, client }: ApplyRequest): readonly KnownScope[] {
  return loadScopes(db).filter(
    (known) => known.syncedAt !== null && (known.name !== scope.name || known.client.hash !== client.hash),
  );
}

/**
 * PR-04, PR-06: a set that is replaced by this one is given up with the rows that only it held. What a hub of another kind does
 * not tell is seen here as far as the file shows it: a row that was written outside, or whose link to the inside is gone.
 */
function leaveOutside(
  input: ApplyInput,
  tables: readonly TrackedTable[],
  { watched, removals }: Pick<RowInput, 'watched' | 'removals'>,
): void {
  const { db, request, replaces } = input;
  const { scope, client } = request;
  if (replaces) replaceSets(db, { name: scope.name, hash: client.hash });
  const isRead = request.carried !== undefined && request.carried.whole.length === 0;
  if (!replaces && !isRead && (request.concordHub || scope.setup.filters.length === 0)) return;
  const scopes = loadScopes(db).filter((known) => known.syncedAt !== null);
  removeOutside(db, tables, { scopes, watched, removals, cascades: createCascadeGuard(db, loadTables(db)) });
}

/** Of the new rows that were offered, those that the hub took: it names the others (W-286). */
function newOnHub({ db, request }: ApplyInput, tables: ReadonlyMap<string, TrackedTable>): readonly SplitCount[] {
  const { refused, kept, unsent } = request.answer;
  const untaken = [...(refused ?? []), ...unsent].filter(({ kind }) => kind === 'upsert');
  return request.inserts.map(({ table: name, rows }) => {
    const table = tables.get(tableKey(name));
    const own = [...untaken, ...(kept ?? [])].filter((row) => tableKey(row.table) === tableKey(name));
    const work = table && rows > 0 && own.length > 0 ? createTableWork(db, table, { watched: false }) : null;
    const stayed = work ? own.filter(({ key }) => work.base(key) === null && work.present(key) !== null).length : 0;
    return { table: name, kind: 'upsert', inserted: Math.max(rows - stayed, 0), unchanged: 0 };
  });
}

/** The scope's tables; made and tracked when the scope is met for the first time. */
function scopeTables({ db, request }: ApplyInput): readonly TrackedTable[] {
  const known = indexTables(loadTables(db));
  const tables = request.scope.schema.tables.flatMap((table) => known.get(tableKey(table)) ?? []);
  const isComplete = request.round !== 'first' && tables.length === request.scope.schema.tables.length;
  if (isComplete) return tables;
  const { carried } = request;
  // Once more where nobody can write: something may have been changed while the download was on its way.
  if (carried) assertNothingStays(db, scopesNamed(db, carried.from), request.scope);
  return provision(db, request.scope, carried);
}

function orderTables(tables: readonly TrackedTable[], request: ApplyRequest): readonly TrackedTable[] {
  const order = parentsFirst(request.scope.schema).map(tableKey);
  return tables.toSorted((a, b) => order.indexOf(tableKey(a.name)) - order.indexOf(tableKey(b.name)));
}

/** What the hub's answer says about single rows. */
interface Verdict {
  /** The hub took this change of the replica's in this session. */
  isTaken(table: TrackedTable, key: CellRecord, stamp: bigint): boolean;
  readonly refused: readonly RefusedRow[];
}

/** Without a hub that tells (W-286) nothing counts as taken. */
function createVerdict(request: ApplyRequest, tables: ReadonlyMap<string, TrackedTable>): Verdict {
  const { answer } = request;
  const refused = [...(answer.refused ?? []), ...answer.unsent];
  const keys = new Set([...refused, ...(answer.kept ?? [])].map((row) => name(row.table, row.key)));
  const tells = answer.kept !== null && uploads(request.round);
  const overruled = new Set(
    answer.applied.filter((count) => hasOverruled(answer, count.table)).map((count) => tableKey(count.table)),
  );
  return {
    refused: refused.filter((row) => tables.has(tableKey(row.table))),
    isTaken(table, key, stamp) {
      if (!tells || stamp > request.clientTime || !mayUpload(table.direction)) return false;
      if (overruled.has(tableKey(table.name))) return false;
      return !keys.has(name(table.name, keyOfRecord(table, key)));
    },
  };
  function name(table: TableName, key: Row): string {
    const cells = key.map((cell) => String(cell).toLowerCase());
    return `${tableKey(table)} ${cells.length === 1 ? cells[0] : JSON.stringify(cells)}`;
  }
}

/** True if the hub settled conflicts of a table by writing something: which rows it merged is not told (C11). */
function hasOverruled({ applied, kept }: ApplyRequest['answer'], table: TableName): boolean {
  const same = (other: TableName): boolean => tableKey(other) === tableKey(table);
  const resolved = applied.filter((count) => same(count.table)).reduce((sum, count) => sum + count.resolved, 0);
  return resolved > (kept ?? []).filter((row) => same(row.table)).length;
}

interface RowInput {
  readonly byName: ReadonlyMap<string, TrackedTable>;
  readonly watched: boolean;
  readonly verdict: Verdict;
  readonly raised: { count: number };
  readonly removals: RemovalNotes;
  readonly alterations: AlterationNotes;
}

function createRowSession(
  input: ApplyInput,
  { byName, watched, verdict, raised, removals, alterations }: RowInput,
): RowSession {
  const { db, request } = input;
  const works = new Map<string, TableWork>();
  const deferred = input.rowByRow ? deferredKeys(db) : [];
  const cascades = createCascadeGuard(db, loadTables(db));
  const context: RowContext = {
    inbox: input.inbox,
    session: input.session,
    lastSync: request.carried?.lastSync ?? request.client.lastSync,
    ...(input.startsOver ? allColumns(byName) : carriedColumns(request, byName)),
    proposed: request.answer.policy === 'server-wins' ? 'client-wins' : 'server-wins',
    accepted: (work, key, entry) =>
      entry.held === 0 && verdict.isTaken(work.table, toKeyRecord(work.table, key), entry.stamp),
    raised: () => void raised.count++,
    removals,
    alterations,
    ...(input.hooks.onConflict && { onConflict: input.hooks.onConflict }),
  };
  return {
    db,
    context,
    tallies: createTallies(),
    slices: createSlices(),
    hasErrors:
      db.value(`select 1 from _concord_error where side = 'here' and state <> 'resolved' limit 1`) !== undefined,
    checkpoint: input.checkpoint,
    progress: input.progress,
    has: (name) => byName.has(tableKey(name)),
    openly(work) {
      db.run(`update _concord_clock set applying = 0`);
      try {
        return work();
      } finally {
        db.run(`update _concord_clock set applying = ?`, watched ? 0 : 1);
        for (const table of works.values()) table.tracked = true;
      }
    },
    work(name) {
      const table = byName.get(tableKey(name));
      if (!table) throw new ConcordError('table-not-in-scope', { table: name.name });
      const known = works.get(tableKey(name)) ?? createTableWork(db, table, { watched, deferred, cascades });
      works.set(tableKey(name), known);
      return known;
    },
  };
}

async function applyRows(input: ApplyInput, session: RowSession, refills: boolean): Promise<void> {
  const refusals: Refusal[] = [];
  const { downloads, round, carried } = input.request;
  for (const download of downloads) {
    // Into an empty replica; what was deleted since a snapshot comes after it (W-122, W-179).
    const intoEmpty = round !== 'normal' && !carried && download === downloads[0];
    refusals.push(...(await applyDownload(session, download, intoEmpty)));
  }
  // An earlier error's row may be gone from the hub by now: a re-read brings whatever there is (Decisions 15).
  await settleRefusals(input, session, { fresh: refusals, earlier: refills ? [] : earlierErrors(session) });
}

/** I2: a watermark is never saved for rows that were not handled (L5). */
function assertWhole(
  request: ApplyRequest,
  outcome: Pick<ApplyOutcome, 'applied' | 'kept' | 'ignored' | 'retried'>,
): void {
  const downloaded = request.downloads.reduce(
    (sum, download) => sum + download.parts.reduce((rows, part) => rows + part.rows, 0),
    0,
  );
  const member = (name: 'applied' | 'failed'): number => outcome.applied.reduce((sum, count) => sum + count[name], 0);
  const missing = downloadBalance(
    {
      downloaded,
      uploaded: selectedTotal(request.sent),
      appliedHere: member('applied'),
      failedHere: member('failed'),
      appliedHub: 0,
      failedHub: 0,
      resolvedHub: 0,
      resolvedHere: 0,
    },
    outcome,
  );
  if (missing !== 0) throw new ConcordError('delivery-short', {}, `${missing} rows are unaccounted for`);
}

/** Refused rows, entries, inbox, watermarks. Returns the conflicts that only the hub's answer tells (L34). */
function settle(
  input: ApplyInput,
  tables: readonly TrackedTable[],
  verdict: Verdict & Pick<RowSession, 'work'> & { readonly isLevel: boolean },
): number {
  const { db, request, session, inbox } = input;
  const byName = indexTables(tables);
  const at = input.now().toISOString();
  const shown = uploads(request.round) ? raiseUnseen(input, byName) : 0;
  if (request.round === 'normal' && verdict.refused.length > 0)
    keepRefused(db, byName, verdict.refused, {
      session,
      at,
      clientTime: request.clientTime,
      work: verdict.work,
      isOpen: openIn(inbox),
      others: otherSets(db, request),
    });
  settleInbox(input, byName, verdict.refused);
  if (request.moveWatermark && uploads(request.round))
    resolveAccepted(db, byName, { clientTime: request.clientTime, isOpen: openIn(inbox) });
  releaseUnbound(db, () => inbox.openRecords());
  const { name } = request.scope;
  const { hash } = request.client;
  if (request.moveWatermark && uploads(request.round)) {
    settleEntries(db, tables, { scope: name, hash, clientTime: request.clientTime });
  }
  const { carried } = request;
  const isCarried = carried !== undefined && carried.hubTime !== null;
  if (request.round === 'first' && !isCarried) keepWaiting(db, tables, { scope: name, hash });
  const lastSync = request.moveWatermark ? request.clientTime : null;
  saveAgreement(db, {
    scope: request.scope,
    hash,
    policy: request.answer.policy,
    lastSync: isCarried ? (carried.lastSync ?? 0n) : lastSync,
    // nothing was sent in this round; and a record that could not go yet goes with the deletes since then.
    lastHubSync: verdict.isLevel ? request.answer.hubTime : (carried?.hubTime ?? request.answer.hubTime),
    seal: verdict.isLevel || !carried ? (request.answer.seal ?? null) : null,
    at,
  });
  if (carried) leaveScopes(db, carried.from, { name, hash });
  releaseWithheld(db);
  return shown;
}

/** What the session proves about decisions (Decisions 13). */
function settleInbox(
  { db, request, session, inbox }: ApplyInput,
  byName: ReadonlyMap<string, TrackedTable>,
  refused: readonly RefusedRow[],
): void {
  const proof = {
    sent: request.sent,
    applied: request.answer.applied,
    concordHub: request.concordHub,
    short: !request.moveWatermark,
  };
  inbox.settle({
    session,
    refused,
    offered: (record) => {
      const table = byName.get(tableKey(record.table));
      const change = table && readChange(db, table, record.key);
      return (
        uploads(request.round) &&
        change != null &&
        change.held === 0 &&
        change.stamp > 0n &&
        change.stamp <= request.clientTime
      );
    },
    waits: (record) => {
      const table = byName.get(tableKey(record.table));
      return !table || readChange(db, table, record.key) !== null;
    },
    proved: (table, kind) => isProved({ table, kind }, proof),
  });
}

/** Whether a record has an entry that still stands for it; they are read once, and only if somebody asks. */
function openIn(inbox: Inbox): (record: RecordName) => boolean {
  const nameOf = ({ table, key }: RecordName): string => `${tableKey(table)} ${JSON.stringify(recordToJson(key))}`;
  let names: ReadonlySet<string> | null = null;
  return (record) => (names ??= new Set(inbox.openRecords().map(nameOf))).has(nameOf(record));
}
