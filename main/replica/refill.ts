// Emptying and refilling tables: what waits is set aside in the same transaction and compared afterwards (Decisions 15, L9).

import { cellFromJson, recordToJson, type CellRecord, type JsonCell } from '../sync/cell.ts';
import { setAsideType } from '../sync/conflict.ts';
import type { Inbox } from '../sync/inbox.ts';
import { sameRecord } from '../sync/resolution.ts';
import { tableKey } from '../sync/schema.ts';
import type { Writer } from '../sqlite/database.ts';
import { rowReader, selectCells } from '../sqlite/cells.ts';
import { pairs, quote } from '../sqlite/names.ts';
import type { AlterationNotes } from './altered.ts';
import { held } from './layout.ts';
import type { Holding } from './outside.ts';
import { shadowCells } from './record-sql.ts';
import { holdRecord, readRecord } from './record-store.ts';
import { toKeyRecord, toRecord, type TrackedTable } from './tracked-table.ts';

interface Aside {
  readonly no: number;
  readonly key: string;
  readonly mine: string | null;
  readonly base: string | null;
  readonly at: string | null;
  /** 1 = the hub has taken it in this session. */
  readonly taken: number;
}

/** What an emptying leaves. */
export interface Emptying {
  isTaken(table: TrackedTable, key: CellRecord, stamp: bigint): boolean;
  /** Rows that other parameter sets of this file hold: they stay with all that is known of them (L32). */
  holding(table: TrackedTable): Holding;
}

/** Copies every waiting record, then empties the tables, children first. */
export function emptyTables(db: Writer, tables: readonly TrackedTable[], { isTaken, holding }: Emptying): void {
  db.exec(
    `create temp table if not exists concord_aside (no integer, key text, mine text, base text, at text, taken integer)`,
  );
  db.exec(`delete from concord_aside`);
  const emptied = tables
    .filter((table) => holding(table) !== 'all')
    .map((table) => ({ table, holding: holding(table) }));
  // Asked of all tables before any is emptied: a filter may join another one.
  for (const { table, holding: held } of emptied) noteHeld(db, table, held);
  for (const { table, holding: held } of emptied) setAside(db, table, { isTaken, holding: held });
  db.exec(`pragma defer_foreign_keys = on`);
  for (const { table, holding: held } of emptied.toReversed()) {
    db.exec(`delete from ${table.base}${unlessHeld(table, held, table.key.map(quote))}`);
    for (const shadow of [table.entries, table.bases, table.images])
      db.exec(`delete from ${shadow}${unlessHeld(table, held, table.keyNames)}`);
  }
  db.exec(`pragma defer_foreign_keys = off`);
  for (const { table } of emptied) db.exec(`drop table if exists temp.concord_held_${table.no}`);
}

/** The keys of the rows that stay. */
function noteHeld(db: Writer, table: TrackedTable, holding: Holding): void {
  if (typeof holding === 'string') return;
  const keys = table.key.map((name, at) => `present.${quote(name)} as ${table.keyNames[at] ?? ''}`).join(', ');
  db.exec(`drop table if exists temp.concord_held_${table.no}`);
  db.run(
    `create temp table concord_held_${table.no} as select ${keys} from ${table.base} as present where ${holding.text}`,
    ...holding.values,
  );
}

function unlessHeld(table: TrackedTable, holding: Holding, key: readonly string[], joint = 'where'): string {
  if (typeof holding === 'string') return '';
  const same = pairs(
    table.keyNames.map((name) => `kept.${name}`),
    '=',
    key,
  );
  return ` ${joint} not exists (select 1 from temp.concord_held_${table.no} as kept where ${same})`;
}

