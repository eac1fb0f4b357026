// What happens at the hub now, at its own door (HB-09).

import type { z } from 'zod';
import type { hubFeed } from '../../wire/admin/feed.ts';
import { listSessions } from '../admin/feed.ts';
import type { Hub } from '../hub.ts';
import type { AdminRoute } from './admin-route.ts';

/** Adds the call. */
export function serveFeed(route: AdminRoute, hub: Hub): void {
  route('GET', '/feed', 'monitor', async (): Promise<z.output<typeof hubFeed>> => {
    const { rates, waiting, tables, lines } = hub.feed.read();
    return {
      open: hub.sessions,
      sessions: [...(await listSessions(hub.store, hub.openSessions()))],
      rates,
      waiting,
      tables: tables.map(({ table, received, sent, ms }) => ({ table, received, sent, ms: Math.round(ms) })),
      lines: [...lines],
    };
  });
}
