// What narrows and orders the list of errors, as SQL (ER-01, ER-02).

import type { RowErrorType } from '../sync/row-error.ts';
import type { TableName } from '../sync/schema.ts';
import type { SqlValue } from '../sqlite/database.ts';

/** The states of an entry: tried by the next session, set aside, or over. */
export const errorStates = ['open', 'parked', 'resolved'] as const;

/** One state. */
export type ErrorState = (typeof errorStates)[number];

/** What a list can be ordered by. */
export type ErrorOrderBy = 'time' | 'message' | 'type' | 'record' | 'owner' | 'action' | 'tries';

/** What a list asks for. All members combine; what is left out leaves nothing out. */
export interface ErrorFilter {
  readonly states?: readonly ErrorState[];
  readonly type?: RowErrorType;
  readonly table?: TableName;
  readonly session?: number;
  /** Words that must occur in the message, the key or the values. */
  readonly text?: string;
  readonly numbers?: readonly number[];
  /** Entries up to this number: a list in use keeps newer ones out. */
  readonly upTo?: number;
  readonly order?: { readonly by: ErrorOrderBy; readonly descending: boolean };
}

const orders: Readonly<Record<ErrorOrderBy, string>> = {
  time: 'last_at',
  message: 'message collate nocase',
  type: 'type',
  record: 'table_name collate nocase, length(key), key',
  owner: 'who collate nocase',
  action: 'action',
  tries: 'tries',
};

/** The condition of a filter. */
export function conditionOf(filter: ErrorFilter): { readonly where: string; readonly values: readonly SqlValue[] } {
  const parts: string[] = ['1'];
  const values: SqlValue[] = [];
  const add = (sql: string, ...more: SqlValue[]): void => {
    parts.push(sql);
    values.push(...more);
  };
  const { states, type, table, session, numbers, upTo, text = '' } = filter;
  if (states) add(`state in (select value from json_each(?))`, JSON.stringify(states));
  if (type) add(`type = ?`, type);
  if (table) add(`table_name = ? and schema_name = ?`, table.name, table.schema);
  if (session !== undefined) add(`last_session = ?`, session);
  if (numbers) add(`no in (select value from json_each(?))`, JSON.stringify(numbers));
  if (upTo !== undefined) add(`no <= ?`, upTo);
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    add(`(message like ? escape '\\' or key like ? escape '\\' or row like ? escape '\\')`, like, like, like);
  }
  return { where: parts.join(' and '), values };
}

/** The order of a list: newest first where none is given; what is equal stands newest first. */
export function orderOf({ order = { by: 'time', descending: true } }: ErrorFilter): string {
  const way = order.descending ? 'desc' : 'asc';
  const steps = orders[order.by].split(', ').map((step) => `${step} ${way}`);
  return [...steps, 'no desc'].join(', ');
}
