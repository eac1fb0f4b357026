// The agent: one session at a time, when asked or when it is time; offline when told; one place that knows what runs.

import { networkInterfaces } from 'node:os';
import { ConcordError, type ProblemCode } from '../sync/problem.ts';
import type { Connectivity } from '../sync/status.ts';
import { runSession, type Progress, type RunParts } from './run.ts';
import { nextSession, type NextSession } from './schedule.ts';
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
  /** The hub is this computer: then no network is needed. */
  readonly hubIsLocal: boolean;
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
  /** Runs a session; a second request while one runs joins it (SC-10). Throws `working-offline` or `session-running`. */
  sync(request: SyncRequest): Promise<EndedSession>;
  /** Ends the running session within 2 s; nothing is half written (FD-06). */
  cancel(): void;
  configure(settings: Partial<AgentSettings>): Promise<void>;
  /** A local write was seen. */
  wrote(): void;
  /** Begins to start sessions by itself. */
  begin(): void;
  close(): Promise<void>;
}

/** Milliseconds after a local write, and between sessions started by writes (SC-04). */
const onChangePause = 2000;
const onChangeRest = 10_000;

/** The agent, idle until asked. */
export function createAgent(parts: AgentParts): Agent {
  let settings = parts.settings;
  let running: { promise: Promise<EndedSession>; abort: AbortController } | null = null;
  let progress: Progress | null = null;
  let contact: Contact | null = null;
  let last: EndedSession | null = null;
  let lastEnd = 0;
  let failures = 0;
  let begun = false;
  let timer: NodeJS.Timeout | null = null;
  let next: NextSession = { at: null, reason: 'by-hand', tries: 0 };

  const plan = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    next = begun
      ? nextSession({
          interval: settings.interval,
          failures,
          offline: settings.offlineSince !== null,
          now: parts.now(),
          random: parts.random(),
        })
      : { at: null, reason: 'elsewhere', tries: failures };
    if (next.at) arm(next.at.getTime() - parts.now().getTime(), failures > 0 ? 'retry' : 'schedule');
    parts.changed();
  };
  const arm = (ms: number, trigger: SyncRequest['trigger']): void => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void sync({ type: 'normal', trigger, outdatedAction: 'ask' }).catch(() => plan()), ms);
    timer.unref();
  };
  const run = async (request: SyncRequest, abort: AbortController): Promise<EndedSession> => {
    try {
      const ended = await runSession(runParts(), request, abort.signal);
      last = ended;
      failures = ended.result === 'interrupted' || ended.result === 'failed' ? failures + 1 : 0;
      if (ended.problem)
        contact = {
          ...(contact ?? { ms: null, status: null }),
          at: parts.now().toISOString(),
          ok: false,
          code: ended.problem.code,
        };
      return ended;
    } finally {
      running = null;
      progress = null;
      lastEnd = parts.now().getTime();
      plan();
    }
  };
  const runParts = (): RunParts => ({
    ...parts,
    openRemote: (line) =>
      parts.openRemote({
        ...line,
        called(call) {
          contact = {
            at: parts.now().toISOString(),
            ok: call.status < 500,
            ms: call.ms,
            status: call.status,
            code: null,
          };
          line.called(call);
        },
      }),
    progress(value) {
      progress = value;
      parts.changed();
    },
  });
  const sync = (request: SyncRequest): Promise<EndedSession> => {
    if (running) return running.promise;
    if (settings.offlineSince !== null) return Promise.reject(new ConcordError('working-offline'));
    if (timer) clearTimeout(timer);
    const abort = new AbortController();
    const promise = run(request, abort);
    running = { promise, abort };
    parts.changed();
    return promise;
  };

  return {
    state: () => ({
      progress,
      connectivity: connectivityOf(settings, contact, parts.hubIsLocal),
      contact,
      settings,
      next,
      last,
    }),
    sync,
    cancel: () => running?.abort.abort(),
    async configure(change) {
      settings = { ...settings, ...change };
      await parts.saveSettings(settings);
      if (settings.offlineSince !== null) running?.abort.abort();
      failures = 0;
      plan();
    },
    wrote() {
      if (!begun || !settings.onChange || settings.offlineSince !== null || running) return;
      arm(Math.max(onChangePause, lastEnd + onChangeRest - parts.now().getTime()), 'on-change');
    },
    begin() {
      begun = true;
      plan();
    },
    async close() {
      begun = false;
      if (timer) clearTimeout(timer);
      running?.abort.abort();
      await running?.promise.catch(() => undefined);
    },
  };
}

const unreachable: ReadonlySet<ProblemCode | null> = new Set(['hub-unreachable', 'hub-no-answer', 'hub-busy']);

/** connectivity as last seen; "no network" only where the hub is elsewhere and no adapter has an address. */
function connectivityOf(settings: AgentSettings, contact: Contact | null, hubIsLocal: boolean): Connectivity {
  if (settings.offlineSince !== null) return 'working-offline';
  if (!contact || contact.ok || !unreachable.has(contact.code)) return 'connected';
  return hubIsLocal || hasNetwork() ? 'hub-not-answering' : 'no-network';
}

function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some((address) => !address.internal));
}
