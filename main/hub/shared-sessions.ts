// The sessions of a hub of several processes: each call looks at the store's shelf first, and what another process has done
// since is taken over (HB-01, W-25…W-29, W-259). The only process keeps its sessions to itself until it ends or another one comes.

import { ConcordError } from '../sync/problem.ts';
import type { HubScope } from './stores/store.ts';
import type { Caller } from './caller.ts';
import { createHandOver, type HandOver } from './hand-over.ts';
import type { HubSession, Sessions } from './sessions.ts';
import type { SessionShelf, ShelvedSession } from './stores/shelf.ts';
import { finishedFromText } from './summary-text.ts';

/** What shared sessions are made of. */
export interface SharedOptions {
  /** This process's own sessions: what they hold is a copy. */
  readonly local: Sessions;
  readonly shelf: SessionShelf;
  readonly idleMs: number;
  scopeNamed(name: string): HubScope | undefined;
  /** Told of what failed where nobody waits for an answer. */
  failed(thrown: unknown): void;
}

/** Sessions on a shelf; other processes know of this one from then on. */
export async function shareSessions(options: SharedOptions): Promise<Sessions> {
  const { local, shelf, idleMs, scopeNamed, failed } = options;
  const handOver = createHandOver({ local, shelf, failed });
  const sessions = sharedSessions({ local, shelf, idleMs, scopeNamed }, handOver);
  await shelf.enter(handOver.all);
  return sessions;
}

function sharedSessions(
  { local, shelf, idleMs, scopeNamed }: Omit<SharedOptions, 'failed'>,
  handOver: HandOver,
): Sessions {
  const take = (caller: Caller, kept: ShelvedSession): Promise<HubSession | null> =>
    takeOver({ local, scopeNamed }, caller, kept);
  const find = async (caller: Caller): Promise<HubSession | null> => {
    await handOver.settled(caller.sessionId);
    const own = await local.find(caller);
    if (own && !own.isShared) return own;
    const kept = await shelf.find(caller.sessionId, caller);
    if (kept) return take(caller, kept);
    if (own) await local.drop(own);
    return null;
  };
  return {
    async open(caller, scope, isNew = false) {
      // What was certain before is not afterwards.
      const wasOnItsWay = await handOver.settled(caller.sessionId);
      return open({ local, shelf, take, isNew: isNew && !wasOnItsWay }, caller, scope);
    },
    find,
    async use(caller, work) {
      if (!(await find(caller))) throw new ConcordError('hub-session-lost');
      return handOver.during(caller.sessionId, () => local.use(caller, work));
    },
    async bind(session, clientId) {
      if (session.clientId === clientId) return;
      if (session.isShared && !(await shelf.bind(session.id, clientId))) throw new ConcordError('hub-session-lost');
      await local.bind(session, clientId);
    },
    async renew(session) {
      await handOver.settled(session.id);
      if (!session.isShared) return local.renew(session);
      const no = await shelf.renew({ session: session.id, round: session.round.no });
      await local.renew(session, no);
    },
    async drop(session) {
      await handOver.settled(session.id);
      if (session.isShared) await shelf.drop(session.id);
      await local.drop(session);
    },
    async sweep() {
      await shelf.sweep(idleMs);
      return local.sweep();
    },
    list: () => local.list(),
    get size() {
      return local.size;
    },
    put: (session) => local.put(session),
    async close() {
      try {
        await handOver.all();
      } finally {
        await local.close();
      }
    },
  };
}

interface Opening extends Pick<SharedOptions, 'local' | 'shelf'> {
  readonly take: (caller: Caller, kept: ShelvedSession) => Promise<HubSession | null>;
  readonly isNew: boolean;
}

/** The only process opens its sessions here alone; what the shelf holds already goes on from there. */
async function open(
  { local, shelf, take, isNew: isNowhere }: Opening,
  caller: Caller,
  scope: HubScope,
): Promise<HubSession> {
  const { sessionId, identity } = caller;
  const own = await local.find(caller);
  if (own && !own.isShared) {
    if (own.scope.name === scope.name) return own;
    await local.drop(own);
    return open({ local, shelf, take, isNew: false }, caller, scope);
  }
  if (isNowhere || (await shelf.isAlone(sessionId))) return local.open(caller, scope);
  const fresh = { scopeName: scope.name, identity, round: 1 };
  let kept = await shelf.open(sessionId, fresh);
  if (kept.scopeName !== scope.name && isOwn(caller, kept)) {
    await shelf.drop(sessionId);
    kept = await shelf.open(sessionId, fresh);
  }
  const session = await take(caller, kept);
  if (!session) throw new ConcordError('hub-session-lost');
  return session;
}

/** W-259: the session, if it is this caller's. */
function isOwn({ identity, clientId }: Caller, kept: ShelvedSession): boolean {
  return kept.identity === identity && (clientId === null || kept.clientId === null || kept.clientId === clientId);
}

/** True for a session in which nothing has happened yet. */
function isNew({ round, summary, clientId }: ShelvedSession): boolean {
  return round === 1 && summary === null && clientId === null;
}

/** The local copy of a session, brought to where the shelf has it. */
async function takeOver(
  { local, scopeNamed }: Pick<SharedOptions, 'local' | 'scopeNamed'>,
  caller: Caller,
  kept: ShelvedSession,
): Promise<HubSession | null> {
  const scope = scopeNamed(kept.scopeName);
  if (!scope || !isOwn(caller, kept)) return null;
  const known = await local.find(caller);
  const session = known ?? (await local.open(caller, scope));
  session.isShared = true;
  session.hasSnapshot = null;
  if (session.round.no !== kept.round && session.running === 0) await local.renew(session, kept.round);
  session.clientId ??= kept.clientId;
  const { round } = session;
  // What another process has applied must be forgotten with the round all the same.
  if (!known && !isNew(kept)) round.applied = true;
  if (kept.summary !== null && !round.summary) {
    const { summary, note, selection } = finishedFromText(scope, kept.summary);
    Object.assign(round, { summary, note, selection });
  }
  return session;
}
