// The composition root: a replica's file in, its rooms wired together, calls and rings out.

import { callAddress, isLoopback, shownAddress } from './remote/address.ts';
import { createCaller } from './remote/caller.ts';
import { createHttpRemote } from './remote/http-remote.ts';
import { createTransport } from './remote/transport.ts';
import { createAgent, type Agent, type AgentSettings, type Contact } from './agent/agent.ts';
import type { RunParts, SessionLine } from './agent/run.ts';
import { watchFile, type FileWatch } from './agent/watch.ts';
import { openInbox, type ConflictInbox } from './conflicts/inbox.ts';
import { createHandlers } from './handlers/handlers.ts';
import { lockSession } from './replica/lock.ts';
import { newestChange } from './replica/newest-change.ts';
import { openReplica, type Replica } from './replica/replica.ts';
import { readSetting, saveSetting } from './replica/settings.ts';
import { endSession, listSessions, startSession } from './replica/sessions.ts';
import { clearSpool } from './spool/spool.ts';
import { ConcordError, problemTable, type ProblemCode } from './sync/problem.ts';
import { openEventLog, type EventLog } from './telemetry/event-log.ts';
import { parametersHash } from './wire/hash.ts';
import type { Handlers } from './window/contract.ts';
import { createBell, type Bell } from './rings.ts';
import type { AppConfig } from './config.ts';

/** A running app. */
export interface App {
  readonly replica: Replica;
  readonly inbox: ConflictInbox;
  readonly agent: Agent;
  readonly log: EventLog;
  readonly handlers: Handlers;
  readonly bell: Bell;
  close(): Promise<void>;
}

const batchSizeKb = 500;
const defaultScope = 'DefaultScope';
const answerSeconds = 300;

/** Opens the replica and everything around it. */
export async function createApp(config: AppConfig): Promise<App> {
  const now = (): Date => config.now?.() ?? new Date();
  let watch: FileWatch | null = null;
  const replica = tellWrites(await openReplica(config.file, { create: config.create ?? false }), () => watch?.look());
  try {
    const inbox = await openInbox({ ...replica, now, write: (work) => replica.write(work) });
    assertAddress(config);
    const log = openEventLog(replica.file, now);
    const bell = createBell();
    const agent = createAgent({
      ...sessionParts({ config, replica, inbox, log, bell, now }),
      settings: readSettings(replica, config),
      saveSettings: (settings) => replica.write(() => saveSetting(replica.db, 'agent', settings)),
      hubIsLocal: hubIsLocal({ replica, config }),
      contact: missedContact(replica),
      newestChange: () => newestChange(replica.reader, replica.tables()),
      changed: () => bell.ring('status', 'feed'),
      random: Math.random,
    });
    watch = config.lives ? watchReplica({ replica, agent, bell }) : null;
    if (config.lives) agent.begin();
    if (config.startAtOnce)
      agent.sync({ type: 'normal', trigger: 'start', outdatedAction: 'ask' }).catch(() => undefined);
    const handlers = createHandlers({ config, replica, inbox, agent, log, now });
    return {
      replica,
      inbox,
      agent,
      log,
      handlers,
      bell,
      async close() {
        await watch?.close();
        await agent.close();
        bell.close();
        log.close();
        replica.close();
      },
    };
  } catch (thrown) {
    replica.close();
    throw thrown;
  }
}

interface Wiring {
  readonly config: AppConfig;
  readonly replica: Replica;
  readonly inbox: ConflictInbox;
  readonly log: EventLog;
  readonly bell: Bell;
  now(): Date;
}

/** What a session needs of the rooms, introduced to each other here. */
function sessionParts(wiring: Wiring): Omit<RunParts, 'progress'> {
  const { replica, log, bell, now } = wiring;
  const spoolFolder = `${replica.file}-concord-spool`;
  let met: string | null = null;
  return {
    now,
    lock: () => lockSession(replica.file, replica.reader),
    async start(request, at) {
      await clearSpool(spoolFolder);
      const scope = scopeName(wiring.replica, wiring.config);
      const mode = replica.scopes().find((item) => item.name === scope)?.client.isNew === false ? 'delta' : 'first';
      return replica.write(() =>
        startSession(replica.db, { scope, trigger: request.trigger, mode, started: at.toISOString() }),
      );
    },
    async end({ no, result, summary, problem }, at) {
      await replica.write(() => {
        endSession(replica.db, no, { ended: at.toISOString(), mode: summary.mode, result, summary, ...problem });
        if (result === 'done') rememberHub(wiring, met);
      });
      bell.ring('status', 'feed', 'conflicts', 'data');
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
        hash: parametersHash([]),
        parameters: [],
        now,
        enter: line.enter,
        checkpoint: line.checkpoint,
        progress: line.applied,
        waiting: { onWait: line.waitedForLock, checkpoint: line.checkpoint },
      }),
  };
}

