// The history as a narrow list beside the wide summaries: one line a session, filed under its kind, so that any filter finds
// its newest lines without reading the others (FD-02, FD-07, FD-08).

import type { Reader, Writer } from '../sqlite/database.ts';
import type { TableName } from '../sync/schema.ts';
import { whereOf, type SessionFilter } from './session-filter.ts';

/** How a session ended. `interrupted` is told apart from `failed`: it is no defect (ER-15). */
export type SessionOutcome = 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';

/** What a session moved and how long it took (FD-02). */
export interface SessionFigures {
  readonly sent: number;
  readonly accepted: number;
  readonly received: number;
  readonly written: number;
  readonly conflicts: number;
  readonly failed: number;
  readonly skipped: number;
  /** Milliseconds; `activeMs` leaves out the waiting for the hub. */
  readonly ms: number;
  readonly activeMs: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** 1, and one more for each call that had to be repeated. */
  readonly tries: number;
  /** The tables of which rows were sent or received. */
  readonly tables: readonly TableName[];
}

/** A line of the history. */
export interface SessionLineRow {
  readonly no: number;
  readonly scope: string;
  readonly mode: string;
  readonly trigger: string;
  readonly result: SessionOutcome;
  readonly started: string;
  readonly ended: string | null;
  readonly sent: number;
  readonly accepted: number;
  readonly received: number;
  readonly written: number;
  readonly conflicts: number;
  readonly failed: number;
  readonly skipped: number;
  readonly ms: number | null;
  readonly active_ms: number | null;
  readonly bytes_up: number;
  readonly bytes_down: number;
  readonly tries: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly details: string | null;
  readonly balance: number | null;
}

const none: SessionFigures = {
  sent: 0,
  accepted: 0,
  received: 0,
  written: 0,
  conflicts: 0,
  failed: 0,
  skipped: 0,
  ms: 0,
  activeMs: 0,
  bytesUp: 0,
  bytesDown: 0,
  tries: 1,
  tables: [],
};

