// The agent: one session at a time, when asked or when it is time; offline when told; one place that knows what runs.

import { networkInterfaces } from 'node:os';
import { ConcordError, problemFrom, type ProblemCode } from '../sync/problem.ts';
import type { Connectivity } from '../sync/status.ts';
import { runSession, type Progress, type RunParts } from './run.ts';
import { createPlanner, type NextSession, type Planner } from './schedule.ts';
import type { EndedSession, SyncRequest } from './session.ts';

/** Settings of the agent; they live in the replica's file. */
export interface AgentSettings {
  /** ISO instant since when the user works offline; null = online (SC-07). */
  readonly offlineSince: string | null;
  /** Milliseconds between sessions; null = by hand only. */
  readonly interval: number | null;
  /** Start a session after a local write. */
  readonly onChange: boolean;
}

/** What the agent is handed. */
export interface AgentParts extends Omit<RunParts, 'progress'> {
  readonly settings: AgentSettings;
  saveSettings(settings: AgentSettings): Promise<void>;
  /** One question to the hub that changes nothing; throws what stands in its way. Absent: it cannot be asked. */
  ask?(signal: AbortSignal): Promise<{ readonly ms: number | null }>;
  /** Milliseconds without an answer after which the hub is told as silent, though the session still waits; 10 s. */
  readonly silentAfterMs?: number;
  /** The hub is this computer: then no network is needed. */
  readonly hubIsLocal: boolean;
  /** What the last session of whatever program showed of the hub; null or absent = nothing amiss. */
  readonly contact?: Contact | null;
  /** Stamp of the newest change that waits to be sent; 0 = none waits. Without it every write counts as news. */
  newestChange?(): bigint;
  /** Told whenever `state` would answer otherwise. */
  changed(): void;
  random(): number;
}

/** What the last try to reach the hub showed. */
export interface Contact {
  readonly at: string;
  readonly ok: boolean;
  readonly ms: number | null;
  readonly status: number | null;
  readonly code: ProblemCode | null;
}

/** The agent at this moment. */
export interface AgentState {
  readonly progress: Progress | null;
  readonly connectivity: Connectivity;
  readonly contact: Contact | null;
  readonly settings: AgentSettings;
  readonly next: NextSession;
  readonly last: EndedSession | null;
}

/** The agent of one replica. */
export interface Agent {
  state(): AgentState;
  /** Runs a session; a second request while one runs joins it (SC-10), or follows it once it is ending. Throws `working-offline` or `session-running`. */
  sync(request: SyncRequest): Promise<EndedSession>;
  /** Ends the running session within 2 s; nothing is half written (FD-06). */
  cancel(): void;
  /**
   * ST-05: asks now whether the hub can be reached, without a session; a session that was held back by it starts once the
   * hub has answered. Throws `working-offline`.
   */
  check(): Promise<void>;
  configure(settings: Partial<AgentSettings>): Promise<void>;
  /** A local write was seen. */
  wrote(): void;
  /** Begins to start sessions by itself. */
  begin(): void;
  close(): Promise<void>;
}

/** The agent, idle until asked. */
export function createAgent(parts: AgentParts): Agent {
  let settings = parts.settings;
  let offered = 0n;
  let running: Running | null = null;
  const seen: Seen = { progress: null, contact: parts.contact ?? null, last: null };
  const planner = openPlanner(parts, {
    settings: () => settings,
    isRunning: () => running !== null,
    offered: () => offered,
    sync: (request) => sync(request),
  });
  const sync = (request: SyncRequest): Promise<EndedSession> => {
    if (running) return running.isEnding() ? running.promise.then(again(request), again(request)) : running.promise;
    if (settings.offlineSince !== null) return Promise.reject(new ConcordError('working-offline'));
    planner.pause();
    offered = parts.newestChange?.() ?? 0n;
    const abort = new AbortController();
    let isEnding = false;
    const parted = withEnd(parts, () => (isEnding = true));
    const session = runOnce(parted, seen, { request, signal: abort.signal }).finally(() => void (running = null));
    const promise = toldTo(planner, session).then((ended) => leave(ended, { planner, configure, now: parts.now() }));
    running = { promise, abort, isEnding: () => isEnding };
    parts.changed();
    return promise;
  };
  const again = (request: SyncRequest) => () => sync(request);
  const configure = async (change: Partial<AgentSettings>): Promise<void> => {
    settings = { ...settings, ...change };
    // At once (SC-07): saving may have to wait for the session's own transaction.
    if (settings.offlineSince !== null) running?.abort.abort();
    await parts.saveSettings(settings);
    planner.reset();
  };
  return {
    state: () => ({
      ...seen,
      settings,
      next: planner.next(),
      connectivity: connectivityOf(settings, seen.contact, parts.hubIsLocal),
    }),
    sync,
    cancel: () => running?.abort.abort(),
    async check() {
      if (running) return;
      if (settings.offlineSince !== null) throw new ConcordError('working-offline');
      const wasAway = seen.contact?.ok === false;
      seen.contact = await ask(parts, seen.contact);
      parts.changed();
      // Nobody else may have begun one meanwhile; what it meets is in the feed.
      const starts = wasAway && seen.contact?.ok === true && !running;
      if (starts) void sync({ type: 'normal', trigger: 'retry', outdatedAction: 'ask' }).catch(() => undefined);
    },
    configure,
    wrote: () => planner.wrote(),
    begin: () => planner.begin(),
    async close() {
      planner.close();
      running?.abort.abort();
      await running?.promise.catch(() => undefined);
    },
  };
}

