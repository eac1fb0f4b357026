// What the hub did not take stays pending: it goes again, is parked once it failed twice alike, or waits behind a parent that
// the hub did not take either (D7, Decisions 10, ER-06, ER-08).

import type { Row } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import type { RefusedRow } from '../sync/orchestrator.ts';
import { reasonOfRefusal } from '../sync/row-error.ts';
import { tableKey } from '../sync/schema.ts';
import { bindRow } from '../sqlite/cells.ts';
import type { Writer } from '../sqlite/database.ts';
import { pairs } from '../sqlite/names.ts';
import { parentLinks, parentsOf, type ParentLink } from './behind.ts';
import { held } from './layout.ts';
import { readBase, readChange, readRecord } from './record-store.ts';
import { errorOf, noteFailure, resolveErrors } from './row-errors.ts';
import { takeBack, type Parked, type TakeBackContext } from './take-back.ts';
import { keyOfRecord, toKeyRecord, type TrackedTable } from './tracked-table.ts';

/** The session that was told, and what it takes to give a change up here. */
export interface Told extends TakeBackContext {
  readonly session: number;
  /** What was changed later than this was not sent. */
  readonly clientTime: bigint;
}

interface Item {
  readonly table: TrackedTable;
  readonly refused: RefusedRow;
}

/** Keeps refused rows pending. What lacks a parent is looked at last: the parent may be among those at fault. */
export function keepRefused(
  db: Writer,
  tables: ReadonlyMap<string, TrackedTable>,
  refused: readonly RefusedRow[],
  told: Told,
): void {
  const items = refused.flatMap((row): Item[] => {
    const table = tables.get(tableKey(row.table));
    return table ? [{ table, refused: row }] : [];
  });
  const parked: Parked[] = [];
  for (const item of items.filter((one) => !lacksParent(one.refused))) parked.push(...keepOne(db, item, told));
  let left = items.filter((one) => lacksParent(one.refused));
  const links = parentLinks(db, left.length > 0 ? tables.values() : []);
  for (let before = Infinity; left.length > 0 && left.length < before;) {
    before = left.length;
    left = left.filter((item) => !waitsBehind(db, item, links));
  }
  for (const item of left) parked.push(...keepOne(db, item, told));
  takeBack(db, parked, told);
}

/** A row that was held back for its parent, or that the hub could not take without it. */
function lacksParent({ code, kind, message }: RefusedRow): boolean {
  return code === 'parent-refused' || reasonOfRefusal({ code, kind, message }).cause === 'parent-missing';
}

/** True if one of its parents was not taken either: then it waits for that one, and nobody need look at it (ER-08). */
function waitsBehind(db: Writer, { table, refused }: Item, links: ReadonlyMap<number, readonly ParentLink[]>): boolean {
  const record = recordOf(table, refused.key);
  const row = readRecord(db, table, record.key);
  const parents = row ? parentsOf(links.get(table.no) ?? [], row) : [];
  const isBehind = parents.some(({ table: parent, key }) => isAtFault(db, parent, key));
  if (!isBehind) return false;
  hold(db, table, { key: refused.key, mark: held.behindConflict });
  resolveErrors(db, table, toRow(table, refused.key), 'hub', 'waits');
  return true;
}

function isAtFault(db: Writer, table: TrackedTable, key: Row): boolean {
  if (errorOf(db, table, key)?.kind === 'upsert') return true;
  const change = readChange(db, table, toKeyRecord(table, key));
  return change !== null && change.stamp > 0n && change.held === held.behindConflict;
}

/** Returns the change if it is parked just as it was sent. */
function keepOne(db: Writer, { table, refused }: Item, told: Told): Parked[] {
  const { kind, code, message } = refused;
  if (code === 'parent-kept') {
    hold(db, table, { key: refused.key, mark: held.behindConflict });
    return [];
  }
  const { key } = recordOf(table, refused.key);
  const present = readRecord(db, table, key);
  const base = readBase(db, table, key);
  const change = readChange(db, table, key);
  const { no, state } = noteFailure(
    db,
    {
      table,
      side: 'hub',
      kind,
      row: present ? table.columns.map(({ name }) => present[name] ?? null) : toRow(table, refused.key),
      before: base && table.columns.map(({ name }) => base[name] ?? null),
      code,
      message,
      column: refused.column ?? null,
      ...authorOf(db, table, refused.key),
    },
    { session: told.session, at: told.at, ...(refused.isAlone === true && { state: 'parked' as const }) },
  );
  // What was changed again meanwhile is another change, and goes with the next session.
  const isAsSent = change === null || change.stamp <= told.clientTime;
  hold(db, table, { key: refused.key, mark: state === 'parked' && isAsSent ? held.parked : held.no });
  if (!isAsSent) forgetSent(db, table, refused.key, told);
  const isWhole = isAsSent && change !== null && change.stamp > 0n && change.held === held.no;
  return state === 'parked' && isWhole ? [{ table, key: refused.key, no, stamp: change.stamp }] : [];
}

/** The change is stamped anew, so that this session's end does not take it for sent. */
function hold(db: Writer, table: TrackedTable, { key, mark }: { readonly key: Row; readonly mark: number }): void {
  db.run(`update _concord_clock set stamp = stamp + 1`);
  db.run(
    `update ${table.entries} set held = ?, stamp = (select stamp from _concord_clock) where ${here(table)}`,
    mark,
    ...bindRow(key),
  );
}

/** The hub did not take what was sent: it is no base of the change that was made over it (Decisions 5). */
function forgetSent(db: Writer, table: TrackedTable, key: Row, { clientTime }: Told): void {
  db.run(`delete from ${table.images} where ${here(table)} and mark = ?`, ...bindRow(key), clientTime);
}

function authorOf(db: Writer, table: TrackedTable, key: Row): { who: string | null; madeAt: string | null } {
  const entry = db.get<{ who: string | null; at: string | null }>(
    `select who, at from ${table.entries} where ${here(table)}`,
    ...bindRow(key),
  );
  return { who: entry?.who ?? null, madeAt: entry?.at ?? null };
}

function recordOf(table: TrackedTable, key: Row): RecordName {
  return { table: table.name, key: Object.fromEntries(table.key.map((name, at) => [name, key[at] ?? null])) };
}

function toRow(table: TrackedTable, key: Row): Row {
  const record = recordOf(table, key).key;
  return table.columns.map(({ name }) => record[name] ?? null);
}

function here(table: TrackedTable): string {
  return pairs(
    table.keyNames,
    '=',
    keyOfRecord(table, {}).map(() => '?'),
  );
}
