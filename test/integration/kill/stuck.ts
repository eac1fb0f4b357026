// A write that comes to one row and never gets past it: how a test holds a process in the middle of a transaction.

import Sqlite from 'better-sqlite3';
import { edit } from '../../support/replica-app.ts';

/** Whoever inserts this row counts to infinity, until the trigger `stuck` is dropped. The table's other columns may be null. */
export function stick(file: string, table: string, id: number): void {
  edit(
    file,
    `create trigger stuck after insert on ${table} when new.id = ${id} begin
       insert into ${table} (id) select n from (
         with recursive counted (n) as (select 1 union all select n + 1 from counted) select n from counted
       ) where n < 0;
     end`,
  );
}

/** True if another program has been writing for half a second without an end. */
export function isBeingWritten(file: string): boolean {
  const db = new Sqlite(file, { timeout: 500 });
  try {
    db.exec('begin immediate; rollback');
    return false;
  } catch (thrown) {
    if (thrown instanceof Sqlite.SqliteError && thrown.code === 'SQLITE_BUSY') return true;
    throw thrown;
  } finally {
    db.close();
  }
}
