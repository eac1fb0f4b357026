// The grid's part of the address: table, order, filters, search and the open record, so that it can be bookmarked and sent.

import { filterOperators } from '../../main/window/filter-operators.ts';
import type { Route, routeAddress } from '../app/routes.ts';
import { readList, writeList, readPart, writePart } from './address-text.ts';

/** One operator. */
export type Operator = (typeof filterOperators)[number];

/** A filter as it stands in the address: values as a person types them. */
export interface AddressFilter {
  readonly column: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** One step of the order. */
export interface SortStep {
  readonly column: string;
  readonly descending: boolean;
}

/** Where somebody is in the data. */
export interface DataAddress {
  /** As in the address; null = none named. */
  readonly table: string | null;
  readonly sort: readonly SortStep[];
  readonly filters: readonly AddressFilter[];
  readonly text: string;
  readonly only: 'all' | 'waiting' | 'conflict';
  /** The key of the open record as text; null = none. */
  readonly record: string | null;
  /** Points of the open record's timeline that are compared. */
  readonly points: readonly string[];
  /** A new record is being typed. */
  readonly isNew: boolean;
}

/** Reads an address; what it does not understand is left out. */
export function readAddress({ path, query }: Pick<Route, 'path' | 'query'>): DataAddress {
  const { sort = '', filter = '', text = '', only, record, points = '' } = query;
  return {
    table: path[0] ?? null,
    sort: readList(sort, ',').map(readSort),
    filters: readList(filter, ';').flatMap(readFilter),
    text: text.slice(0, 500),
    only: only === 'waiting' || only === 'conflict' ? only : 'all',
    record: record === undefined || record === '' ? null : record,
    points: readList(points, ',').slice(0, 2),
    isNew: query['new'] === 'yes',
  };
}

/** Writes an address. */
export function writeAddress(address: DataAddress): Parameters<typeof routeAddress>[0] {
  const { table, sort, filters, text, only, record, points, isNew } = address;
  return {
    screen: 'data',
    path: table === null ? [] : [table],
    query: {
      sort: writeList(sort.map(writeSort), ','),
      filter: writeList(filters.map(writeFilter), ';'),
      text,
      ...(only !== 'all' && { only }),
      ...(record !== null && { record }),
      ...(record !== null && points.length > 0 && { points: writeList(points, ',') }),
      ...(isNew && { new: 'yes' }),
    },
  };
}

/** A table with nothing narrowed and nothing open. */
export function wholeTable(table: string): DataAddress {
  return { table, sort: [], filters: [], text: '', only: 'all', record: null, points: [], isNew: false };
}

/** True where anything narrows the table. */
export function isNarrowed({ filters, text, only }: DataAddress): boolean {
  return filters.length > 0 || text.trim() !== '' || only !== 'all';
}

/** The same place with everything shown. */
export function unnarrowed(address: DataAddress): DataAddress {
  return { ...address, filters: [], text: '', only: 'all' };
}

function readSort(text: string): SortStep {
  const descending = text.startsWith('-');
  return { column: readPart(descending ? text.slice(1) : text), descending };
}

function writeSort({ column, descending }: SortStep): string {
  return `${descending ? '-' : ''}${writePart(column)}`;
}

function readFilter(text: string): AddressFilter[] {
  const [column, name, values] = text.split(':');
  const operator = filterOperators.find((item) => item === name);
  if (column === undefined || column === '' || !operator) return [];
  const list = values === undefined ? [] : values.split(',').map(readPart);
  return [{ column: readPart(column), operator, values: list }];
}

function writeFilter({ column, operator, values }: AddressFilter): string {
  const head = `${writePart(column)}:${operator}`;
  return values.length === 0 ? head : `${head}:${values.map(writePart).join(',')}`;
}
