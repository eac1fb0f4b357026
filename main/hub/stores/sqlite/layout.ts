// Concord's own tables in a hub's database, and the steps that bring an older file up to date (Decisions 1).

import { basename } from 'node:path';
import { ConcordError } from '../../../sync/problem.ts';
import type { Reader, Writer } from '../../../sqlite/database.ts';
import { hasTable } from '../../../sqlite/introspect.ts';

/** Each step brings a file from version n to n + 1; a released step is never edited. */
const steps: readonly string[] = [
  `create table _concord_clock (
     id integer primary key check (id = 1),
     stamp integer not null,
     applying integer not null);
   insert into _concord_clock values (1, 0, 0);
   create table _concord_table (
     no integer primary key,
     name text not null unique,
     columns text not null,
     key text not null);
   create table _concord_scope (
     no integer primary key,
     name text not null unique,
     setup text not null,
     schema text not null,
     version text not null,
     cleaned_up_to integer);
   create table _concord_author (
     no integer primary key,
     user text,
     device text);
   create table _concord_client (
     no integer primary key,
     id text not null unique,
     identity text,
     author integer,
     first_at text not null,
     seen_at text not null);
   create table _concord_client_scope (
     client integer not null,
     scope integer not null,
     hash text not null,
     parameters text not null,
     last_sync integer,
     last_hub_sync integer,
     heard_up_to integer,
     synced_at text,
     primary key (client, scope, hash)) without rowid;
   create table _concord_hub_session (
     id text primary key,
     client integer not null,
     scope integer not null,
     at text not null,
     outcome text not null) without rowid;
   create table _concord_error (
     no integer primary key,
     client integer not null,
     scope integer not null,
     table_no integer not null,
     key text not null,
     kind text not null,
     row text not null,
     watermark integer,
     code text not null,
     message text not null,
     state text not null,
     tries integer not null,
     at text not null,
     unique (client, scope, table_no, key))`,
  `insert or ignore into _concord_meta values ('id', lower(hex(randomblob(16))))`,
  `create table _concord_token (
     no integer primary key,
     hash text not null unique,
     name text not null,
     kind text not null,
     scopes text,
     created_at text not null,
     expires_at text,
     revoked_at text)`,
  // What the operator orders of clients (HB-05); by their own names, since a client may be forgotten.
  `create table _concord_order (
     no integer primary key,
     client text not null,
     scope text not null,
     hash text not null,
     operation text not null,
     ordered_at text not null,
     ordered_by text,
     state text not null,
     session text,
     told_at text,
     client_time integer,
     ended_at text,
     outcome text);
   create index _concord_order_open on _concord_order (client) where state in ('waiting', 'told')`,
  `alter table _concord_client_scope add column session text`,
  // What filters read of a table is kept as it was before each change, so that it is known whom a row has left.
  `alter table _concord_table add column past text not null default '[]';
   alter table _concord_scope add column filters text`,
  // Values that a token gives its holder's parameters (HB-04).
  `alter table _concord_token add column pinned text`,
  // What was cleaned up, and for whom it was the end (HB-07).
  `create table _concord_clean_up (
     no integer primary key,
     at text not null,
     by text,
     up_to integer not null,
     entries integer not null,
     forgotten text not null)`,
  // A scope that is set up anew under its name (M5).
  `alter table _concord_scope add column revision integer not null default 0`,
  // What a moment of hub time is called, so that a database restored from a back-up is known by not knowing it.
  `create table _concord_seal (
     stamp integer primary key,
     seal text not null)`,
];

/** Makes Concord's tables or brings them up to date, or only to an earlier version. The caller holds a write transaction. */
export function migrateHub(db: Writer, wanted = steps.length): void {
  const version = layoutVersion(db);
  if (version === null) {
    db.exec(`create table _concord_meta (name text primary key, value text)`);
    db.run(`insert into _concord_meta values ('role', 'hub'), ('version', '0')`);
  }
  for (let step = version ?? 0; step < wanted; step++) db.exec(steps[step] ?? '');
  db.run(`update _concord_meta set value = ? where name = 'version'`, String(wanted));
}

/** True if the file's tables are as this Concord wants them. */
export function isCurrentHub(db: Reader): boolean {
  return layoutVersion(db) === steps.length;
}

/** The id by which replicas know this database again, at whatever address it is served (W-286). */
export function hubId(db: Reader): string {
  return String(db.value(`select value from _concord_meta where name = 'id'`));
}

/** True if the file is a hub already. Refuses a replica's file and a newer Concord's, before anything is written. */
export function isHub(db: Reader): boolean {
  const version = layoutVersion(db);
  if (version === null) return false;
  const file = basename(db.file);
  const role = db.value(`select value from _concord_meta where name = 'role'`);
  if (role !== 'hub') throw new ConcordError('database-unsuitable', { reason: `${file} is a replica` });
  if (version > steps.length) throw new ConcordError('replica-newer', { file });
  return true;
}

function layoutVersion(db: Reader): number | null {
  if (!hasTable(db, '_concord_meta')) return null;
  return Number(db.value(`select value from _concord_meta where name = 'version'`) ?? 0);
}
