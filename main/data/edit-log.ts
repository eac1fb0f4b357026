// What was written by hand in the grid or the record card, kept in the replica's file: the hub's answer settles a change
// and forgets where it began, a record's timeline does not (PD-08).

import { recordToJson, type CellRecord, type JsonCell } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import type { Reader, Writer } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';

type Json = Readonly<Record<string, JsonCell>>;

/** One edit: the record after it; null = it was deleted. Large cells that the edit left alone are absent. */
export interface Edit {
  readonly no: number;
  readonly at: string;
  readonly who: string;
  readonly device: string;
  readonly isNew: boolean;
  readonly after: Json | null;
}

/** What is noted of an edit. */
export interface EditNote extends RecordName {
  readonly at: Date;
  readonly who: string;
  readonly device: string;
  readonly before: CellRecord | null;
  readonly after: CellRecord | null;
}

/** Edits are kept for so many days (PD-08). */
const daysKept = 365;
const largeCell = 4096;

const layout = `create table if not exists _concord_edit (
    no integer primary key,
    at text not null,
    who text not null,
    device text not null,
    schema_name text not null,
    table_name text not null,
    key text not null,
    is_new integer not null,
    after text);
  create index if not exists _concord_edit_of on _concord_edit (table_name, schema_name, key);
  create index if not exists _concord_edit_at on _concord_edit (at)`;

/** Notes an edit. The caller holds the write transaction that makes it. */
export function noteEdit(db: Writer, { table, key, at, who, device, before, after }: EditNote): void {
  if (!hasTable(db, '_concord_edit')) db.exec(layout);
  const oldest = new Date(at.getTime() - daysKept * 86_400_000);
  db.run(`delete from _concord_edit where at < ?`, oldest.toISOString());
  db.run(
    `insert into _concord_edit (at, who, device, schema_name, table_name, key, is_new, after) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    at.toISOString(),
    who,
    device,
    table.schema,
    table.name,
    keyOf(key),
    Number(before === null),
    after && JSON.stringify(smaller(recordToJson(after), before && recordToJson(before))),
  );
}

/** The newest edits of a record, oldest first. */
export function editsOf(db: Reader, { table, key }: RecordName, limit: number): Edit[] {
  if (!hasTable(db, '_concord_edit')) return [];
  return db
    .all<{ no: number; at: string; who: string; device: string; is_new: number; after: string | null }>(
      `select no, at, who, device, is_new, after from _concord_edit where table_name = ? and schema_name = ? and key = ?
       order by no desc limit ?`,
      table.name,
      table.schema,
      keyOf(key),
      limit,
    )
    .map(({ is_new, after, ...edit }) => ({
      ...edit,
      isNew: is_new !== 0,
      after: after === null ? null : (JSON.parse(after) as Json),
    }))
    .toReversed();
}

function keyOf(key: CellRecord): string {
  return JSON.stringify(recordToJson(key));
}

function smaller(after: Json, before: Json | null): Json {
  return Object.fromEntries(
    Object.entries(after).filter(([name, cell]) => {
      const text = JSON.stringify(cell);
      return text.length <= largeCell || text !== JSON.stringify(before?.[name]);
    }),
  );
}
