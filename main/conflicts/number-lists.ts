// The numbers of the entries under a filter, in their order, found once for a state of the file: pages, totals and places
// are then a look into a list (CF-07).

import type { Reader } from '../sqlite/database.ts';
import { newestFirst, numbersSql, type EntryOrder, type Filter } from './filter.ts';
import { countEntries, type InboxCounts } from './list.ts';

/** Where an entry stands in a list, from 1, and what stands around it. */
export interface Neighbours {
  readonly previous: number | null;
  readonly next: number | null;
  /** Its place, or the place that it would have where it is not listed. */
  readonly place: number;
  readonly listed: boolean;
}

/** The lists of one inbox. */
export interface NumberLists {
  /** The numbers under a filter; never to be changed. */
  of(filter: Filter): Float64Array;
  /** How many entries each tab holds. */
  counts(): InboxCounts;
  neighbours(filter: Filter, no: number): Neighbours;
}

/** Lists kept at a time. */
const kept = 8;

/** Lists that are found again whenever another connection has written. */
export function createNumberLists(db: Reader): NumberLists {
  let version = -1;
  const lists = new Map<string, Float64Array>();
  let counts: InboxCounts | null = null;
  const look = (): void => {
    const present = db.dataVersion();
    if (present === version) return;
    version = present;
    lists.clear();
    counts = null;
  };
  const of = (filter: Filter): Float64Array => {
    look();
    const { sql, values } = numbersSql(filter);
    const { by, descending } = filter.order ?? newestFirst;
    const name = JSON.stringify([sql, values, descending]);
    const found = lists.get(name) ?? inOrder(Float64Array.from(db.column(sql, ...values), Number), by, descending);
    lists.delete(name);
    lists.set(name, found);
    for (const old of [...lists.keys()].slice(0, -kept)) lists.delete(old);
    return found;
  };
  return {
    of,
    counts() {
      look();
      return (counts ??= countEntries(db));
    },
    neighbours(filter, no) {
      const list = of(filter);
      const at = list.indexOf(no);
      if (at === -1) return outside(filter, list, no);
      return { previous: list[at - 1] ?? null, next: list[at + 1] ?? null, place: at + 1, listed: true };
    },
  };
}

/** Of an entry that a filter leaves out: where its number would stand; in any other order, before all. */
function outside(filter: Filter, list: Float64Array, no: number): Neighbours {
  const { by, descending } = filter.order ?? newestFirst;
  const after = by === 'raised' ? list.findIndex((other) => (descending ? other < no : other > no)) : 0;
  const at = after === -1 ? list.length : after;
  return { previous: list[at - 1] ?? null, next: list[at] ?? null, place: at + 1, listed: false };
}

function inOrder(numbers: Float64Array, by: EntryOrder['by'], descending: boolean): Float64Array {
  if (by !== 'raised') return numbers;
  numbers.sort();
  return descending ? numbers.reverse() : numbers;
}
