// The last part of an upload: apply, select, remember (W-110, W-111, W-281). One at a time a session, answered once (W-102).

import { ConcordError } from '../sync/problem.ts';
import type { HeldRows } from '../sync/carried.ts';
import type { AppliedCount, SelectedCount } from '../sync/counters.ts';
import type { Parameter, ScopeClient, SyncType } from '../sync/scope.ts';
import { createSpool } from '../spool/spool.ts';
import type { Caller } from './caller.ts';
import type { ConflictRules } from './conflict.ts';
import type { HubEvent } from './events.ts';
import type { TableWork } from './feed.ts';
import { findScope } from './find-scope.ts';
import { parametersFor, type Asking } from './parameters.ts';
import type { HubSession } from './sessions.ts';
import { givenTo } from './snapshots.ts';
import { notRemembered } from './stores/refusal.ts';
import { createShelvedSpool, type ShelvedSpool } from './shared-round.ts';
import type { SnapshotUse } from './stores/snapshots.ts';
import type {
  Applied,
  ClientNote,
  ErrorPolicy,
  HubScope,
  HubStore,
  SelectRequest,
  SelectScope,
  Selected,
  Sender,
  StoreUpload,
  SessionNote,
} from './stores/store.ts';
import type { Summary } from './summary.ts';
import type { ReceivedPart } from './upload-parts.ts';

/** What the last part says besides its rows. */
export interface FinishRequest {
  readonly client: ScopeClient;
  readonly type: SyncType;
  /** The client's own time, kept for it (`clst`). */
  readonly clientTime: bigint;
  readonly batchKb: number;
  /** What a client that moves here from other scopes holds already; null = nothing, or it does not tell. */
  readonly held: HeldRows | null;
  /** Index of the last part. */
  readonly last: number;
  /** The last part itself; null if it was handed over before. */
  readonly part: ReceivedPart | null;
}

/** What an exchange needs of its hub. */
export interface ExchangeOptions {
  readonly store: HubStore;
  readonly spoolFolder: string;
  readonly errorPolicy: ErrorPolicy;
  rules(): ConflictRules;
  notify(event: HubEvent): void;
  /** Told how long the rows of each table took. */
  worked(work: TableWork): void;
  now(): Date;
}

interface Finishing {
  readonly caller: Caller;
  readonly request: FinishRequest;
}

/** Applies what the session has received and prepares its download. */
export async function exchange(
  options: ExchangeOptions,
  session: HubSession,
  { caller, request }: Finishing,
): Promise<Summary> {
  const { store } = options;
  const { scope, round } = session;
  const { client, type, held } = request;
  const given = await givenTo(store, session);
  const fromSnapshot = given !== null;
  const range = await rangeOf(store, { scope, client, type, pinned: caller.pinned, held, fromSnapshot });
  const sender = senderOf(caller, client, range.select.parameters);
  const rules = options.rules();
  const applied = await applyOnce(options, session, {
    ...rules,
    sender,
    within: isFenced(scope, caller) ? range.select.parameters : null,
    beside: await besideOf(store, session, { caller, request, range }),
    last: request.last,
    watermark: range.watermark,
    forgotten: range.forgotten && rules.policy === 'server-wins' && !rules.onConflict,
  });
  const shared = store.shelf && createShelvedSpool(store.shelf, session, options.spoolFolder);
  const spool = shared ?? createSpool(options.spoolFolder);
  const sets = caller.agent?.sets;
  const selection: SelectRequest = {
    ...range.select,
    ...(sets && { sets }),
    spool,
    limitBytes: request.batchKb * 1024,
    stock: !sender.concord,
    authors: sender.concord && !range.select.everything,
    onTable: (work) => options.worked({ way: 'sent', ...work }),
  };
  const selected = idle(range, applied) ?? (await selectInto(store, selection, shared));
  round.spool = spool;
  round.selection = shared?.selection ?? null;
  if (given) round.fromSnapshot = await countsGiven(store, given);
  const snapshotRows = given && rowsOf(round.fromSnapshot);
  const counts = { applied: applied.counts, selected: selected.counts, snapshotRows };
  const noted = sessionNote(session, { caller, request, ...counts }, options.now());
  // What a snapshot tells is not here before the session has ended well.
  const [lastSync, heardUpTo] = [request.clientTime, fromSnapshot ? null : client.lastHubSync];
  const note = { scope, sender, lastSync, lastHubSync: selected.hubTime, heardUpTo, session: noted };
  store.noteClient(note);
  // What it gives up is given up when it has said that it has everything.
  round.note = { ...note, ...leftBy(request, scope) };
  tellOdd(options, session, { client: sender.id, applied, selected });
  return {
    hubTime: selected.hubTime,
    policy: rules.policy,
    selected: selected.counts,
    applied: applied.counts,
    refused: applied.refused,
    kept: applied.kept,
    parts: selected.parts,
    isNarrowed: range.select.held !== undefined,
    seal: selected.seal,
  };
}

