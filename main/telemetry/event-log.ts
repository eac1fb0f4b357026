// The events beside a replica, in FILE-concord-log: the live feed is their tail (law 2, FD-09).

import { unusedBytes } from '../sqlite/compact.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { createSlices } from '../sqlite/slices.ts';
import type { Level } from '../sync/telemetry.ts';
import { openLogFile, type LogFile } from './log-file.ts';

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
  /** Bytes inside the file that nothing uses any more and that can be given back. */
  unused(): number;
  /** Gives them back to the disk, in short slices: events are recorded meanwhile (AD-03). */
  compact(): Promise<void>;
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

/** Days and events kept; older ones go when the log is opened (TL-10). */
const keep = { days: 30, events: 1_000_000 };

const insertEvent = `insert into event (at, session, name, level, data) values (?, ?, ?, ?, ?)`;

/** Opens the log of a replica alone; see `openLogFile`. */
export function openEventLog(replica: string, now: () => Date): EventLog {
  const file = openEventFile(replica, now);
  return { ...createEventLog(file, now), close: () => file.close() };
}

/** The file with its events pruned. */
export function openEventFile(replica: string, now: () => Date): LogFile {
  return openLogFile(replica, {
    now,
    check(db) {
      db.statement(insertEvent);
      prune(db, now());
    },
  });
}

/** The events of an open log. */
export function createEventLog({ db, reader }: LogFile, now: () => Date): Omit<EventLog, 'close'> {
  const insert = db.statement(insertEvent);
  return {
    record(event) {
      const at = now().toISOString();
      const { lastInsertRowid } = insert.run(at, event.session, event.name, event.level, JSON.stringify(event.data));
      return { ...event, at, no: Number(lastInsertRowid) };
    },
    read: (query) => read(reader, query),
    lastNumber: () => Number(reader.value(`select coalesce(max(no), 0) from event`)),
    unused: () => (Number(reader.value('pragma auto_vacuum')) === 2 ? unusedBytes(reader) : 0),
    async compact() {
      const slices = createSlices();
      for (let left = Infinity; left > 0;) {
        db.exec('pragma incremental_vacuum(64)');
        const now = unusedBytes(db);
        // A file of an older Concord gives nothing back.
        if (now >= left) break;
        left = now;
        await slices.pause();
      }
      db.exec('pragma wal_checkpoint(truncate)');
    },
  };
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
