// `concord hub`: serves an existing SQLite or PostgreSQL database to Concord and to stock Dotmim.Sync clients until SIGTERM
// (HB-01).

import { rm } from 'node:fs/promises';
import { defaultBodyBounds, type BodyBounds } from '../hub/door/request-body.ts';
import { startHubServer } from '../hub/door/server.ts';
import { openTokenFile } from '../hub/door/tokens.ts';
import { createHub } from '../hub/hub.ts';
import { isPostgresUrl } from '../hub/stores/postgres/connection.ts';
import { problemFrom } from '../sync/problem.ts';
import { ended } from './ended.ts';
import { hubConfig } from './hub-config.ts';
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
  const tell = (thrown: unknown, reference: string | null = null): void =>
    terminal.say(failureLine(now(), thrown, reference));
  const store = await openHubStore(config.database, { now, failed: tell });
  const spoolFolder = await spoolFolderOf(config.database);
  try {
    const scope = await openScopes(store, config);
    const hub = await createHub({
      store,
      spoolFolder,
      policy,
      idleMinutes: limits.idleMinutes,
      limits: { sessions: limits.sessions, sessionsPerClient: limits.sessionsPerClient },
      now,
      notify: (event) => event.kind === 'failed' && tell(event.thrown, event.reference),
    });
    const server = await startHubServer({
      hub,
      host,
      port,
      bodyBounds: boundsOf(limits.largestBodyMb),
      requestsPerMinute: limits.requestsPerMinute,
      ...(tokens && { tokens }),
    });
    const tables = scope.setup.tables.map(({ schema, name }) => (schema === '' ? name : `${schema}.${name}`));
    terminal.result(
      { url: server.url, scope: scope.name, tables },
      `Hub of ${tables.length} tables at ${server.url}, scope ${scope.name}`,
    );
    await end;
    await server.close();
    return exits.done;
  } catch (thrown) {
    await store.close();
    throw thrown;
  } finally {
    if (isPostgresUrl(config.database)) await rm(spoolFolder, { recursive: true, force: true });
  }
}

/** HB-09: one line for the operator; the reference is the one that the client was told. */
function failureLine(at: Date, thrown: unknown, reference: string | null): string {
  const { code, message, details } = problemFrom(thrown);
  const parts = [at.toISOString(), message, `[${code}]`, reference && `reference ${reference}`];
  const line = parts.filter((part) => part !== null).join(' ');
  return code === 'unexpected' && details !== undefined ? `${line}\n${details}` : line;
}

/** W-92: at most so much, however large the client's batches are. */
function boundsOf(largestMb: number): BodyBounds {
  const most = largestMb * 1024 * 1024;
  return { least: Math.min(defaultBodyBounds.least, most), most };
}
