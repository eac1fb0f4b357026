// Addresses that several screens link to, so that all of them are spelt alike.

import type { TableName } from '../format/names.ts';
import { routeAddress } from './routes.ts';

/** A table in an address: `work_orders`, or `dbo.work_orders` where the hub has schemas. */
export function tableParam({ name, schema }: TableName): string {
  return schema === '' ? name : `${schema}.${name}`;
}

/** The table that an address names, out of those that there are. */
export function findTableParam<T extends TableName>(tables: readonly T[], param: string | undefined): T | undefined {
  return tables.find((table) => tableParam(table) === param);
}

/** `#/conflicts?table=work_orders&session=8`: the inbox, filtered. */
export function conflictsAddress(filter: { table?: TableName; session?: number; tab?: string } = {}): string {
  return routeAddress({
    screen: 'conflicts',
    query: {
      tab: filter.tab,
      table: filter.table?.name,
      schema: filter.table?.schema,
      session: filter.session?.toString(),
    },
  });
}

/** `#/data/work_orders?only=waiting`: a table in the grid. */
export function dataAddress(table: TableName, only?: 'waiting' | 'conflict'): string {
  return routeAddress({ screen: 'data', path: [tableParam(table)], query: { only } });
}

/** `#/changes?table=work_orders`: what waits to be sent. */
export function changesAddress(filter: { table?: TableName; text?: string } = {}): string {
  return routeAddress({
    screen: 'changes',
    query: { table: filter.table && tableParam(filter.table), text: filter.text },
  });
}

/** `#/errors?table=work_orders`: records that could not be written. */
export function errorsAddress(table?: TableName): string {
  return routeAddress({ screen: 'errors', query: { table: table && tableParam(table) } });
}

/** `#/errors/3`: one record that could not be written. */
export function errorAddress(no: number): string {
  return routeAddress({ screen: 'errors', path: [String(no)] });
}

/** `#/conflicts/3`: one conflict. */
export function conflictAddress(no: number): string {
  return routeAddress({ screen: 'conflicts', path: [String(no)] });
}

/** `#/data/work_orders?record=WO-1`: one record, by its key as an address spells it. */
export function recordAddress(table: TableName, key: string): string {
  return routeAddress({ screen: 'data', path: [tableParam(table)], query: { record: key } });
}

/** `#/data?removed=8`: records that left the filter with a session, or all of them. */
export function removedAddress(session?: number): string {
  return routeAddress({ screen: 'data', query: { removed: session === undefined ? 'all' : String(session) } });
}

/** `#/telemetry/export`: the export, with the focus on it. */
export function exportAddress(): string {
  return routeAddress({ screen: 'telemetry', path: ['export'] });
}

/** `#/feed/8`: one session in depth. */
export function sessionAddress(no: number): string {
  return routeAddress({ screen: 'feed', path: [String(no)] });
}
