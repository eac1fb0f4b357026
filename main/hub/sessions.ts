// The hub's sessions by their id: whose they are, what has been received, how long they live (W-25…W-29, W-259, W-265).

import { ConcordError } from '../sync/problem.ts';
import type { Caller } from './caller.ts';
import { closeRound, openRound, type SessionRound } from './round.ts';
import { exchangedIn, type Exchanged } from './exchanged.ts';
import type { HubScope } from './stores/store.ts';

/** What the hub remembers between two calls of a client. */
export interface HubSession {
  readonly id: string;
  readonly scope: HubScope;
  readonly identity: string | null;
  readonly since: Date;
  /** True if other processes may be asked for it, too; each of its parts lies on the shelf then. */
  isShared: boolean;
  /** False = it was given no snapshot since it began here; null = the store knows. */
  hasSnapshot: boolean | null;
  /** Bound by the first call that names one (W-259). */
  clientId: string | null;
  round: SessionRound;
  /** The exchanges of the rounds before (W-29). */
  earlier: readonly Exchanged[];
  /** Milliseconds that its calls took. */
  activeMs: number;
  /** Calls that run; a session in use never expires (W-27). */
  running: number;
  lastUsed: number;
}

/** Bounds against exhaustion (W-265). */
export interface SessionLimits {
  readonly sessions: number;
  readonly sessionsPerClient: number;
  readonly partsPerUpload: number;
  readonly charactersPerUpload: number;
}

/** How sessions are kept. */
export interface SessionOptions {
  readonly spoolFolder: string;
  readonly idleMs: number;
  readonly limits: SessionLimits;
  now(): Date;
  /** Told of a session that is forgotten without its end having been heard. */
  lost?(session: HubSession): void;
}

/** All sessions of a hub. */
export interface Sessions {
  /**
   * Finds the session that this caller opened before, or makes it. `isNew`: no other process can know it. Throws
   * `hub-session-lost` for another's.
   */
  open(caller: Caller, scope: HubScope, isNew?: boolean): Promise<HubSession>;
  find(caller: Caller): Promise<HubSession | null>;
  /** Runs `work` with the caller's session. Throws `hub-session-lost` where there is none (W-26). */
  use<T>(caller: Caller, work: (session: HubSession) => Promise<T>): Promise<T>;
  /** Ties a client to the session, once (W-259). */
  bind(session: HubSession, clientId: string): Promise<void>;
  /** Drops what was received and prepared; the session goes on with its next round (W-29). */
  renew(session: HubSession, no?: number): Promise<void>;
  drop(session: HubSession): Promise<void>;
  /** Drops sessions that have been idle for too long; returns how many. */
  sweep(): Promise<number>;
  /** The sessions that this process holds. */
  list(): readonly HubSession[];
  readonly size: number;
  /** Takes in a session of an earlier run. */
  put(session: HubSession): void;
  close(): Promise<void>;
}

/** No session yet. */
export function createSessions(options: SessionOptions): Sessions {
  const room: Room = { ...options, sessions: new Map() };
  return {
    open: async (caller, scope) => open(room, caller, scope),
    find: async (caller) => find(room, caller),
    async use(caller, work) {
      const session = find(room, caller);
      if (!session) throw new ConcordError('hub-session-lost');
      session.running++;
      const from = performance.now();
      try {
        return await work(session);
      } finally {
        session.running--;
        session.activeMs += performance.now() - from;
        session.lastUsed = time(room);
      }
    },
    async bind(session, clientId) {
      if (session.clientId !== null && session.clientId !== clientId) throw new ConcordError('hub-session-lost');
      if (session.clientId === null) makeRoom(room, clientId);
      session.clientId = clientId;
    },
    async renew(session, no = session.round.no + 1) {
      const { round } = session;
      session.earlier = [...session.earlier, exchangedIn(round) ?? []].flat();
      session.round = openRound(room.spoolFolder, no);
      await closeRound(round);
    },
    drop: (session) => drop(room, session),
    async sweep() {
      const idle = [...room.sessions.values()].filter((session) => isIdle(room, session));
      await Promise.all(idle.map((session) => lose(room, session)));
      return idle.length;
    },
    list: () => [...room.sessions.values()],
    get size() {
      return room.sessions.size;
    },
    put: (session) => void room.sessions.set(session.id, session),
    async close() {
      await Promise.all([...room.sessions.values()].map((session) => drop(room, session)));
    },
  };
}

interface Room extends SessionOptions {
  readonly sessions: Map<string, HubSession>;
}

function time(room: Room): number {
  return room.now().getTime();
}

function isIdle(room: Room, session: HubSession): boolean {
  return session.running === 0 && time(room) - session.lastUsed > room.idleMs;
}

function open(room: Room, caller: Caller, scope: HubScope): HubSession {
  const known = find(room, caller);
  if (known && known.scope.name === scope.name) {
    known.lastUsed = time(room);
    return known;
  }
  const taken = room.sessions.get(caller.sessionId);
  if (taken && !isIdle(room, taken)) throw new ConcordError('hub-session-lost');
  if (taken) void lose(room, taken);
  makeRoom(room, caller.clientId);
  const made: HubSession = {
    id: caller.sessionId,
    scope,
    identity: caller.identity,
    since: room.now(),
    isShared: false,
    hasSnapshot: false,
    clientId: null,
    round: openRound(room.spoolFolder),
    earlier: [],
    activeMs: 0,
    running: 0,
    lastUsed: time(room),
  };
  room.sessions.set(made.id, made);
  return made;
}

/** W-259: the session, if it is this caller's. */
function find(room: Room, { sessionId, identity, clientId }: Caller): HubSession | null {
  const found = room.sessions.get(sessionId);
  if (!found || isIdle(room, found) || found.identity !== identity) return null;
  return clientId === null || found.clientId === null || found.clientId === clientId ? found : null;
}

async function drop({ sessions }: Room, session: HubSession): Promise<void> {
  if (sessions.get(session.id) === session) sessions.delete(session.id);
  await closeRound(session.round);
}

/** Another process may go on with a session that is shared. */
function lose(room: Room, session: HubSession): Promise<void> {
  if (!session.isShared) room.lost?.(session);
  return drop(room, session);
}

/** W-265: the session that has been idle longest makes room for a new one. */
function makeRoom(room: Room, clientId: string | null): void {
  const all = [...room.sessions.values()];
  const own = clientId === null ? [] : all.filter((session) => session.clientId === clientId);
  if (own.length >= room.limits.sessionsPerClient) dropOldest(room, own);
  if (all.length >= room.limits.sessions) dropOldest(room, all);
}

function dropOldest(room: Room, sessions: readonly HubSession[]): void {
  const [oldest] = sessions.toSorted((a, b) => a.running - b.running || a.lastUsed - b.lastUsed);
  if (oldest) void lose(room, oldest);
}
