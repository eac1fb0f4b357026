// Which events: a filter as a condition over the narrow index of `telemetry` (TL-06, TL-08, FD-08).

import type { SqlValue } from '../sqlite/database.ts';
import { eventNames, levels, modes, type EventName, type Level, type TelemetryMode } from '../sync/telemetry.ts';
import { successes } from './kind.ts';
import { likeAnywhere, type Words } from './words.ts';

/** All that is named must fit; `from` counts, `to` does not. Instants are ISO. */
export interface TelemetryFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly user?: string | undefined;
  readonly table?: string | undefined;
  readonly mode?: TelemetryMode | undefined;
  readonly levels?: readonly Level[] | undefined;
  readonly names?: readonly EventName[] | undefined;
  readonly result?: 'success' | 'failure' | undefined;
  readonly errorCode?: number | undefined;
  readonly text?: string | undefined;
}

/** A condition with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** The condition that every event meets. */
export const everything = '1';

/** The filter as a condition. A word that no event has fits nothing. */
export function conditionOf(filter: TelemetryFilter, words: Words): Condition {
  const ofKind = kindParts(filter, words);
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const add = (sql: string, ...given: SqlValue[]): void => {
    parts.push(sql);
    values.push(...given);
  };
  if (filter.from !== undefined) add('at >= ?', Date.parse(filter.from));
  if (filter.to !== undefined) add('at < ?', Date.parse(filter.to));
  if (ofKind.length > 0) add(`kind in (select no from telemetry_kind where ${ofKind.join(' and ')})`);
  if (filter.text) {
    const like = likeAnywhere(filter.text);
    const known = words.holding(filter.text).join(', ');
    add(
      `(kind in (select no from telemetry_kind where tbl in (${known}) or user in (${known}) or code in (${known})
          or scope in (${known}))
        or message like ? escape '\\' or names like ? escape '\\' or vals like ? escape '\\')`,
      like,
      like,
      like,
    );
  }
  return { sql: parts.length === 0 ? everything : parts.join(' and '), values };
}

/** What the shared words of an event tell. */
function kindParts(filter: TelemetryFilter, words: Words): string[] {
  const { user, table, mode, levels: some, names, result, errorCode } = filter;
  return [
    ...(user === undefined ? [] : [`user = ${words.find(user) ?? -1}`]),
    ...(table === undefined ? [] : [`tbl = ${words.find(table) ?? -1}`]),
    ...(mode === undefined ? [] : [`mode = ${modes.indexOf(mode)}`]),
    ...(some ? [oneOf('level', some, levels)] : []),
    ...(names ? [oneOf('name', names, eventNames)] : []),
    ...(result ? [`success = ${successes[result]}`] : []),
    ...(errorCode === undefined ? [] : [`error = ${Math.trunc(errorCode)}`]),
  ];
}

function oneOf<T>(column: string, wanted: readonly T[], all: readonly T[]): string {
  return `${column} in (${wanted.map((item) => all.indexOf(item)).join(', ')})`;
}
