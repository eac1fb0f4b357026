// The feed: history of sessions, one session in depth, recorded events (FD-01…FD-05, FD-09).

import type { DirectionCounts, SessionSummary } from '../agent/session.ts';
import type { SessionFilter } from '../replica/session-filter.ts';
import { alteredWith } from '../replica/altered.ts';
import { leftWith } from '../replica/removed.ts';
import {
  countLines,
  earlierDurations,
  firstStart,
  getLine,
  lineKinds,
  listLines,
  type SessionLineRow,
} from '../replica/session-lines.ts';
import { getSession, type StoredSession } from '../replica/sessions.ts';
import { ConcordError, problemTable, type ProblemCode } from '../sync/problem.ts';
import { isSlow, usualDuration } from '../sync/usual.ts';
import type { CallName, CallOutput, Handlers } from '../window/contract.ts';
import type { Reader } from '../sqlite/database.ts';
import { feedExportPart, feedExportPlan } from './feed-export.ts';
import type { Rooms } from './rooms.ts';

type Names = Extract<CallName, `feed.${string}`>;
type Line = CallOutput<'feed.list'>['sessions'][number];

/** `feed.*`. */
export function feedHandlers({ replica, agent, log }: Rooms): Pick<Handlers, Names> {
  const { reader } = replica;
  const count = sessionCounter(reader);
  return {
    'feed.list': ({ limit, before, filter }) => ({
      sessions: listLines(reader, filter, { limit, before }).map((row) => sessionLine(reader, row)),
      matched: count(filter),
      total: count({}),
      progress: progressOf(agent),
    }),
    'feed.exportPlan': (choice) => feedExportPlan(reader, choice),
    'feed.exportPart': ({ after, limit, ...choice }) => feedExportPart(reader, choice, { after, limit }),
    'feed.filters': () => ({
      ...lineKinds(reader),
      tables: [...replica.tables().values()].map((table) => table.name),
      since: firstStart(reader),
    }),
    'feed.session'({ no }) {
      const session = getSession(reader, no);
      const line = getLine(reader, no);
      if (!session || !line) throw new ConcordError('usage', { reason: `There is no session ${no}.` });
      return sessionDetail(reader, session, line);
    },
    'feed.events': (query) =>
      log.read({
        after: query.after,
        limit: query.limit,
        ...(query.session !== undefined && { session: query.session }),
      }),
  };
}

/** The agent's progress in the contract's own arrays. */
export function progressOf(agent: Rooms['agent']): CallOutput<'feed.list'>['progress'] {
  const { progress } = agent.state();
  return progress && { ...progress, phases: [...progress.phases] };
}

/** A line of the history. */
export function sessionLine(reader: Reader, row: SessionLineRow): Line {
  return {
    no: row.no,
    scope: row.scope,
    trigger: row.trigger,
    mode: row.mode,
    started: row.started,
    ended: row.ended,
    result: row.result,
    uploaded: row.sent,
    accepted: row.accepted,
    downloaded: row.received,
    written: row.written,
    conflicts: row.conflicts,
    failed: row.failed,
    skipped: row.skipped,
    ms: row.ms,
    activeMs: row.active_ms,
    bytesSent: row.bytes_up,
    bytesReceived: row.bytes_down,
    tries: row.tries,
    // What takes less can't be slow, and is most of them.
    slow: (row.ms ?? 0) >= 2000 && isSlow(row.ms, usualDuration(earlierDurations(reader, row))),
    balance: row.balance,
    problem: problemOf(row),
  };
}

function sessionDetail(reader: Reader, session: StoredSession, line: SessionLineRow): CallOutput<'feed.session'> {
  const summary = summaryOf(session);
  const earlier = earlierDurations(reader, line);
  return {
    ...sessionLine(reader, line),
    policy: summary.policy ?? null,
    appliedHere: summary.appliedHere ?? 0,
    appliedHub: summary.appliedHub ?? 0,
    failedHere: summary.failedHere ?? 0,
    failedHub: summary.failedHub ?? 0,
    resolvedHere: summary.resolvedHere ?? 0,
    resolvedHub: summary.resolvedHub ?? 0,
    equal: summary.equal ?? 0,
    requests: summary.requests ?? 0,
    repeats: summary.repeats ?? 0,
    phases: [...(summary.phases ?? [])],
    tables: (summary.tables ?? []).map(({ table, sent, received }) => ({
      table,
      sent: toldApart(sent),
      received: toldApart(received),
    })),
    short: summary.short?.length ?? 0,
    left: leftWith(reader, line.no),
    altered: alteredOf(reader, line.no),
    usualMs: usualDuration(earlier),
    usualOf: earlier.length,
  };
}

function alteredOf(reader: Reader, session: number): CallOutput<'feed.session'>['altered'] {
  const { count, records } = alteredWith(reader, session, 5);
  return { count, records: records.map(({ table, key }) => ({ table, key: { ...key } })) };
}

/** Sessions of earlier versions tell new and changed rows as one. */
function toldApart(counts: Partial<DirectionCounts> & Omit<DirectionCounts, 'inserted' | 'modified' | 'unchanged'>): {
  inserted: number | null;
  modified: number | null;
  unchanged: number;
} & Omit<DirectionCounts, 'inserted' | 'modified' | 'unchanged'> {
  const { deleted, conflict, failed, skipped, total, inserted = null, modified = null, unchanged = 0 } = counts;
  return { inserted, modified, deleted, unchanged, conflict, failed, skipped, total };
}

/** A session that has not ended has no summary yet. */
export function summaryOf(session: StoredSession): Partial<SessionSummary> {
  return session.summary as Partial<SessionSummary>;
}

/** What stopped a session, as the window shows it; null = nothing did. */
export function problemOf({
  code,
  message,
  details,
}: Pick<SessionLineRow, 'code' | 'message' | 'details'>): Line['problem'] {
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

/** Counting reads whole lists: it is done again only when the history has changed, not on each ring of a running session. */
function sessionCounter(reader: Reader): (filter: SessionFilter) => number {
  let mark = '';
  const known = new Map<string, number>();
  return (filter) => {
    const newest = reader.get<{ session: number; kind: number }>(
      `select session, kind from _concord_session_line order by session desc limit 1`,
    );
    const now = `${newest?.session} ${newest?.kind}`;
    if (now !== mark || known.size > 50) known.clear();
    mark = now;
    const name = JSON.stringify(filter);
    const count = known.get(name) ?? countLines(reader, filter);
    known.set(name, count);
    return count;
  };
}
