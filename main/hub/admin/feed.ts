// The sessions of this process of the hub as its operator sees them now (HB-09).

import type { HubSession } from '../sessions.ts';
import type { HubStore } from '../stores/store.ts';

/** An open session; `startedAt` is an ISO instant. */
export interface SessionNow {
  readonly id: string;
  readonly scope: string;
  readonly client: string | null;
  readonly person: string | null;
  readonly device: string | null;
  /** Name of its token. */
  readonly token: string | null;
  readonly startedAt: string;
  readonly phase: 'beginning' | 'sending' | 'exchanging' | 'receiving';
  /** Calls of it that are being answered, and when the last one was. */
  readonly calls: number;
  readonly usedAt: string;
}

/** So many are told; the number of all stands beside. */
const listed = 50;

/** The sessions, the newest first. */
export async function listSessions(store: HubStore, sessions: readonly HubSession[]): Promise<readonly SessionNow[]> {
  const newest = sessions.toSorted((a, b) => b.since.getTime() - a.since.getTime()).slice(0, listed);
  return Promise.all(
    newest.map(async (session) => {
      const { id, scope, clientId, identity, since, running, lastUsed } = session;
      const [row] = clientId === null ? [] : await store.findClient(clientId);
      return {
        id,
        scope: scope.name,
        client: clientId,
        person: row?.user ?? null,
        device: row?.device ?? null,
        token: identity,
        startedAt: since.toISOString(),
        phase: phaseOf(session),
        calls: running,
        usedAt: new Date(lastUsed).toISOString(),
      };
    }),
  );
}

function phaseOf({ round }: HubSession): SessionNow['phase'] {
  if (round.summary) return 'receiving';
  if (round.finishing) return 'exchanging';
  return round.parts.list().length > 0 ? 'sending' : 'beginning';
}
