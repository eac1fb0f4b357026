// A hub: a store, its sessions and their steps, reached over HTTP (door) or in this process (connect).

import type { RemoteOrchestrator } from '../sync/orchestrator.ts';
import type { HubOperation, Policy, ScopeClient } from '../sync/scope.ts';
import { clearSpool } from '../spool/spool.ts';
import type { ConflictHandler, ConflictRules } from './conflict.ts';
import { connectTo, type ConnectOptions } from './connect.ts';
import type { HubEvent } from './events.ts';
import type { RowJudge } from './row-rules.ts';
import { createHubFeed, type HubFeed } from './feed.ts';
import { findScope } from './find-scope.ts';
import { createOrders } from './orders.ts';
import { keepSessions, takeSessions } from './kept-sessions.ts';
import { outcomeOf } from './session-outcome.ts';
import { createSessions, type HubSession, type SessionLimits, type Sessions } from './sessions.ts';
import { shareSessions } from './shared-sessions.ts';
import { createSnapshotMaker, type SnapshotMaker } from './snapshot-maker.ts';
import { renewSnapshots } from './snapshot-schedule.ts';
import { createSnapshots } from './snapshots.ts';
import { createSteps, type HubSteps } from './steps.ts';
import type { ErrorPolicy, HubScope, HubStore } from './stores/store.ts';

/** Hooks of the hub's owner; looked up at each use. */
export interface HubHandlers {
  onConflict?: ConflictHandler;
  /** Looks at each row before it is written, and at what its table refuses (HB-08). */
  judgeRow?: RowJudge;
  /** What a client is ordered to do in step 13 (W-121), before the operator's own orders are looked at. */
  onOperation?: (client: ScopeClient) => HubOperation;
}

/** What a hub is made of. */
export interface HubOptions {
  readonly store: HubStore;
  /** A private folder for parts in transit, beside the database (Decisions 2). */
  readonly spoolFolder: string;
  readonly name?: string;
  readonly policy?: Policy;
  readonly errorPolicy?: ErrorPolicy;
  readonly handlers?: HubHandlers;
  /** Minutes without a call after which a session is forgotten; 60 (W-27). */
  readonly idleMinutes?: number;
  readonly limits?: Partial<SessionLimits>;
  /** Hours after which the hub makes its snapshots anew; 0 = it makes none by itself (HB-06). */
  readonly snapshotsEvery?: number;
  readonly now: () => Date;
  readonly notify?: (event: HubEvent) => void;
}

/** An open hub. */
export interface Hub {
  readonly name: string;
  readonly steps: HubSteps;
  readonly store: HubStore;
  scopes(): readonly HubScope[];
  /** A remote orchestrator in this process: the same steps without HTTP. */
  connect(options: ConnectOptions): RemoteOrchestrator;
  notify(event: HubEvent): void;
  /** Sessions that are open. */
  readonly sessions: number;
  /** Those that this process holds. */
  openSessions(): readonly HubSession[];
  /** What happens now (HB-09). */
  readonly feed: HubFeed;
  /** Snapshots that this process makes. */
  readonly snapshots: SnapshotMaker;
  /** Hours; 0 = it makes none by itself. */
  readonly snapshotsEvery: number;
  /** Makes the snapshots that are due, to their end; also done every minute where there is a schedule. */
  renewSnapshots(): Promise<void>;
  /** Forgets idle sessions now; also done every minute. */
  sweep(): Promise<number>;
  /** Puts open sessions by until the hub runs again, and closes the store; call it when no step runs any more. */
  close(): Promise<void>;
}

const defaultLimits: SessionLimits = {
  sessions: 2000,
  sessionsPerClient: 20,
  partsPerUpload: 100_000,
  charactersPerUpload: 8_000_000_000,
};

