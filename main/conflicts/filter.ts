// What narrows and orders the inbox, as SQL over the columns that one index holds; entries themselves are read only for
// the page that is seen (CF-02, CF-05, CF-07).

import type { ConflictType } from '../sync/conflict.ts';
import type { EntryState } from '../sync/entry.ts';
import type { TableName } from '../sync/schema.ts';
import type { SqlValue } from '../sqlite/database.ts';
import { searchPatterns } from './search-text.ts';

/** The tabs of the inbox; `undecided` includes reopened entries (CF-04). */
export type Tab = 'undecided' | 'decided' | 'confirmed' | 'parked';

/** The states that stand under each tab. */
export const tabStates: Readonly<Record<Tab, readonly EntryState[]>> = {
  undecided: ['undecided', 'reopened'],
  decided: ['decided', 'sent'],
  confirmed: ['confirmed', 'undone'],
  parked: ['parked'],
};

/** The order of a list; what is equal stands newest first. */
export interface EntryOrder {
  readonly by: 'raised' | 'table' | 'record' | 'type' | 'columns' | 'state';
  readonly descending: boolean;
}

/** What a list asks for. All members combine; none leaves nothing out. */
export interface Filter {
  readonly tab?: Tab;
  readonly state?: EntryState;
  readonly table?: TableName;
  readonly type?: ConflictType;
  /** A column in conflict: one that collides or, where none does, one that differs. */
  readonly column?: string;
  readonly session?: number;
  /** Raised at this time or later, and before this time; ISO 8601 in UTC. */
  readonly from?: string;
  readonly until?: string;
  /** Free text over key and all three versions. */
  readonly text?: string;
  /** Only these. */
  readonly numbers?: readonly number[];
  /** Entries up to this number: a list in use keeps newer ones out. */
  readonly upTo?: number;
  /** Newest first where none is given. */
  readonly order?: EntryOrder;
}

/** The columns in conflict as JSON: those that collide or, where none does, those that differ. */
export const inConflict = `iif(collisions = '[]', columns, collisions)`;

const orders: Readonly<Record<EntryOrder['by'], readonly string[]>> = {
  raised: [],
  table: ['table_name collate nocase', 'schema_name'],
  // By length first: 9 before 10, WO-9 before WO-10.
  record: ['table_name collate nocase', 'schema_name', 'length(key)', 'key'],
  type: ['type'],
  columns: [inConflict],
  state: ['state'],
};

/** The order of a list that names none. */
export const newestFirst: EntryOrder = { by: 'raised', descending: true };

/** The statement that yields the numbers of a list in its order; by number they are left to be sorted, which is faster. */
export function numbersSql(filter: Filter): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const { where, values } = conditionOf(filter);
  const { by, descending } = filter.order ?? newestFirst;
  const way = descending ? 'desc' : 'asc';
  const steps = orders[by].map((step) => `${step} ${way}`);
  const order = steps.length === 0 ? '' : ` order by ${[...steps, 'no desc'].join(', ')}`;
  return { sql: `select no from _concord_conflict as entry where ${where}${order}`, values };
}

function conditionOf(filter: Filter): { where: string; values: SqlValue[] } {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const add = (sql: string, ...more: SqlValue[]): void => {
    parts.push(`(${sql})`);
    values.push(...more);
  };
  const { tab, state, table, type, column, session, from, until, upTo } = filter;
  const states = state ? [state] : tab ? tabStates[tab] : Object.values(tabStates).flat();
  add(`state in (${states.map(() => '?').join(', ')})`, ...states);
  if (table) add(`table_name = ? and schema_name = ?`, table.name, table.schema);
  if (type) add(`type = ?`, type);
  if (column !== undefined) add(`instr(${inConflict}, ?) > 0`, JSON.stringify(column));
  if (session !== undefined) add(`raised_session = ? or last_session = ?`, session, session);
  if (from !== undefined) add(`raised_at >= ?`, from);
  if (until !== undefined) add(`raised_at < ?`, until);
  if (filter.numbers) add(`no in (select value from json_each(?))`, JSON.stringify(filter.numbers));
  if (upTo !== undefined) add(`no <= ?`, upTo);
  const patterns = searchPatterns(filter.text ?? '');
  if (patterns.length > 0) {
    const all = patterns.map(() => `text like ? escape '\\'`).join(' and ');
    add(`no in (select no from _concord_conflict_text where ${all})`, ...patterns);
  }
  return { where: parts.join(' and '), values };
}
