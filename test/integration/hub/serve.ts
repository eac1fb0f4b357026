// A hub over HTTP on loopback, for the tests of the door.

import { onTestFinished } from 'vitest';
import { startHubServer, type HubServer, type HubServerOptions } from '../../../main/hub/door/server.ts';
import type { HubEvent } from '../../../main/hub/events.ts';
import type { HubOptions } from '../../../main/hub/hub.ts';
import type { Row } from '../../../main/sync/cell.ts';
import { categorySql, hubOver, storeBench, type SqliteBench } from './bench.ts';

/** A row of `category`. */
export const row = (id: string, name: string): Row => [id, null, name, null, null];

export interface Served {
  readonly bench: SqliteBench;
  readonly server: HubServer;
  readonly url: string;
  readonly events: HubEvent[];
}

export async function serve(options: Partial<HubServerOptions & HubOptions> = {}, sql = categorySql): Promise<Served> {
  const bench = await storeBench(sql);
  const events: HubEvent[] = [];
  const hub = await hubOver(bench, { notify: (event) => void events.push(event), ...options });
  const server = await startHubServer({ hub, port: 0, ...options });
  onTestFinished(() => server.close());
  return { bench, server, url: server.url, events };
}
