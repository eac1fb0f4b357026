// The steps of a session over a store, the same for every door (WIRE 14.3, W-25…W-29, W-89, W-101…W-103).

import type { Author, PartInfo } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import type { HubOperation, Parameter, ScopeClient, SyncType } from '../sync/scope.ts';
import { RequestProblem } from '../wire/request-problem.ts';
import { createHeardHere, isBehind, type HeardHere } from './behind.ts';
import type { Caller } from './caller.ts';
import { exchange, rangeOf, type ExchangeOptions, type FinishRequest } from './exchange.ts';
import { findScope } from './find-scope.ts';
import type { Orders } from './orders.ts';
import { isPinnedAnew, parametersFor } from './parameters.ts';
import type { HubSession, SessionLimits, Sessions } from './sessions.ts';
import type { SessionRound } from './round.ts';
import { outcomeOf } from './session-outcome.ts';
import { giveBack, type Snapshots } from './snapshots.ts';
import { agreeOnSummary, fetchDownload, fetchParts, partToText, placeOf } from './shared-round.ts';
import { authorsAt, type ClientNote, type Counted, type HubScope } from './stores/store.ts';
import type { Summary } from './summary.ts';
import type { ReceivedPart } from './upload-parts.ts';

/** A part of a download, ready to be sent. */
export interface DownloadPart {
  readonly info: PartInfo;
  readonly summary: Summary;
  /** The rows as a ContainerSet (W-80). */
  readonly text: string;
  readonly by: readonly (Author | null)[] | null;
  /** True for a part of a snapshot (W-122). */
  readonly isSnapshot: boolean;
}

/** The steps, each of which may throw a ConcordError; doors call them. */
export interface HubSteps {
  /** Step 2: the scope, found without case (W-13). After a summary a new round begins (W-29). */
  openScope(caller: Caller): Promise<HubScope>;
  /** Step 13. */
  operation(caller: Caller, client: ScopeClient): Promise<HubOperation>;
  /** Step 10: the snapshot for this parameter set, read by step 7 until the upload; null = none (W-122). */
  snapshot(caller: Caller, parameters: readonly Parameter[]): Promise<Summary | null>;
  /** Step 4 but the last: a part is kept once, however often it comes (W-101). */
  receive(caller: Caller, part: ReceivedPart): Promise<void>;
  /** Step 4, the last part: applies and selects once; a repeat gets the same answer (W-101, W-102). */
  finish(caller: Caller, request: FinishRequest): Promise<Summary>;
  /** Step 7: any part, any number of times, side by side (W-89). */
  part(caller: Caller, index: number): Promise<DownloadPart>;
  /** Step 11 (W-91, W-103). */
  endDownload(caller: Caller): Promise<void>;
  /** Step 6 (W-124). */
  estimate(caller: Caller, request: { readonly client: ScopeClient; readonly type: SyncType }): Promise<Counted>;
  /** Step 12. */
  time(caller: Caller): Promise<bigint>;
  /** Step 14; nothing depends on it (W-55). */
  endSession(caller: Caller, error: string | null): Promise<void>;
}

/** What the steps work with. */
export interface StepOptions extends ExchangeOptions {
  readonly sessions: Sessions;
  readonly limits: SessionLimits;
  readonly orders: Orders;
  readonly snapshots: Snapshots;
  /** An order that the hub's owner gives by a program of theirs; null = none, those of the database count. */
  operation(client: ScopeClient): HubOperation | null;
}

