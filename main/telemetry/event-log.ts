// The event log beside a replica: FILE-concord-log. The live feed is its tail (law 2). Losing it loses no conflict, no
// change and no session (TL-10): a log that cannot be read is set aside and begun anew.

import { renameSync } from 'node:fs';
import { openReader, openWriter, type Reader, type Writer } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';

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

/** Opens the log of a replica, or begins one. */
export function openEventLog(replica: string, now: () => Date): EventLog {
  const file = `${replica}-concord-log`;
  const db = openSound(file);
  const reader = openReader(file);
  prune(db, now());
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

function openSound(file: string): Writer {
  try {
    return prepare(openWriter(file, { create: true, blockMs: 1000 }));
  } catch {
    renameSync(file, `${file}-unreadable-${Date.now()}`);
    return prepare(openWriter(file, { create: true, blockMs: 1000 }));
  }
}

function prepare(db: Writer): Writer {
  db.exec('pragma synchronous = normal');
  if (!hasTable(db, 'event')) db.exec(layout);
  return db;
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
