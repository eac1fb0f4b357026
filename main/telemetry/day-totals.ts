// Day totals: what each day's events add up to, kept when the events themselves are gone (TL-06, TL-10). They are written
// with the events, in one transaction, so that both always tell the same.

import type { SqlValue, Writer } from '../sqlite/database.ts';
import { count, merge, type Histogram } from './histogram.ts';

/** What one total is of. */
export interface TotalKey {
  readonly day: string;
  readonly user: number;
  readonly client: number;
  readonly version: number;
  readonly system: number;
  readonly name: number;
  readonly level: number;
  readonly tbl: number;
  readonly mode: number;
  /** Number of TL-05; `noError` = none. */
  readonly error: number;
  readonly code: number;
}

/** A total. */
export interface Total extends TotalKey {
  count: number;
  /** The last of its events, in ms since 1970. */
  last: number;
  readonly ms: Histogram;
  readonly active: Histogram;
  readonly records: Histogram;
}

/** The figures of one event. */
export interface Figures {
  readonly at: number;
  readonly ms: number | null;
  readonly active: number | null;
  readonly records: number | null;
}

const keyNames = [
  'day',
  'user',
  'client',
  'version',
  'system',
  'name',
  'level',
  'tbl',
  'mode',
  'error',
  'code',
] as const satisfies readonly (keyof TotalKey)[];

/** Totals under way. */
export interface Tally {
  add(key: TotalKey, figures: Figures): void;
  all(): Iterable<Total>;
}

/** An empty tally. */
export function createTally(): Tally {
  const totals = new Map<string, Total>();
  return {
    add(key, { at, ms, active, records }) {
      const name = nameOf(key);
      let total = totals.get(name);
      if (!total) totals.set(name, (total = { ...key, count: 0, last: 0, ms: {}, active: {}, records: {} }));
      total.count++;
      total.last = Math.max(total.last, at);
      if (ms !== null) count(total.ms, ms);
      if (active !== null) count(total.active, active);
      if (records !== null) count(total.records, records);
    },
    all: () => totals.values(),
  };
}

function nameOf(key: TotalKey): string {
  return `${key.day} ${key.user} ${key.client} ${key.version} ${key.system} ${key.name} ${key.level} ${key.tbl} ${key.mode} ${key.error} ${key.code}`;
}

/** A total as it is stored. */
export interface StoredTotal extends TotalKey {
  readonly count: number;
  readonly last: number;
  readonly ms: string;
  readonly active: string;
  readonly records: string;
}

const isTheSame = keyNames.map((name) => `${name} = ?`).join(' and ');

/** Adds a tally to the stored totals. The caller holds a write transaction. */
export function saveTally(db: Writer, tally: Tally): void {
  for (const total of tally.all()) {
    const key = keyNames.map((name): SqlValue => total[name]);
    const known = db.get<StoredTotal>(`select * from telemetry_day where ${isTheSame}`, ...key);
    const figures = { ms: total.ms, active: total.active, records: total.records };
    if (known) {
      for (const name of ['ms', 'active', 'records'] as const) merge(figures[name], readHistogram(known[name]));
    }
    db.run(
      `insert into telemetry_day values (${Array.from({ length: keyNames.length + 5 }, () => '?').join(', ')})
       on conflict do update set count = excluded.count, last = excluded.last, ms = excluded.ms, active = excluded.active,
         records = excluded.records`,
      ...key,
      (known?.count ?? 0) + total.count,
      Math.max(known?.last ?? 0, total.last),
      JSON.stringify(figures.ms),
      JSON.stringify(figures.active),
      JSON.stringify(figures.records),
    );
  }
}

/** A stored histogram. */
export function readHistogram(text: string): Histogram {
  return text === '{}' ? {} : (JSON.parse(text) as Histogram);
}

/** The day of an instant in this computer's calendar: `2026-06-15`. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The day after. */
export function nextDay(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return dayOf(new Date(year, month - 1, date + 1).getTime());
}