/** Writes a session's line anew. The caller holds the transaction that writes the session. */
export function writeLine(
  db: Writer,
  line: {
    readonly session: number;
    readonly scope: string;
    readonly mode: string;
    readonly trigger: string;
    readonly result: SessionOutcome;
    readonly started: string;
    readonly code?: string | null;
    readonly message?: string | null;
    readonly figures?: SessionFigures;
  },
): void {
  const { figures } = line;
  const all = figures ?? none;
  const moved = all.sent + all.received + all.conflicts + all.failed;
  const kind = kindNo(db, [line.scope, line.mode, line.trigger, line.result], line.result === 'done' && moved === 0);
  db.run(
    `insert or replace into _concord_session_line
       (session, kind, started, sent, accepted, received, written, conflicts, failed, skipped, ms, active_ms, bytes_up,
        bytes_down, tries, problem) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    line.session,
    kind,
    line.started,
    all.sent,
    all.accepted,
    all.received,
    all.written,
    all.conflicts,
    all.failed,
    all.skipped,
    figures?.ms ?? null,
    figures?.activeMs ?? null,
    all.bytesUp,
    all.bytesDown,
    all.tries,
    line.code == null ? null : `${line.code}: ${line.message ?? ''}`,
  );
  for (const table of all.tables) {
    db.run(
      `insert or ignore into _concord_session_table (table_name, schema_name, session) values (?, ?, ?)`,
      table.name,
      table.schema,
      line.session,
    );
  }
}

function kindNo(db: Writer, names: readonly [string, string, string, string], isIdle: boolean): number {
  const values = [...names, Number(isIdle)];
  db.run(
    `insert or ignore into _concord_session_kind (scope, mode, trigger, result, idle) values (?, ?, ?, ?, ?)`,
    ...values,
  );
  return Number(
    db.value(
      `select no from _concord_session_kind where scope = ? and mode = ? and trigger = ? and result = ? and idle = ?`,
      ...values,
    ),
  );
}

const columns = `line.session as no, kind.scope, kind.mode, kind.trigger, kind.result, line.started, whole.ended,
  line.sent, line.accepted, line.received, line.written, line.conflicts, line.failed, line.skipped, line.ms,
  line.active_ms, line.bytes_up, line.bytes_down, line.tries, whole.code, whole.message, whole.details,
  json_extract(whole.summary, '$.balance') as balance`;

/** One line; undefined if there is no session of that number. */
export function getLine(db: Reader, no: number): SessionLineRow | undefined {
  return db.get<SessionLineRow>(
    `select ${columns} from _concord_session_line as line
     join _concord_session_kind as kind on kind.no = line.kind
     join _concord_session as whole on whole.no = line.session
     where line.session = ?`,
    no,
  );
}

/** When the earliest session of the history started; null = there is none. */
export function firstStart(db: Reader): string | null {
  const starts = db
    .column(`select no from _concord_session_kind`)
    .map((kind) => db.value(`select min(started) from _concord_session_line where kind = ?`, kind ?? 0))
    .filter((start) => typeof start === 'string');
  return starts.toSorted()[0] ?? null;
}

/** A page of the history, newest start first; `before` is the number of the last session of the page above. */
export function listLines(
  db: Reader,
  filter: SessionFilter,
  page: { readonly limit: number; readonly before?: number | undefined },
): SessionLineRow[] {
  const where = whereOf(db, filter, page.before);
  if (where.kinds.length === 0) return [];
  // One short range of the index a kind: the newest lines of all of them are among these.
  const groups = where.isNamed ? [where.kinds.join(', ')] : where.kinds.map(String);
  const kind = where.isNamed ? '+kind' : 'kind';
  const ranges = groups.map(
    (group) => `select * from (select session, started from _concord_session_line as line
      where ${kind} in (${group}) ${where.sql} order by started desc, session desc limit ${page.limit})`,
  );
  return db.all<SessionLineRow>(
    `select ${columns}
     from (select session, started from (${ranges.join(' union all ')})
           order by started desc, session desc limit ${page.limit}) as page
     join _concord_session_line as line on line.session = page.session
     join _concord_session_kind as kind on kind.no = line.kind
     join _concord_session as whole on whole.no = page.session
     order by page.started desc, page.session desc`,
    ...groups.flatMap(() => where.values),
  );
}

/** How many sessions a filter leaves. */
export function countLines(db: Reader, filter: SessionFilter): number {
  const { kinds, isNamed, sql, values } = whereOf(db, filter);
  if (kinds.length === 0) return 0;
  return Number(
    db.value(
      `select count(*) from _concord_session_line as line where ${isNamed ? '+' : ''}kind in (${kinds.join(', ')}) ${sql}`,
      ...values,
    ),
  );
}

/** What can be chosen from: the scopes, modes, triggers and results that the history holds. */
export function lineKinds(db: Reader): {
  readonly scopes: string[];
  readonly modes: string[];
  readonly triggers: string[];
  readonly results: SessionOutcome[];
} {
  const kinds = db.all<{ scope: string; mode: string; trigger: string; result: SessionOutcome }>(
    `select scope, mode, trigger, result from _concord_session_kind order by no`,
  );
  const of = <K extends keyof (typeof kinds)[number]>(name: K): (typeof kinds)[number][K][] => [
    ...new Set(kinds.map((kind) => kind[name])),
  ];
  return {
    scopes: of('scope'),
    modes: of('mode'),
    triggers: of('trigger'),
    results: of('result').filter((result) => result !== 'running'),
  };
}

/** The durations of up to 20 good sessions of the same scope and mode before this one, in ms (FD-05). */
export function earlierDurations(
  db: Reader,
  session: { readonly no: number; readonly scope: string; readonly mode: string; readonly started: string },
): readonly number[] {
  const kinds = db.column(
    `select no from _concord_session_kind where scope = ? and mode = ? and result = 'done'`,
    session.scope,
    session.mode,
  );
  const ranges = kinds.map(
    (kind) => `select * from (select ms, started, session from _concord_session_line
      where kind = ${Number(kind)} and (started, session) < (?, ?) order by started desc, session desc limit 20)`,
  );
  if (ranges.length === 0) return [];
  return db
    .column(
      `select ms from (${ranges.join(' union all ')}) where ms is not null order by started desc, session desc limit 20`,
      ...kinds.flatMap(() => [session.started, session.no]),
    )
    .map(Number);
}
