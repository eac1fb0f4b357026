// What a session came to when it is over: who, how long, and each table's rows both ways (HB-09). Told whole at the end, since
// the process that hears the end need not be the one that heard the beginning.

import type { RefusedRow } from '../sync/orchestrator.ts';
import type { Policy } from '../sync/scope.ts';
import type { Caller } from './caller.ts';
import { exchangedIn, mergeTables, type Exchanged, type TableOutcome } from './exchanged.ts';
import type { HubSession } from './sessions.ts';

/** A session that is over. */
export interface SessionOutcome {
  readonly scope: string;
  /** Null where it never said who it is. */
  readonly client: string | null;
  /** Name of its token; null where the hub asks for none. */
  readonly identity: string | null;
  /** As a Concord client says; null where it does not. */
  readonly person: string | null;
  readonly device: string | null;
  /** The client's program and its version. */
  readonly software: string | null;
  /** Null as long as nothing was exchanged. */
  readonly mode: Exchanged['mode'];
  /** Who wins a conflict; null as long as nothing was exchanged. */
  readonly policy: Policy | null;
  /** Milliseconds from its first call to its last, and those of them in which the hub worked for it. */
  readonly ms: number;
  readonly activeMs: number;
  readonly tables: readonly TableOutcome[];
  readonly refused: readonly RefusedRow[];
}

/** What is told of a session at an instant. `caller` = who ended it; a session that was lost tells only what was noted of it. */
export function outcomeOf(session: HubSession, at: Date, caller: Caller | null): SessionOutcome {
  const rounds = [...session.earlier, exchangedIn(session.round) ?? []].flat();
  const [first] = rounds;
  const { note } = session.round;
  const sender = note?.sender ?? null;
  // Another process may have begun it.
  const since = Math.min(session.since.getTime(), note ? Date.parse(note.session.startedAt) : Infinity);
  const ms = Math.max(at.getTime() - since, 0);
  return {
    scope: session.scope.name,
    client: session.clientId,
    identity: session.identity,
    person: caller?.agent?.user ?? sender?.user ?? null,
    device: caller?.agent?.device ?? sender?.device ?? null,
    software: caller?.software ?? note?.session.software ?? null,
    mode: first?.mode ?? null,
    policy: first?.policy ?? null,
    ms,
    activeMs: Math.min(session.activeMs, ms),
    tables: mergeTables(rounds.flatMap(({ tables }) => tables)),
    refused: rounds.flatMap(({ refused }) => refused),
  };
}
