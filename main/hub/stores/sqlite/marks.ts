// Tracking entries written by an apply, a few at a time: one statement for each would cost as much as the row itself.

import type { SqlValue, Writer } from '../../../sqlite/database.ts';
import type { Signature } from './clients.ts';
import type { ScopedTable } from './registry.ts';

/** What is written into an entry. */
export interface EntryMark {
  /** Null = the hub's own change, which goes to everybody (W-167). */
  readonly by: Signature | null;
  readonly stamp: number;
  /** True if the row was not there before. */
  readonly born: boolean;
  readonly gone: boolean;
}

/** The entries of one table. */
export interface Marks {
  put(key: readonly SqlValue[], mark: EntryMark): void;
  /** Writes what waits; call it before entries are read, and at the end. */
  flush(): void;
}

/** `at` is the instant of the apply; `together` entries are written at once, 1 where triggers may touch them in between. */
export function createMarks(db: Writer, table: ScopedTable, { at, together }: { at: string; together: number }): Marks {
  const one = db.statement(markText(table, 1));
  const many = db.statement(markText(table, together));
  const width = table.key.length + 3;
  let waiting: SqlValue[] = [];
  let signer: Signature | null = null;
  const flush = (): void => {
    const shared = sharedCells(signer, at);
    for (let start = 0; start < waiting.length; start += width)
      one.run(...shared, ...waiting.slice(start, start + width));
    waiting = [];
  };
  return {
    put(key, { by, stamp, born, gone }) {
      if (by !== signer) flush();
      signer = by;
      waiting.push(...key, stamp, born ? stamp : 0, gone ? 1 : 0);
      if (waiting.length < width * together) return;
      many.run(...sharedCells(signer, at), ...waiting);
      waiting = [];
    },
    flush,
  };
}

/** What all entries of one statement have in common: bound once, not with each. */
function sharedCells(by: Signature | null, at: string): SqlValue[] {
  return [by?.client ?? null, by?.author ?? null, at];
}

/** A row that was there before keeps the moment of its birth. */
function markText({ entries, keyNames, key }: ScopedTable, rows: number): string {
  const marks = `(${Array.from({ length: key.length + 3 }, () => '?').join(', ')})`;
  const cell = (at: number): string => `mark.column${at + 1}`;
  const cells = keyNames.map((_, at) => cell(at)).join(', ');
  const [stamp, born, gone] = [0, 1, 2].map((at) => cell(key.length + at));
  const names = keyNames.join(', ');
  return `insert into ${entries} (${names}, owner, author, stamp, born, gone, at)
    select ${cells}, shared.owner, shared.author, ${stamp}, ${born}, ${gone}, shared.at
    from (select ? as owner, ? as author, ? as at) as shared,
      (values ${Array.from({ length: rows }, () => marks).join(', ')}) as mark where true
    on conflict (${names}) do update set
    owner = excluded.owner, author = excluded.author, stamp = excluded.stamp, gone = excluded.gone, at = excluded.at,
    born = case when excluded.born > 0 then excluded.born else born end`;
}
