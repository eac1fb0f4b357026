// Rows of a table that refers to itself, in any order, given out parents first (W-177).

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createParentsFirst } from '../../../main/hub/stores/parents-first.ts';
import type { ScopedTable } from '../../../main/hub/stores/sqlite/registry.ts';
import type { Row } from '../../../main/sync/cell.ts';
import { category, categorySchema } from '../../support/schemas.ts';
import { syncColumns } from '../../../main/sync/schema.ts';

const table = {
  no: 1,
  table: category,
  travels: syncColumns(category),
  keyAt: [0],
  key: category.key,
} as unknown as ScopedTable;

function giveOut(rows: readonly Row[]): string[] {
  const order = createParentsFirst<Row>(categorySchema, table, (row) => row);
  if (!order) throw new Error('no order');
  const out = rows.flatMap((row) => order.add(row));
  return [...out, ...order.rest()].map((row) => String(row[0]));
}

test('W-177 every row comes once, and after its parent wherever that is possible', () => {
  const tree = fc.array(fc.tuple(fc.nat(30), fc.option(fc.nat(30), { nil: null })), { maxLength: 30 });
  fc.assert(
    fc.property(tree, (pairs) => {
      const unique = new Map(pairs);
      const rows = [...unique].map(([id, parent]): Row => [`k${id}`, parent === null ? null : `k${parent}`]);
      const out = giveOut(rows);
      expect(out.toSorted()).toEqual(rows.map(([id]) => String(id)).toSorted());
      for (const [id, parent] of unique) {
        if (parent === null || parent === id || !unique.has(parent) || reaches(unique, parent)) continue;
        expect(out.indexOf(`k${parent}`)).toBeLessThan(out.indexOf(`k${id}`));
      }
    }),
  );
});

/** True if a row's ancestors form a circle, or end at one that does not come. */
function reaches(parents: ReadonlyMap<number, number | null>, start: number): boolean {
  const seen = new Set<number>();
  for (let at: number | null | undefined = start; at !== null; at = parents.get(at)) {
    if (at === undefined || (seen.has(at) && parents.get(at) !== at)) return true;
    if (parents.get(at) === at) return false;
    seen.add(at);
  }
  return false;
}

test('a table that refers to another only needs no order', () => {
  expect(createParentsFirst<Row>({ ...categorySchema, relations: [] }, table, (row) => row)).toBeNull();
});
