// The feed: history of sessions, one session in depth, recorded events (FD-01…FD-05, FD-09).

import type { SessionSummary } from '../agent/session.ts';
import { countSessions, getSession, listSessions, type StoredSession } from '../replica/sessions.ts';
import { ConcordError, problemTable, type ProblemCode } from '../sync/problem.ts';
import type { CallOutput, Handlers } from '../window/contract.ts';
import type { Reader } from '../sqlite/database.ts';
import type { Rooms } from './rooms.ts';

type Line = CallOutput<'feed.list'>['sessions'][number];

/** `feed.*`. */
export function feedHandlers({
  replica,
  agent,
  log,
}: Rooms): Pick<Handlers, 'feed.list' | 'feed.session' | 'feed.events'> {
  const { reader } = replica;
  const total = sessionCounter(reader);
  return {
    'feed.list': ({ limit, before }) => ({
      sessions: listSessions(reader, { limit, ...(before !== undefined && { before }) }).map(sessionLine),
      total: total(),
      progress: progressOf(agent),
    }),
    'feed.session'({ no }) {
      const session = getSession(reader, no);
      if (!session) throw new ConcordError('usage', { reason: `There is no session ${no}.` });
      return sessionDetail(reader, session);
    },
    'feed.events': (query) =>
      log.read({
        after: query.after,
        limit: query.limit,
        ...(query.session !== undefined && { session: query.session }),
      }),
  };
}

/** Counting reads the whole table: it is done again only when there is a newer session, not on each ring of a running one. */
function sessionCounter(reader: Reader): () => number {
  let known = { newest: -1, total: 0 };
  return () => {
    const newest = Number(reader.value(`select coalesce(max(no), 0) from _concord_session`));
    if (newest !== known.newest) known = { newest, total: countSessions(reader) };
    return known.total;
  };
}

/** The agent's progress in the contract's own arrays. */
export function progressOf(agent: Rooms['agent']): CallOutput<'feed.list'>['progress'] {
  const { progress } = agent.state();
  return progress && { ...progress, phases: [...progress.phases] };
}

/** A stored session as a line of the history. */
export function sessionLine(session: StoredSession): Line {
  const summary = summaryOf(session);
  return {
    no: session.no,
    scope: session.scope,
    trigger: session.trigger,
    mode: session.mode,
    started: session.started,
    ended: session.ended,
    result: session.result,
    uploaded: summary.uploaded ?? 0,
    downloaded: summary.downloaded ?? 0,
    conflicts: summary.conflicts ?? 0,
    failed: (summary.failedHere ?? 0) + (summary.failedHub ?? 0),
    ms: summary.ms ?? null,
    problem: problemOf(session),
  };
}

function sessionDetail(reader: Reader, session: StoredSession): CallOutput<'feed.session'> {
  const summary = summaryOf(session);
  return {
    ...sessionLine(session),
    policy: summary.policy ?? null,
    appliedHere: summary.appliedHere ?? 0,
    appliedHub: summary.appliedHub ?? 0,
    failedHere: summary.failedHere ?? 0,
    failedHub: summary.failedHub ?? 0,
    resolvedHere: summary.resolvedHere ?? 0,
    resolvedHub: summary.resolvedHub ?? 0,
    equal: summary.equal ?? 0,
    balance: summary.balance ?? null,
    requests: summary.requests ?? 0,
    bytesSent: summary.bytesSent ?? 0,
    bytesReceived: summary.bytesReceived ?? 0,
    repeats: summary.repeats ?? 0,
    phases: [...(summary.phases ?? [])],
    tables: [...(summary.tables ?? [])],
    short: summary.short?.length ?? 0,
    ...usualDuration(reader, session),
  };
}

/** A session that has not ended has no summary yet. */
export function summaryOf(session: StoredSession): Partial<SessionSummary> {
  return session.summary as Partial<SessionSummary>;
}

function problemOf({ code, message, details }: StoredSession): Line['problem'] {
  if (code === null) return null;
  const known = problemTable[code as ProblemCode];
  return {
    code,
    message: message ?? code,
    cure: known?.cure ?? '',
    retryable: known?.retryable ?? false,
    ...(details !== null && { details }),
  };
}

/** FD-05: the median of the last 20 good sessions of the same scope and mode; null with fewer than 5. */
function usualDuration(reader: Reader, session: StoredSession): { usualMs: number | null; usualOf: number } {
  const earlier = reader.all<{ ms: number }>(
    `select json_extract(summary, '$.ms') as ms from _concord_session
     where no < ? and scope = ? and mode = ? and result = 'done' order by no desc limit 20`,
    session.no,
    session.scope,
    session.mode,
  );
  const usualOf = earlier.length;
  if (usualOf < 5) return { usualMs: null, usualOf };
  const sorted = earlier.map((row) => row.ms).toSorted((a, b) => a - b);
  return { usualMs: sorted[Math.floor(sorted.length / 2)] ?? null, usualOf };
}
