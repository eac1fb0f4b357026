// Where each event of a filtered, sorted list stands: gathered once in short slices, then kept up to date, so that any page
// of a million is one look at its 200 rows (FD-08, law 6).

import type { Reader } from '../sqlite/database.ts';
import { createSlices } from '../sqlite/slices.ts';
import { everything, type Condition } from './filter.ts';

/** How a list is sorted. Events without a duration count as the shortest. */
export type Sort = 'time' | 'duration';

/** A list, without what is newer than the event `upTo`. */
export interface List {
  readonly condition: Condition;
  readonly sort: Sort;
  readonly upTo?: number | undefined;
}

/** A page of a list. */
export interface Place {
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** The numbers of a page's events, how many the whole list has, and the newest event that it knows of. */
export interface PageNumbers {
  readonly numbers: readonly number[];
  readonly shown: number;
  readonly newest: number;
}

/** Where the events of lists stand. */
export interface Positions {
  page(list: List, place: Place): Promise<PageNumbers>;
  /** The numbers of all events of a list, in ascending order of what it is sorted by. */
  all(list: List): Promise<readonly number[]>;
}

interface Known {
  readonly numbers: number[];
  /** Of the newest and oldest event that was looked at. */
  newest: number;
  oldest: number;
  /** The list without what is newer than an event, as it was asked for last. */
  before: { readonly upTo: number; readonly numbers: readonly number[] } | null;
}

interface Ends {
  readonly oldest: number;
  readonly newest: number;
}

const keptLists = 4;
const step = 4000;
const lately = 1000;
/** Of more than `most` events by time a page so near to an end is read straight from the index. */
const near = { most: 40_000, end: 20_000 };

/** The lists of an open log. */
export function createPositions(reader: Reader): Positions {
  const lists = new Map<string, Promise<Known>>();
  const keyOf = ({ sort, condition }: List): string => JSON.stringify([sort, condition]);
  const knownOf = (list: List): Promise<Known> => {
    const key = keyOf(list);
    const next = (lists.get(key) ?? Promise.resolve(null)).then(
      (known) => follow(reader, list, known),
      () => follow(reader, list, null),
    );
    lists.delete(key);
    lists.set(key, next);
    const [first] = lists.keys();
    if (lists.size > keptLists && first !== undefined) lists.delete(first);
    return next;
  };
  return {
    async page(list, place) {
      // Who opens the log waits for its newest events, not until the place of every other one is known.
      if (!lists.has(keyOf(list))) {
        const page = nearPage(reader, list, place);
        if (page) return page;
      }
      const known = await knownOf(list);
      const { length, slice } = upTo(list, known);
      return { numbers: cut(place, length, slice), shown: length, newest: known.newest };
    },
    async all(list) {
      const { length, slice } = upTo(list, await knownOf(list));
      return slice(0, length);
    },
  };
}

function endsOf(reader: Reader): Ends {
  const ends = reader.get<{ oldest: number | null; newest: number | null }>(
    `select (select min(no) from telemetry) as oldest, (select max(no) from telemetry) as newest`,
  );
  return { oldest: ends?.oldest ?? 0, newest: ends?.newest ?? 0 };
}

/** A page of all events by time that is near an end of very many; null for any other. Numbers have no holes: their ends count them. */
function nearPage(reader: Reader, { condition, sort, upTo = Infinity }: List, place: Place): PageNumbers | null {
  const { oldest, newest } = endsOf(reader);
  const last = Math.min(upTo, newest);
  const shown = last - oldest + 1;
  const isNear = shown > near.most && place.offset + place.limit <= near.end;
  if (condition.sql !== everything || sort !== 'time' || !isNear) return null;
  const way = place.descending ? 'desc' : 'asc';
  const sql = `select no from telemetry where no <= ? order by at ${way}, no ${way} limit ? offset ?`;
  return { numbers: reader.column(sql, last, place.limit, place.offset).map(Number), shown, newest };
}

interface Part {
  readonly length: number;
  slice(from: number, to: number): readonly number[];
}

/** A known list without what is newer than it is asked for. By time that is nearly always at the end. */
function upTo({ sort, upTo: last = Infinity }: List, known: Known): Part {
  const { numbers, newest } = known;
  const whole: Part = { length: numbers.length, slice: (from, to) => numbers.slice(from, to) };
  if (newest <= last) return whole;
  if (sort === 'duration') {
    if (known.before?.upTo !== last) known.before = { upTo: last, numbers: numbers.filter((no) => no <= last) };
    const { numbers: some } = known.before;
    return { length: some.length, slice: (from, to) => some.slice(from, to) };
  }
  let body = numbers.length;
  for (let at = body - 1, left = newest - last; at >= 0 && left > 0; at--) {
    if ((numbers[at] ?? 0) <= last) continue;
    body = at;
    left--;
  }
  const tail = numbers.slice(body).filter((no) => no <= last);
  return {
    length: body + tail.length,
    slice: (from, to) => [
      ...numbers.slice(from, Math.min(to, body)),
      ...tail.slice(Math.max(0, from - body), Math.max(0, to - body)),
    ],
  };
}

function cut({ descending, offset, limit }: Place, length: number, slice: Part['slice']): readonly number[] {
  if (!descending) return slice(offset, Math.min(offset + limit, length));
  const end = Math.max(length - offset, 0);
  return slice(Math.max(end - limit, 0), end).toReversed();
}

/** Brings a list up to date: what is gone goes, what is new joins. Durations are gathered anew where news is asked for. */
async function follow(reader: Reader, list: List, known: Known | null): Promise<Known> {
  const { oldest, newest } = endsOf(reader);
  const isBehind = known !== null && known.newest < newest && (list.upTo === undefined || list.upTo > known.newest);
  if (!known || (list.sort === 'duration' && isBehind)) {
    const numbers = await gather(reader, list, newest);
    return { numbers, newest, oldest, before: null };
  }
  if (oldest > known.oldest) dropOld(known, oldest);
  if (newest > known.newest && list.sort === 'time') {
    const { sql, values } = list.condition;
    const fresh = reader
      .column(`select no from telemetry where no > ? and no <= ? and (${sql})`, known.newest, newest, ...values)
      .map(Number);
    if (!join(reader, known.numbers, fresh)) return follow(reader, list, null);
    known.newest = newest;
  }
  return known;
}

/** Takes out what is gone: in a list by time nearly always its beginning. */
function dropOld(known: Known, oldest: number): void {
  const { numbers } = known;
  let end = numbers.length;
  while (end > 0 && (numbers[end - 1] ?? 0) >= oldest) end--;
  let kept = end;
  for (let at = end - 1; at >= 0; at--) {
    const no = numbers[at] ?? 0;
    if (no >= oldest) numbers[--kept] = no;
  }
  numbers.splice(0, kept);
  known.oldest = oldest;
  known.before = null;
}

/** What is written later may have happened a little earlier, as the phases of a session have: the end is sorted anew. */
function join(reader: Reader, numbers: number[], fresh: readonly number[]): boolean {
  const tail = [...numbers.slice(-lately), ...fresh];
  const sorted = reader
    .raw(`select no, at from telemetry where no in (select value from json_each(?)) order by at, no`)
    .all(JSON.stringify(tail))
    .map(([no]) => Number(no));
  // Older than all that was looked at: the clock was set back.
  if (numbers.length > lately && fresh.includes(sorted[0] ?? 0)) return false;
  numbers.splice(Math.max(numbers.length - lately, 0), lately, ...sorted);
  return true;
}

/** How each list is sorted, and along which index it is gathered. */
const orders = {
  time: { by: 'at, no', index: 'telemetry_at', first: [-Infinity, 0], end: [Infinity, 0] },
  duration: { by: 'ms, at, no', index: 'telemetry_ms', first: [-Infinity, 0, 0], end: [Infinity, 0, 0] },
} as const;

/** All matching numbers up to `newest`, a slice of the narrow index at a time. */
async function gather(reader: Reader, { condition, sort }: List, newest: number): Promise<number[]> {
  const { by, index, first, end } = orders[sort];
  const marks = first.map(() => '?').join(', ');
  const whole = `from telemetry indexed by ${index} where (${by}) > (${marks})`;
  const limit = reader.raw(`select ${by} ${whole} order by ${by} limit 1 offset ${step}`);
  const within = reader.raw(
    `select no ${whole} and (${by}) <= (${marks}) and no <= ? and (${condition.sql}) order by ${by}`,
  );
  const slices = createSlices();
  const numbers: number[] = [];
  for (let from: readonly number[] = first; ;) {
    const last = limit.get(...from);
    const to = last ? last.map(Number) : end;
    for (const [no] of within.all(...from, ...to, newest, ...condition.values)) numbers.push(Number(no));
    if (!last) return numbers;
    from = to;
    await slices.pause();
  }
}
