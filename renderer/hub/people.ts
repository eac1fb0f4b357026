// The clients of the hub as an order takes them: one a replica, whatever scopes it has (HB-05).

import { fits, nameOf, type HubClient } from './clients.ts';

/** A replica. */
export interface Peer {
  readonly id: string;
  readonly person: string | null;
  /** Its person, else the name of its token, else the beginning of its id. */
  readonly name: string;
  readonly device: string | null;
  readonly program: string | null;
  readonly scopes: readonly string[];
  /** ISO instant; null = never. */
  readonly lastSession: string | null;
}

/** The replicas of a client list that fit a search and a scope (null = any), in its order. */
export function peersOf(clients: readonly HubClient[], find: string, scope: string | null): readonly Peer[] {
  const wanted = clients.filter((client) => fits(client, find) && (scope === null || client.scope === scope));
  const byId = Map.groupBy(wanted, ({ id }) => id);
  return [...byId].flatMap(([id, rows]) => {
    const [row] = rows;
    if (!row) return [];
    const { person, device, session, lastSession } = row;
    const name = nameOf(row) ?? id.slice(0, 8);
    const scopes = [...new Set(rows.map((item) => item.scope))];
    return [{ id, person, name, device, program: session?.software ?? null, scopes, lastSession }];
  });
}
