// Addresses that come from outside: only places of the window, never a page.

import { expect, test } from 'vitest';
import { concordAddress, placeOf } from '../../../main/window/address.ts';

test.each([
  [
    '#/conflicts?table=work_orders&type=local-update%2Fhub-delete',
    'concord://conflicts?table=work_orders&type=local-update%2Fhub-delete',
  ],
  ['#/feed/8', 'concord://feed/8'],
  ['#/data/dbo.work%20orders?record=WO-10482%2C2', 'concord://data/dbo.work%20orders?record=WO-10482%2C2'],
  ['#/status', 'concord://status'],
])('%s is handed on as %s, and read back', (place, address) => {
  expect(concordAddress(place)).toBe(address);
  expect(placeOf(address)).toBe(place);
});

test('what systems make of an address on its way is read all the same', () => {
  expect(placeOf(' concord://feed/8/ ')).toBe('#/feed/8');
  expect(placeOf('concord://conflicts/?type=local-update/hub-delete')).toBe('#/conflicts?type=local-update/hub-delete');
});

test.each([
  'concord://app/',
  'concord://app/index.html#/status',
  'concord://app.evil/status',
  'concord://nowhere',
  'concord://status@evil.example/',
  'concord://user:word@status/',
  'concord://status:80/',
  'concord:status',
  'concord:///status',
  'https://status/',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'concord://data/%E0%A4%A',
  'concord://data/%00',
  `concord://data/${'x'.repeat(5000)}`,
  '',
  'WO-10482',
])('%j opens nothing', (text) => {
  expect(placeOf(text)).toBeNull();
});
