// The inbox's own tables. They live in the replica's file, so that an entry and its row are written together (SF-02).

import type { Reader, Writer } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';
import type { JsonCell } from '../sync/cell.ts';
import { searchText } from './search-text.ts';

/** Each step brings the inbox from version n to n + 1; a released step is never edited. */
const steps: readonly string[] = [
  `create table _concord_conflict (
     no integer primary key,
     schema_name text not null,
     table_name text not null,
     key text not null,
     type text not null,
     state text not null,
     base text,
     mine text,
     theirs text,
     theirs_known integer not null,
     columns text not null,
     collisions text not null,
     mine_at text,
     theirs_at text,
     theirs_user text,
     theirs_device text,
     raised_at text not null,
     raised_session integer not null,
     last_session integer not null,
     revision integer not null default 1,
     edit_stamp text not null default '0',
     previous integer,
     keep text,
     choice text,
     decided text,
     wrote integer not null default 0,
     decided_by text,
     decided_at text,
     changed_at text not null);
   create unique index _concord_conflict_key on _concord_conflict (table_name, schema_name, key)
     where state not in ('confirmed', 'undone');
   create index _concord_conflict_state on _concord_conflict (state, no);
   create index _concord_conflict_table on _concord_conflict (table_name, state);
   create table _concord_conflict_step (
     no integer primary key,
     conflict integer not null,
     at text not null,
     state text not null,
     who text,
     why text not null,
     session integer,
     versions text);
   create index _concord_conflict_step_of on _concord_conflict_step (conflict);`,
  // Every new entry looks for an earlier one of its record.
  `create index _concord_conflict_record on _concord_conflict (table_name, schema_name, key, no)`,
  // Lists are found in one narrow index and one narrow table, whatever narrows or orders them (CF-07).
  `drop index _concord_conflict_table;
   create index _concord_conflict_find on _concord_conflict
     (state, table_name, schema_name, type, no, raised_session, last_session, raised_at, columns, collisions, key);
   create table _concord_conflict_text (no integer primary key, text text not null);
   create trigger _concord_conflict_text_gone after delete on _concord_conflict
     begin delete from _concord_conflict_text where no = old.no; end;`,
];

/** Makes the inbox's tables or brings them up to date. The caller holds a write transaction. */
export function migrateInbox(db: Writer): void {
  for (let step = version(db); step < steps.length; step++) db.exec(steps[step] ?? '');
  fillTexts(db);
  db.run(
    `insert into _concord_meta values ('inbox', ?) on conflict (name) do update set value = excluded.value`,
    String(steps.length),
  );
}

/** Entries from before there was a search text get theirs. */
function fillTexts(db: Writer): void {
  const rows = db.raw(
    `select no, key, base, mine, theirs from _concord_conflict where no not in (select no from _concord_conflict_text)`,
  );
  const found = rows.all();
  for (const [no = 0, ...versions] of found) {
    const records = versions.map((text) =>
      typeof text === 'string' ? (JSON.parse(text) as Record<string, JsonCell>) : null,
    );
    db.run(`insert into _concord_conflict_text values (?, ?)`, no, searchText(records));
  }
}

/** True if the inbox's tables are as this Concord wants them. */
export function isInboxCurrent(db: Reader): boolean {
  return version(db) === steps.length;
}

function version(db: Reader): number {
  if (!hasTable(db, '_concord_conflict')) return 0;
  return Number(db.get<{ value: string }>(`select value from _concord_meta where name = 'inbox'`)?.value ?? 0);
}
