// `concord hub`: serves an existing SQLite or PostgreSQL database to Concord and to stock Dotmim.Sync clients until SIGTERM
// (HB-01).

import { resolve } from 'node:path';
import { rm } from 'node:fs/promises';
import { defaultBodyBounds, type BodyBounds } from '../hub/door/request-body.ts';
import { startHubServer, type HubServer, type HubServerOptions } from '../hub/door/server.ts';
import { openTokenFile, type Tokens } from '../hub/door/tokens.ts';
import type { HubConfig } from '../hub/config/schema.ts';
import type { HubEvent } from '../hub/events.ts';
import { createHub, type Hub, type HubHandlers } from '../hub/hub.ts';
import { openRowRules } from '../hub/open-row-rules.ts';
import { createRowJudge } from '../hub/row-rules.ts';
import { createMetrics } from '../hub/metrics.ts';
import { isPostgresUrl } from '../hub/stores/postgres/connection.ts';
import type { HubStore } from '../hub/stores/store.ts';
import type { Scope } from '../sync/scope.ts';
import { version } from '../version.ts';
import { createHubTelemetry, type HubTelemetry, type HubTelemetryParts } from '../wiring/hub-telemetry.ts';
import { ended } from './ended.ts';
import { hubConfig } from './hub-config.ts';
import { hubLog } from './hub-log.ts';
import { openScopes } from './hub-scopes.ts';
import { openHubStore, spoolFolderOf } from './hub-store.ts';
import { telemetryBase } from './hub-telemetry-file.ts';
import { exits, type Terminal } from './terminal.ts';

/** Serves until the process is told to end; the first line tells where. */
export async function hubCommand(terminal: Terminal, options: Readonly<Record<string, unknown>>): Promise<number> {
  const end = ended();
  const { config } = hubConfig(options);
  const tokens = config.tokenFile === undefined ? undefined : openTokenFile(config.tokenFile);
  const now = (): Date => new Date();
  const metrics = createMetrics(now());
  let telemetry: HubTelemetry | null = null;
  const log = hubLog(config.log, (line) => terminal.say(line));
  const notify = (event: HubEvent): void => {
    metrics.event(event);
    log.event(event);
    telemetry?.event(event);
  };
  const failed = (thrown: unknown): void => notify({ kind: 'failed', reference: null, thrown });
  const owner = ownersRules(config.rules, failed);
  const store = await openHubStore(config.database, { now, failed });
  const spoolFolder = await spoolFolderOf(config.database);
  try {
    const scope = await openScopes(store, config, {
      overwrite: options['overwrite'] === true,
      say: (line) => terminal.say(line),
    });
    const recorder = (telemetry = createHubTelemetry({ ...telemetryOf(config), now, failed }));
    const { hub, server } = await serve({
      config,
      store,
      spoolFolder,
      handlers: owner.handlers,
      now,
      notify,
      metrics,
      tokens,
      telemetry: () => recorder.served(),
    });
    announce(terminal, server.url, scope);
    log.note({ level: 'info', event: 'hub.started', version, url: server.url, database: store.label });
    await end;
    log.note({ level: 'info', event: 'hub.stopping', sessions: hub.sessions });
    await server.close();
    log.note({ level: 'info', event: 'hub.stopped' });
    return exits.done;
  } catch (thrown) {
    await store.close();
    throw thrown;
  } finally {
    telemetry?.close();
    await owner.close();
    if (isPostgresUrl(config.database)) await rm(spoolFolder, { recursive: true, force: true });
  }
}

interface Serving extends Pick<HubServerOptions, 'metrics' | 'telemetry'> {
  readonly config: HubConfig;
  readonly store: HubStore;
  readonly spoolFolder: string;
  readonly handlers: HubHandlers;
  readonly tokens: Tokens | undefined;
  now(): Date;
  notify(event: HubEvent): void;
}

/** The hub behind its door. */
async function serve({ config, tokens, metrics, telemetry, ...of }: Serving): Promise<{ hub: Hub; server: HubServer }> {
  const { policy, errorPolicy, host, port, limits, snapshots } = config;
  const hub = await createHub({
    ...of,
    policy,
    errorPolicy,
    idleMinutes: limits.idleMinutes,
    snapshotsEvery: snapshots.every,
    limits: { sessions: limits.sessions, sessionsPerClient: limits.sessionsPerClient },
  });
  const server = await startHubServer({
    hub,
    host,
    port,
    bodyBounds: boundsOf(limits.largestBodyMb),
    requestsPerMinute: limits.requestsPerMinute,
    version,
    ...(metrics && { metrics }),
    ...(telemetry && { telemetry }),
    ...(tokens && { tokens }),
  });
  return { hub, server };
}

/** The line that tells where the hub is. */
function announce(terminal: Terminal, url: string, { name: scope, setup }: Scope): void {
  const tables = setup.tables.map(({ schema, name }) => (schema === '' ? name : `${schema}.${name}`));
  terminal.result({ url, scope, tables }, `Hub of ${tables.length} tables at ${url}, scope ${scope}`);
}

/** HB-09: what is recorded of the clients' sessions, and where. */
function telemetryOf(config: HubConfig): Omit<HubTelemetryParts, 'now' | 'failed'> {
  const { recording, keepDays, keepEvents } = config.telemetry;
  return { base: telemetryBase(config), recording: recording === 'on', keepDays, keepEvents };
}

interface OwnersRules {
  readonly handlers: HubHandlers;
  close(): Promise<void>;
}

/** HB-08: the module that `--rules` names. */
function ownersRules(file: string | undefined, failed: (thrown: unknown) => void): OwnersRules {
  if (file === undefined) return { handlers: {}, close: async () => undefined };
  const { rules, close } = openRowRules(resolve(file));
  return { handlers: { judgeRow: createRowJudge(rules, failed) }, close };
}

/** W-92: at most so much, however large the client's batches are. */
function boundsOf(largestMb: number): BodyBounds {
  const most = largestMb * 1024 * 1024;
  return { least: Math.min(defaultBodyBounds.least, most), most };
}
