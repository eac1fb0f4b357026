// The filtered set-up of CONFORMANCE 11 over the common model: one customer's rows, by columns, by joins, by a condition.

import { expect } from 'vitest';
import type { FiltersOrder } from '../../main/hub/stores/filters.ts';
import type { Parameter } from '../../main/sync/scope.ts';
import { commonSchema } from './common-model.ts';
import { setStage, type Binding, type Stage, type StageOptions, type StageReplica } from './stage.ts';

const at = (name: string) => ({ name, schema: '' });
const column = (table: string, name: string) => ({ table: at(table), column: name });
const ofCustomer = (table: string) => ({ ...column(table, 'customer_id'), parameter: 'customer' });

/** The tables of the scope, parents first. */
export const filteredTables = [
  'category',
  'product',
  'employee',
  'customer',
  'address',
  'customer_address',
  'orders',
  'order_line',
];

/** Columns that travel. */
export const filteredColumns = {
  customer: ['customer_id', 'employee_id', 'name'],
  address: ['address_id', 'line1', 'line2', 'city'],
};

/** The filters; `tier` is a parameter that no column is bound to and that may be null. */
export function customerFilters(more: Partial<FiltersOrder> = {}): FiltersOrder {
  return {
    parameters: [
      { name: 'customer', type: 'text' },
      { name: 'tier', type: 'text', nullable: true, default: null },
    ],
    filters: [
      { table: at('customer'), equals: [ofCustomer('customer')], condition: '@tier is null or name like @tier' },
      { table: at('customer_address'), equals: [ofCustomer('customer_address')] },
      { table: at('orders'), equals: [ofCustomer('orders')] },
      {
        table: at('address'),
        joins: [
          {
            table: at('customer_address'),
            own: column('address', 'address_id'),
            other: column('customer_address', 'address_id'),
          },
        ],
        equals: [ofCustomer('customer_address')],
      },
      {
        table: at('order_line'),
        joins: [{ table: at('orders'), own: column('order_line', 'order_id'), other: column('orders', 'order_id') }],
        equals: [ofCustomer('orders')],
      },
      { table: at('product'), condition: 'category_id is not null' },
    ],
    ...more,
  };
}

/** A stage with that set-up. */
export function filteredStage(binding: Binding, more: Partial<StageOptions> = {}): Promise<Stage> {
  return setStage({
    binding,
    schema: commonSchema,
    tables: filteredTables,
    columns: filteredColumns,
    filters: customerFilters(),
    ...more,
  });
}

/** The parameters of one customer. */
export function of(customer: string): { readonly parameters: readonly Parameter[] } {
  return { parameters: [{ name: 'customer', value: customer }] };
}

/** The rows that the given customers' replica is to hold, read from the hub: key and one more column by table. */
const wanted = (customers: readonly string[]): Readonly<Record<string, string>> => {
  const list = customers.map((name) => `'${name}'`).join(', ');
  return {
    category: 'select category_id, name from category order by 1',
    product: 'select product_id, name from product where category_id is not null order by 1',
    employee: 'select employee_id, first from employee order by 1',
    customer: `select customer_id, name from customer where customer_id in (${list}) order by 1`,
    customer_address: `select customer_id, address_id, kind from customer_address where customer_id in (${list}) order by 1, 2`,
    address: `select address_id, line1 from address where address_id in
      (select address_id from customer_address where customer_id in (${list})) order by 1`,
    orders: `select order_id, customer_id, total from orders where customer_id in (${list}) order by 1`,
    order_line: `select line_id, order_id, quantity from order_line where order_id in
      (select order_id from orders where customer_id in (${list})) order by 1`,
  };
};

/** The replica holds exactly the rows of these customers, as the hub has them. */
export function expectOnly(stage: Stage, replica: StageReplica, customers: readonly string[]): void {
  for (const [table, sql] of Object.entries(wanted(customers))) {
    const here = sql.replace(/ where .*? order by/s, ' order by');
    const rows = (db: Stage['hubDb'] | StageReplica['db'], text: string): unknown[] => db.prepare(text).raw().all();
    expect(rows(replica.db, here), `${table} of ${replica.name}`).toEqual(rows(stage.hubDb, sql));
  }
}

/** How many rows these customers' replica holds. */
export function countOf(stage: Stage, customers: readonly string[]): number {
  return Object.values(wanted(customers)).reduce((sum, sql) => sum + stage.hubDb.prepare(sql).all().length, 0);
}