/** What the log is to have of rows: those of a client that was forgotten, and those that cannot travel. */
function tellOdd(
  { notify }: ExchangeOptions,
  { id: session }: HubSession,
  { client, applied, selected }: { readonly client: string; readonly applied: Applied; readonly selected: Selected },
): void {
  const aside = applied.refused.filter(({ code }) => code === notRemembered.code);
  if (aside.length > 0) notify({ kind: 'set-aside', session, client, rows: aside });
  if (selected.unsent.length > 0) notify({ kind: 'unsent', session, rows: selected.unsent });
}

/** The scopes that the client gives up with this session, so that what it had heard there holds nobody back (HB-07). */
function leftBy({ held }: FinishRequest, scope: HubScope): Pick<ClientNote, 'left'> {
  const left = (held?.from ?? []).filter((name) => name.toLowerCase() !== scope.name.toLowerCase());
  return left.length > 0 ? { left } : {};
}

interface Exchanged {
  readonly caller: Caller;
  readonly request: FinishRequest;
  /** Rows of the snapshot that was given before; null = none was: who is given one is new, or reads anew. */
  readonly snapshotRows: number | null;
  readonly applied: readonly AppliedCount[];
  readonly selected: readonly SelectedCount[];
}

/** HB-03: what the operator sees of the session, so far. */
function sessionNote(session: HubSession, exchanged: Exchanged, at: Date): SessionNote {
  const { caller, request, snapshotRows, applied, selected } = exchanged;
  const delta = request.client.isNew || snapshotRows !== null ? 'first' : 'delta';
  return {
    startedAt: session.since.toISOString(),
    ms: at.getTime() - session.since.getTime(),
    mode: request.type === 'normal' ? delta : request.type,
    received: applied[0]?.received ?? 0,
    sent: (snapshotRows ?? 0) + rowsOf(selected),
    conflicts: sum(applied.map(({ resolved }) => resolved)),
    errors: sum(applied.map(({ failed }) => failed)),
    software: caller.software,
    result: 'open',
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function rowsOf(counts: readonly SelectedCount[]): number {
  return sum(counts.map(({ upserts, deletes }) => upserts + deletes));
}

async function countsGiven({ snapshots }: HubStore, { no, form }: SnapshotUse): Promise<readonly SelectedCount[]> {
  return (await snapshots.find(no))?.forms[form].counts ?? [];
}

/** Nothing was applied, and nobody else had written since the client last heard of the hub when that was looked at. */
function idle({ now, select: { after, held } }: Range, { counts, refused }: Applied): Selected | null {
  const isIdle = now !== null && after !== null && after >= now && !held && counts.length + refused.length === 0;
  return isIdle ? { hubTime: now, seal: null, counts: [], parts: [], unsent: [] } : null;
}

/** Everything has arrived where other processes look for it before anybody is told of it. */
async function selectInto(store: HubStore, request: SelectRequest, shared: ShelvedSpool | null): Promise<Selected> {
  try {
    const selected = await store.select(request);
    await shared?.settled();
    return selected;
  } catch (thrown) {
    await request.spool.close();
    throw thrown;
  }
}

interface ApplyOrder extends ConflictRules {
  readonly sender: Sender;
  readonly within: StoreUpload['within'];
  readonly beside: StoreUpload['beside'];
  readonly watermark: bigint | null;
  readonly forgotten: boolean;
  readonly last: number;
}

/**
 * W-101: an upload that was applied before, also before a restart of the hub, is not applied again; the store sees to that.
 * Its parts need not be here any more.
 */
async function applyOnce(
  { store, errorPolicy, worked }: ExchangeOptions,
  session: HubSession,
  order: ApplyOrder,
): Promise<Applied> {
  const { id, scope, round } = session;
  const { sender, last, ...rest } = order;
  const parts = round.parts.list();
  const misfits = round.parts.misfits();
  if (!round.parts.isWhole(last)) {
    const known = await store.findApplied(id, sender.id);
    if (!known) throw new ConcordError('hub-session-lost');
    return known;
  }
  const onTable: StoreUpload['onTable'] = (work) => worked({ way: 'received', ...work });
  const applied = await store.apply({ ...rest, session: id, scope, sender, errorPolicy, parts, misfits, onTable });
  round.applied = true;
  return applied;
}

/** W-261: where a token pins parameters, or the scope says so, nothing is taken that lies outside. */
function isFenced({ filters }: HubScope, { pinned }: Caller): boolean {
  return filters !== null && (pinned !== null || filters.outside === 'refuse');
}

/** asked only of a client that keeps several parameter sets, and sends something. */
async function besideOf(
  store: HubStore,
  { scope, round }: HubSession,
  { caller, request: { client }, range }: Finishing & { readonly range: Range },
): Promise<StoreUpload['beside']> {
  const { watermark } = range;
  const sets = (caller.agent?.sets ?? []).filter((hash) => hash !== client.hash);
  if (scope.filters === null || watermark === null || sets.length === 0 || round.parts.list().length === 0) return null;
  const others = (await store.findClient(client.id)).filter(({ hash }) => sets.includes(hash));
  const heardUpTo = others.reduce((low, row) => min(low, row.heardUpTo ?? 0n), watermark);
  return heardUpTo < watermark ? { parameters: range.select.parameters, heardUpTo } : null;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** The sender as the store knows it. */
function senderOf(caller: Caller, client: ScopeClient, parameters: readonly Parameter[]): Sender {
  return {
    id: client.id,
    hash: client.hash,
    parameters: parameters.length > 0 ? parameters : client.parameters,
    identity: caller.identity,
    user: caller.agent?.user ?? null,
    device: caller.agent?.device ?? null,
    concord: caller.agent !== null,
  };
}

/** Whose changes are conflicts, and which rows are sent. */
export interface Range {
  readonly watermark: bigint | null;
  /** True where the hub has forgotten what it would see a conflict of the client's by (L9). */
  readonly forgotten: boolean;
  /** Hub time when the client's was compared with it; null = it was not. */
  readonly now: bigint | null;
  readonly select: SelectScope;
}

/** Who asks for what, and whether the session was given a snapshot before. */
export interface RangeQuestion extends Asking, Pick<FinishRequest, 'client' | 'type'> {
  readonly client: ScopeClient;
  readonly scope: HubScope;
  readonly held?: HeldRows | null;
  readonly fromSnapshot?: boolean;
}

/** W-111, W-182: both follow from what the client says that it has heard of the hub. */
export async function rangeOf(
  store: HubStore,
  { scope, client, type, pinned, held = null, fromSnapshot = false }: RangeQuestion,
): Promise<Range> {
  const parameters = parametersFor(scope, { client, pinned });
  const asked = { scope, clientId: client.id, parameters, hash: client.hash };
  const since = client.isNew && held && type === 'normal' ? await heldSince(store, scope, held) : null;
  if (held && since !== null)
    return {
      watermark: null,
      forgotten: false,
      now: null,
      select: { ...asked, after: since, everything: false, held: held.tables },
    };
  const now = client.lastHubSync === null ? null : await store.hubTime();
  const heard = believed(client.lastHubSync, now);
  // What the client itself wrote since a snapshot is not in it.
  const everything = client.isNew || type !== 'normal' || heard === null || fromSnapshot;
  const select = { ...asked, after: heard, everything };
  if (type !== 'reinitialize-with-upload' || (heard !== null && !fromSnapshot))
    return { watermark: heard, forgotten: false, now, select };
  const stored = await storedTime(store, scope, client);
  const forgotten = stored === null && !client.isNew && memoryOf(store, scope) !== null;
  return { watermark: forgotten ? null : (stored ?? heard), forgotten, now, select };
}

/** null where the hub has forgotten too much since, or was restored from an older back-up: then everything is sent. */
async function heldSince(store: HubStore, scope: HubScope, { hubTime, tables }: HeldRows): Promise<bigint | null> {
  if (tables.length === 0) return null;
  const heard = await believable(store, hubTime);
  const memory = memoryOf(store, scope);
  return heard !== null && memory !== null && heard < memory ? null : heard;
}

/** Hub time before which the hub remembers nothing; null = it remembers all. */
function memoryOf(store: HubStore, scope: HubScope): bigint | null {
  return findScope(store.scopes(), scope.name)?.cleanedUpTo ?? null;
}

/** L22: a hub that was restored from a back-up has not reached that time; the client gets everything anew. */
function believed(heard: bigint | null, now: bigint | null): bigint | null {
  return heard !== null && now !== null && heard <= now ? heard : null;
}

async function believable(store: HubStore, heard: bigint | null): Promise<bigint | null> {
  return heard === null ? null : believed(heard, await store.hubTime());
}

/**
 * W-281: a re-read with upload sends no hub time; the hub knows which one the client has. The time of a session that failed
 * is none: what others changed before it never arrived there, and would be overwritten without a conflict.
 */
async function storedTime(store: HubStore, scope: HubScope, client: ScopeClient): Promise<bigint | null> {
  const rows = await store.findClient(client.id);
  const own = rows.find((row) => row.scopeName === scope.name && row.hash === client.hash);
  const heard = own ? await believable(store, own.heardUpTo) : null;
  const memory = memoryOf(store, scope);
  return heard !== null && memory !== null && heard < memory ? null : heard;
}
