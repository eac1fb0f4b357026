// `concord hub`: serves an existing SQLite or PostgreSQL database to Concord and to stock Dotmim.Sync clients until SIGTERM
// (HB-01).

import { resolve } from 'node:path';
import { rm } from 'node:fs/promises';
import { defaultBodyBounds, type BodyBounds } from '../hub/door/request-body.ts';
import { startHubServer } from '../hub/door/server.ts';
import { openTokenFile } from '../hub/door/tokens.ts';
import type { HubEvent } from '../hub/events.ts';
import { createHub } from '../hub/hub.ts';
import { createRowJudge, loadRowRules } from '../hub/row-rules.ts';
import { createMetrics } from '../hub/metrics.ts';
import { isPostgresUrl } from '../hub/stores/postgres/connection.ts';
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
  const { policy, host, port, limits } = config;
  const tokens = config.tokenFile === undefined ? undefined : openTokenFile(config.tokenFile);
  const now = (): Date => new Date();
  const metrics = createMetrics(now());
  const log = hubLog(config.log, (line) => terminal.say(line));
  const notify = (event: HubEvent): void => {
    metrics.event(event);
    log.event(event);
  };
  const failed = (thrown: unknown): void => notify({ kind: 'failed', reference: null, thrown });
  const rules = config.rules === undefined ? null : await loadRowRules(resolve(config.rules));
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
      ...(rules && { handlers: { judgeRow: createRowJudge(rules, failed) } }),
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
    const tables = scope.setup.tables.map(({ schema, name }) => (schema === '' ? name : `${schema}.${name}`));
    terminal.result(
      { url: server.url, scope: scope.name, tables },
      `Hub of ${tables.length} tables at ${server.url}, scope ${scope.name}`,
    );
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
    if (isPostgresUrl(config.database)) await rm(spoolFolder, { recursive: true, force: true });
  }
}

/** W-92: at most so much, however large the client's batches are. */
function boundsOf(largestMb: number): BodyBounds {
  const most = largestMb * 1024 * 1024;
  return { least: Math.min(defaultBodyBounds.least, most), most };
}
