// Changes that the hub took and stored otherwise: a rule or trigger of its owner's had a say. What was sent is kept beside what
// the hub made of it, so that no value that was typed here gives way in silence (R-99, SF-03).

import { recordToJson, sameValue, type CellRecord, type JsonCell } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import type { Author } from '../sync/orchestrator.ts';
import type { TableName } from '../sync/schema.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';
import type { TrackedTable } from './tracked-table.ts';

type Json = Readonly<Record<string, JsonCell>>;

/** One of them, as noted. */
export interface Alteration {
  readonly no: number;
  readonly session: number;
  /** When it came back, ISO. */
  readonly at: string;
  /** When the change was made here, ISO; null where not known. */
  readonly madeAt: string | null;
  /** The columns that were changed here; null = the record was new. */
  readonly changed: readonly string[] | null;
  readonly mine: Json;
  readonly theirs: Json;
  readonly who: string | null;
  readonly device: string | null;
}

/** A change that the hub has taken, and the row that came back. */
export interface TakenChange {
  readonly key: CellRecord;
  /** Null = the record was new here. */
  readonly base: CellRecord | null;
  readonly mine: CellRecord;
  readonly theirs: CellRecord;
  readonly madeAt: string | null;
  readonly author: Author | null;
}

/** Notes alterations while a session is applied. */
export interface AlterationNotes {
  /** Notes it where a value that was changed here gave way. */
  note(table: TrackedTable, change: TakenChange): void;
}

/** So many of one session are noted, and so many of all; each for so many days (PD-08). */
const most = { session: 10_000, file: 50_000, days: 365 };

const layout = `create table _concord_altered (
    no integer primary key,
    session integer not null,
    at text not null,
    made_at text,
    changed text,
    schema_name text not null,
    table_name text not null,
    key text not null,
    mine text not null,
    theirs text not null,
    who text,
    device text);
  create index _concord_altered_record on _concord_altered (table_name, schema_name, key);
  create index _concord_altered_session on _concord_altered (session)`;

/** The notes of one session; `at` is when it applies, ISO. The caller holds its transaction. */
export function createAlterationNotes(
  db: Writer,
  { session, at }: { readonly session: number; readonly at: string },
): AlterationNotes {
  let count = 0;
  return {
    note(table, change) {
      if (count >= most.session) return;
      const { key, base, mine, theirs, madeAt, author } = change;
      const changed = differing(table, mine, base);
      const other = new Set(differing(table, mine, theirs));
      if (!changed.some((name) => other.has(name))) return;
      if (count++ === 0) makeRoom(db, at);
      db.run(
        `insert into _concord_altered
           (session, at, made_at, changed, schema_name, table_name, key, mine, theirs, who, device)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        session,
        at,
        madeAt,
        base && JSON.stringify(changed),
        table.name.schema,
        table.name.name,
        json(key),
        json(mine),
        json(theirs),
        author?.user ?? null,
        author?.device ?? null,
      );
    },
  };
}

/** The columns that count in which a record differs from another one, or holds something where there is none. */
function differing({ columns }: TrackedTable, record: CellRecord, other: CellRecord | null): readonly string[] {
  return columns
    .filter(({ name, type, noise }) => !noise && !sameValue(type, record[name] ?? null, other?.[name] ?? null))
    .map(({ name }) => name);
}

function makeRoom(db: Writer, at: string): void {
  if (!hasTable(db, '_concord_altered')) db.exec(layout);
  const oldest = new Date(Date.parse(at) - most.days * 86_400_000).toISOString();
  db.run(
    `delete from _concord_altered where at < ? or no <= (select max(no) from _concord_altered) - ${most.file}`,
    oldest,
  );
}

/** How many of a session are noted, and the first records of them. */
export function alteredWith(
  db: Reader,
  session: number,
  limit: number,
): { readonly count: number; readonly records: readonly { readonly table: TableName; readonly key: Json }[] } {
  if (!hasTable(db, '_concord_altered')) return { count: 0, records: [] };
  const of = `from _concord_altered where session = ? group by schema_name, table_name, key`;
  const records = db
    .all<{ schema_name: string; table_name: string; key: string }>(
      `select schema_name, table_name, key ${of} order by min(no) limit ${limit}`,
      session,
    )
    .map(({ schema_name: schema, table_name: name, key }) => ({
      table: { name, schema },
      key: JSON.parse(key) as Json,
    }));
  return { count: Number(db.value(`select count(*) from (select 1 ${of})`, session)), records };
}

/** The newest alterations of a record, oldest first. */
export function alterationsOf(db: Reader, { table, key }: RecordName, limit: number): Alteration[] {
  if (!hasTable(db, '_concord_altered')) return [];
  return db
    .all<{
      no: number;
      session: number;
      at: string;
      made_at: string | null;
      changed: string | null;
      mine: string;
      theirs: string;
      who: string | null;
      device: string | null;
    }>(
      `select no, session, at, made_at, changed, mine, theirs, who, device from _concord_altered
       where table_name = ? and schema_name = ? and key = ? order by no desc limit ?`,
      table.name,
      table.schema,
      json(key),
      limit,
    )
    .map(({ made_at: madeAt, changed, mine, theirs, ...note }) => ({
      ...note,
      madeAt,
      changed: changed === null ? null : (JSON.parse(changed) as string[]),
      mine: JSON.parse(mine) as Json,
      theirs: JSON.parse(theirs) as Json,
    }))
    .toReversed();
}

function json(record: CellRecord): string {
  return JSON.stringify(recordToJson(record));
}
