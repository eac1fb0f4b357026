// The five cards of TL-06, from day totals.

import type { Reader } from '../sqlite/database.ts';
import { createSlices } from '../sqlite/slices.ts';
import {
  clients,
  errorNumbers,
  eventNames,
  levels,
  modes,
  type ClientType,
  type ErrorNumber,
  type FailureType,
  type TelemetryMode,
} from '../sync/telemetry.ts';
import { dayOf, nextDay, readHistogram, type StoredTotal, type Total } from './day-totals.ts';
import { plainSentence } from './dictionary.ts';
import type { TelemetryFilter } from './filter.ts';
import { median, merge, type Histogram } from './histogram.ts';
import { noError } from './kind.ts';
import type { Words } from './words.ts';

/** The five cards. Days are of this computer's calendar; milliseconds and records have three digits. */
export interface Cards {
  readonly days: string[];
  readonly events: number;
  readonly failures: {
    total: number;
    expected: number;
    people: number;
    byDay: { day: string; type: FailureType; count: number }[];
    rows: {
      errorCode: number;
      code: string;
      type: FailureType;
      message: string;
      expected: boolean;
      count: number;
      people: number;
    }[];
  };
  readonly records: {
    table: string;
    mode: TelemetryMode;
    median: number;
    sessions: number;
    heaviest: { user: string; records: number } | null;
  }[];
  readonly durations: {
    rows: { client: ClientType; mode: TelemetryMode; active: number | null; total: number | null; sessions: number }[];
    byDay: { day: string; active: number | null; total: number | null; sessions: number }[];
  };
  readonly people: {
    user: string;
    lastSync: string | null;
    lastError: { at: string; errorCode: number; code: string } | null;
    failures: number;
    sessions: number;
    active: number | null;
    total: number | null;
  }[];
  readonly versions: { people: number; rows: { version: string; system: string; people: number }[] };
}

const session = eventNames.indexOf('concord.session');
const download = eventNames.indexOf('concord.table.download');

/** Groups that gather as they are asked for. */
function groups<T>(make: () => T): { of(...key: readonly (string | number)[]): T; entries(): [string[], T][] } {
  const known = new Map<string, T>();
  return {
    of(...key) {
      const name = key.join('\n');
      let group = known.get(name);
      if (group === undefined) known.set(name, (group = make()));
      return group;
    },
    entries: () => [...known].map(([name, group]) => [name.split('\n'), group]),
  };
}

interface Times {
  readonly active: Histogram;
  readonly total: Histogram;
  sessions: number;
}

const noTimes = (): Times => ({ active: {}, total: {}, sessions: 0 });

function addTimes(into: Times, { active, ms, count }: Total): void {
  merge(into.active, active);
  merge(into.total, ms);
  into.sessions += count;
}

interface PersonSoFar extends Times {
  lastSync: number;
  lastError: { at: number; errorCode: number; code: number } | null;
  failures: number;
}

/** Gathers totals into cards; `figures` may be called when all are in. */
export function createCards(words: Words): { add(total: Total): void; figures(days: string[]): Cards } {
  const byDay = groups(() => ({ count: 0 }));
  const byCode = groups(() => ({ count: 0, people: new Set<number>() }));
  const byTable = groups((): Downloads => ({ records: {}, sessions: 0, users: new Map() }));
  const byClient = groups(noTimes);
  const timesByDay = groups(noTimes);
  const people = groups((): PersonSoFar => ({ ...noTimes(), lastSync: 0, lastError: null, failures: 0 }));
  const versions = groups(() => new Set<number>());
  let events = 0;
  const addFailure = (total: Total): void => {
    const type = errorNumbers[total.error as ErrorNumber];
    byDay.of(total.day, type).count += total.count;
    const row = byCode.of(total.error, total.code);
    row.count += total.count;
    row.people.add(total.user);
    const person = people.of(total.user);
    if (type !== 'EXPECTED_ERROR') person.failures += total.count;
    if (total.last > (person.lastError?.at ?? 0))
      person.lastError = { at: total.last, errorCode: total.error, code: total.code };
  };
  const addSession = (total: Total): void => {
    addTimes(timesByDay.of(total.day), total);
    addTimes(byClient.of(total.client, total.mode), total);
    const person = people.of(total.user);
    addTimes(person, total);
    if (total.error === noError) person.lastSync = Math.max(person.lastSync, total.last);
  };
  return {
    add(total) {
      events += total.count;
      versions.of(words.text(total.version) ?? '', words.text(total.system) ?? '').add(total.user);
      if (total.error !== noError) addFailure(total);
      if (total.name === session) addSession(total);
      if (total.name === download) addDownload(byTable.of(total.tbl, total.mode), total);
    },
    figures: (days) => ({
      days,
      events,
      failures: failuresOf(words, byDay.entries(), byCode.entries()),
      records: recordsOf(words, byTable.entries()),
      durations: durationsOf(byClient.entries(), timesByDay.entries()),
      people: peopleOf(words, people.entries()),
      versions: versionsOf(versions.entries()),
    }),
  };
}

interface Downloads {
  readonly records: Histogram;
  sessions: number;
  readonly users: Map<number, number>;
}

function recordsOf(words: Words, byTable: [string[], Downloads][]): Cards['records'] {
  return byTable
    .map(([[tbl = '', mode = ''], group]) => ({
      table: words.text(Number(tbl)) ?? '',
      mode: modes[Number(mode)] ?? 'DELTA_SYNC',
      median: median(group.records) ?? 0,
      sessions: group.sessions,
      heaviest: heaviest(words, group.users),
    }))
    .toSorted((a, b) => b.median - a.median || a.table.localeCompare(b.table));
}

