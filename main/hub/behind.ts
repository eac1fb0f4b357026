// A client and its hub that do not remember the same: a file that was replaced by an older copy or is in use twice, a database that
// was restored from a back-up (L20, L21, L22). Going on as if nothing had been would lose rows unseen.

import { ConcordError } from '../sync/problem.ts';
import type { ScopeClient } from '../sync/scope.ts';
import type { Caller } from './caller.ts';
import type { HubEvent } from './events.ts';
import type { HubSession } from './sessions.ts';
import type { ClientRow, HubStore } from './stores/store.ts';

/** Who asks in which session. */
export interface Comparing {
  readonly caller: Caller;
  readonly client: ScopeClient;
  readonly session: HubSession;
}

/** What this process itself has last noted of its clients; who says the same is asked no more (Speed). */
export interface HeardHere {
  /** The session has ended well. */
  note(session: HubSession): void;
  /** True where nobody else can have told this client more: the process serves alone. */
  isSame(session: HubSession, client: ScopeClient): boolean;
}

/** Nothing noted yet. What was noted in another `term` of the store's shelf counts no more: others may have served since. */
export function createHeardHere(term: () => number): HeardHere {
  const heard = new Map<string, { readonly hubTime: bigint; readonly term: number }>();
  const nameOf = (scope: string, { id, hash }: Pick<ScopeClient, 'id' | 'hash'>): string => `${scope} ${hash} ${id}`;
  return {
    note({ scope, isShared, round: { note } }) {
      if (note && !isShared) heard.set(nameOf(scope.name, note.sender), { hubTime: note.lastHubSync, term: term() });
    },
    isSame({ scope, isShared }, client) {
      const known = isShared ? undefined : heard.get(nameOf(scope.name, client));
      return known !== undefined && known.hubTime === client.lastHubSync && known.term === term();
    },
  };
}

/**
 * Step 13: true for a stock client that has to read everything anew since it has heard less than it once had: rows of its own id
 * would never come back to it. A Concord client is told by `replica-behind`, or `hub-restored` where it has heard what this database
 * has never said, and mends it itself.
 */
export async function isBehind(
  {
    store,
    notify,
    heardHere,
  }: { readonly store: HubStore; readonly heardHere: HeardHere; notify(event: HubEvent): void },
  { caller, client, session }: Comparing,
): Promise<boolean> {
  const { id, hash, isNew, lastHubSync: told } = client;
  if (isNew || told === null) return false;
  const { seal } = caller.agent ?? {};
  if (seal !== undefined && !(await store.knowsSeal(seal))) throw new ConcordError('hub-restored');
  if (store.shelf && heardHere.isSame(session, client)) return false;
  const rows = await store.findClient(id);
  const noted = rows.find((row) => row.scopeName === session.scope.name && row.hash === hash);
  const heard = noted?.heardUpTo ?? null;
  if (heard === null || told > heard) {
    if (caller.agent !== null && told > (await store.hubTime())) throw new ConcordError('hub-restored');
    return false;
  }
  if (told === heard) return false;
  notify({ kind: 'behind', session: session.id, client: id });
  if (caller.agent !== null) throw new ConcordError('replica-behind');
  noteAnew(store, session, { noted, heardUpTo: told });
  return true;
}

/** What others have changed since then is a conflict for it. */
function noteAnew(
  store: HubStore,
  { scope }: HubSession,
  { noted, heardUpTo }: { readonly noted: ClientRow | undefined; readonly heardUpTo: bigint },
): void {
  if (!noted?.session || noted.lastSync === null || noted.lastHubSync === null) return;
  const { session, lastSync, lastHubSync, id, hash, parameters, identity, user, device } = noted;
  const sender = { id, hash, parameters, identity, user, device, concord: false };
  store.noteClient({ scope, sender, lastSync, lastHubSync, heardUpTo, session });
}
