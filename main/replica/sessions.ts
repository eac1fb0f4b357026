// The sessions of a replica, kept in its own file: inbox and ledger point to them (Decisions 2, FD-02).

import type { Reader, Writer } from '../sqlite/database.ts';
import { writeLine, type SessionFigures, type SessionOutcome } from './session-lines.ts';

/** One session as stored. `summary` is the agent's own record of counts, phases and bytes. */
export interface StoredSession {
  readonly no: number;
  readonly scope: string;
  readonly trigger: string;
  readonly mode: string;
  readonly started: string;
  readonly ended: string | null;
  readonly result: SessionOutcome;
  readonly summary: unknown;
  readonly code: string | null;
  readonly message: string | null;
  readonly details: string | null;
}

interface SessionRow extends Omit<StoredSession, 'summary'> {
  readonly summary: string;
}

/** Notes the start of a session and returns its number. Sessions of programs that died are closed as interrupted. */
export function startSession(
  db: Writer,
  session: { scope: string; trigger: string; mode: string; started: string },
): number {
  const dead = db.all<SessionRow>(`select * from _concord_session where result = 'running'`);
  db.run(`update _concord_session set result = 'interrupted', ended = ? where result = 'running'`, session.started);
  for (const one of dead) writeLine(db, { ...one, session: one.no, result: 'interrupted' });
  const { lastInsertRowid } = db.run(
    `insert into _concord_session (scope, trigger, mode, started, result) values (?, ?, ?, ?, 'running')`,
    session.scope,
    session.trigger,
    session.mode,
    session.started,
  );
  const no = Number(lastInsertRowid);
  writeLine(db, { ...session, session: no, result: 'running' });
  return no;
}

/** Notes how a session ended. */
export function endSession(
  db: Writer,
  no: number,
  end: {
    ended: string;
    /** Absent = as it was meant to be when it started. */
    mode?: string;
    result: SessionOutcome;
    summary: unknown;
    code?: string;
    message?: string;
    details?: string;
    /** What its line in the history shows; without them all are 0. */
    figures?: SessionFigures;
  },
): void {
  const known = db.get<{ scope: string; trigger: string; mode: string; started: string }>(
    `select scope, trigger, mode, started from _concord_session where no = ?`,
    no,
  );
  if (known) writeLine(db, { ...known, ...end, mode: end.mode ?? known.mode, session: no });
  db.run(
    `update _concord_session set ended = ?, mode = coalesce(?, mode), result = ?, summary = ?, code = ?, message = ?, details = ? where no = ?`,
    end.ended,
    end.mode ?? null,
    end.result,
    JSON.stringify(end.summary),
    end.code ?? null,
    end.message ?? null,
    end.details ?? null,
    no,
  );
}

/** The newest sessions, newest first. */
export function listSessions(db: Reader, page: { limit: number }): StoredSession[] {
  return db.all<SessionRow>(`select * from _concord_session order by no desc limit ?`, page.limit).map(read);
}

/** One session; undefined if there is none of that number. */
export function getSession(db: Reader, no: number): StoredSession | undefined {
  const row = db.get<SessionRow>(`select * from _concord_session where no = ?`, no);
  return row && read(row);
}

/** The number of the last session before this one that succeeded; 0 = none (TL-02: `syncId`). */
export function lastGoodSession(db: Reader, before: number): number {
  return Number(
    db.value(`select no from _concord_session where no < ? and result = 'done' order by no desc limit 1`, before) ?? 0,
  );
}

/** When the last good session before one ended; null = there was none. */
export function agreedBefore(db: Reader, no: number): string | null {
  const sql = `select ended from _concord_session where no < ? and result = 'done' order by no desc limit 1`;
  return db.get<{ ended: string | null }>(sql, no)?.ended ?? null;
}

/** When the last good session before a time ended; null = there was none. */
export function agreedAtTime(db: Reader, at: string): string | null {
  const sql = `select ended from _concord_session where ended < ? and result = 'done' order by no desc limit 1`;
  return db.get<{ ended: string | null }>(sql, at)?.ended ?? null;
}

/** Since when a session is running, as far as the file tells; null = none. */
export function runningSince(db: Reader): string | null {
  return (
    db.get<{ started: string }>(
      `select started from _concord_session where result = 'running' order by no desc limit 1`,
    )?.started ?? null
  );
}

function read(row: SessionRow): StoredSession {
  return { ...row, summary: JSON.parse(row.summary) as unknown };
}