function setAside(
  db: Writer,
  table: TrackedTable,
  { isTaken, holding }: Pick<Emptying, 'isTaken'> & { readonly holding: Holding },
): void {
  const own = pairs(
    table.key.map((name) => `present.${quote(name)}`),
    '=',
    table.keyNames.map((name) => `entry.${name}`),
  );
  const shadow = pairs(
    table.keyNames.map((name) => `base.${name}`),
    '=',
    table.keyNames.map((name) => `entry.${name}`),
  );
  const width = table.columns.length;
  const read = rowReader(table.columns);
  const keyColumns = table.keyAt.flatMap((at) => table.columns[at] ?? []);
  const readKey = rowReader(keyColumns);
  const keys = selectCells(
    keyColumns.map((column, at) => ({ ...column, name: `k${at}` })),
    'entry.',
  );
  const asEntry = table.keyNames.map((name) => `entry.${name}`);
  const rows = db
    .raw(
      `select cast(entry.stamp as text), entry.held, entry.at, entry.gone or present.${quote(table.key[0] ?? '')} is null, base.k0 is not null, ${keys},
         ${selectCells(table.columns, 'present.')}, ${shadowCells(table, 'base.')}
       from ${table.entries} as entry left join ${table.base} as present on ${own} left join ${table.bases} as base on ${shadow}
       where entry.stamp > 0${unlessHeld(table, holding, asEntry, 'and')}`,
    )
    .all();
  for (const [stamp, heldBy, at, gone, hasBase, ...rest] of rows) {
    const key = toKeyRecord(table, readKey(rest.splice(0, table.key.length)));
    // What is held was not sent, so nobody has taken it (Decisions 6).
    const taken = heldBy === held.no && isTaken(table, key, BigInt(String(stamp)));
    const mine = gone !== 0 ? null : toRecord(table, read(rest.slice(0, width)));
    const base = hasBase === 0 ? null : toRecord(table, read(rest.slice(width)));
    const text = (record: CellRecord | null): string | null => record && JSON.stringify(recordToJson(record));
    db.run(
      `insert into concord_aside values (?, ?, ?, ?, ?, ?)`,
      table.no,
      text(key),
      text(mine),
      text(base),
      at ?? null,
      Number(taken),
    );
  }
}

/**
 * Compares what was set aside with the refilled tables: equal is closed, the rest becomes entries of the inbox; but what the hub has
 * taken and stored otherwise is noted only.
 */
export function compareAside(
  db: Writer,
  tables: readonly TrackedTable[],
  context: { inbox: Inbox; session: number; alterations: AlterationNotes },
): { conflicts: number; equal: number; raised: ReadonlySet<string> } {
  let equal = 0;
  let conflicts = 0;
  const raised = new Set<string>();
  for (const aside of db.all<Aside>(`select * from concord_aside`)) {
    const table = tables.find((item) => item.no === aside.no);
    const key = table && fromText(table, aside.key);
    if (!table || !key) continue;
    const theirs = readRecord(db, table, key);
    const mine = fromText(table, aside.mine);
    const base = fromText(table, aside.base);
    if (aside.taken === 1) {
      const change = { key, base, madeAt: aside.at, author: null };
      if (mine && theirs) context.alterations.note(table, { ...change, mine, theirs });
      continue;
    }
    // nothing is left of mine that counts.
    if (sameRecord(table.columns, mine, theirs) || (base && sameRecord(table.columns, mine, base))) {
      equal++;
      context.inbox.becameEqual({ table: table.name, key, session: context.session });
      continue;
    }
    const outcome = context.inbox.raise({
      table: table.name,
      key,
      columns: table.columns,
      type: setAsideType(theirs ? 'row' : 'none', mine ? 'row' : 'tombstone', base !== null),
      versions: { base, mine, theirs },
      mineAt: aside.at,
      author: null,
      session: context.session,
      theirsKnown: true,
    });
    if (outcome === 'closed') continue;
    holdRecord(db, table, key);
    if (outcome !== 'same') conflicts++;
    raised.add(recordText(table, key));
  }
  db.exec(`delete from concord_aside`);
  return { conflicts, equal, raised };
}

/** Entries without a waiting change stay open: theirs becomes the refilled row (Decisions 15). */
export function refreshOpenEntries(
  db: Writer,
  tables: readonly TrackedTable[],
  context: { inbox: Inbox; session: number; raised: ReadonlySet<string> },
): void {
  const byName = new Map(tables.map((table) => [tableKey(table.name), table]));
  for (const record of context.inbox.openRecords()) {
    const table = byName.get(tableKey(record.table));
    if (!table || context.raised.has(recordText(table, record.key))) continue;
    const theirs = readRecord(db, table, record.key);
    const moved = context.inbox.hubMoved({
      ...record,
      columns: table.columns,
      theirs,
      author: null,
      session: context.session,
      accepted: false,
    });
    if (moved === 'updated' || moved === 'reopened') holdRecord(db, table, record.key);
  }
}

function recordText(table: TrackedTable, key: CellRecord): string {
  return `${table.no} ${JSON.stringify(recordToJson(key))}`;
}

function fromText(table: TrackedTable, text: string | null): CellRecord | null {
  if (text === null) return null;
  const json = JSON.parse(text) as Record<string, JsonCell>;
  const columns = table.columns.filter((column) => Object.hasOwn(json, column.name));
  return Object.fromEntries(
    columns.map((column) => [column.name, cellFromJson(json[column.name] ?? null, column.type)]),
  );
}
