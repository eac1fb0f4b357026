// `concord hub`: serves an existing SQLite or PostgreSQL database to Concord and to stock Dotmim.Sync clients until SIGTERM
// (HB-01).

import { resolve } from 'node:path';
import { rm } from 'node:fs/promises';
import { defaultBodyBounds, type BodyBounds } from '../hub/door/request-body.ts';
import { startHubServer } from '../hub/door/server.ts';
import { openTokenFile } from '../hub/door/tokens.ts';
import type { HubEvent } from '../hub/events.ts';
import { createHub, type HubHandlers } from '../hub/hub.ts';
import { openRowRules } from '../hub/open-row-rules.ts';
import { createRowJudge } from '../hub/row-rules.ts';
import { createMetrics } from '../hub/metrics.ts';
import { isPostgresUrl } from '../hub/stores/postgres/connection.ts';
import type { Scope } from '../sync/scope.ts';
import { version } from '../version.ts';
import { ended } from './ended.ts';
import { hubConfig } from './hub-config.ts';
import { hubLog } from './hub-log.ts';
import { openScopes } from './hub-scopes.ts';
import { openHubStore, spoolFolderOf } from './hub-store.ts';
import { exits, type Terminal } from './terminal.ts';

/** Serves until the process is told to end; the first line tells where. */
export async function hubCommand(terminal: Terminal, options: Readonly<Record<string, unknown>>): Promise<number> {
  const end = ended();
  const { config } = hubConfig(options);
  const { policy, errorPolicy, host, port, limits } = config;
  const tokens = config.tokenFile === undefined ? undefined : openTokenFile(config.tokenFile);
  const now = (): Date => new Date();
  const metrics = createMetrics(now());
  const log = hubLog(config.log, (line) => terminal.say(line));
  const notify = (event: HubEvent): void => {
    metrics.event(event);
    log.event(event);
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
    const hub = await createHub({
      store,
      spoolFolder,
      policy,
      errorPolicy,
      handlers: owner.handlers,
      idleMinutes: limits.idleMinutes,
      snapshotsEvery: config.snapshots.every,
      limits: { sessions: limits.sessions, sessionsPerClient: limits.sessionsPerClient },
      now,
      notify,
    });
    const server = await startHubServer({
      hub,
      host,
      port,
      bodyBounds: boundsOf(limits.largestBodyMb),
      requestsPerMinute: limits.requestsPerMinute,
      version,
      metrics,
      ...(tokens && { tokens }),
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
    await owner.close();
    if (isPostgresUrl(config.database)) await rm(spoolFolder, { recursive: true, force: true });
  }
}

/** The line that tells where the hub is. */
function announce(terminal: Terminal, url: string, { name: scope, setup }: Scope): void {
  const tables = setup.tables.map(({ schema, name }) => (schema === '' ? name : `${schema}.${name}`));
  terminal.result({ url, scope, tables }, `Hub of ${tables.length} tables at ${url}, scope ${scope}`);
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
