// One session from lock to history: the algorithm with its clock, its events and its stored summary around it (law 2).

import { ConcordError, problemFrom, type ProblemCode } from '../sync/problem.ts';
import type { LocalOrchestrator, PartInfo, RemoteOrchestrator } from '../sync/orchestrator.ts';
import type { Phase } from '../sync/session.ts';
import { synchronize, type SessionResult } from '../sync/synchronize.ts';
import { createPhaseClock, type PhaseClock } from './phase-clock.ts';
import { summarize, type EndedSession, type SyncRequest, type Traffic } from './session.ts';

/** What both orchestrators of a session are told. */
export interface SessionLine {
  readonly no: number;
  readonly type: SyncRequest['type'];
  readonly signal: AbortSignal;
  enter(phase: Phase): void;
  checkpoint(): void;
  /** Rows that were wanted had not arrived for so long. */
  blocked(ms: number): void;
  /** A call to the hub ended. */
  called(call: { readonly ms: number; readonly status: number }): void;
  repeated(repeat: {
    readonly step: number;
    readonly attempt: number;
    readonly waitMs: number;
    readonly problem: ConcordError;
  }): void;
  sent(part: number, of: number): void;
  /** The hub told what it has for this replica. */
  announced(download: { readonly parts: number; readonly rows: number }): void;
  arrived(part: PartInfo): void;
  /** Rows of a part applied so far. */
  applied(part: PartInfo, rows: number): void;
  /** Another program holds the file; waited so far in ms. */
  waitedForLock(ms: number): void;
}

/** How far a running session is (FD-01). */
export interface Progress {
  readonly session: number;
  readonly startedAt: string;
  readonly trigger: SyncRequest['trigger'];
  readonly phase: Phase | null;
  readonly table: string | null;
  /** Parts fetched or sent, of how many; null while not known. */
  readonly part: number | null;
  readonly parts: number | null;
  readonly rows: number;
  readonly rowsTotal: number | null;
  readonly bytesReceived: number;
  readonly phases: readonly { readonly phase: Phase; readonly ms: number }[];
}

/** What a run is handed. */
export interface RunParts {
  /** Takes the replica's lock; throws `session-running`. */
  lock(): { release(): void };
  start(request: SyncRequest, at: Date): Promise<number>;
  end(session: EndedSession, at: Date): Promise<void>;
  openLocal(line: SessionLine): LocalOrchestrator;
  openRemote(line: SessionLine): { readonly remote: RemoteOrchestrator; traffic(): Traffic; close(): Promise<void> };
  record(event: {
    name: string;
    level: 'verbose' | 'info' | 'warning' | 'error';
    session: number;
    data: Record<string, unknown>;
  }): void;
  /** Told on every change of progress; null = the session has ended. */
  progress(progress: Progress | null): void;
  now(): Date;
}

/** Failures that belong to normal life: told, never counted as defects (ER-15, TL-04). */
const interruptions: ReadonlySet<ProblemCode> = new Set([
  'hub-unreachable',
  'hub-name-unknown',
  'hub-no-answer',
  'hub-busy',
  'hub-session-lost',
]);

/** Runs one session to its end; never throws for what the session met, only if the replica cannot be locked or written. */
export async function runSession(parts: RunParts, request: SyncRequest, signal: AbortSignal): Promise<EndedSession> {
  const lock = parts.lock();
  try {
    const startedAt = parts.now();
    const no = await parts.start(request, startedAt);
    parts.record({
      name: 'session.started',
      level: 'info',
      session: no,
      data: { trigger: request.trigger, type: request.type },
    });
    const ended = await perform(parts, { request, signal, no, startedAt });
    await parts.end(ended, parts.now());
    recordEnd(parts, ended);
    parts.progress(null);
    return ended;
  } finally {
    lock.release();
  }
}

interface Run {
  readonly request: SyncRequest;
  readonly signal: AbortSignal;
  readonly no: number;
  readonly startedAt: Date;
}

async function perform(parts: RunParts, run: Run): Promise<EndedSession> {
  const clock = createPhaseClock();
  const tracker = createTracker(parts, run, clock);
  const finish = (result: SessionResult | null, traffic: Traffic): EndedSession['summary'] =>
    summarize(run.request, { ...clock.finish(), result, traffic, repeats: tracker.repeats() });
  let hub: ReturnType<RunParts['openRemote']> | null = null;
  try {
    const opened = (hub = parts.openRemote(tracker.line));
    tracker.countBytes(() => opened.traffic().received);
    const result = await synchronize({
      ...run.request,
      local: parts.openLocal(tracker.line),
      remote: opened.remote,
      enter: (phase) => tracker.line.enter(phase),
      checkpoint: () => tracker.line.checkpoint(),
      halved: (half) => tracker.halved(half.rows),
      saved: (unsent) =>
        parts.record({ name: 'session.unsent-saved', level: 'warning', session: run.no, data: { ...unsent } }),
      mended: (why) => parts.record({ name: 'session.mended', level: 'warning', session: run.no, data: { why } }),
      now: () => parts.now(),
    });
    if (result.ordered !== 'normal')
      parts.record({
        name: 'session.ordered',
        level: 'warning',
        session: run.no,
        data: { operation: result.ordered, conflicts: result.conflicts },
      });
    return { no: run.no, result: 'done', summary: finish(result, opened.traffic()), problem: null };
  } catch (thrown) {
    const summary = finish(null, hub?.traffic() ?? { requests: 0, sent: 0, received: 0 });
    return { no: run.no, summary, ...outcomeOf(thrown, run.signal) };
  } finally {
    await hub?.close();
  }
}

