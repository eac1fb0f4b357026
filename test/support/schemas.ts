// Schemas for tests: the common model of CONFORMANCE 2, as far as a test needs it.

import type { CellType } from '../../main/sync/cell.ts';
import type { Column, Relation, Schema, Table } from '../../main/sync/schema.ts';
import type { Scope } from '../../main/sync/scope.ts';

/** A column with the defaults that most columns have. */
export function column(name: string, type: CellType, more: Partial<Column> = {}): Column {
  return {
    name,
    type,
    nullable: true,
    unique: false,
    readOnly: false,
    computed: false,
    autoIncrement: false,
    seed: 0,
    step: 0,
    unsigned: false,
    unicode: false,
    maxLength: 0,
    precisionSpecified: false,
    precision: 0,
    scaleSpecified: false,
    scale: 0,
    databaseType: 16,
    ...more,
  };
}

/** A table of the empty schema. Key columns are made not null. */
export function table(name: string, columns: readonly Column[], key: readonly string[]): Table {
  return {
    name,
    schema: '',
    columns: columns.map((item) => (key.includes(item.name) ? { ...item, nullable: false } : item)),
    key,
  };
}

/** A foreign key between two tables of the empty schema. */
export function relation(
  child: string,
  columns: readonly string[],
  parent: string,
  parentColumns: readonly string[],
): Relation {
  return {
    name: `fk_${child}_${parent}`,
    child: { name: child, schema: '' },
    childColumns: columns,
    parent: { name: parent, schema: '' },
    parentColumns,
  };
}

/** A scope over all tables of a schema, both ways. */
export function scopeOf(schema: Schema, name = 'DefaultScope'): Scope {
  return {
    name,
    schema,
    setup: {
      tables: schema.tables.map((item) => ({ name: item.name, schema: item.schema, columns: [], direction: 'both' })),
      filters: [],
      affixes: {},
    },
    version: '1.3.0.0',
    cleanedUpTo: null,
  };
}

/** The table of all C and E scenarios: text key, key to itself, a column with a blank in its name. */
export const category: Table = table(
  'category',
  [
    column('category_id', 'text', { maxLength: 12 }),
    column('parent_id', 'text'),
    column('name', 'text', { nullable: false, maxLength: 50 }),
    column('extra note', 'text'),
    column('row_guid', 'guid'),
    column('modified', 'datetime'),
  ],
  ['category_id'],
);

/** An all-key table. */
export const productTag: Table = table(
  'product_tag',
  [column('product_id', 'text'), column('tag_id', 'long')],
  ['product_id', 'tag_id'],
);

/** `category` alone, with its key to itself. */
export const categorySchema: Schema = {
  tables: [category],
  relations: [relation('category', ['parent_id'], 'category', ['category_id'])],
  filters: [],
};