/** HB-05: who was told to drop all and exit begins anew only when a person goes online again. */
async function leave(
  ended: EndedSession,
  { planner, configure, now }: { readonly planner: Planner; configure: Agent['configure']; readonly now: Date },
): Promise<EndedSession> {
  const startsSessions = planner.next().reason !== 'elsewhere';
  if (startsSessions && ended.summary.ordered === 'drop-all-and-exit')
    await configure({ offlineSince: now.toISOString() });
  return ended;
}

interface Plans {
  settings(): AgentSettings;
  isRunning(): boolean;
  /** Stamp of the newest change that a session has offered. */
  offered(): bigint;
  sync(request: SyncRequest): Promise<EndedSession>;
}

function openPlanner(parts: AgentParts, { settings, isRunning, offered, sync }: Plans): Planner {
  return createPlanner({
    settings,
    isRunning,
    // The agent's own commits ring too: only what came after the last offer is news (SC-04).
    hasNews: () => (parts.newestChange?.() ?? offered() + 1n) > offered(),
    // What refuses to start counts as a failed try and is planned anew by `sync` itself.
    start: (trigger) => void sync({ type: 'normal', trigger, outdatedAction: 'ask' }).catch(() => undefined),
    changed: () => parts.changed(),
    now: () => parts.now(),
    random: () => parts.random(),
  });
}

/** The planner hears how a session ended. */
async function toldTo(planner: Pick<Planner, 'ended'>, session: Promise<EndedSession>): Promise<EndedSession> {
  try {
    const ended = await session;
    planner.ended(isPassing(ended));
    return ended;
  } catch (thrown) {
    planner.ended(true);
    throw thrown;
  }
}

/** SC-08: only what may be otherwise in a few seconds is tried again before the interval; a wrong token stays wrong (H43). */
function isPassing({ result, problem }: EndedSession): boolean {
  return (result === 'interrupted' || result === 'failed') && problem?.retryable === true;
}

interface Running {
  readonly promise: Promise<EndedSession>;
  readonly abort: AbortController;
  /** Its outcome is being written: what is asked for now is not part of it. */
  isEnding(): boolean;
}

/** The parts, with a word at the moment the outcome is known. */
function withEnd(parts: AgentParts, told: () => void): AgentParts {
  return {
    ...parts,
    end(session, at) {
      told();
      return parts.end(session, at);
    },
  };
}

interface Seen {
  progress: Progress | null;
  contact: Contact | null;
  last: EndedSession | null;
}

/** One session, with what it shows of the hub kept for the status. */
async function runOnce(
  parts: AgentParts,
  seen: Seen,
  run: { request: SyncRequest; signal: AbortSignal },
): Promise<EndedSession> {
  // A hub that takes the call and is silent: told long before the session gives it up (ST-05).
  const silent = setTimeout(() => {
    seen.contact = missed(seen.contact, 'hub-no-answer', parts.now());
    parts.changed();
  }, parts.silentAfterMs ?? 10_000);
  const runParts: RunParts = {
    ...parts,
    openRemote: (line) =>
      parts.openRemote({
        ...line,
        called(call) {
          clearTimeout(silent);
          seen.contact = answered(seen, call, parts.now());
          line.called(call);
        },
        repeated(miss) {
          // Told while the session still tries, not only when it gives up.
          if (unreachable.has(miss.problem.code)) {
            seen.contact = missed(seen.contact, miss.problem.code, parts.now());
            parts.changed();
          }
          line.repeated(miss);
        },
      }),
    progress(value) {
      seen.progress = value;
      parts.changed();
    },
  };
  try {
    const ended = await runSession(runParts, run.request, run.signal);
    seen.last = ended;
    if (ended.problem && ended.result !== 'cancelled')
      seen.contact = missed(seen.contact, ended.problem.code, parts.now());
    return ended;
  } finally {
    clearTimeout(silent);
    seen.progress = null;
  }
}

/** What an answer shows. How fast the hub is, is told by its first one: applying an upload may take it long. */
function answered(
  { contact, progress }: Seen,
  call: { readonly ms: number; readonly status: number },
  now: Date,
): Contact {
  const ms = progress?.phase === 'connect' || contact?.ms == null ? call.ms : contact.ms;
  return { at: now.toISOString(), ok: call.status < 500, ms, status: call.status, code: null };
}

/** What a question without a session shows; a hub that answers with a refusal is there. */
async function ask(parts: AgentParts, known: Contact | null): Promise<Contact | null> {
  if (!parts.ask) return known;
  try {
    const { ms } = await parts.ask(AbortSignal.timeout(30_000));
    return { at: parts.now().toISOString(), ok: true, ms, status: 200, code: null };
  } catch (thrown) {
    return missed(known, problemFrom(thrown).code, parts.now());
  }
}

function missed(contact: Contact | null, code: ProblemCode, now: Date): Contact {
  return { ms: contact?.ms ?? null, status: contact?.status ?? null, at: now.toISOString(), ok: false, code };
}

const unreachable: ReadonlySet<ProblemCode | null> = new Set([
  'hub-unreachable',
  'hub-name-unknown',
  'hub-port-closed',
  'hub-no-answer',
  'hub-busy',
]);

/** connectivity as last seen; "no network" only where the hub is elsewhere and no adapter has an address. */
function connectivityOf(settings: AgentSettings, contact: Contact | null, hubIsLocal: boolean): Connectivity {
  if (settings.offlineSince !== null) return 'working-offline';
  if (!contact || contact.ok || !unreachable.has(contact.code)) return 'connected';
  return hubIsLocal || hasNetwork() ? 'hub-not-answering' : 'no-network';
}

function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some((address) => !address.internal));
}
