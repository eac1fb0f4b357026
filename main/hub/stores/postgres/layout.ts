// Concord's own tables in a PostgreSQL database: all in the schema `_concord`, brought up to date step by step (Decisions 1).

import { randomBytes } from 'node:crypto';
import { ConcordError } from '../../../sync/problem.ts';
import type { Database, Querying } from './connection.ts';

/**
 * Each step brings the schema from version n to n + 1; a released step is never edited. What sessions need only while they
 * last is not logged by PostgreSQL: after a crash of the server they start anew.
 */
const steps: readonly string[] = [
  `create table _concord.clock (id int primary key check (id = 1), stamp bigint not null, revision bigint not null);
   insert into _concord.clock values (1, 0, 0);
   create table _concord.change (no bigint generated always as identity primary key, stamp bigint);
   create index change_stamp on _concord.change (stamp);
   create table _concord.tracked (no int generated always as identity primary key, schema text not null, name text not null,
     columns text not null, key text not null, unique (schema, name));
   create table _concord.scope (no int generated always as identity primary key, name text not null unique,
     setup text not null, schema text not null, version text not null, cleaned_up_to bigint);
   create table _concord.author (no int generated always as identity primary key, "user" text, device text);
   create unique index author_name on _concord.author (coalesce("user", ''), coalesce(device, ''), ("user" is null), (device is null));
   create table _concord.client (no int generated always as identity primary key, id text not null unique, identity text,
     author int, first_at text not null, seen_at text not null);
   create table _concord.client_scope (client int not null, scope int not null, hash text not null, parameters text not null,
     last_sync bigint, last_hub_sync bigint, heard_up_to bigint, synced_at text, primary key (client, scope, hash));
   create table _concord.outcome (session text primary key, client int not null, scope int not null, at text not null,
     outcome text not null);
   create index outcome_at on _concord.outcome (at);
   create table _concord.error (no bigint generated always as identity primary key, client int not null, scope int not null,
     table_no int not null, key text not null, kind text not null, row text not null, watermark bigint, code text not null,
     message text not null, state text not null, tries int not null, at text not null, unique (client, scope, table_no, key))`,
  `create function _concord.change_no() returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
   declare
     known text := current_setting('concord.change', true);
     made bigint;
   begin
     if known <> '' then return known::bigint; end if;
     insert into _concord.change (stamp) values (null) returning no into made;
    perform set_config('concord.change', made::text, true);
    return made;
  end $$;
  create function _concord.try_each(statement text, given text[])
    returns table (place int, state text, message text, detail text, col text, rule text) language plpgsql as $$
  declare
    one text[];
    done int;
    at int := 0;
  begin
    foreach one slice 1 in array given loop
      at := at + 1;
      place := null;
      begin
        execute statement using one;
        get diagnostics done = row_count;
        if done = 0 then place := at; state := null; end if;
      exception when others then
        if left(sqlstate, 2) in ('08', '25', '28', '40', '42', '53', '54', '55', '57', '58', 'XX') then raise; end if;
        place := at;
        get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail,
          col = column_name, rule = constraint_name;
      end;
      if place is not null then return next; end if;
    end loop;
  end $$`,
  `create unlogged table _concord.session (id text primary key, scope text not null, identity text, client text,
     round int not null default 1, summary text, used_at timestamptz not null default now());
   create unlogged table _concord.upload (session text not null, round int not null, part int not null, text text not null,
     primary key (session, round, part));
   create unlogged table _concord.download (selection text not null, part int not null, session text not null, text text not null,
     primary key (selection, part));
   create index download_session on _concord.download (session);
   alter table _concord.upload alter column text set storage external;
   alter table _concord.download alter column text set storage external`,
  `create table _concord.token (no int generated always as identity primary key, hash text not null unique, name text not null,
     kind text not null, scopes text, created_at text not null, expires_at text, revoked_at text)`,
  // What the operator orders of clients (HB-05); by their own names, since a client may be forgotten.
  `create table _concord."order" (no bigint generated always as identity primary key, client text not null, scope text not null,
     hash text not null, operation text not null, ordered_at text not null, ordered_by text, state text not null, session text,
     told_at text, client_time bigint, ended_at text, outcome text);
   create index order_open on _concord."order" (client) where state in ('waiting', 'told')`,
  `alter table _concord.client_scope add column session text`,
  // What filters read of a table is kept as it was before each change, so that it is known whom a row has left.
  `alter table _concord.tracked add column past text not null default '[]';
   alter table _concord.scope add column filters text`,
  // Values that a token gives its holder's parameters (HB-04).
  `alter table _concord.token add column pinned text`,
  `create unlogged table _concord.process (id text primary key, seen_at timestamptz not null)`,
  // What was cleaned up, and for whom it was the end (HB-07).
  `create table _concord.clean_up (no bigint generated always as identity primary key, at text not null, by text,
     up_to bigint not null, entries bigint not null, forgotten text not null)`,
  // Snapshots in parts, and which session reads which (HB-06).
  `create table _concord.snapshot (no bigint generated always as identity primary key, scope text not null,
     parameters text not null, made_at text not null, made_by text, state text not null, forms text,
     used bigint not null default 0, used_at text);
   create table _concord.snapshot_part (snapshot bigint not null, form text not null, no int not null, text text not null,
     primary key (snapshot, form, no));
   alter table _concord.snapshot_part alter column text set storage external;
   create table _concord.snapshot_taken (session text primary key, snapshot bigint not null, form text not null, at text not null)`,
  // What a moment of hub time is called, so that a database restored from a back-up is known by not knowing it.
  `create table _concord.seal (stamp bigint primary key, seal text not null)`,
];

/** A number that no other program takes for its advisory locks by chance; the second one says what for. */
export const locks = { family: 0x434f4e43, clock: 1, layout: 2, served: 3 } as const;

/** Takes a lock that ends with the transaction. */
export async function lockFor(db: Querying, what: 'clock' | 'layout'): Promise<void> {
  await db.rows(`select pg_advisory_xact_lock(${locks.family}, ${locks[what]})`);
}

/** Makes Concord's tables or brings them up to date. The caller holds the layout's lock. */
export async function migrate(db: Querying): Promise<void> {
  const version = await layoutVersion(db);
  if (version === null) {
    await db.rows(
      `create schema if not exists _concord; create table _concord.meta (name text primary key, value text)`,
    );
    await db.rows(`insert into _concord.meta values ('role', 'hub'), ('version', '0')`);
    await db.rows(`insert into _concord.meta values ('id', $1)`, [randomBytes(16).toString('hex')]);
  }
  for (let step = version ?? 0; step < steps.length; step++) await db.rows(steps[step] ?? '');
  await db.rows(`update _concord.meta set value = $1 where name = 'version'`, [String(steps.length)]);
}

/** True if the database is a hub already. Refuses a newer Concord's, before anything is written. */
export async function isHub(db: Database): Promise<boolean> {
  const version = await layoutVersion(db);
  if (version === null) return false;
  if (version > steps.length) throw new ConcordError('replica-newer', { file: `the database ${db.name}` });
  return true;
}

async function layoutVersion(db: Querying): Promise<number | null> {
  if ((await db.value(`select to_regclass('_concord.meta')`)) === null) return null;
  return Number((await db.value(`select value from _concord.meta where name = 'version'`)) ?? 0);
}

/** The id by which replicas know this database again, at whatever address it is served (W-286). */
export async function hubId(db: Querying): Promise<string> {
  return (await db.value(`select value from _concord.meta where name = 'id'`)) ?? '';
}