/** The steps over a store and its sessions. */
export function createSteps(options: StepOptions): HubSteps {
  const { store, sessions } = options;
  const { scopeOf, use } = createEntrance(options);
  const heardHere = createHeardHere(() => store.shelf?.term() ?? 0);
  return {
    async openScope(caller) {
      const isAlone = await store.refresh();
      const scope = scopeOf(caller);
      const session = await sessions.open(caller, scope, isAlone);
      if (session.round.summary || session.round.applied) {
        await store.forgetApplied(session.id);
        await giveBack(store, session);
        await sessions.renew(session);
      }
      options.notify({ kind: 'opened', session: session.id, scope: scope.name });
      return scope;
    },
    operation: (caller, client) =>
      use(caller, client.id, async (session) => {
        const asking = { client, pinned: caller.pinned };
        parametersFor(session.scope, asking);
        if (await isPinnedAnew(store, session.scope, asking)) return 'reinitialize-with-upload';
        if (await isBehind({ ...options, heardHere }, { caller, client, session })) return 'reinitialize-with-upload';
        return options.operation(client) ?? options.orders.ask(caller, client, session);
      }),
    snapshot: (caller, parameters) =>
      use(caller, null, (session) => options.snapshots.offer(caller, session, parameters)),
    receive: (caller, part) => use(caller, null, (session) => receive(options, session, part)),
    async finish(caller, request) {
      const scope = scopeOf(caller);
      const run = (): Promise<Summary> =>
        use(caller, request.client.id, (session) => finish(options, session, { caller, request }));
      return run().catch(async (thrown: unknown) => {
        if (!isLost(thrown) || !(await revive(options, caller, scope))) throw thrown;
        return run();
      });
    },
    part: (caller, index) => use(caller, null, (session) => readPart(options, session, index)),
    endDownload: (caller) => use(caller, null, ({ round }) => endDownload(round)),
    // Who only asks is not noted: nothing is tied to an id that may never come back.
    estimate: (caller, { client, type }) =>
      use({ ...caller, clientId: null }, null, async ({ scope }) => {
        const { select } = await rangeOf(store, { scope, client, type, pinned: caller.pinned });
        return store.estimate(select);
      }),
    async time(caller) {
      scopeOf(caller);
      return store.hubTime();
    },
    async endSession(caller, error) {
      const session = await sessions.find(caller);
      if (!session) return;
      const outcome = outcomeOf(session, options.now(), caller);
      options.notify({ kind: 'ended', session: session.id, error, outcome });
      await settle({ ...options, heardHere }, session, error);
      await sessions.drop(session);
    },
  };
}

async function endDownload(round: SessionRound): Promise<void> {
  const { spool } = round;
  round.spool = null;
  await spool?.close();
}

/** What the end of a session says of its orders, its snapshot and its client. */
async function settle(
  { orders, store, now, heardHere }: StepOptions & { readonly heardHere: HeardHere },
  session: HubSession,
  error: string | null,
): Promise<void> {
  await orders.ended(session, error);
  await giveBack(store, session);
  const { note } = session.round;
  if (note) store.noteClient(endedNote(note, { since: session.since, at: now(), error }));
  if (error === null) heardHere.note(session);
}

/** A session that ended well has received everything; one that failed leaves what is known of the client (W-111). */
function endedNote(note: ClientNote, end: { since: Date; at: Date; error: string | null }): ClientNote {
  const ms = end.at.getTime() - Math.min(end.since.getTime(), Date.parse(note.session.startedAt));
  const session = { ...note.session, ms, result: end.error === null ? ('done' as const) : ('failed' as const) };
  const { left, ...rest } = note;
  if (end.error !== null) return { ...rest, session };
  return { ...rest, session, heardUpTo: note.lastHubSync, ...(left && { left }) };
}

interface Entrance {
  /** Throws `scope-unknown` (W-13). */
  readonly scopeOf: (caller: Caller) => HubScope;
  /** Runs a step with the caller's session, once it is certain whose it is (W-259, W-260). */
  readonly use: <T>(caller: Caller, clientId: string | null, work: (session: HubSession) => Promise<T>) => Promise<T>;
}

function createEntrance({ store, sessions }: StepOptions): Entrance {
  const claimed = new Map<string, string>();
  const scopeOf = ({ scopeName }: Caller): HubScope => {
    const scope = findScope(store.scopes(), scopeName);
    if (!scope) throw new ConcordError('scope-unknown', { scope: scopeName });
    return scope;
  };
  const claim = async (clientId: string, identity: string): Promise<void> => {
    if (claimed.get(clientId) === identity) return;
    if (!(await store.claimClient(clientId, identity))) throw new ConcordError('hub-forbidden');
    claimed.set(clientId, identity);
  };
  return {
    scopeOf,
    use: (caller, clientId, work) =>
      sessions.use(caller, async (session) => {
        if (scopeOf(caller).name !== session.scope.name) throw new ConcordError('hub-session-lost');
        const id = clientId ?? caller.clientId;
        if (id !== null) {
          if (caller.clientId !== null && caller.clientId !== id) throw new ConcordError('hub-session-lost');
          if (caller.identity !== null) await claim(id, caller.identity);
          await sessions.bind(session, id);
        }
        return work(session);
      }),
  };
}