function durationsOf(byClient: [string[], Times][], byDay: [string[], Times][]): Cards['durations'] {
  return {
    rows: byClient
      .map(([[client = '', mode = ''], times]) => ({
        client: clients[Number(client)] ?? 'desktop',
        mode: modes[Number(mode)] ?? 'DELTA_SYNC',
        ...mediansOf(times),
      }))
      .toSorted((a, b) => b.sessions - a.sessions),
    byDay: byDay
      .map(([[day = ''], times]) => ({ day, ...mediansOf(times) }))
      .toSorted((a, b) => a.day.localeCompare(b.day)),
  };
}

function peopleOf(words: Words, people: [string[], PersonSoFar][]): Cards['people'] {
  return people
    .map(([[user = ''], person]) => ({
      user: words.text(Number(user)) ?? '',
      lastSync: person.lastSync === 0 ? null : new Date(person.lastSync).toISOString(),
      lastError: person.lastError && {
        at: new Date(person.lastError.at).toISOString(),
        errorCode: person.lastError.errorCode,
        code: words.text(person.lastError.code) ?? '',
      },
      failures: person.failures,
      ...mediansOf(person),
    }))
    .toSorted((a, b) => (b.lastSync ?? '').localeCompare(a.lastSync ?? ''));
}

function versionsOf(versions: [string[], Set<number>][]): Cards['versions'] {
  return {
    people: new Set(versions.flatMap(([, users]) => [...users])).size,
    rows: versions
      .map(([[version = '', system = ''], users]) => ({ version, system, people: users.size }))
      .toSorted((a, b) => b.people - a.people || b.version.localeCompare(a.version)),
  };
}

function addDownload(group: Downloads, { records, count, user }: Total): void {
  merge(group.records, records);
  group.sessions += count;
  const sum = Object.entries(records).reduce((all, [figure, times]) => all + Number(figure) * times, 0);
  group.users.set(user, (group.users.get(user) ?? 0) + sum);
}

function heaviest(words: Words, users: ReadonlyMap<number, number>): { user: string; records: number } | null {
  const [first] = [...users].toSorted((a, b) => b[1] - a[1]);
  return first && first[1] > 0 ? { user: words.text(first[0]) ?? '', records: first[1] } : null;
}

function mediansOf({ active, total, sessions }: Times): {
  active: number | null;
  total: number | null;
  sessions: number;
} {
  return { active: median(active), total: median(total), sessions };
}

function failuresOf(
  words: Words,
  byDay: [string[], { count: number }][],
  byCode: [string[], { count: number; people: Set<number> }][],
): Cards['failures'] {
  const rows = byCode
    .map(([[error = '', no = ''], { count, people }]) => {
      const code = words.text(Number(no)) ?? '';
      const type = errorNumbers[Number(error) as ErrorNumber];
      const expected = type === 'EXPECTED_ERROR';
      return {
        errorCode: Number(error),
        code,
        type,
        message: plainSentence(code) ?? '',
        expected,
        count,
        people: people.size,
      };
    })
    .toSorted((a, b) => Number(a.expected) - Number(b.expected) || b.count - a.count);
  const sum = (expected: boolean): number =>
    rows.filter((row) => row.expected === expected).reduce((all, row) => all + row.count, 0);
  return {
    total: sum(false),
    expected: sum(true),
    people: new Set(byCode.flatMap(([, group]) => [...group.people])).size,
    byDay: byDay
      .map(([[day = '', type = ''], { count }]) => ({ day, type: type as FailureType, count }))
      .toSorted((a, b) => a.day.localeCompare(b.day) || a.type.localeCompare(b.type)),
    rows,
  };
}

/** Reads the totals of these days that fit a filter into cards, in short slices. */
export async function addTotals(
  reader: Reader,
  { filter, words, from, to }: { filter: TelemetryFilter; words: Words; from: string; to: string },
  add: (total: Total) => void,
): Promise<void> {
  const slices = createSlices();
  const wanted = matcher(filter, words);
  for (let day = from; day <= to; day = nextDay(day)) {
    for (const stored of reader.all<StoredTotal>(`select * from telemetry_day where day = ?`, day))
      if (wanted(stored))
        add({
          ...stored,
          ms: readHistogram(stored.ms),
          active: readHistogram(stored.active),
          records: readHistogram(stored.records),
        });
    if (slices.due()) await slices.pause();
  }
}

/** What of a filter a total can tell: everything but the time of day and texts. */
export function matcher(filter: TelemetryFilter, words: Words): (total: StoredTotal) => boolean {
  const user = filter.user === undefined ? null : words.find(filter.user);
  const table = filter.table === undefined ? null : words.find(filter.table);
  return (total) =>
    (filter.user === undefined || total.user === user) &&
    (filter.table === undefined || total.tbl === table) &&
    (filter.mode === undefined || modes[total.mode] === filter.mode) &&
    (!filter.levels || filter.levels.some((level) => levels.indexOf(level) === total.level)) &&
    (!filter.names || filter.names.some((name) => eventNames.indexOf(name) === total.name)) &&
    (filter.result === undefined || (filter.result === 'failure') === (total.error !== noError)) &&
    (filter.errorCode === undefined || filter.errorCode === total.error);
}

/** The days from one to another, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < 4000; day = nextDay(day)) days.push(day);
  return days;
}

/** The days that a filter reaches: all that totals are kept of where it does not say. */
export function reachOf(reader: Reader, filter: TelemetryFilter, now: Date): { from: string; to: string } {
  const first = reader.value(`select min(day) from telemetry_day`);
  const today = dayOf(now.getTime());
  const to = filter.to === undefined ? today : dayOf(Date.parse(filter.to) - 1);
  const from = filter.from === undefined ? String(first ?? to) : dayOf(Date.parse(filter.from));
  return { from, to: to > today ? today : to };
}
