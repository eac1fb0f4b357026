// The layout of FILE-concord-log, in numbered steps: the events that the feed tails, and telemetry's own tables.

import { openWriter, type Reader, type Writer } from '../sqlite/database.ts';
import { ConcordError } from '../sync/problem.ts';
import { hasTable } from '../sqlite/introspect.ts';

/** Each step brings the log from version n to n + 1; a released step is never edited. */
export const logSteps: readonly string[] = [
  `create table if not exists event (
     no integer primary key autoincrement,
     at text not null,
     session integer,
     name text not null,
     level text not null,
     data text not null) strict;
   create index if not exists event_session on event (session, no)`,
  // Words, people, tables and codes are stored once; an event holds their numbers. 0 = none.
  `create table telemetry_word (no integer primary key, text text not null unique) strict;
   create table telemetry_run (
     no integer primary key autoincrement,
     id text not null,
     user integer not null,
     client integer not null,
     facts text not null) strict;
   create table telemetry_kind (
     no integer primary key,
     name integer not null,
     level integer not null,
     user integer not null,
     tbl integer not null,
     mode integer not null,
     success integer not null,
     error integer not null,
     code integer not null,
     scope integer not null,
     phase integer not null,
     hub_state integer not null,
     network_state integer not null,
     unique (name, level, user, tbl, mode, success, error, code, scope, phase, hub_state, network_state)) strict;
   create table telemetry (
     no integer primary key autoincrement,
     at integer not null,
     run integer not null,
     kind integer not null,
     session integer,
     sync integer,
     parent integer,
     conflict integer,
     ms real not null,
     active real,
     records integer,
     received integer,
     sent integer,
     fate text,
     message text,
     stack text,
     ids text,
     names text,
     vals text) strict;
   create index telemetry_at on telemetry (at, no, kind);
   create index telemetry_ms on telemetry (ms, at, no, kind);
   create index telemetry_conflict on telemetry (conflict) where conflict is not null;
   create table telemetry_day (
     day text not null,
     user integer not null,
     client integer not null,
     version integer not null,
     system integer not null,
     name integer not null,
     level integer not null,
     tbl integer not null,
     mode integer not null,
     error integer not null,
     code integer not null,
     count integer not null,
     last integer not null,
     ms text not null,
     active text not null,
     records text not null,
     primary key (day, user, client, version, system, name, level, tbl, mode, error, code)) strict, without rowid;
   create table telemetry_gap (no integer primary key, since text not null, until text) strict;
   create table telemetry_note (name text primary key, value text not null) strict, without rowid;
   insert into telemetry_note values ('salt', lower(hex(randomblob(4))))`,
];

/** Brings a log up to date. Two programs may begin the same one at once: the second finds it made. */
export function migrateLog(db: Writer): void {
  if (version(db) === logSteps.length) return;
  db.exec('begin immediate');
  for (let step = version(db); step < logSteps.length; step++) db.exec(logSteps[step] ?? '');
  db.exec(`pragma user_version = ${Math.max(version(db), logSteps.length)}`);
  db.exec('commit');
}

/** Throws where a table or column that this version writes or reads is missing, whatever the log's number says. */
export function assertLayout(db: Reader): void {
  const model = openWriter(':memory:', { create: true });
  try {
    migrateLog(model);
    const found = new Set(columnsIn(db));
    const missing = columnsIn(model).filter((name) => !found.has(name));
    if (missing.length > 0) throw new ConcordError('unexpected', {}, `the log lacks ${missing.join(', ')}`);
  } finally {
    model.close();
  }
}

/** Every column as `table.column`. */
function columnsIn(db: Reader): string[] {
  return db
    .column(
      `select item.name || '.' || part.name from sqlite_schema as item, pragma_table_info(item.name) as part
       where item.type = 'table'`,
    )
    .map(String);
}

/** A log whose number was not written yet, or is another's, is told by its tables. */
function version(db: Writer): number {
  const told = Number(db.value('pragma user_version'));
  return told > 0 && !hasTable(db, 'event') ? 0 : told;
}
