// What a session is handed: the rooms of one replica, introduced to each other.

import { dirname } from 'node:path';
import type { RunParts, SessionLine } from '../agent/run.ts';
import { figuresOf } from '../agent/session.ts';
import type { ConflictInbox } from '../conflicts/inbox.ts';
import { callAddress, isLoopback } from '../remote/address.ts';
import { createCaller } from '../remote/caller.ts';
import { checkHub } from '../remote/check-hub.ts';
import { createHttpRemote } from '../remote/http-remote.ts';
import { createTransport } from '../remote/transport.ts';
import { lockSession } from '../replica/lock.ts';
import type { LocalOptions, Replica } from '../replica/replica.ts';
import { endSession, startSession } from '../replica/sessions.ts';
import { clearSpool } from '../spool/spool.ts';
import { ConcordError, problemFrom } from '../sync/problem.ts';
import type { Parameter } from '../sync/scope.ts';
import type { EventLog } from '../telemetry/event-log.ts';
import { freeSpace, leastFree } from './storage.ts';
import { parametersHash } from '../wire/hash.ts';
import type { AppConfig } from '../config.ts';
import { decideByRule, readRule } from './conflict-rule.ts';
import type { HubToken } from './hub-token.ts';
import { assertKnownHub, hubAddress, parametersOf, rememberHub, scopeName } from './known-hub.ts';
import type { Recording } from './recording.ts';
import type { Bell } from './rings.ts';
import { version } from '../version.ts';

const batchSizeKb = 500;
const answerSeconds = 300;

/** What is wired together. */
export interface Wiring {
  readonly config: AppConfig;
  readonly token: HubToken;
  readonly replica: Replica;
  readonly inbox: ConflictInbox;
  readonly log: EventLog;
  readonly bell: Bell;
  readonly recording: Pick<Recording, 'sessionEnded' | 'conflictsMoved'>;
  now(): Date;
}

/** What a session needs of the rooms, introduced to each other here. */
export function sessionParts(wiring: Wiring): Omit<RunParts, 'progress'> {
  const { replica, log, bell, now } = wiring;
  const spoolFolder = `${replica.file}-concord-spool`;
  let met: string | null = null;
  return {
    now,
    lock() {
      assertRoom(wiring);
      return lockSession(replica.file, replica.reader);
    },
    async start(request, at) {
      await clearSpool(spoolFolder);
      const scope = scopeName(wiring);
      const hash = parametersHash(parametersOf(wiring));
      const known = replica.scopes().find(({ name, client }) => name === scope && client.hash === hash);
      const mode = known?.client.isNew === false ? 'delta' : 'first';
      const session = { scope, trigger: request.trigger, mode, started: at.toISOString() };
      return replica.write(() => startSession(replica.db, session), { later: true });
    },
    async end(session, at) {
      const { no, result, summary, problem } = session;
      // What a failed session would have been is known from its start only.
      const mode = result === 'done' || summary.mode === 'first' ? { mode: summary.mode } : {};
      await replica.write(() => {
        endSession(replica.db, no, {
          ended: at.toISOString(),
          ...mode,
          result,
          summary,
          figures: figuresOf(summary),
          ...problem,
        });
        if (result === 'done') rememberHub(wiring, met);
      });
      wiring.recording.sessionEnded(session);
      if (result === 'done') await ruleOver(wiring, no);
      wiring.recording.conflictsMoved();
      bell.ring('status', 'feed', 'conflicts', 'errors', 'data');
    },
    record: (event) => void log.record(event),
    openRemote: (line) => {
      met = null;
      return openRemote(wiring, line, { spoolFolder, onHub: (id) => void (met = id) });
    },
    openLocal: (line) =>
      replica.local({
        inbox: wiring.inbox.port,
        session: line.no,
        hub: hubAddress(wiring),
        ...askedOf(wiring),
        now,
        enter: line.enter,
        checkpoint: line.checkpoint,
        progress: line.applied,
        waiting: { onWait: line.waitedForLock, checkpoint: line.checkpoint },
      }),
  };
}

