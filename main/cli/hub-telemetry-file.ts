// Where a hub's telemetry lies: beside its SQLite file, or with what belongs to the person who runs a hub on PostgreSQL (HB-09).

import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { HubConfig } from '../hub/config/schema.ts';
import { isPostgresUrl } from '../hub/stores/postgres/connection.ts';
import { logPath } from '../telemetry/log-file.ts';
import { userData } from './user-data.ts';

/** The path without its ending; see `logPath`. Each database has its own, however many processes of this computer serve it. */
export function telemetryBase({ database, telemetry }: Pick<HubConfig, 'database' | 'telemetry'>): string {
  const { folder } = telemetry;
  if (isPostgresUrl(database)) return join(folder ?? join(userData(), 'hubs'), postgresName(database));
  return folder === undefined ? database : join(folder, basename(database));
}

/** Takes the file away. The hub should not run meanwhile. */
export function dropTelemetry(config: Pick<HubConfig, 'database' | 'telemetry'>): void {
  for (const part of ['', '-wal', '-shm']) rmSync(`${logPath(telemetryBase(config))}${part}`, { force: true });
}

/** `localhost-5432-office`: without the person and password of the address. */
function postgresName(url: string): string {
  if (!URL.canParse(url)) return 'postgres';
  const { hostname, port, pathname } = new URL(url);
  const parts = [hostname || 'local', port || '5432', decodeURIComponent(pathname.slice(1)) || 'postgres'];
  return parts.join('-').replaceAll(/[^\p{L}\p{N}._-]/gu, '_');
}
