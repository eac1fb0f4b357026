// FILE-concord-log: opened, brought up to date, and begun anew where it cannot be read. Losing it loses no conflict, no
// change and no session (TL-10).

import { existsSync, renameSync } from 'node:fs';
import { openReader, openWriter, type Reader, type Writer } from '../sqlite/database.ts';
import { ConcordError, type ProblemCode } from '../sync/problem.ts';
import { assertLayout, migrateLog } from './layout.ts';

/** The open log of a replica, or of a hub. */
export interface LogFile {
  readonly path: string;
  readonly db: Writer;
  readonly reader: Reader;
  close(): void;
}

/** The log's path. */
export function logPath(replica: string): string {
  return `${replica}-concord-log`;
}

/** How a log is opened. */
export interface LogOpening {
  now(): Date;
  /** Throws where its layout is not what it should be. */
  check?(db: Writer): void;
  /** Milliseconds for which another program's writing is waited for; 1000. */
  readonly blockMs?: number;
}

/** Opens the log of a replica or a hub, or begins one. Throws where the file can be read but not written, or is held locked. */
export function openLogFile(replica: string, opening: LogOpening): LogFile {
  const path = logPath(replica);
  try {
    return open(path, opening);
  } catch (thrown) {
    if (!existsSync(path) || isInTheWay(thrown)) throw thrown;
    setAside(path, opening.now());
    return open(path, opening);
  }
}

function open(path: string, { check, blockMs = 1000 }: LogOpening): LogFile {
  const db = openWriter(path, { create: true, blockMs });
  try {
    db.exec('pragma synchronous = normal');
    // Events are appended: of a log of any size a few pages are in use.
    db.exec('pragma cache_size = -4000');
    // Room inside it can then be given back in slices. Only a new file takes it up at once.
    if (Number(db.value('pragma page_count')) <= 1) db.exec('pragma auto_vacuum = incremental; vacuum');
    migrateLog(db);
    assertLayout(db);
    check?.(db);
    const reader = openReader(path);
    return {
      path,
      db,
      reader,
      close() {
        reader.close();
        db.close();
      },
    };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
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