/** What the program was started with: parameters, and what they or the scope stand in for. */
function askedOf(wiring: Wiring): Pick<LocalOptions, 'hash' | 'parameters' | 'replaces' | 'from'> {
  const { replacesParameters: replaces = false, from = [] } = wiring.config;
  const parameters = parametersOf(wiring);
  return { hash: parametersHash(parameters), parameters, replaces, from };
}

/** ST-09: throws `disk-full` before anything is begun; the refusal stands in the log. */
function assertRoom({ config, replica, log }: Wiring): void {
  const free = (config.freeSpace ?? freeSpace)(dirname(replica.file));
  if (free === null || free >= leastFree) return;
  log.record({ name: 'session.refused', level: 'error', session: null, data: { code: 'disk-full', free, leastFree } });
  throw new ConcordError('disk-full', {}, `${free} bytes free; a session needs ${leastFree}`);
}

/** Seconds for the light question (ST-05). */
const askSeconds = 10;

/** Whether the hub can be reached now, without a session: how fast it answers. Throws what stands in the way. */
export async function askHub(
  { config, token, replica, now }: Pick<Wiring, 'config' | 'token' | 'replica' | 'now'>,
  signal: AbortSignal,
): Promise<{ readonly ms: number | null }> {
  const { ms, problem } = await checkHub({
    hub: hubAddress({ replica, config }),
    scope: scopeName({ replica, config }),
    token: token.now() ?? null,
    seconds: Math.min(config.answerSeconds ?? askSeconds, askSeconds),
    signal,
    now,
  });
  if (problem) throw problem;
  return { ms };
}

/** A rule that fails leaves its conflicts to the person; the session itself is done. */
async function ruleOver({ inbox, replica, log }: Wiring, no: number): Promise<void> {
  try {
    const ruled = await decideByRule({ inbox, rule: readRule(replica.reader) }, no);
    if (ruled) log.record({ name: 'conflicts.ruled', level: 'info', session: no, data: { ...ruled } });
  } catch (thrown) {
    const { code, message } = problemFrom(thrown);
    log.record({ name: 'conflicts.ruled', level: 'warning', session: no, data: { code, message } });
  }
}

/** The parameter sets that this file keeps in step, with the one of this session: the hub removes nothing that another holds. */
function setsOf(replica: Replica, parameters: readonly Parameter[]): readonly string[] {
  const kept = replica.scopes().filter(({ syncedAt }) => syncedAt !== null);
  return [...new Set([...kept.map(({ client }) => client.hash), parametersHash(parameters)])];
}

function openRemote(
  { config, token, replica }: Wiring,
  line: SessionLine,
  { spoolFolder, onHub }: { readonly spoolFolder: string; onHub(id: string): void },
): ReturnType<RunParts['openRemote']> {
  const parameters = parametersOf({ replica, config });
  const url = callAddress(hubAddress({ replica, config }), parameters);
  const scope = scopeName({ replica, config });
  const bearer = token.now();
  const transport = createTransport({
    url,
    scope,
    seconds: config.answerSeconds ?? answerSeconds,
    signal: line.signal,
    onCall: line.called,
    ...(bearer !== undefined && { token: bearer }),
  });
  const caller = createCaller({
    transport,
    scopeName: scope,
    batchSizeKb,
    acceptGzip: !isLoopback(url),
    user: config.user,
    device: config.device,
    app: version,
    sets: setsOf(replica, parameters),
    signal: line.signal,
    onRepeat: line.repeated,
    onHub(id) {
      if (line.type === 'normal') assertKnownHub(replica, id, url);
      onHub(id);
    },
  });
  const remote = createHttpRemote({
    caller,
    scopeName: scope,
    parameters,
    batchSizeKb,
    spoolFolder,
    enter: line.enter,
    sent: line.sent,
    announced: line.announced,
    arrived: line.arrived,
    blocked: line.blocked,
  });
  return { remote, traffic: () => transport.traffic, close: () => transport.close() };
}
