// The statements of the inbox: find, open, change, and the history of each entry (CF-04).

import { recordToJson, type JsonCell } from '../sync/cell.ts';
import type { EntryState } from '../sync/entry.ts';
import type { RecordName } from '../sync/inbox.ts';
import { collisions, differingColumns, type Versions } from '../sync/merge.ts';
import type { Author } from '../sync/orchestrator.ts';
import type { ComparedColumn, TableName } from '../sync/schema.ts';
import type { ConflictType } from '../sync/conflict.ts';
import type { Reader, SqlValue, Writer } from '../sqlite/database.ts';
import { keyText, type EntryRow } from './entry-row.ts';
import { searchText } from './search-text.ts';

/** What opens an entry. */
export interface NewEntry extends RecordName {
  readonly columns: readonly ComparedColumn[];
  readonly type: ConflictType;
  readonly versions: Versions;
  readonly theirsKnown: boolean;
  readonly mineAt: string | null;
  readonly author: Author | null;
  readonly session: number;
}

/** A line of an entry's history. */
export interface Step {
  readonly state: EntryState;
  readonly who: string | null;
  readonly why: string;
  readonly session?: number | null;
  /** The entry's versions of that time belong to the line; they are copied to it when the entry gets others. */
  readonly shows?: boolean;
}

/** The inbox's rows over the replica's writing connection. */
export interface EntryStore {
  byNumber(no: number): EntryRow | undefined;
  /** The entry that stands for a record now, and its number alone. */
  open(record: RecordName): EntryRow | undefined;
  openNumber(record: RecordName): number | null;
  /** The entry that stands for a record now, and the newest of all that ever did. */
  standing(record: RecordName): { readonly open: EntryRow | undefined; readonly newest: number | null };
  /** `previous`: the newest entry of the record. */
  insert(entry: NewEntry, previous: number | null): number;
  /** Changes members of an entry and raises its revision. */
  change(no: number, members: Readonly<Partial<Record<keyof EntryRow, SqlValue>>>): void;
  setVersions(no: number, columns: readonly ComparedColumn[], versions: Versions): void;
  /** The same entry with versions that differ in nothing that counts: its revision and its history stay. */
  refresh(no: number, columns: readonly ComparedColumn[], versions: Versions): void;
  step(no: number, step: Step): void;
  /** Number of the newest line of an entry's history. */
  lastStep(no: number): number;
  decided(): readonly EntryRow[];
  /** Entries whose decided row the hub refused. */
  parked(): readonly EntryRow[];
  /** Numbers of a table's entries that wait for a person. */
  undecidedOf(table: TableName): readonly number[];
  openRecords(): readonly { readonly schema_name: string; readonly table_name: string; readonly key: string }[];
}

/** Lines of the inbox's history by their numbers: those after one, up to another. */
export interface Steps {
  readonly after: number;
  readonly upTo: number;
}

/** Number of the newest line of all histories: a mark of the inbox as it stands. */
export function newestStep(db: Reader): number {
  return Number(db.value(`select max(no) from _concord_conflict_step`) ?? 0);
}

/** Entries that somebody decided by certain lines of history, oldest first. */
export function decidedIn(db: Reader, { after, upTo }: Steps, who: string): number[] {
  const sql = `select distinct conflict from _concord_conflict_step where no > ? and no <= ? and state = 'decided' and who = ? order by conflict`;
  return db.column(sql, after, upTo, who).map(Number);
}

/** What a line of history holds while its versions are still the entry's own. */
export const keptNow = '';

/** Written out before the entry gets other versions. */
const keepShown = `update _concord_conflict_step set versions = (select ${versionsText('entry')} from _concord_conflict as entry
  where entry.no = conflict) where conflict = ? and versions = '${keptNow}'`;

/** An entry's versions as one JSON text, in SQL: they are JSON already. */
export function versionsText(entry: string): string {
  const member = (name: string): string => `'"${name}":' || coalesce(${entry}.${name}, 'null')`;
  return `'{' || ${member('base')} || ',' || ${member('mine')} || ',' || ${member('theirs')} || '}'`;
}

