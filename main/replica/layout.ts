// Concord's own tables in a replica's file, and the steps that bring an older file up to date (Decisions 1).

import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { ConcordError } from '../sync/problem.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';

/** How a row is kept from being sent (Decisions 6). */
export const held = {
  /** Goes with the next session. */
  no: 0,
  /** Older than provisioning and not adopted (Decisions 8). */
  notAdopted: 1,
  /** Behind an open conflict; stamp 0 = no local change since. */
  behindConflict: 2,
  /** Refused twice alike: parked (D7). */
  parked: 3,
  /** The table is only received. */
  downloadOnly: 4,
  /** While another scope or parameter set synchronises: it goes with a session of its own. */
  otherSet: 5,
} as const;

/** Each step brings a file from version n to n + 1; a released step is never edited. */
const steps: readonly string[] = [
  `create table _concord_clock (
     id integer primary key check (id = 1),
     stamp integer not null,
     offered integer not null,
     applying integer not null);
   insert into _concord_clock values (1, 0, 0, 0);
   create table _concord_table (
     no integer primary key,
     physical text not null unique,
     schema_name text not null,
     table_name text not null,
     columns text not null,
     key text not null,
     direction text not null);
   create table _concord_scope (
     no integer primary key,
     name text not null,
     hub text,
     hash text not null,
     parameters text not null,
     version text,
     cleaned_up_to integer,
     schema text,
     setup text,
     policy text,
     last_sync integer,
     last_hub_sync integer,
     synced_at text,
     fell_short integer not null default 0,
     unique (name, hash));
   create table _concord_session (
     no integer primary key,
     scope text not null,
     trigger text not null,
     mode text not null,
     started text not null,
     ended text,
     result text not null,
     summary text not null default '{}',
     code text,
     message text,
     details text);
   create table _concord_error (
     no integer primary key,
     schema_name text not null,
     table_name text not null,
     key text not null,
     side text not null,
     kind text not null,
     row text,
     code text not null,
     message text not null,
     state text not null,
     tries integer not null,
     first_session integer not null,
     last_session integer not null,
     first_at text not null,
     last_at text not null);
   create index _concord_error_open on _concord_error (table_name, key) where state <> 'resolved'`,
  // Who writes through Concord, within the transaction that writes; the triggers note it with each change (PD-01).
  `alter table _concord_clock add column who text`,
  // The history as a narrow list beside the wide summaries, so that a million sessions can be filtered (FD-07, FD-08).
  `create table _concord_session_kind (
     no integer primary key,
     scope text not null,
     mode text not null,
     trigger text not null,
     result text not null,
     idle integer not null,
     unique (scope, mode, trigger, result, idle));
   create table _concord_session_line (
     session integer primary key,
     kind integer not null,
     started text not null,
     sent integer not null default 0,
     accepted integer not null default 0,
     received integer not null default 0,
     written integer not null default 0,
     conflicts integer not null default 0,
     failed integer not null default 0,
     skipped integer not null default 0,
     ms real,
     active_ms real,
     bytes_up integer not null default 0,
     bytes_down integer not null default 0,
     tries integer not null default 1,
     problem text);
   create index _concord_session_order on _concord_session_line (kind, started, session);
   create index _concord_session_problem on _concord_session_line (problem) where problem is not null;
   create table _concord_session_table (
     table_name text not null,
     schema_name text not null,
     session integer not null,
     primary key (table_name, schema_name, session)) without rowid;
   create temp table _earlier as
     select no as session, scope, mode, trigger, result, started,
       coalesce(json_extract(summary, '$.uploaded'), 0) as sent,
       coalesce(json_extract(summary, '$.appliedHub'), 0) as accepted,
       coalesce(json_extract(summary, '$.downloaded'), 0) as received,
       coalesce(json_extract(summary, '$.appliedHere'), 0) as written,
       coalesce(json_extract(summary, '$.conflicts'), 0) as conflicts,
       coalesce(json_extract(summary, '$.failedHere'), 0) + coalesce(json_extract(summary, '$.failedHub'), 0) as failed,
       json_extract(summary, '$.ms') as ms,
       coalesce(json_extract(summary, '$.bytesSent'), 0) as bytes_up,
       coalesce(json_extract(summary, '$.bytesReceived'), 0) as bytes_down,
       1 + coalesce(json_extract(summary, '$.repeats'), 0) as tries,
       case when code is not null then code || ': ' || coalesce(message, '') end as problem,
       (select sum(json_extract(value, '$.waited')) from json_each(summary, '$.phases')) as waited,
       (select sum(json_extract(value, '$.sent.skipped') + json_extract(value, '$.received.skipped'))
        from json_each(summary, '$.tables')) as skipped
     from _concord_session;
   insert into _concord_session_kind (scope, mode, trigger, result, idle)
     select distinct scope, mode, trigger, result, result = 'done' and sent + received + conflicts + failed = 0
     from _earlier;
   insert into _concord_session_line
     select session,
       (select no from _concord_session_kind as k where k.scope = e.scope and k.mode = e.mode
        and k.trigger = e.trigger and k.result = e.result
        and k.idle = (e.result = 'done' and e.sent + e.received + e.conflicts + e.failed = 0)),
       started, sent, accepted, received, written, conflicts, failed, coalesce(skipped, 0), ms,
       max(ms - coalesce(waited, 0), 0), bytes_up, bytes_down, tries, problem
     from _earlier as e;
   insert or ignore into _concord_session_table
     select json_extract(value, '$.table.name'), json_extract(value, '$.table.schema'), no
     from _concord_session, json_each(summary, '$.tables')
     where json_extract(value, '$.sent.total') + json_extract(value, '$.received.total') > 0;
   drop table _earlier`,
  // The key of the pseudonyms: one person is one id in every export of this replica (TL-11).
  `insert or ignore into _concord_meta values ('setting.pseudonyms', '"' || lower(hex(randomblob(32))) || '"')`,
  // What an error says to a person: its type and cause, whose change it is, what was to be changed, and its history (ER-01).
  `alter table _concord_error add column type text not null default 'other';
   alter table _concord_error add column cause text not null default 'other';
   alter table _concord_error add column column_name text;
   alter table _concord_error add column action text not null default 'update';
   alter table _concord_error add column changed text;
   alter table _concord_error add column who text;
   alter table _concord_error add column made_at text;
   alter table _concord_error add column outcome text;
   alter table _concord_error add column resolved_at text;
   update _concord_error set action = 'delete' where kind = 'delete';
   update _concord_error set outcome = 'accepted', resolved_at = last_at where state = 'resolved';
   create index _concord_error_state on _concord_error (state, type, no);
   create table _concord_error_step (
     no integer primary key,
     error integer not null,
     at text not null,
     what text not null,
     who text,
     session integer,
     message text,
     row text);
   create index _concord_error_steps on _concord_error_step (error)`,
  // What sessions took away, with its last values, and how many (PR-06, PR-08).
  `create table _concord_removed (
     no integer primary key,
     session integer not null,
     at text not null,
     schema_name text not null,
     table_name text not null,
     key text not null,
     reason text not null,
     condition text,
     row text not null,
     who text,
     device text);
   create index _concord_removed_record on _concord_removed (table_name, key, no);
   create index _concord_removed_session on _concord_removed (reason, session, no);
   create table _concord_removal (
     session integer not null,
     reason text not null,
     count integer not null,
     primary key (session, reason)) without rowid`,
  // What a refused change started from, and when it was taken back.
  `alter table _concord_error add column base text;
   alter table _concord_error add column taken_back_at text;
   create index _concord_error_taken_back on _concord_error (table_name, key)
     where taken_back_at is not null and state <> 'resolved'`,
  // What the hub called the time up to which it was heard.
  `alter table _concord_scope add column seal text`,
];