async function receive(options: StepOptions, session: HubSession, part: ReceivedPart): Promise<void> {
  if (session.round.summary || session.round.finishing) return;
  await keep(options, session, part);
  if (session.isShared)
    await options.store.shelf?.putUpload(placeOf(session), { index: part.index, text: partToText(part) });
}

/** W-101, W-265: a part that has come is not taken twice, nor more than an upload may hold. */
async function keep({ limits }: StepOptions, { round }: HubSession, part: ReceivedPart): Promise<void> {
  if (part.index < 0 || part.index >= limits.partsPerUpload) throw noPart(part.index);
  if (round.parts.characters > limits.charactersPerUpload)
    throw new RequestProblem('request-broken', 'ArgumentException', 'The upload is larger than this hub takes.');
  await round.parts.put(part);
}

interface Finishing {
  readonly caller: Caller;
  readonly request: FinishRequest;
}

/** W-28: a failed exchange leaves the session as it was, with all its parts, so that it may be repeated (L1). */
function finish(options: StepOptions, session: HubSession, finishing: Finishing): Promise<Summary> {
  const { round } = session;
  if (round.summary) return Promise.resolve(round.summary);
  round.finishing ??= runExchange(options, session, finishing).finally(() => (round.finishing = null));
  return round.finishing;
}

async function runExchange(options: StepOptions, session: HubSession, finishing: Finishing): Promise<Summary> {
  const { round } = session;
  if (finishing.request.part) await keep(options, session, finishing.request.part);
  const { shelf } = options.store;
  if (shelf && !round.parts.isWhole(finishing.request.last + 1)) await fetchParts(shelf, session);
  const made = await exchange(options, session, finishing);
  const summary = shelf && session.isShared ? await agreeOnSummary(shelf, session, made) : made;
  await options.orders.exchanged(session, finishing.request.client.id, finishing.request.clientTime);
  round.summary = summary;
  if (round.closed) await round.spool?.close();
  const { applied, selected } = summary;
  const { user: person = null, device = null } = finishing.caller.agent ?? {};
  const { id: client } = finishing.request.client;
  options.notify({ kind: 'exchanged', session: session.id, client, person, device, applied, selected });
  return summary;
}

/** W-101: after a restart the last part of an upload that was applied opens its session again; false = it was not applied. */
async function revive({ store, sessions }: StepOptions, caller: Caller, scope: HubScope): Promise<boolean> {
  if (caller.clientId === null || !(await store.findApplied(caller.sessionId, caller.clientId))) return false;
  const session = await sessions.open(caller, scope);
  session.hasSnapshot = null;
  return true;
}

function isLost(thrown: unknown): boolean {
  return thrown instanceof ConcordError && thrown.code === 'hub-session-lost';
}

/** W-90: the parts of the latest summary; before the first one those of the snapshot that was given (W-122). */
async function readPart(options: StepOptions, session: HubSession, index: number): Promise<DownloadPart> {
  const { store } = options;
  const { summary, spool, selection } = session.round;
  if (!summary) return readSnapshotPart(options, session, index);
  const info = summary.parts[index];
  if (!info) throw noPart(index);
  if (!spool) {
    const found = store.shelf && selection !== null ? await fetchDownload(store.shelf, selection, index) : null;
    // A process that served the session alone has gone with it.
    if (!found) throw session.isShared ? new ConcordError('hub-session-lost') : noPart(index);
    return { info, summary, ...found, isSnapshot: false };
  }
  const by = spool.has(authorsAt(index)) ? (JSON.parse(await spool.get(authorsAt(index))) as (Author | null)[]) : null;
  return { info, summary, text: await spool.get(index), by, isSnapshot: false };
}

async function readSnapshotPart({ snapshots }: StepOptions, session: HubSession, index: number): Promise<DownloadPart> {
  const given = await snapshots.given(session);
  const found = given && (await snapshots.part(given, index));
  const info = found?.summary.parts[index];
  if (!found || !info) throw noPart(index);
  return { info, ...found, by: null, isSnapshot: true };
}

function noPart(index: number): RequestProblem {
  return new RequestProblem('request-broken', 'ArgumentException', `There is no part ${index}.`);
}
