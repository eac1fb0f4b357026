// The clients of a hub as its operator sees them (HB-03): the last session of each, how far behind it is, who is silent.

import type { Parameter } from '../../sync/scope.ts';
import { findScope } from '../find-scope.ts';
import { parametersFor } from '../parameters.ts';
import { silentDays } from '../clean-up.ts';
import type { ClientRow, HubScope, HubStore, SessionNote } from '../stores/store.ts';

/** One client in one scope and parameter set. Times are ISO instants. */
export interface ClientInfo {
  readonly id: string;
  readonly scope: string;
  readonly parameters: Readonly<Record<string, string | number | boolean | null>>;
  readonly person: string | null;
  readonly device: string | null;
  /** Name of its token. */
  readonly token: string | null;
  readonly lastSession: string | null;
  /** Whole days since then; null = no session yet. */
  readonly daysSilent: number | null;
  readonly session: SessionNote | null;
  /** Rows that it has not received yet; null where nobody has counted. */
  readonly behind: number | null;
  /** True if the hub has forgotten changes that it has not heard of (PR-11). */
  readonly isOutdated: boolean;
  /** Days until a clean-up that gives up the silent ones may leave it behind (HB-07); null = it has had no good session. */
  readonly daysUntilOutdated: number | null;
  readonly marks: readonly ClientMark[];
}

/** What an operator should look at, the gravest first (HB-03). */
export type ClientMark = 'outdated' | 'soon' | 'failed' | 'silent';

/** From so many days on a client counts as silent. */
const silentFrom = 7;

/** So many days ahead it is said that a client will be outdated. */
const soonDays = 3;

/** So many clients that have not heard everything are counted; those that follow are listed without. */
const mostCounted = 200;

const dayMs = 86_400_000;

/** All clients, the one that synchronised last first. */
export async function listClients(store: HubStore, now: Date): Promise<readonly ClientInfo[]> {
  const rows = (await store.clients()).toSorted((a, b) => (lastOf(b) ?? '').localeCompare(lastOf(a) ?? ''));
  const hubTime = await store.hubTime();
  const listed: ClientInfo[] = [];
  let counted = 0;
  for (const row of rows) {
    // Whoever has heard everything needs no counting; that is nearly everybody, nearly always.
    const isLevel = row.heardUpTo !== null && row.heardUpTo >= hubTime;
    const waiting = isLevel ? 0 : counted++ < mostCounted ? await behind(store, row) : null;
    listed.push(infoOf(row, now, store, waiting));
  }
  return listed;
}

/** When its last session ended. */
function lastOf({ session, syncedAt }: ClientRow): string | null {
  return session ? new Date(Date.parse(session.startedAt) + session.ms).toISOString() : syncedAt;
}

/** Rows that a session would bring it now. */
async function behind(store: HubStore, row: ClientRow): Promise<number | null> {
  const scope = findScope(store.scopes(), row.scopeName);
  if (!scope) return null;
  const { id: clientId, heardUpTo: after, hash } = row;
  const parameters = parametersIfFit(scope, row);
  if (!parameters) return null;
  const { counts } = await store.estimate({ scope, clientId, after, everything: after === null, parameters, hash });
  return counts.reduce((sum, { upserts, deletes }) => sum + upserts + deletes, 0);
}

/** Null where they do not fit the scope. */
function parametersIfFit(scope: HubScope, row: ClientRow): readonly Parameter[] | null {
  try {
    return parametersFor(scope, { client: row, pinned: null });
  } catch {
    return null;
  }
}

function infoOf(row: ClientRow, now: Date, store: HubStore, waiting: number | null): ClientInfo {
  const { id, user: person, device, identity: token, session, heardUpTo, syncedAt } = row;
  const lastSession = lastOf(row);
  const cleanedUpTo = findScope(store.scopes(), row.scopeName)?.cleanedUpTo ?? null;
  const daysSilent = daysSince(lastSession, now);
  const isOutdated = cleanedUpTo !== null && heardUpTo !== null && heardUpTo < cleanedUpTo;
  const daysAway = daysSince(syncedAt, now);
  const daysLeft = daysAway === null ? null : Math.max(0, silentDays - daysAway);
  const daysUntilOutdated = isOutdated ? 0 : daysLeft;
  const marks: readonly (ClientMark | false)[] = [
    isOutdated && 'outdated',
    !isOutdated && daysLeft !== null && daysLeft <= soonDays && 'soon',
    session?.result === 'failed' && 'failed',
    daysSilent !== null && daysSilent >= silentFrom && 'silent',
  ];
  return {
    id,
    scope: row.scopeName,
    parameters: valuesOf(row.parameters),
    person,
    device,
    token,
    lastSession,
    daysSilent,
    session,
    behind: waiting,
    isOutdated,
    daysUntilOutdated,
    marks: marks.filter((mark) => mark !== false),
  };
}

/** Values by name, as JSON can carry them. */
export function valuesOf(parameters: readonly Parameter[]): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    parameters.map(({ name, value }) => [name, typeof value === 'bigint' ? String(value) : value]),
  );
}

/** Whole days. */
function daysSince(instant: string | null, now: Date): number | null {
  return instant === null ? null : Math.max(0, Math.floor((now.getTime() - Date.parse(instant)) / dayMs));
}