/** Makes Concord's tables or brings them up to date. The caller holds a write transaction. */
export function migrateReplica(db: Writer): void {
  const version = layoutVersion(db);
  if (version === null) {
    db.exec(`create table _concord_meta (name text primary key, value text)`);
    db.run(`insert into _concord_meta values ('role', 'replica'), ('version', '0'), ('client', ?)`, randomUUID());
  }
  for (let step = version ?? 0; step < steps.length; step++) db.exec(steps[step] ?? '');
  db.run(`update _concord_meta set value = ? where name = 'version'`, String(steps.length));
}

/** Refuses a file of another kind or of a newer Concord, before anything is written. */
export function assertReplica(db: Reader): void {
  const version = layoutVersion(db);
  if (version === null) return;
  const file = basename(db.file);
  if (meta(db, 'role') !== 'replica') throw new ConcordError('replica-is-hub', { file });
  if (version > steps.length) throw new ConcordError('replica-newer', { file });
}

/** True if the file is a replica already. */
export function isReplica(db: Reader): boolean {
  return layoutVersion(db) !== null;
}

/** True if the file's tables are as this Concord wants them. */
export function isCurrent(db: Reader): boolean {
  return layoutVersion(db) === steps.length;
}

/** The id under which hubs know this file (W-190). */
export function clientId(db: Reader): string {
  return meta(db, 'client') ?? '';
}

/** From now on hubs know the file as another client. The caller holds a write transaction. */
export function renewClientId(db: Writer): void {
  db.run(`update _concord_meta set value = ? where name = 'client'`, randomUUID());
}

/** One of the file's own facts. */
export function meta(db: Reader, name: string): string | null {
  return db.get<{ value: string | null }>(`select value from _concord_meta where name = ?`, name)?.value ?? null;
}

function layoutVersion(db: Reader): number | null {
  if (!hasTable(db, '_concord_meta')) return null;
  return Number(meta(db, 'version') ?? 0);
}
