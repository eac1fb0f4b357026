// Which sessions of the history a filter leaves, as SQL over its narrow lines (FD-07).

import type { Reader, SqlValue } from '../sqlite/database.ts';
import type { TableName } from '../sync/schema.ts';

/** Which sessions a list shows; an empty filter shows all. */
export interface SessionFilter {
  readonly scopes?: readonly string[] | undefined;
  readonly modes?: readonly string[] | undefined;
  readonly triggers?: readonly string[] | undefined;
  readonly results?: readonly string[] | undefined;
  /** Sessions that moved rows of this table. */
  readonly table?: TableName | undefined;
  /** A session's number, a piece of its error, or of the name of a table that it moved rows of. */
  readonly text?: string | undefined;
  /** ISO instants: from the first one on, before the second one. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A filter as SQL. */
interface Where {
  /** Numbers of the kinds that can hold such sessions. */
  readonly kinds: readonly number[];
  /** The sessions are looked up by their numbers: the kind is only a test of each. */
  readonly isNamed: boolean;
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Fewer sessions than this are looked up by name; of more, the newest lines are tested one by one. */
const fewSessions = 20_000;

/** The conditions of a filter on `line`; `before` is the number of the session that the page follows. */
export function whereOf(db: Reader, filter: SessionFilter, before?: number): Where {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const add = (sql: string, ...more: SqlValue[]): void => {
    conditions.push(`and ${sql}`);
    values.push(...more);
  };
  const started =
    before === undefined
      ? null
      : String(db.value(`select started from _concord_session_line where session = ?`, before) ?? '');
  // Only the nearer of the two upper bounds: with both, the index may be entered at the far one.
  if (started !== null && before !== undefined && (filter.to === undefined || started < filter.to))
    add(`(line.started, line.session) < (?, ?)`, started, before);
  else if (filter.to !== undefined) add(`line.started < ?`, filter.to);
  if (filter.from !== undefined) add(`line.started >= ?`, filter.from);
  let isNamed = false;
  for (const set of [tableSet(filter), textSet(db, filter)]) {
    if (!set) continue;
    const size = Number(db.value(`select count(*) from (${set.sql} limit ${fewSessions})`, ...set.values));
    isNamed ||= size < fewSessions;
    if (size < fewSessions) add(`line.session in (${set.sql})`, ...set.values);
    else add(set.test, ...set.values);
  }
  return { kinds: kindsOf(db, filter), isNamed, sql: conditions.join(' '), values };
}

function kindsOf(db: Reader, filter: SessionFilter): readonly number[] {
  const kinds = db.all<{ no: number; scope: string; mode: string; trigger: string; result: string; idle: number }>(
    `select * from _concord_session_kind`,
  );
  const has = (list: readonly string[] | undefined, value: string): boolean =>
    list === undefined || list.length === 0 || list.includes(value);
  return kinds
    .filter(
      ({ scope, mode, trigger, result, idle }) =>
        has(filter.scopes, scope) &&
        has(filter.modes, mode) &&
        has(filter.triggers, trigger) &&
        has(filter.results, result) &&
        (filter.table === undefined || idle === 0),
    )
    .map(({ no }) => no);
}

/** Sessions by another list: as a query of their numbers, and as a test of one line. Both take the same values. */
interface SessionSet {
  readonly sql: string;
  readonly test: string;
  readonly values: readonly SqlValue[];
}

function tableSet({ table }: SessionFilter): SessionSet | null {
  if (!table) return null;
  return {
    sql: `select session from _concord_session_table where table_name = ? and schema_name = ?`,
    test: `exists (select 1 from _concord_session_table as moved
      where moved.table_name = ? and moved.schema_name = ? and moved.session = line.session)`,
    values: [table.name, table.schema],
  };
}

function textSet(db: Reader, filter: SessionFilter): SessionSet | null {
  const text = filter.text?.trim() ?? '';
  if (text === '') return null;
  const like = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const number = /^#?\d{1,15}$/.test(text) ? Number(text.replace('#', '')) : -1;
  // A few tables, whatever the length of the history; people write "work orders" for work_orders.
  const tables = db.all<{ table_name: string; schema_name: string }>(
    `select table_name, schema_name from _concord_table where replace(table_name, '_', ' ') like replace(?, '_', ' ') escape '\\'`,
    like,
  );
  const pairs = tables.map(() => `(?, ?)`).join(', ');
  const names = tables.flatMap(({ table_name, schema_name }) => [table_name, schema_name]);
  const moved = tables.length === 0 ? '' : `(moved.table_name, moved.schema_name) in (values ${pairs})`;
  return {
    sql: `select ? as session
      union select session from _concord_session_line indexed by _concord_session_problem
      where problem is not null and problem like ? escape '\\'
      ${moved === '' ? '' : `union select session from _concord_session_table as moved where ${moved}`}`,
    test: `(line.session = ? or line.problem like ? escape '\\'
      ${moved === '' ? '' : `or exists (select 1 from _concord_session_table as moved where moved.session = line.session and ${moved})`})`,
    values: [number, like, ...names],
  };
}
