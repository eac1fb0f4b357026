// The part of the address that belongs to the errors: tab, filters, order and the open entry (ER-01, ER-02).

import { rowErrorTypes, type RowErrorType } from '../../main/sync/row-error.ts';
import type { CallInput } from '../../main/window/contract.ts';
import { findTableParam } from '../app/addresses.ts';
import type { Route, routeAddress } from '../app/routes.ts';
import type { TableName } from '../format/names.ts';

/** The tabs, in order. */
export const tabs = ['open', 'parked', 'interrupted', 'resolved'] as const;

/** One tab. */
export type TabName = (typeof tabs)[number];

/** The list as the engine is asked for it. */
export type ErrorFilter = Omit<CallInput<'errors.list'>, 'limit' | 'offset'>;

/** What the list can be ordered by. */
export type OrderBy = NonNullable<ErrorFilter['order']>['by'];

/** An order. */
export interface Order {
  readonly by: OrderBy;
  readonly descending: boolean;
}

/** What the address names. `tab` null = the first that holds something. */
export interface ErrorsAddress {
  readonly tab: TabName | null;
  readonly type: RowErrorType | null;
  readonly table: string | null;
  readonly text: string;
  readonly order: Order;
  readonly no: number | null;
}

/** The order of a list that names none. */
export const newestFirst: Order = { by: 'time', descending: true };

const orders: readonly OrderBy[] = ['time', 'message', 'type', 'record', 'owner', 'action', 'tries'];

/** Reads an address; what it does not understand is left out. */
export function readAddress({ path, query }: Pick<Route, 'path' | 'query'>): ErrorsAddress {
  const { tab, type, table, text = '', sort = '' } = query;
  const [by = '', way] = sort.split(' ');
  const known = orders.find((item) => item === by);
  return {
    tab: tabs.find((item) => item === tab) ?? null,
    type: rowErrorTypes.find((item) => item === type) ?? null,
    table: table === undefined || table === '' ? null : table,
    text: text.slice(0, 500),
    order: known ? { by: known, descending: way === 'desc' } : newestFirst,
    no: /^\d+$/.test(path[0] ?? '') ? Number(path[0]) : null,
  };
}

/** Writes an address. */
export function writeAddress({ tab, type, table, text, order, no }: ErrorsAddress): Parameters<typeof routeAddress>[0] {
  const isNewest = order.by === newestFirst.by && order.descending;
  return {
    screen: 'errors',
    path: no === null ? [] : [String(no)],
    query: {
      tab: tab ?? undefined,
      type: type ?? undefined,
      table: table ?? undefined,
      text,
      sort: isNewest ? undefined : `${order.by}${order.descending ? ' desc' : ''}`,
    },
  };
}

/** True where anything but the tab narrows the list. */
export function isFiltered({ type, table, text }: ErrorsAddress): boolean {
  return type !== null || table !== null || text.trim() !== '';
}

/** The filter of an address among these tables; a table that is not there narrows nothing. */
export function filterOf(
  { type, table, text, order }: ErrorsAddress,
  tab: TabName,
  tables: readonly { readonly table: TableName }[],
): ErrorFilter {
  const named = findTableParam(
    tables.map((item) => item.table),
    table ?? undefined,
  );
  return {
    states: [tab === 'interrupted' ? 'open' : tab],
    ...(type && { type }),
    ...(named && { table: named }),
    ...(text.trim() !== '' && { text: text.trim() }),
    order,
  };
}
