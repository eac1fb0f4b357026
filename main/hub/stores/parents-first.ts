// Rows of a table that refers to itself, parents before children: a stock client takes each row at once or fails (W-177).

import type { Row } from '../../sync/cell.ts';
import { tableKey, type Schema } from '../../sync/schema.ts';
import type { StoredTable } from './table.ts';

/** Takes rows in any order and gives them out when their parents have been given out. */
export interface ParentsFirst<Item> {
  /** The items that can go now: this one and those that waited for it, or none. */
  add(item: Item): readonly Item[];
  /** The items whose parents did not come: they are known to the receiver, or point in a circle. */
  rest(): readonly Item[];
}

/** Null for a table that does not refer to itself: its rows can go as they come. */
export function createParentsFirst<Item>(
  schema: Schema,
  table: StoredTable,
  rowOf: (item: Item) => Row,
): ParentsFirst<Item> | null {
  const links = linksOf(schema, table);
  if (links.length === 0) return null;
  const gone = links.map(() => new Set<string>());
  const waiting = new Map<string, Item[]>();
  const missing = (item: Item): string | null => {
    const row = rowOf(item);
    for (const [no, { parentAt, childAt }] of links.entries()) {
      const wanted = pointer(row, childAt);
      if (wanted !== null && wanted !== pointer(row, parentAt) && !gone[no]?.has(wanted)) return `${no} ${wanted}`;
    }
    return null;
  };
  return {
    add(item) {
      const out: Item[] = [];
      const queue = [item];
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const open = missing(next);
        if (open !== null) waiting.set(open, [...(waiting.get(open) ?? []), next]);
        else {
          out.push(next);
          queue.push(...release(rowOf(next)));
        }
      }
      return out;
    },
    rest: () => [...waiting.values()].flat(),
  };

  function release(row: Row): Item[] {
    return links.flatMap(({ parentAt }, no) => {
      const own = pointer(row, parentAt);
      if (own === null) return [];
      gone[no]?.add(own);
      const freed = waiting.get(`${no} ${own}`) ?? [];
      waiting.delete(`${no} ${own}`);
      return freed;
    });
  }
}

interface Link {
  readonly parentAt: readonly number[];
  readonly childAt: readonly number[];
}

function linksOf(schema: Schema, table: StoredTable): readonly Link[] {
  const places = (names: readonly string[]): number[] =>
    names.map((name) => table.travels.findIndex((column) => column.name === name));
  return schema.relations
    .filter(({ parent, child }) => tableKey(parent) === tableKey(table.table) && tableKey(child) === tableKey(parent))
    .map((relation) => ({ parentAt: places(relation.parentColumns), childAt: places(relation.childColumns) }));
}

/** Null where a cell is null: such a row points nowhere. */
function pointer(row: Row, at: readonly number[]): string | null {
  const cells = at.map((position) => row[position] ?? null);
  return cells.includes(null) ? null : JSON.stringify(cells.map(String));
}
