// A refused change that is parked is given up here, where that was chosen: the error has its values, the record stands as both
// sides last agreed (R-157, R-158, ER-11). Runs in the transaction that parks it: both are written, or none (SF-02).

import type { Row } from '../sync/cell.ts';
import type { RecordName } from '../sync/inbox.ts';
import { tableKey, type TableName } from '../sync/schema.ts';
import { bindCell } from '../sqlite/cells.ts';
import type { Writer } from '../sqlite/database.ts';
import { foreignKeysOf, tableNames } from '../sqlite/introspect.ts';
import { pairs, quote } from '../sqlite/names.ts';
import { isConstraint } from '../sqlite/problem.ts';
import { refusalPolicyOf } from './refusal-policy.ts';
import type { KnownScope } from './scopes.ts';
import type { TableWork } from './table-work.ts';
import { toKeyRecord, type TrackedTable } from './tracked-table.ts';

/** A change that was parked just now, as it was sent. */
export interface Parked {
  readonly table: TrackedTable;
  readonly key: Row;
  /** The number of its error. */
  readonly no: number;
  /** When it was made, as it was sent. */
  readonly stamp: bigint;
}

/** What taking back depends on. */
export interface TakeBackContext {
  readonly at: string;
  /** The statements of a table of the session's scope. */
  work(table: TableName): TableWork;
  /** True if an entry of the inbox stands for the record: the decision is made there. */
  isOpen(record: RecordName): boolean;
  /** The other scopes of the file, and the other parameter sets. */
  readonly others: readonly KnownScope[];
}

/** Takes back what may be; in passes, since a record may need its parent, or a value that another one holds. */
export function takeBack(db: Writer, parked: readonly Parked[], context: TakeBackContext): void {
  const policyOf = refusalPolicyOf(db);
  let left = parked.filter((item) => policyOf(item.table.name) === 'revert' && mayGo(item, context));
  if (left.length === 0) return;
  const isPointedAt = createPointers(db);
  for (let before = Infinity; left.length > 0 && left.length < before;) {
    before = left.length;
    left = left.filter((item) => !tryOne(db, item, { context, isPointedAt }));
  }
}

/** an entry is the person's; what another scope has delivered, the hub has. */
function mayGo({ table, key, stamp }: Parked, { isOpen, others }: TakeBackContext): boolean {
  if (isOpen({ table: table.name, key: toKeyRecord(table, key) })) return false;
  return !others.some(
    ({ scope, client }) =>
      (client.lastSync ?? 0n) >= stamp &&
      scope?.schema.tables.some((item) => tableKey(item) === tableKey(table.name)) === true,
  );
}

type Pointers = (table: TrackedTable, row: Row) => boolean;

/** True if the record stands as agreed; false if the table does not take that now: then nothing was changed. */
function tryOne(
  db: Writer,
  { table, key, no }: Parked,
  { context, isPointedAt }: { readonly context: TakeBackContext; readonly isPointedAt: Pointers },
): boolean {
  const work = context.work(table.name);
  const [base, present] = [work.base(key), work.present(key)];
  if (base === null && present !== null && isPointedAt(table, present)) return false;
  db.exec('savepoint take_back');
  try {
    work.forget(key);
    if (base) work.put(base);
    else if (present) work.remove(key);
    db.run(`update _concord_error set taken_back_at = ? where no = ?`, context.at, no);
    db.exec('release take_back');
    return true;
  } catch (thrown) {
    db.exec('rollback to take_back');
    db.exec('release take_back');
    if (!isConstraint(thrown)) throw thrown;
    return false;
  }
}

/** Whether other records of the file, of any table, point to a record: they would be left hanging, or go with it. */
function createPointers(db: Writer): Pointers {
  const links = tableNames(db).flatMap((child) => foreignKeysOf(db, child).map((link) => ({ ...link, child })));
  return (table, row) => {
    const cellOf = (name: string): Row[number] =>
      row[table.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase())] ?? null;
    return links.some(({ parent, child, columns, parentColumns }) => {
      if (parent.toLowerCase() !== table.physical.toLowerCase()) return false;
      const targets = parentColumns.length > 0 ? parentColumns : table.key;
      const given = (names: readonly string[]): string[] => names.map(() => '?');
      // A record that points to itself holds nobody.
      const own = child.toLowerCase() === table.physical.toLowerCase();
      const another = own ? ` and not (${pairs(table.key.map(quote), '=', given(table.key))})` : '';
      return (
        db.value(
          `select 1 from ${quote(child)} where ${pairs(columns.map(quote), '=', given(columns))}${another} limit 1`,
          ...[...targets, ...(own ? table.key : [])].map((name) => bindCell(cellOf(name))),
        ) !== undefined
      );
    });
  };
}