function openRemote(
  { config, replica }: Wiring,
  line: SessionLine,
  { spoolFolder, onHub }: { readonly spoolFolder: string; onHub(id: string): void },
): ReturnType<RunParts['openRemote']> {
  const url = callAddress(hubAddress({ replica, config }), []);
  const scope = scopeName(replica, config);
  const transport = createTransport({
    url,
    scope,
    seconds: config.answerSeconds ?? answerSeconds,
    signal: line.signal,
    onCall: line.called,
    ...(config.token !== undefined && { token: config.token }),
  });
  const caller = createCaller({
    transport,
    scopeName: scope,
    batchSizeKb,
    acceptGzip: !isLoopback(url),
    user: config.user,
    device: config.device,
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
    parameters: [],
    batchSizeKb,
    spoolFolder,
    enter: line.enter,
    sent: line.sent,
    announced: line.announced,
    arrived: line.arrived,
  });
  return { remote, traffic: () => transport.traffic, close: () => transport.close() };
}

/** The hub of this session: the one named now, else the remembered one. Throws `replica-not-connected`. */
function hubAddress({ replica, config }: Pick<Wiring, 'replica' | 'config'>): string {
  const hub = config.hub ?? readSetting<string>(replica.reader, 'hub');
  if (hub === null) throw new ConcordError('replica-not-connected');
  return hub;
}

/** The scope of this replica. */
function scopeName(replica: Replica, config: Pick<AppConfig, 'scope'>): string {
  return config.scope ?? readSetting<string>(replica.reader, 'scope') ?? defaultScope;
}

function assertAddress({ hub }: AppConfig): void {
  if (hub !== undefined) callAddress(hub, []);
}

/**
 * Another hub may serve the same tables: its time means nothing for what was heard of ours, and both sides would pass for
 * equal. Only a re-read takes its data over.
 */
function assertKnownHub({ reader }: Replica, id: string, url: URL): void {
  const known = readSetting<string>(reader, 'hubId');
  if (known !== null && known !== id) throw new ConcordError('replica-other-hub', { url: shownAddress(url) });
}

/** A hub is remembered once a session with it has succeeded: a mistyped address never replaces a good one. */
function rememberHub({ replica, config }: Pick<Wiring, 'replica' | 'config'>, id: string | null): void {
  if (id !== null) saveSetting(replica.db, 'hubId', id);
  if (config.hub !== undefined) saveSetting(replica.db, 'hub', config.hub);
  saveSetting(replica.db, 'scope', scopeName(replica, config));
}

function hubIsLocal({ replica, config }: Pick<Wiring, 'replica' | 'config'>): boolean {
  const hub = config.hub ?? readSetting<string>(replica.reader, 'hub');
  return hub !== null && isLoopback(callAddress(hub, []));
}

/** A session that did not reach the hub is told by the next program too, until one does (ST-02). */
function missedContact({ reader }: Replica): Contact | null {
  const last = listSessions(reader, { limit: 2 }).find((session) => session.result !== 'running');
  if (!last?.code || !last.ended || last.result === 'cancelled' || !isCode(last.code)) return null;
  return { at: last.ended, ok: false, ms: null, status: null, code: last.code };
}

function isCode(text: string): text is ProblemCode {
  return Object.hasOwn(problemTable, text);
}

function readSettings(replica: Replica, config: AppConfig): AgentSettings {
  const minutes = config.intervalMinutes === undefined ? 15 : config.intervalMinutes;
  return {
    offlineSince: null,
    interval: minutes === null ? null : minutes * 60_000,
    onChange: false,
    ...readSetting<Partial<AgentSettings>>(replica.reader, 'agent'),
  };
}

/** The same replica; `wrote` is told of each write transaction of the app's own (PD-05: at once, not when the file is seen). */
function tellWrites(replica: Replica, wrote: () => void): Replica {
  return {
    ...replica,
    async write(work) {
      const result = await replica.write(work);
      wrote();
      return result;
    },
  };
}

/** Another program's commit shows within 2 s, and may start a session (PD-07). */
function watchReplica({ replica, agent, bell }: Pick<Wiring, 'replica' | 'bell'> & { agent: Agent }): FileWatch {
  return watchFile(
    replica.file,
    () => replica.reader.dataVersion(),
    () => {
      bell.ring('status', 'data', 'conflicts', 'feed');
      agent.wrote();
    },
  );
}
