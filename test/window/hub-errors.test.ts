// The hub's error set for its administrator: rows of a .NET client that were not taken, tried once more, dropped (W-243, W-250).

import { expect } from 'vitest';
import { setDesk, story } from './desk.ts';
import { giveToken } from './hub-desk.ts';
import { faultless, looked } from './looks.ts';
import { seen } from './seen.ts';

const tooLong = (number: string): string =>
  `update customers set phone = '040 555 0191 ext. 22 (Ina)' where number = '${number}'`;

story('W-250 what a client that keeps nothing itself sent in vain is listed, tried again and dropped', async () => {
  const desk = await setDesk({ hub: { concord: false }, at: '/hub/errors' });
  const { page, stage } = desk;
  await desk.anna(tooLong('C-0231'), tooLong('C-0142'));
  await desk.anna();
  await giveToken(desk, 'Maya', 'admin');
  const list = page.getByRole('region', { name: 'Errors' });
  const row = (key: string) => list.getByRole('row', { name: new RegExp(key) }).first();
  await seen(row('C-0231')).toContainText(/Customers C-0231.*Write.*phone_length.*waits for a newer version/);
  await row('C-0231').getByRole('button', { name: 'Customers C-0231', exact: true }).click();
  await seen(list.getByRole('definition').filter({ hasText: '040 555 0191 ext. 22 (Ina)' })).toBeVisible();
  await row('C-0142').getByRole('button', { name: 'Drop Customers C-0142' }).click();
  const question = list.getByRole('group', { name: 'Drop Customers C-0142' });
  await seen(question).toContainText('sent for Customers C-0142 is gone from the hub after this.');
  await seen(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
  expect(await looked(page, { name: 'hub-errors' })).toEqual(faultless);
  await question.getByRole('button', { name: 'Drop Customers C-0142' }).click();
  await seen(list.getByRole('row')).toHaveCount(3);
  await row('C-0231').getByRole('button', { name: 'Try again: Customers C-0231' }).click();
  await seen(row('C-0231')).toContainText('goes with the next session');
  expect(await stage.store.refusals.list(10)).toMatchObject([{ key: ['C-0231'], state: 'retry' }]);
  await row('C-0231').getByRole('button', { name: 'Drop Customers C-0231' }).click();
  await list.getByRole('group').getByRole('button', { name: 'Drop Customers C-0231' }).click();
  await seen(list).toContainText('The hub keeps no refused rows.');
  expect(await looked(page, { name: 'hub-errors-none' })).toEqual(faultless);
});
