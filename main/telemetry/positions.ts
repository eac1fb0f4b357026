// Where each event of a filtered, sorted list stands: gathered once in short slices, then kept up to date, so that any page
// of a million is one look at its 200 rows (FD-08, law 6).

import type { Reader } from '../sqlite/database.ts';
import { createSlices } from '../sqlite/slices.ts';
import type { Condition } from './filter.ts';

/** How a list is sorted. Events without a duration count as the shortest. */
export type Sort = 'time' | 'duration';

/** The numbers of all events of a list, in ascending order of what it is sorted by. */
export interface Positions {
  of(list: { readonly condition: Condition; readonly sort: Sort }): Promise<readonly number[]>;
}

interface Known {
  readonly numbers: number[];
  /** Of the newest and oldest event that was looked at. */
  newest: number;
  oldest: number;
}

const keptLists = 4;
const step = 4000;
const lately = 1000;

/** The lists of an open log. */
export function createPositions(reader: Reader): Positions {
  const lists = new Map<string, Promise<Known>>();
  return {
    async of({ condition, sort }) {
      const key = JSON.stringify([sort, condition]);
      const before = lists.get(key);
      const next = (before ?? Promise.resolve(null)).then(
        (known) => follow(reader, { condition, sort }, known),
        () => follow(reader, { condition, sort }, null),
      );
      lists.delete(key);
      lists.set(key, next);
      const [first] = lists.keys();
      if (lists.size > keptLists && first !== undefined) lists.delete(first);
      return (await next).numbers;
    },
  };
}

type List = { readonly condition: Condition; readonly sort: Sort };

/** Brings a list up to date: what is gone goes, what is new joins. Durations are gathered anew where there is news. */
async function follow(reader: Reader, list: List, known: Known | null): Promise<Known> {
  const ends = reader.get<{ oldest: number | null; newest: number | null }>(
    `select (select min(no) from telemetry) as oldest, (select max(no) from telemetry) as newest`,
  );
  const [oldest, newest] = [ends?.oldest ?? 0, ends?.newest ?? 0];
  if (!known || (list.sort === 'duration' && known.newest !== newest)) {
    const numbers = await gather(reader, list, newest);
    return { numbers, newest, oldest };
  }
  if (oldest > known.oldest) {
    const kept = known.numbers.filter((no) => no >= oldest);
    known.numbers.splice(0, known.numbers.length);
    for (const no of kept) known.numbers.push(no);
    known.oldest = oldest;
  }
  if (newest > known.newest) {
    const { sql, values } = list.condition;
    const fresh = reader
      .column(`select no from telemetry where no > ? and no <= ? and (${sql})`, known.newest, newest, ...values)
      .map(Number);
    if (!join(reader, known.numbers, fresh)) return follow(reader, list, null);
    known.newest = newest;
  }
  return known;
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
