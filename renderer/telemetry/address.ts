// What the address says of the telemetry screen: tab, period, and every filter, so that a view can be handed on (TL-06, FD-08).

import {
  eventNames,
  levels,
  modes,
  type EventName,
  type Level,
  type TelemetryMode,
} from '../../main/sync/telemetry.ts';
import type { CallInput } from '../../main/window/contract.ts';
import { routeAddress, type Route } from '../app/routes.ts';
import { instantOf, periods, periodStart, type Period } from './period.ts';

/** Where the screen is. */
export interface TelemetryAddress {
  readonly tab: 'dashboard' | 'events';
  readonly period: Period;
  /** Days of an own range, both included: `2026-06-15`. */
  readonly from: string;
  readonly to: string;
  readonly user: string;
  readonly table: string;
  readonly level: Level | '';
  readonly event: EventName | '';
  readonly mode: TelemetryMode | '';
  readonly result: 'success' | 'failure' | '';
  readonly code: number | null;
  readonly text: string;
  readonly sort: 'time' | 'duration';
  readonly descending: boolean;
  /** The number of the open event. */
  readonly open: number | null;
}

/** Which events, as the engine is asked. */
export type TelemetryFilter = NonNullable<CallInput<'telemetry.list'>['filter']>;

/** The address of a route. What is no value of a filter does not narrow. */
export function readAddress({ path, query }: Route): TelemetryAddress {
  const no = Number(path[1]);
  const code = Number(query.code);
  return {
    tab: path[0] === 'events' ? 'events' : 'dashboard',
    period: one(periods, query.period) ?? (query.from !== undefined || query.to !== undefined ? 'own' : '14'),
    from: dayOf(query.from),
    to: dayOf(query.to),
    user: query.user ?? '',
    table: query.table ?? '',
    level: one(levels, query.level) ?? '',
    event: one(eventNames, query.event) ?? '',
    mode: one(modes, query.mode) ?? '',
    result: one(['success', 'failure'] as const, query.result) ?? '',
    code: query.code !== undefined && Number.isInteger(code) ? code : null,
    text: (query.text ?? '').slice(0, 500),
    sort: query.sort === 'duration' ? 'duration' : 'time',
    descending: query.order !== 'up',
    open: path[1] !== undefined && Number.isSafeInteger(no) && no > 0 ? no : null,
  };
}

/** The route of an address; what narrows nothing is left out. */
export function writeAddress(address: TelemetryAddress): Parameters<typeof routeAddress>[0] {
  const { tab, period, open, code } = address;
  const isOwn = period === 'own';
  return {
    screen: 'telemetry',
    path: tab === 'dashboard' ? [] : open === null ? ['events'] : ['events', String(open)],
    query: {
      period: period === '14' || isOwn ? '' : period,
      from: isOwn ? address.from : '',
      to: isOwn ? address.to : '',
      user: address.user,
      table: address.table,
      ...(tab === 'events' && {
        level: address.level,
        event: address.event,
        mode: address.mode,
        result: address.result,
        code: code === null ? '' : String(code),
        text: address.text,
        sort: address.sort === 'time' ? '' : address.sort,
        order: address.descending ? '' : 'up',
      }),
    },
  };
}

/** What both tabs narrow by. */
export function baseFilter(address: TelemetryAddress, now: Date): TelemetryFilter {
  const { period, from, to, user, table } = address;
  const start = period === 'own' ? instantOf(from, 0) : periodStart(period, now);
  const end = period === 'own' ? instantOf(to, 1) : null;
  return {
    ...(start !== null && { from: start }),
    ...(end !== null && { to: end }),
    ...(user !== '' && { user }),
    ...(table !== '' && { table }),
  };
}

/** What the list of events narrows by. */
export function eventFilter(address: TelemetryAddress, now: Date): TelemetryFilter {
  const { level, event, mode, result, code, text } = address;
  return {
    ...baseFilter(address, now),
    ...(level !== '' && { levels: [level] }),
    ...(event !== '' && { names: [event] }),
    ...(mode !== '' && { mode }),
    ...(result !== '' && { result }),
    ...(code !== null && { errorCode: code }),
    ...(text.trim() !== '' && { text: text.trim() }),
  };
}

/** The events behind a figure of the dashboard: its period and people, and what the figure counts. */
export function eventsAddress(address: TelemetryAddress, narrow: Partial<TelemetryAddress> = {}): string {
  return routeAddress(writeAddress({ ...withoutFilters(address), ...narrow, tab: 'events', open: null }));
}

/** The events of one day. */
export function dayAddress(address: TelemetryAddress, day: string, narrow: Partial<TelemetryAddress> = {}): string {
  return eventsAddress(address, { ...narrow, period: 'own', from: day, to: day });
}

/** The same without what only the list of events narrows by. */
export function withoutFilters(address: TelemetryAddress): TelemetryAddress {
  return { ...address, level: '', event: '', mode: '', result: '', code: null, text: '' };
}

/** True where the list shows less than its period holds. */
export function isNarrowed({ level, event, mode, result, code, text, user, table }: TelemetryAddress): boolean {
  return [level, event, mode, result, text.trim(), user, table].some((value) => value !== '') || code !== null;
}

function one<T extends string>(values: readonly T[], value: string | undefined): T | undefined {
  return values.find((item) => item === value);
}

function dayOf(text: string | undefined): string {
  return text !== undefined && instantOf(text, 0) !== null ? text : '';
}
