// The event log beside a replica: FILE-concord-log. The live feed is its tail (law 2). Losing it loses no conflict, no
// change and no session (TL-10): a log that cannot be read is set aside and begun anew.

import { existsSync, renameSync } from 'node:fs';
import { openReader, openWriter, type Reader, type Writer } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';
import { ConcordError, type ProblemCode } from '../sync/problem.ts';

/** How grave an event is (TL-13). */
export type Level = 'verbose' | 'info' | 'warning' | 'error';

/** Something that happened, as it is recorded. */
export interface NewEvent {
  readonly name: string;
  readonly level: Level;
  /** Number of the session that it belongs to; null = none. */
  readonly session: number | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A recorded event. */
export interface LoggedEvent extends NewEvent {
  readonly no: number;
  /** ISO instant. */
  readonly at: string;
}

/** The log of one replica. */
export interface EventLog {
  record(event: NewEvent): LoggedEvent;
  /** Events after a number, oldest first. */
  read(query: { after: number; limit: number; session?: number }): LoggedEvent[];
  lastNumber(): number;
  close(): void;
}

interface EventRow {
  readonly no: number;
  readonly at: string;
  readonly name: string;
  readonly level: Level;
  readonly session: number | null;
  readonly data: string;
}

const layout = `create table event (
    no integer primary key autoincrement,
    at text not null,
    session integer,
    name text not null,
    level text not null,
    data text not null) strict;
  create index event_session on event (session, no)`;

/** Days and events kept; older ones go when the log is opened (TL-10). */
const keep = { days: 30, events: 1_000_000 };

/** Opens the log of a replica, or begins one. Throws where the file can be read but not written, or is held locked. */
export function openEventLog(replica: string, now: () => Date): EventLog {
  const file = `${replica}-concord-log`;
  try {
    return openLog(file, now);
  } catch (thrown) {
    if (!existsSync(file) || isInTheWay(thrown)) throw thrown;
    setAside(file, now());
    return openLog(file, now);
  }
}

function openLog(file: string, now: () => Date): EventLog {
  const db = openWriter(file, { create: true, blockMs: 1000 });
  try {
    prepare(db);
    prune(db, now());
    return createLog({ db, reader: openReader(file), now });
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function createLog({ db, reader, now }: { db: Writer; reader: Reader; now: () => Date }): EventLog {
  const insert = db.statement(`insert into event (at, session, name, level, data) values (?, ?, ?, ?, ?)`);
  return {
    record(event) {
      const at = now().toISOString();
      const { lastInsertRowid } = insert.run(at, event.session, event.name, event.level, JSON.stringify(event.data));
      return { ...event, at, no: Number(lastInsertRowid) };
    },
    read: (query) => read(reader, query),
    lastNumber: () => Number(reader.value(`select coalesce(max(no), 0) from event`)),
    close() {
      reader.close();
      db.close();
    },
  };
}

/** The log itself may be sound: another program holds it, or it may not be written. Then it stays where it is. */
function isInTheWay(thrown: unknown): boolean {
  return thrown instanceof ConcordError && passing.has(thrown.code);
}

const passing: ReadonlySet<ProblemCode> = new Set(['replica-locked', 'replica-read-only', 'disk-full']);

/** With what belongs to it: another program may have it open, and its write-ahead file is not the new log's. */
function setAside(file: string, now: Date): void {
  const aside = `${file}-unreadable-${now.getTime()}`;
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`);
}

/** Two programs may begin the same log at once: the second one finds the table made. */
function prepare(db: Writer): void {
  db.exec('pragma synchronous = normal');
  if (hasTable(db, 'event')) return;
  db.exec('begin immediate');
  if (!hasTable(db, 'event')) db.exec(layout);
  db.exec('commit');
}

function prune(db: Writer, now: Date): void {
  const oldest = new Date(now.getTime() - keep.days * 86_400_000).toISOString();
  db.run(`delete from event where at < ? or no <= (select max(no) from event) - ?`, oldest, keep.events);
}

function read(reader: Reader, query: { after: number; limit: number; session?: number }): LoggedEvent[] {
  const rows =
    query.session === undefined
      ? reader.all<EventRow>(`select * from event where no > ? order by no limit ?`, query.after, query.limit)
      : reader.all<EventRow>(
          `select * from event where session = ? and no > ? order by no limit ?`,
          query.session,
          query.after,
          query.limit,
        );
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }));
}
