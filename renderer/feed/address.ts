// What the feed's address says: which sessions the history shows (FD-07). Filters live there, so that a link tells them too.

import type { CallInput } from '../../main/window/contract.ts';
import { findTableParam } from '../app/addresses.ts';
import type { TableName } from '../format/names.ts';

/** The filters that are lists of words. */
export const wordFilters = ['scope', 'mode', 'trigger', 'result'] as const;

/** One of them. */
export type WordFilter = (typeof wordFilters)[number];

/** Periods that end now. */
export const periods = ['today', '7d', '30d'] as const;

/** The filters as they are set; empty texts and lists leave everything in. */
export interface FeedFilters extends Readonly<Record<WordFilter, readonly string[]>> {
  /** A table as addresses write it. */
  readonly table: string;
  readonly text: string;
  readonly period: (typeof periods)[number] | '';
  /** Days, `2026-06-15`; both belong to the period. They are set only where `period` is empty. */
  readonly from: string;
  readonly to: string;
}

/** Nothing is filtered. */
export const noFilters: FeedFilters = {
  scope: [],
  mode: [],
  trigger: [],
  result: [],
  table: '',
  text: '',
  period: '',
  from: '',
  to: '',
};

/** Reads the query of an address. */
export function readFilters(query: Readonly<Record<string, string>>): FeedFilters {
  const words = (name: WordFilter): readonly string[] => (query[name] ?? '').split(',').filter(Boolean);
  return {
    scope: words('scope'),
    mode: words('mode'),
    trigger: words('trigger'),
    result: words('result'),
    table: query['table'] ?? '',
    text: query['text'] ?? '',
    period: periods.find((period) => period === query['period']) ?? '',
    from: dayOf(query['from']),
    to: dayOf(query['to']),
  };
}

/** The query of an address that says the same. */
export function filterQuery(filters: FeedFilters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters)
      .map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : value.join(',')])
      .filter(([, value]) => value !== ''),
  );
}

/** True if anything is left out. */
export function isFiltered(filters: FeedFilters): boolean {
  return Object.keys(filterQuery(filters)).length > 0;
}

/** The filters as the engine is asked. Periods begin and end at midnight here. */
export function callFilter(
  filters: FeedFilters,
  { tables, now }: { readonly tables: readonly TableName[]; readonly now: Date },
): NonNullable<CallInput<'feed.list'>['filter']> {
  const table = findTableParam(tables, filters.table);
  const { from, to } = bounds(filters, now);
  return {
    ...(filters.scope.length > 0 && { scopes: [...filters.scope] }),
    ...(filters.mode.length > 0 && { modes: [...filters.mode] }),
    ...(filters.trigger.length > 0 && { triggers: [...filters.trigger] }),
    ...(filters.result.length > 0 && { results: [...filters.result] }),
    // A table that is not there any more has no sessions to show.
    ...(filters.table !== '' && {
      table: table ? { name: table.name, schema: table.schema } : { name: filters.table, schema: '' },
    }),
    ...(filters.text.trim() !== '' && { text: filters.text.trim() }),
    ...(from && { from: from.toISOString() }),
    ...(to && { to: to.toISOString() }),
  };
}

function bounds({ period, from, to }: FeedFilters, now: Date): { readonly from?: Date; readonly to?: Date } {
  const back = { today: 0, '7d': 6, '30d': 29 };
  if (period !== '') return { from: midnight(now, -back[period]) };
  return {
    ...(from !== '' && { from: midnight(new Date(`${from}T00:00`), 0) }),
    ...(to !== '' && { to: midnight(new Date(`${to}T00:00`), 1) }),
  };
}

function midnight(day: Date, plus: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + plus);
}

function dayOf(text: string | undefined): string {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}
