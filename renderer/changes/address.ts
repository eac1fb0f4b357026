// The part of the address that belongs to the changes: what narrows the list, so that a list can be handed on.

import type { CallInput } from '../../main/window/contract.ts';
import { findTableParam } from '../app/addresses.ts';
import type { Route, routeAddress } from '../app/routes.ts';
import type { TableName } from '../format/names.ts';

/** What changes can do to a record. */
export const operations = ['insert', 'update', 'delete'] as const;

/** What changes can wait for. */
export const reasons = ['next', 'conflict', 'parked'] as const;

/** One operation, one reason. */
export type Operation = (typeof operations)[number];
export type Reason = (typeof reasons)[number];

/** What narrows the list. */
export interface ChangesAddress {
  /** As the address names it; null = all tables. */
  readonly table: string | null;
  readonly operation: Operation | null;
  readonly waitsFor: Reason | null;
  readonly text: string;
}

/** The list as the engine is asked for it. */
export type ChangeFilter = CallInput<'changes.count'>;

/** Nothing narrowed. */
export const wholeList: ChangesAddress = { table: null, operation: null, waitsFor: null, text: '' };

/** Reads an address; what it does not understand is left out. */
export function readAddress({ query }: Pick<Route, 'query'>): ChangesAddress {
  const { table, operation, waits, text = '' } = query;
  return {
    table: table === undefined || table === '' ? null : table,
    operation: operations.find((item) => item === operation) ?? null,
    waitsFor: reasons.find((item) => item === waits) ?? null,
    text: text.slice(0, 500),
  };
}

/** Writes an address. */
export function writeAddress({ table, operation, waitsFor, text }: ChangesAddress): Parameters<typeof routeAddress>[0] {
  return {
    screen: 'changes',
    query: {
      table: table ?? undefined,
      operation: operation ?? undefined,
      waits: waitsFor ?? undefined,
      text,
    },
  };
}

/** True where anything narrows the list. */
export function isFiltered({ table, operation, waitsFor, text }: ChangesAddress): boolean {
  return table !== null || operation !== null || waitsFor !== null || text.trim() !== '';
}

/** The filter of an address among these tables; a table that is not there narrows nothing. */
export function filterOf(address: ChangesAddress, tables: readonly { readonly table: TableName }[]): ChangeFilter {
  const named = findTableParam(
    tables.map(({ table }) => table),
    address.table ?? undefined,
  );
  return {
    ...(named && { table: named }),
    ...(address.operation && { operation: address.operation }),
    ...(address.waitsFor && { waitsFor: address.waitsFor }),
    ...(address.text.trim() !== '' && { text: address.text.trim() }),
  };
}
