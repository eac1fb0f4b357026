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
    const fresh = reader.column(
      `select no from telemetry where no > ? and no <= ? and (${sql}) order by at, no`,
      known.newest,
      newest,
      ...values,
    );
    for (const no of fresh) known.numbers.push(Number(no));
    known.newest = newest;
  }
  return known;
}

/** All matching numbers up to `newest`, a slice of the narrow index at a time. */
async function gather(reader: Reader, { condition, sort }: List, newest: number): Promise<number[]> {
  const by = sort === 'time' ? 'at' : 'ms';
  const index = sort === 'time' ? 'telemetry_at' : 'telemetry_ms';
  const end = reader.raw(
    `select ${by}, no from telemetry indexed by ${index} where (${by}, no) > (?, ?) order by ${by}, no limit 1 offset ${step}`,
  );
  const within = reader.raw(
    `select no from telemetry indexed by ${index} where (${by}, no) > (?, ?) and (${by}, no) <= (?, ?) and no <= ? and (${condition.sql})
     order by ${by}, no`,
  );
  const slices = createSlices();
  const numbers: number[] = [];
  let from: readonly [number, number] = [-Infinity, 0];
  for (;;) {
    const last = end.get(...from);
    const to = last ? ([Number(last[0]), Number(last[1])] as const) : ([Infinity, 0] as const);
    for (const [no] of within.all(...from, ...to, newest, ...condition.values)) numbers.push(Number(no));
    if (!last) return numbers;
    from = to;
    await slices.pause();
  }
}
