// Inserts, updates and deletes of an apply, many rows at a time or each by itself (W-250).

import type { Row } from '../../../sync/cell.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import { RowRefused } from '../refusal.ts';
import { arrayText, rowsText } from './cells.ts';
import type { Querying } from './connection.ts';
import { inWords } from './problem.ts';
import type { ScopedTable } from './registry.ts';
import type { Change, TableSql } from './table-sql.ts';

/** What the table holds for a row's key, as the rules need it. */
export interface Look {
  readonly present: boolean;
  /** Somebody else has changed it since the sender last saw it. */
  readonly contested: boolean;
  /** Inserted after the sender last saw the hub (L33). */
  readonly unknown: boolean;
  readonly hasEntry: boolean;
  /** This very row was sent by this client before (L23). */
  readonly sent: boolean;
  /** One sign a column: 1 = the stored cell differs. */
  readonly differs: string;
}

/** A row to be written. */
export interface Writing {
  readonly row: Row;
  readonly look: Look;
  /** False: nobody's change, which goes to everybody (W-167). */
  readonly bySender: boolean;
  /** Signed even where it changes nothing. */
  readonly forced: boolean;
}

/** Together: one bad row makes the statement fail, which is thrown. Each: the bad ones are refused, the others are written. */
export type Manner = 'together' | 'each';

/** Rows that the database refused, each with the reason in words. */
export type Refusals = ReadonlyMap<Row, string>;

/** What changes rows. Refused ones are put into `refused`. */
export interface RowChanges {
  /** Inserts what is not there; sets the cells that differ where it is: no trigger of the owner's sees any other column. */
  write(group: readonly Writing[], how: Manner, refused: Map<Row, string>): Promise<void>;
  remove(rows: readonly Row[], how: Manner, refused: Map<Row, string>): Promise<void>;
}

interface Ordered {
  readonly text: Change;
  readonly rows: readonly Row[];
  readonly places: readonly number[];
  readonly how: Manner;
  readonly kind: ChangeKind;
}

/** What it means that the database leaves a row out without a word. */
export const silently: Readonly<Record<ChangeKind, string>> = {
  upsert: 'a rule of the database dropped the record',
  delete: 'a rule of the database keeps the record',
};

const tryEach = 'select place, state, message, detail, col, rule from _concord.try_each($1, $2::text[])';

/** The changes of one table. */
export function createRowChanges(db: Querying, { keyAt, columnsThere }: ScopedTable, sql: TableSql): RowChanges {
  const everywhere = columnsThere.map((_, at) => at);
  /** Makes a change with rows; a row that the database leaves out without a word is refused, too. */
  const change = async (order: Ordered, refused: Map<Row, string>): Promise<void> => {
    const { text, rows, places, how, kind } = order;
    if (rows.length === 0) return;
    if (how === 'together') {
      const done = await db.run(
        text.many,
        places.map((at) => arrayText(rows.map((row) => row[at] ?? null))),
      );
      if (done !== rows.length) throw new RowRefused('row-refused', silently[kind]);
      return;
    }
    const given = rowsText(rows.map((row) => places.map((at) => row[at] ?? null)));
    for (const [place, code, message, detail, column, constraint] of await db.rows(tryEach, [text.one, given])) {
      const condition = { code: code ?? '', message: message ?? '', detail: detail ?? '', column: column ?? '' };
      const row = rows[Number(place) - 1];
      if (row)
        refused.set(
          row,
          code === null ? silently[kind] : inWords({ ...condition, constraint: constraint ?? '' }, kind),
        );
    }
  };

  const write: RowChanges['write'] = async (group, how, refused) => {
    const fresh = group.filter((item) => !item.look.present).map(rowOf);
    await change({ text: sql.insert, rows: fresh, places: everywhere, how, kind: 'upsert' }, refused);
    const changed = Map.groupBy(
      group.filter((item) => item.look.present && item.look.differs.includes('1')),
      differsOf,
    );
    for (const [differs, items] of changed) {
      const places = everywhere.filter((at) => differs[at] === '1');
      const order = { rows: items.map(rowOf), places: [...keyAt, ...places], how, kind: 'upsert' } as const;
      await change({ ...order, text: sql.update(places) }, refused);
    }
  };

  return {
    write,
    remove: (rows, how, refused) => change({ text: sql.remove, rows, places: keyAt, how, kind: 'delete' }, refused),
  };
}

function rowOf({ row }: Writing): Row {
  return row;
}

function differsOf({ look }: Writing): string {
  return look.differs;
}
