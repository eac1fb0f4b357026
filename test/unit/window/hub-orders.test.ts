// Which orders to a hub's clients have to be typed for, and what is typed (HB-05).

import { expect, test } from 'vitest';
import { allOrders, lossyOrders, nameToType } from '../../../main/window/hub-orders.ts';

test('HB-05 an order by which something may be lost is typed for: the person, else the beginning of the id; several by their number', () => {
  const maya = { id: '7c9e6679-7425-40de-944b-e07fc1f90ae7', person: 'Maya Lindqvist' };
  const stock = { id: '0f8fad5b-d9cb-469f-a165-70867728950e', person: null };
  expect(nameToType([maya, maya])).toBe('Maya Lindqvist');
  expect(nameToType([stock])).toBe('0f8fad5b');
  expect([nameToType([maya, stock]), nameToType([])]).toEqual([null, null]);
  expect(allOrders.filter((order) => !lossyOrders.has(order))).toEqual([
    'normal',
    'reinitialize-with-upload',
    'deprovision-and-sync',
    'abort',
  ]);
});
