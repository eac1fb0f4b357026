// The database of a hub, opened from the terminal: to serve it, or to manage it beside the hub that runs.

import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPostgresUrl } from '../hub/stores/postgres/connection.ts';
import { openPostgresStore } from '../hub/stores/postgres/postgres-store.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../hub/stores/sqlite/sqlite-store.ts';
import type { HubStore } from '../hub/stores/store.ts';
import { ConcordError } from '../sync/problem.ts';
import { hubConfig } from './hub-config.ts';

/** Opens a file that is there, or a `postgres://` address. Throws `replica-missing` and what the stores throw. */
export async function openHubStore(database: string, how: SqliteStoreOptions): Promise<HubStore> {
  if (isPostgresUrl(database)) return openPostgresStore(database, how);
  if (!existsSync(database)) throw new ConcordError('replica-missing', { file: database });
  return openSqliteStore(database, how);
}

/** Where a hub's parts in transit lie: beside a file, else in a private folder of this process. */
export async function spoolFolderOf(database: string): Promise<string> {
  return isPostgresUrl(database) ? mkdtemp(join(tmpdir(), 'concord-hub-')) : `${database}-concord-spool`;
}

/** Runs `work` with the database that the options or the configuration name, and closes it. */
export async function withHubStore<T>(
  options: Readonly<Record<string, unknown>>,
  work: (store: HubStore) => Promise<T>,
): Promise<T> {
  const { config: file, database } = options;
  const { config } = hubConfig({ config: file, database });
  const store = await openHubStore(config.database, { now: () => new Date() });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