/** The store. `now` gives the time of each change. */
export function createEntryStore(db: Writer, now: () => Date): EntryStore {
  const at = clockText(now);
  return {
    byNumber: (no) => db.get<EntryRow>(`select * from _concord_conflict where no = ?`, no),
    open: (record) => openEntry(db, record),
    openNumber({ table, key }) {
      const no = db.value(
        `select no from _concord_conflict where table_name = ? and schema_name = ? and key = ? and state not in ('confirmed', 'undone')`,
        table.name,
        table.schema,
        keyText(key),
      );
      return no === undefined ? null : Number(no);
    },
    standing: (record) => standing(db, record),
    insert: (entry, previous) => insertEntry(db, { ...entry, previous }, at()),
    change(no, members) {
      const names = Object.keys(members);
      const set = names.map((name) => `${name} = ?`).join(', ');
      db.run(
        `update _concord_conflict set ${set}, revision = revision + 1, changed_at = ? where no = ?`,
        ...names.map((name) => members[name as keyof EntryRow] ?? null),
        at(),
        no,
      );
    },
    setVersions(no, columns, versions) {
      db.run(keepShown, no);
      const key = db.value(`select key from _concord_conflict where no = ?`, no);
      const json = jsonOf(versions);
      saveText(db, no, [JSON.parse(String(key)) as Json, ...json]);
      this.change(no, storedVersions(columns, versions, json));
    },
    refresh(no, columns, versions) {
      const stored = Object.entries(storedVersions(columns, versions, jsonOf(versions)));
      const set = stored.map(([name]) => `${name} = ?`).join(', ');
      db.run(`update _concord_conflict set ${set} where no = ?`, ...stored.map(([, value]) => value), no);
    },
    step: (no, step) => insertStep(db, no, step, at()),
    lastStep: (no) => Number(db.value(`select max(no) from _concord_conflict_step where conflict = ?`, no) ?? 0),
    decided: () => db.all<EntryRow>(`select * from _concord_conflict where state in ('decided', 'sent') order by no`),
    parked: () => db.all<EntryRow>(`select * from _concord_conflict where state = 'parked' order by no`),
    undecidedOf: ({ name, schema }) =>
      db
        .column(
          `select no from _concord_conflict where table_name = ? and schema_name = ? and state in ('undecided', 'reopened')`,
          name,
          schema,
        )
        .map(Number),
    openRecords: () =>
      db.all(
        `select schema_name, table_name, key from _concord_conflict where state not in ('confirmed', 'undone') order by no`,
      ),
  };
}

function openEntry(db: Reader, { table, key }: RecordName): EntryRow | undefined {
  return db.get<EntryRow>(
    `select * from _concord_conflict where table_name = ? and schema_name = ? and key = ? and state not in ('confirmed', 'undone')`,
    table.name,
    table.schema,
    keyText(key),
  );
}

function standing(db: Reader, record: RecordName): ReturnType<EntryStore['standing']> {
  // All of them, there are few: `limit 1` costs SQLite eight times as much.
  const numbers = db.column(
    `select no from _concord_conflict where table_name = ? and schema_name = ? and key = ?`,
    record.table.name,
    record.table.schema,
    keyText(record.key),
  );
  if (numbers.length === 0) return { open: undefined, newest: null };
  return { open: openEntry(db, record), newest: Math.max(...numbers.map(Number)) };
}

type StoredVersions = Readonly<Pick<EntryRow, 'base' | 'mine' | 'theirs' | 'columns' | 'collisions'>>;

function storedVersions(
  columns: readonly ComparedColumn[],
  versions: Versions,
  json: Three<Json | null>,
): StoredVersions {
  const [base, mine, theirs] = textsOf(json);
  return {
    base,
    mine,
    theirs,
    columns: JSON.stringify(differingColumns(columns, versions)),
    collisions: JSON.stringify(collisions(columns, versions)),
  };
}

/** The time as text, written anew when it is another one: steps of one session share many. */
function clockText(now: () => Date): () => string {
  let last = { time: Number.NaN, text: '' };
  return () => {
    const date = now();
    if (date.getTime() !== last.time) last = { time: date.getTime(), text: date.toISOString() };
    return last.text;
  };
}

function insertEntry(db: Writer, entry: NewEntry & { readonly previous: number | null }, at: string): number {
  const { versions, author } = entry;
  const key = recordToJson(entry.key);
  const json = jsonOf(versions);
  const { lastInsertRowid } = db.run(
    `insert into _concord_conflict (schema_name, table_name, key, type, state, base, mine, theirs, theirs_known, columns, collisions,
       mine_at, theirs_at, theirs_user, theirs_device, raised_at, raised_session, last_session, previous, changed_at)
     values (?, ?, ?, ?, 'undecided', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entry.table.schema,
    entry.table.name,
    JSON.stringify(key),
    entry.type,
    ...textsOf(json),
    Number(entry.theirsKnown),
    JSON.stringify(differingColumns(entry.columns, versions)),
    JSON.stringify(collisions(entry.columns, versions)),
    entry.mineAt,
    author?.at ?? null,
    author?.user ?? null,
    author?.device ?? null,
    at,
    entry.session,
    entry.session,
    entry.previous,
    at,
  );
  const no = Number(lastInsertRowid);
  saveText(db, no, [key, ...json]);
  return no;
}

type Json = Readonly<Record<string, JsonCell>>;

type Three<T> = readonly [T, T, T];

/** Base, mine, theirs. */
function jsonOf({ base, mine, theirs }: Versions): Three<Json | null> {
  return [base && recordToJson(base), mine && recordToJson(mine), theirs && recordToJson(theirs)];
}

/** As `writeVersion` writes them. */
function textsOf([base, mine, theirs]: Three<Json | null>): Three<string | null> {
  return [base && JSON.stringify(base), mine && JSON.stringify(mine), theirs && JSON.stringify(theirs)];
}

function saveText(db: Writer, no: number, records: readonly (Json | null)[]): void {
  db.run(
    `insert into _concord_conflict_text values (?, ?) on conflict (no) do update set text = excluded.text`,
    no,
    searchText(records),
  );
}

function insertStep(db: Writer, no: number, step: Step, at: string): void {
  db.run(
    `insert into _concord_conflict_step (conflict, at, state, who, why, session, versions) values (?, ?, ?, ?, ?, ?, ?)`,
    no,
    at,
    step.state,
    step.who,
    step.why,
    step.session ?? null,
    step.shows ? keptNow : null,
  );
}
