// The hub's door for whoever manages it (HB-03, HB-04): JSON under `admin/` of the sync address, for admin tokens; a monitor's
// token may look at what is no secret.

import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { filterWords } from '../../sync/filter-words.ts';
import { ConcordError } from '../../sync/problem.ts';
import { tableKey, type TableName } from '../../sync/schema.ts';
import type { hubState } from '../../wire/admin/state.ts';
import { tokenWish } from '../../wire/admin/tokens.ts';
import { listClients } from '../admin/clients.ts';
import type { Hub } from '../hub.ts';
import type { HubScope } from '../stores/store.ts';
import { makeToken, revokeToken } from '../tokens.ts';
import { serveCleanUp } from './admin-clean-up.ts';
import { serveErrors } from './admin-errors.ts';
import { serveFeed } from './admin-feed.ts';
import { serveOrders } from './admin-orders.ts';
import { serveSnapshots } from './admin-snapshots.ts';
import { serveTelemetry, type ServedTelemetry } from './admin-telemetry.ts';
import { adminRoute, bodyOf, numberOf } from './admin-route.ts';

/** What the admin door tells. */
export interface AdminOptions {
  readonly hub: Hub;
  /** The sync address's path: `/` or `/api/sync`. */
  readonly path: string;
  /** Of this program. */
  readonly version: string;
  readonly startedAt: Date;
  /** Null while nothing is recorded. */
  telemetry(): ServedTelemetry | null;
  now(): Date;
}

/** HB-02: its tables, which way and by which filter their rows go. */
function shownScope({ name, setup, filters }: HubScope): z.output<typeof hubState>['scopes'][number] {
  const filterOf = (table: TableName): string | null => {
    const own = filters?.filters.find((filter) => tableKey(filter.table) === tableKey(table));
    return own ? filterWords(own) : null;
  };
  const tables = setup.tables.map(({ schema, name: table, direction }) => ({ schema, name: table, direction }));
  return {
    name,
    tables: tables.map((table) => ({ ...table, filter: filterOf(table) })),
    parameters: (filters?.parameters ?? []).map(({ name: parameter, type }) => ({ name: parameter, type })),
  };
}

/** Adds the routes. */
export function serveAdmin(app: FastifyInstance, { hub, path, ...options }: AdminOptions): void {
  const { store } = hub;
  const route = adminRoute(app, hub, path);
  route('GET', '', 'monitor', async (_request, { name, kind }) => ({
    name: hub.name,
    version: options.version,
    database: store.label,
    startedAt: options.startedAt.toISOString(),
    sessions: hub.sessions,
    token: { name, kind },
    scopes: hub.scopes().map(shownScope),
  }));
  route('GET', '/clients', 'monitor', async () => listClients(store, options.now()));
  route('GET', '/tokens', 'admin', async () => store.tokens.list());
  route('POST', '/tokens', 'admin', async (request) => {
    const { row, token } = await makeToken(store, bodyOf(tokenWish, request), options.now());
    return { ...row, token };
  });
  route('DELETE', '/tokens/:no', 'admin', async (request, { name }) => {
    const no = numberOf(request);
    const own = (await store.tokens.list()).find((row) => row.no === no);
    // Whoever ends the token in hand can do nothing more, not even make another one.
    if (own?.name === name && own.revokedAt === null) throw new ConcordError('token-in-use', { token: name });
    return revokeToken(store, { no }, options.now());
  });
  serveOrders(route, store, () => options.now());
  serveErrors(route, store);
  serveSnapshots(route, hub);
  serveFeed(route, hub);
  serveTelemetry(route, () => options.telemetry());
  serveCleanUp(route, store, () => options.now());
}