/** Makes a hub over an open store. What an earlier process left in the spool is removed. */
export async function createHub(options: HubOptions): Promise<Hub> {
  await clearSpool(options.spoolFolder);
  const limits = { ...defaultLimits, ...options.limits };
  const feed = createHubFeed(() => options.now().getTime());
  const notify = (event: HubEvent): void => {
    feed.event(event);
    options.notify?.(event);
  };
  const { shelf } = options.store;
  const failed = (thrown: unknown): void => notify({ kind: 'failed', reference: null, thrown });
  const lost = (session: HubSession): void =>
    notify({ kind: 'lost', session: session.id, outcome: outcomeOf(session, options.now(), null) });
  const { local, sessions } = await sessionsOf(options, limits, { lost, failed });
  const rules = rulesOf(options);
  const steps = createSteps({
    store: options.store,
    spoolFolder: options.spoolFolder,
    errorPolicy: options.errorPolicy ?? 'refuse',
    limits,
    sessions,
    rules,
    orders: createOrders(options.store, options.now),
    snapshots: createSnapshots(options.store, () => rules().policy),
    operation: (client) => options.handlers?.onOperation?.(client) ?? null,
    now: options.now,
    notify,
    worked: feed.worked,
  });
  const snapshots = createSnapshotMaker(options.store, failed);
  const renew = scheduled({ ...options, maker: snapshots });
  const sweeper = setInterval(() => {
    void sessions.sweep().catch(failed);
    void renew().catch(failed);
  }, 60_000).unref();
  return {
    name: options.name ?? 'Concord hub',
    steps,
    store: options.store,
    scopes: () => options.store.scopes(),
    connect: (peer) => connectTo(steps, peer),
    notify,
    get sessions() {
      return sessions.size;
    },
    openSessions: () => sessions.list(),
    feed,
    snapshots,
    snapshotsEvery: options.snapshotsEvery ?? 0,
    renewSnapshots: renew,
    sweep: () => sessions.sweep(),
    async close() {
      clearInterval(sweeper);
      await snapshots.close();
      // A disk that is full must not keep the hub from ending: its sessions begin anew then.
      if (!shelf) await keepSessions(options.spoolFolder, local.list()).catch(failed);
      await sessions.close().catch(failed);
      await options.store.close();
      await clearSpool(options.spoolFolder);
    },
  };
}

/** This process's own sessions, those of an earlier run among them, and all that it serves. */
async function sessionsOf(
  { store, spoolFolder, idleMinutes = 60, now }: HubOptions,
  limits: SessionLimits,
  { lost, failed }: { readonly lost: (session: HubSession) => void; readonly failed: (thrown: unknown) => void },
): Promise<{ readonly local: Sessions; readonly sessions: Sessions }> {
  const { shelf } = store;
  const idleMs = idleMinutes * 60_000;
  const local = createSessions({ spoolFolder, idleMs, limits, now, lost });
  const scopeNamed = (name: string): HubScope | undefined => findScope(store.scopes(), name);
  if (shelf) return { local, sessions: await shareSessions({ local, shelf, idleMs, scopeNamed, failed }) };
  for (const session of await takeSessions({ spoolFolder, scopeNamed })) local.put(session);
  return { local, sessions: local };
}

/** The hooks are looked up at each use. */
function rulesOf({ policy = 'server-wins', handlers = {} }: HubOptions): () => ConflictRules {
  return () => ({
    policy,
    ...(handlers.onConflict && { onConflict: handlers.onConflict }),
    ...(handlers.judgeRow && { judgeRow: handlers.judgeRow }),
  });
}

/** One renewal at a time; none where there is no schedule. */
function scheduled({
  store,
  snapshotsEvery: everyHours = 0,
  maker,
  now,
}: HubOptions & { readonly maker: SnapshotMaker }): () => Promise<void> {
  let running: Promise<void> | null = null;
  return async () => {
    if (everyHours === 0) return;
    await (running ??= renewSnapshots({ store, maker, everyHours, now }).finally(() => (running = null)));
  };
}
