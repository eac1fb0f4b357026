// The snapshots of a SQLite hub, in a file of their own beside it: the owner's database does not grow by them (HB-06).

import { existsSync } from 'node:fs';
import { openWriter, type Writer } from '../../../sqlite/database.ts';
import { createGate, writeTransaction } from '../../../sqlite/transaction.ts';
import {
  formsFromText,
  formsToText,
  isRunning,
  useHours,
  type SnapshotForm,
  type SnapshotRow,
  type SnapshotShelf,
} from '../snapshots.ts';

/** The snapshots' file of a database. */
export function snapshotFile(file: string): string {
  return `${file}-concord-snapshots`;
}

const layout = `
  create table if not exists snapshot (
    no integer primary key autoincrement,
    scope text not null,
    parameters text not null,
    made_at text not null,
    made_by text,
    pid integer not null,
    state text not null check (state in ('making', 'ready', 'deleted')),
    forms text,
    used integer not null default 0,
    used_at text) strict;
  create table if not exists part (
    snapshot integer not null,
    form text not null,
    no integer not null,
    text text not null,
    primary key (snapshot, form, no)) strict, without rowid;
  create table if not exists taken (
    session text primary key,
    snapshot integer not null,
    form text not null,
    at text not null) strict, without rowid`;

/** A shelf that can be closed. */
export interface SqliteSnapshots extends SnapshotShelf {
  close(): void;
}

/** The snapshots beside a database; their file is made with the first one. */
export function createSnapshots(file: string, at: () => string): SqliteSnapshots {
  const place = openPlace(file, at);
  return { ...makingOf(place), ...readingOf(place), close: () => place.close() };
}

/** The file, opened when it is needed. */
interface Place {
  readonly at: () => string;
  readonly isThere: () => boolean;
  readonly open: () => Writer;
  readonly write: <T>(work: (db: Writer) => T) => Promise<T>;
  close(): void;
}

function openPlace(file: string, at: () => string): Place {
  const gate = createGate();
  let db: Writer | null = null;
  const open = (): Writer => {
    if (db) return db;
    db = openWriter(snapshotFile(file), { create: true });
    db.exec(layout);
    return db;
  };
  const isThere = (): boolean => db !== null || existsSync(snapshotFile(file));
  return {
    at,
    isThere,
    open,
    write: (work) => gate.enter(() => writeTransaction(open(), () => work(open()))),
    close() {
      db?.close();
      db = null;
    },
  };
}

type OfMaking = 'begin' | 'put' | 'drop' | 'finish' | 'remove';

function makingOf({ at, isThere, write }: Place): Pick<SnapshotShelf, OfMaking> {
  return {
    begin: ({ scopeName, parameters, by }) =>
      write((to) => {
        sweep(to, at());
        const made = to.run(
          `insert into snapshot (scope, parameters, made_at, made_by, pid, state) values (?, ?, ?, ?, ?, 'making')`,
          scopeName,
          parameters,
          at(),
          by,
          process.pid,
        );
        return Number(made.lastInsertRowid);
      }),
    put: ({ no, form, index }, text) =>
      write((to) => void to.run(`insert into part values (?, ?, ?, ?)`, no, form, index, text)),
    drop: (no, form) => write((to) => void to.run(`delete from part where snapshot = ? and form = ?`, no, form)),
    finish: (no, forms) =>
      write((to) => void to.run(`update snapshot set state = 'ready', forms = ? where no = ?`, formsToText(forms), no)),
    remove: async (no) =>
      isThere() &&
      write((to) => {
        const gone = to.run(`update snapshot set state = 'deleted' where no = ? and state <> 'deleted'`, no);
        sweep(to, at());
        return gone.changes > 0;
      }),
  };
}

function readingOf({ at, isThere, open, write }: Place): Omit<SnapshotShelf, OfMaking> {
  return {
    list: async () => (isThere() ? load(open(), `state = 'ready'`) : []),
    find: async (no) => (isThere() ? (load(open(), 'forms is not null and no = ?', no)[0] ?? null) : null),
    take: (session, { no, form }) =>
      write((to) => {
        const given = to.run(
          `update snapshot set used = used + 1, used_at = ? where no = ? and state = 'ready'`,
          at(),
          no,
        );
        if (given.changes > 0) to.run(`insert or replace into taken values (?, ?, ?, ?)`, session, no, form, at());
        return given.changes > 0;
      }),
    taken: async (session) =>
      isThere()
        ? (open().get<{ no: number; form: SnapshotForm }>(
            `select snapshot as no, form from taken where session = ?`,
            session,
          ) ?? null)
        : null,
    async giveBack(session) {
      if (!isThere() || open().value(`select 1 from taken where session = ?`, session) === undefined) return;
      await write((to) => {
        to.run(`delete from taken where session = ?`, session);
        sweep(to, at());
      });
    },
    part: async ({ no, form, index }) => {
      const text = isThere()
        ? open().value(`select text from part where snapshot = ? and form = ? and no = ?`, no, form, index)
        : undefined;
      return typeof text === 'string' ? text : null;
    },
  };
}

/** Drops what nobody reads: deleted ones, and those whose maker was killed. The caller holds a write transaction. */
function sweep(db: Writer, at: string): void {
  const before = new Date(Date.parse(at) - useHours * 3_600_000).toISOString();
  db.run(`delete from taken where at < ?`, before);
  const makers = db.all<{ no: number; pid: number }>(`select no, pid from snapshot where state = 'making'`);
  for (const { no, pid } of makers)
    if (!isRunning(pid)) db.run(`update snapshot set state = 'deleted' where no = ?`, no);
  db.exec(`delete from part where snapshot in (
    select no from snapshot where state = 'deleted' and no not in (select snapshot from taken))`);
  db.exec(`delete from snapshot where state = 'deleted' and no not in (select snapshot from taken)`);
}

interface Stored extends Omit<SnapshotRow, 'forms'> {
  readonly forms: string;
}

function load(db: Writer, which: string, ...values: readonly number[]): SnapshotRow[] {
  return db
    .all<Stored>(
      `select no, scope as scopeName, parameters, made_at as madeAt, made_by as "by", forms, used, used_at as usedAt
       from snapshot where ${which} order by no desc`,
      ...values,
    )
    .map((row) => ({ ...row, forms: formsFromText(row.forms) }));
}
