// The window through a working day: reloads, a second window, an engine that dies, and one that only looks on (CL-06, FD-09).

import { expect } from 'vitest';
import { setDesk, story } from './desk.ts';
import { seen } from './seen.ts';

const order = `where number = 'WO-10482'`;
const mine = `update work_orders set status = 'Done' ${order}`;
const annas = `update work_orders set status = 'On hold' ${order}`;

story(
  'a reload keeps the place: screen, table, filter, order and open record stand in the address (AX-04)',
  async () => {
    const { page } = await setDesk({ at: '/data/work_orders' });
    await page.getByRole('button', { name: 'Title', exact: true }).click();
    await page.getByRole('textbox', { name: 'Find in work orders' }).fill('service');
    await seen(page.getByText('1 shown of 6')).toBeVisible();
    await page.getByRole('gridcell', { name: 'Boiler service' }).click();
    await seen(page.getByRole('complementary', { name: 'Record WO-10482' })).toBeVisible();
    const address = page.url();
    await page.reload();
    await seen(page.getByRole('complementary', { name: 'Record WO-10482' })).toBeVisible();
    await seen(page.getByRole('textbox', { name: 'Find in work orders' })).toHaveValue('service');
    await seen(page.getByRole('columnheader', { name: 'Title' })).toHaveAttribute('aria-sort', 'ascending');
    expect(page.url()).toBe(address);
    await page.getByRole('link', { name: 'Status' }).click();
    await seen(page.getByRole('heading', { name: 'Status' })).toBeVisible();
    await page.goBack();
    await seen(page.getByRole('complementary', { name: 'Record WO-10482' })).toBeVisible();
  },
);

story('two windows see each other’s decisions without a reload (FD-09, RS-25)', async () => {
  const desk = await setDesk({ at: '/conflicts' });
  desk.db.exec(mine);
  await desk.anna(annas);
  await desk.sync();
  const other = await desk.open('/conflicts');
  await seen(other.getByRole('radio', { name: 'Keep mine' })).toBeVisible();
  await desk.page.getByRole('radio', { name: 'Keep mine' }).click();
  await desk.page.getByRole('button', { name: 'Decide' }).click();
  await seen(other.getByRole('region', { name: 'What the decision does' })).toContainText(
    'With the next session the hub gets Status Done from you.',
  );
  await seen(other.getByRole('tab', { name: /Undecided/ })).toContainText('0');
  await seen(other.getByRole('tab', { name: /Decided/ }).last()).toContainText('1');
  await other.getByRole('button', { name: 'Undo' }).click();
  await seen(desk.page.getByRole('option', { name: /WO-10482/ })).toBeVisible();
});

story('an engine that dies is told, comes back by itself, and the window goes on where it was (law 6)', async () => {
  const desk = await setDesk({ at: '/data/work_orders?record=WO-10482' });
  const { page } = desk;
  const card = page.getByRole('complementary', { name: 'Record WO-10482' });
  await seen(card).toContainText('In progress');
  const told = page.getByText('Concord’s engine has stopped.').waitFor();
  await desk.killEngine();
  await told;
  await seen(page.getByRole('banner')).toContainText('Connected · up to date');
  desk.db.exec(mine);
  await seen(page.getByRole('row', { name: /Boiler service/ }).getByText('Waiting')).toBeVisible();
});

story('a read-only window shows everything and does nothing (CL-06)', async () => {
  const desk = await setDesk({ readOnly: true });
  desk.db.exec(mine);
  await desk.anna(annas);
  await desk.sync();
  const { page } = desk;
  await seen(page.getByRole('banner')).toContainText('1 conflict needs you');
  await seen(page.getByRole('button', { name: 'Sync now' })).toHaveCount(0);
  await seen(page.getByRole('button', { name: 'Work offline' })).toHaveCount(0);
  await page
    .getByRole('link', { name: /Conflicts/ })
    .first()
    .click();
  await seen(page.getByRole('table', { name: /^Compare/ })).toBeVisible();
  await seen(page.getByRole('button', { name: 'Decide' })).toBeDisabled();
  await seen(page.getByRole('radio', { name: 'Status, Mine: Done' })).toBeDisabled();
  await seen(page.getByRole('radio', { name: 'Keep mine' })).toHaveCount(0);
  for (const key of ['Shift+ArrowLeft', 'Enter']) await page.keyboard.press(key);
  await page.getByRole('link', { name: 'Data' }).click();
  await seen(page.getByRole('main').getByText('Read-only: this window may look, not change.')).toBeVisible();
  await seen(page.getByRole('button', { name: /^New/ })).toBeDisabled();
  expect((await desk.client.call('status.read', {})).undecided).toBe(1);
});
