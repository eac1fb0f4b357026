// A conflict brings the names of the records that its values point to, so that the window shows them at once (CF-09, PD-06).

import { expect, test } from 'vitest';
import { edit, sync } from '../../support/replica-app.ts';
import { openDesk } from './desk.ts';

test('every version and the decision are named, each value once; what is not here is said (CF-09, PD-06)', async () => {
  const { stage, file, app, call } = await openDesk();
  stage.hubDb.exec(`update customer set employee_id = 2 where customer_id = 'c1';
    update product set category_id = 'TOURING' where product_id = 'p1'`);
  edit(
    file,
    `pragma foreign_keys = off`,
    `update customer set employee_id = 77 where customer_id = 'c1'`,
    `update product set category_id = 'BIKES' where product_id = 'p1'`,
  );
  await sync(app);
  const { entries } = await call('conflicts.list', { limit: 10, offset: 0 });
  const numberOf = (table: string): number => entries.find((entry) => entry.table.name === table)?.no ?? 0;
  const { links } = await call('conflicts.get', { no: numberOf('customer') });
  expect(links).toEqual([
    { column: 'employee_id', value: 1, isHere: true, name: null },
    { column: 'employee_id', value: 77, isHere: false, name: null },
    { column: 'employee_id', value: 2, isHere: true, name: null },
  ]);
  const named = await call('conflicts.get', { no: numberOf('product') });
  expect(named.links.map(({ value, name }) => [value, name])).toEqual([
    ['ROAD', 'Road bikes'],
    ['BIKES', 'Bikes'],
    ['TOURING', 'Touring'],
  ]);
  const { no, revision } = named;
  const decided = await call('conflicts.resolve', {
    no,
    revision,
    choice: { keep: 'merged', take: {}, set: { category_id: null } },
  });
  expect(decided.links).toEqual(named.links);
});