/** A session that was told to stop is cancelled, whatever it met on the way out. */
function outcomeOf(thrown: unknown, signal: AbortSignal): Pick<EndedSession, 'result' | 'problem'> {
  const problem = problemFrom(thrown);
  if (problem.code === 'cancelled') return { result: 'cancelled', problem };
  if (signal.aborted) return { result: 'cancelled', problem: problemFrom(new ConcordError('cancelled')) };
  return { result: interruptions.has(problem.code) ? 'interrupted' : 'failed', problem };
}

function recordEnd(parts: RunParts, { no, result, summary, problem }: EndedSession): void {
  const { phases, tables, short, ...counts } = summary;
  const isSmooth = result === 'done' && short.length + counts.failedHub + counts.failedHere === 0;
  const level = result === 'failed' ? 'error' : isSmooth ? 'info' : 'warning';
  const told = { ...(short.length > 0 && { short }), ...(problem && { problem }) };
  parts.record({ name: 'session.ended', level, session: no, data: { result, ...counts, ...told } });
  if (summary.policy === 'client-wins') {
    parts.record({
      name: 'session.hub-overrules',
      level: 'warning',
      session: no,
      data: { resolvedHub: summary.resolvedHub },
    });
  }
}

interface Tracker {
  readonly line: SessionLine;
  /** The hub stopped the upload; so many of its rows are tried by themselves (ER-07). */
  halved(rows: number): void;
  repeats(): number;
  countBytes(received: () => number): void;
}

interface Position {
  table: string | null;
  part: number | null;
  parts: number | null;
  rows: number;
  rowsTotal: number | null;
}

function createTracker(parts: RunParts, run: Run, clock: PhaseClock): Tracker {
  const at: Position = { table: null, part: null, parts: null, rows: 0, rowsTotal: null };
  const done: { phase: Phase; ms: number }[] = [];
  let entered = performance.now();
  let received = (): number => 0;
  let repeats = 0;
  const record = (name: string, level: 'verbose' | 'info' | 'warning', data: Record<string, unknown>): void =>
    parts.record({ name, level, session: run.no, data });
  const move = (to: Partial<Position>): void => {
    Object.assign(at, to);
    parts.progress({
      session: run.no,
      startedAt: run.startedAt.toISOString(),
      trigger: run.request.trigger,
      phase: clock.current,
      ...at,
      bytesReceived: received(),
      phases: done,
    });
  };
  const enter = (phase: Phase): void => {
    if (clock.current === phase) return;
    if (clock.current) done.push({ phase: clock.current, ms: performance.now() - entered });
    entered = performance.now();
    clock.enter(phase);
    record('session.phase', 'verbose', { phase });
    move({ table: null, part: null, rows: 0 });
  };
  return {
    repeats: () => repeats,
    halved(rows) {
      repeats++;
      record('session.halved', 'warning', { rows });
    },
    countBytes: (count) => void (received = count),
    line: {
      no: run.no,
      type: run.request.type,
      signal: run.signal,
      enter,
      checkpoint() {
        if (run.signal.aborted) throw new ConcordError('cancelled');
      },
      called: (call) => clock.called(call.ms),
      blocked: (ms) => clock.blocked(ms),
      repeated({ step, attempt, waitMs, problem }) {
        repeats++;
        record('session.repeat', 'warning', { step, attempt, waitMs, code: problem.code });
      },
      waitedForLock: (ms) => record('session.waits-for-file', 'info', { ms }),
      ...positionLine(at, move, clock),
    },
  };
}

/** How the position moves: parts sent, then parts that arrive, then rows that are applied. */
function positionLine(
  at: Position,
  move: (to: Partial<Position>) => void,
  clock: PhaseClock,
): Pick<SessionLine, 'sent' | 'announced' | 'arrived' | 'applied'> {
  let before = 0;
  return {
    sent: (part, of) => move({ part, parts: of }),
    announced({ parts, rows }) {
      before = 0;
      move({ parts, part: 0, rows: 0, rowsTotal: rows });
    },
    arrived(part) {
      if (clock.current === 'download')
        move({ table: part.table.name, part: (at.part ?? 0) + 1, rows: at.rows + part.rows });
    },
    applied(part, rows) {
      move({ table: part.table.name, part: part.index + 1, rows: before + rows });
      if (rows === part.rows) before += rows;
    },
  };
}
