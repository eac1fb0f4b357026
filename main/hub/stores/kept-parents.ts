// Children of a record that the hub kept its own of: inserted on both sides under one key, they would hang on the other's
// record (Decisions 17, L33).

import type { Row } from '../../sync/cell.ts';
import { tableKey, type Relation, type Schema } from '../../sync/schema.ts';
import type { StoredTable } from './table.ts';

/** Keys of kept parents, as their children spell them. */
export interface KeptParents {
  /** True once there is any. */
  readonly any: boolean;
  add(table: StoredTable, row: Row): void;
  /** True if the row points to a kept parent. */
  holds(table: StoredTable, row: Row): boolean;
}

interface Link {
  readonly relation: string;
  /** Positions of the relation's columns among the travelling ones. */
  readonly at: readonly number[];
}

/** For one upload. */
export function createKeptParents(schema: Schema): KeptParents {
  const kept = new Set<string>();
  const asParent = linksOf(schema, (relation) => ({ table: relation.parent, columns: relation.parentColumns }));
  const asChild = linksOf(schema, (relation) => ({ table: relation.child, columns: relation.childColumns }));
  return {
    get any() {
      return kept.size > 0;
    },
    add(table, row) {
      for (const link of asParent(table)) kept.add(pointer(link, row));
    },
    holds: (table, row) => asChild(table).some((link) => points(link, row) && kept.has(pointer(link, row))),
  };
}

/** True if a table's rows can be children of one another. */
export function isSelfReferencing(schema: Schema, { table }: StoredTable): boolean {
  return schema.relations.some(
    ({ parent, child }) => tableKey(parent) === tableKey(table) && tableKey(child) === tableKey(table),
  );
}

type SideOf = (relation: Relation) => { readonly table: Relation['parent']; readonly columns: readonly string[] };

function linksOf(schema: Schema, side: SideOf): (table: StoredTable) => readonly Link[] {
  const cache = new Map<number, readonly Link[]>();
  return (scoped) => {
    const known = cache.get(scoped.no);
    if (known) return known;
    const links = schema.relations
      .filter((relation) => tableKey(side(relation).table) === tableKey(scoped.table))
      .map((relation) => ({
        relation: relation.name,
        at: side(relation).columns.map((name) => scoped.travels.findIndex((column) => column.name === name)),
      }));
    cache.set(scoped.no, links);
    return links;
  };
}

function points({ at }: Link, row: Row): boolean {
  return at.every((position) => (row[position] ?? null) !== null);
}

function pointer({ relation, at }: Link, row: Row): string {
  return JSON.stringify([relation, ...at.map((position) => String(row[position] ?? null))]);
}
