// Which events: a filter as a condition over the narrow index of `telemetry` (TL-06, TL-08, FD-08).

import type { SqlValue } from '../sqlite/database.ts';
import { eventNames, levels, modes, type EventName, type Level, type TelemetryMode } from '../sync/telemetry.ts';
import { successes } from './event.ts';
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

/** The filter as a condition. A word that no event has fits nothing. */
export function conditionOf(filter: TelemetryFilter, words: Words): Condition {
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const add = (sql: string, ...given: SqlValue[]): void => {
    parts.push(sql);
    values.push(...given);
  };
  if (filter.from !== undefined) add('at >= ?', Date.parse(filter.from));
  if (filter.to !== undefined) add('at < ?', Date.parse(filter.to));
  if (filter.user !== undefined) add('user = ?', words.find(filter.user) ?? -1);
  if (filter.table !== undefined) add('tbl = ?', words.find(filter.table) ?? -1);
  if (filter.mode !== undefined) add('mode = ?', modes.indexOf(filter.mode));
  if (filter.levels) add(oneOf('level', filter.levels, levels));
  if (filter.names) add(oneOf('name', filter.names, eventNames));
  if (filter.result) add('success = ?', successes[filter.result]);
  if (filter.errorCode !== undefined) add('error = ?', filter.errorCode);
  if (filter.text) {
    const like = likeAnywhere(filter.text);
    const known = words.holding(filter.text).join(', ');
    add(
      `(tbl in (${known}) or user in (${known}) or code in (${known}) or scope in (${known})
        or message like ? escape '\\' or names like ? escape '\\' or vals like ? escape '\\')`,
      like,
      like,
      like,
    );
  }
  return { sql: parts.length === 0 ? '1' : parts.join(' and '), values };
}

function oneOf<T>(column: string, wanted: readonly T[], all: readonly T[]): string {
  return `${column} in (${wanted.map((item) => all.indexOf(item)).join(', ')})`;
}
