// Changes: what waits and why, sent, reverted and back, by mouse and by keyboard alone (PD-01, PD-02, PD-03, PD-07, AX-01, AX-04).

import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { setDesk, story, type Desk } from './desk.ts';
import { picture } from './looks.ts';
import { moreCustomers } from './office.ts';
import { seen } from './seen.ts';

const rowOf = (page: Page, id: string): Locator =>
  page.getByRole('grid', { name: 'Changes that wait to be sent' }).getByRole('rowgroup').filter({ hasText: id });

const onOrder = (set: string, number: string): string => `update work_orders set ${set} where number = '${number}'`;

const newOrder = (
  title: string,
): string => `insert into work_orders (number, title, site, customer, status, priority, trade,
  contact, signed, created, updated) values ('WO-20000', '${title}', 'S-0198', 'C-0142', 'New', 2, 'Heating', 'Dana', 0,
  '2026-05-04 09:00:00', '2026-05-04 09:00:00')`;

const newBooking = `insert into bookings (id, number, work_order, technician, start, finish, confirmed) values
  ('8f9619ff-8b86-4011-b42d-00c04fc964ff', 'B-7799', 'WO-20000', 'priya.raman', '2026-06-17 13:00:00', '2026-06-17 15:00:00', 0)`;

/** Changes of every kind, one behind a conflict, one that the hub has refused twice. */
async function fill({ db, anna, sync }: Desk): Promise<void> {
  db.exec(newOrder('Leak at valve 3'));
  db.exec(newBooking);
  db.exec(`update customers set phone = '040 555 0191 ext. 22 (Ina)' where number = 'C-0231'`);
  await anna(newOrder('Leak in the cellar'));
  await sync();
  await sync();
  db.exec(onOrder(`status = 'Done', amount = 310.5, notes = 'Flame sensor cleaned, set to 12 µA.'`, 'WO-10488'));
  db.exec(onOrder(`technician = 'priya.raman'`, 'WO-10491'));
  db.exec(`delete from products where id = 2`);
}

story('what waits, by reason, with old and new; reverted and undone, and sent (PD-01, PD-02, PD-03)', async () => {
  const desk = await setDesk({ at: '/changes' });
  const { page, db } = desk;
  await seen(page.getByRole('heading', { name: 'Nothing waits to be sent' })).toBeVisible();
  await picture(page, 'changes-empty');
  await fill(desk);
  await seen(page.getByText('7 changes in 5 records wait to be sent')).toBeVisible();
  await seen(rowOf(page, 'WO-10488')).toContainText(/StatusIn progressDone.*Amount120\.00310\.50/);
  await seen(rowOf(page, 'WO-10491')).toContainText('Jonas WeissPriya Raman');
  await seen(rowOf(page, 'Gasket set')).toContainText('DeleteWhole record');
  await seen(page.getByRole('row', { name: /Behind a conflict that is undecided/ })).toContainText('WO-20000');
  await seen(page.getByRole('row', { name: /Parked: the hub refused this record/ })).toContainText(
    '1 change in 1 record',
  );
  await seen(rowOf(page, 'C-0231').getByRole('gridcell').last()).toContainText('2');
  await seen(page.getByRole('navigation').getByRole('link', { name: 'Errors 1 open or parked' })).toBeVisible();
  await picture(page, 'changes-many');
  await rowOf(page, 'WO-10488').getByRole('checkbox', { name: 'Choose WO-10488' }).check();
  await rowOf(page, 'WO-10488').getByRole('checkbox', { name: 'Notes' }).uncheck();
  const bar = page.getByRole('region', { name: 'What revert does' });
  await seen(bar).toContainText('After Revert WO-10488 has Status In progress and Amount 120.00 here again.');
  await seen(bar).toContainText('Done and 310.50 give way. Nothing of it is sent.');
  await picture(page, 'changes-chosen');
  await bar.getByRole('button', { name: 'Revert 2 changes' }).click();
  const done = page.getByRole('status').filter({ hasText: 'WO-10488 has Status In progress and Amount 120.00 again.' });
  await seen(done).toBeVisible();
  await seen(rowOf(page, 'WO-10488')).toContainText('Notesno valueFlame sensor');
  expect(db.prepare(`select status, amount from work_orders where number = 'WO-10488'`).raw().get()).toEqual([
    'In progress',
    120,
  ]);
  // The way back outlives the window.
  await page.reload();
  await page.getByRole('button', { name: 'Reverted' }).click();
  await page.getByRole('menuitem', { name: /Undo the revert of .*: 2 changes in 1 record/ }).click();
  await seen(rowOf(page, 'WO-10488')).toContainText('Amount120.00310.50');
  await page.getByRole('button', { name: 'Send now' }).click();
  await seen(page.getByText('2 changes in 2 records wait to be sent')).toBeVisible();
  await seen(page.getByRole('button', { name: 'Send now' })).toBeDisabled();
  expect(desk.stage.hubDb.prepare(`select amount from work_orders where number = 'WO-10488'`).pluck().get()).toBe(
    310.5,
  );
});

story('by keyboard alone: walk, choose, revert, undo, filter, open (AX-01, AX-04)', async () => {
  const desk = await setDesk({ at: '/status' });
  const { page, db } = desk;
  await desk.client.call('agent.configure', { offline: true });
  db.exec(onOrder(`status = 'Done'`, 'WO-10488'));
  db.exec(onOrder(`amount = 99`, 'WO-10505'));
  await seen(page.getByRole('banner')).toContainText('2 changes in 2 records waiting');
  await page.keyboard.press('Control+5');
  await seen(page.getByText('2 changes in 2 records wait to be sent')).toBeVisible();
  await seen(page.getByRole('row', { name: /Working offline: goes when you go online again/ })).toBeVisible();
  await seen(page.getByRole('button', { name: 'Send now' })).toBeDisabled();
  await picture(page, 'changes-offline');
  await page.keyboard.press('j');
  await seen(page.getByRole('row', { name: /WO-10505/ })).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await seen(page.getByText('1 record chosen')).toBeVisible();
  await page.keyboard.press('Escape');
  await seen(page.getByText('1 record chosen')).toHaveCount(0);
  await seen(page.getByRole('row', { name: /WO-10488/ })).toBeFocused();
  await page.keyboard.press('r');
  await seen(page.getByRole('button', { name: 'Revert 1 change' })).toBeFocused();
  await page.keyboard.press('r');
  await seen(page.getByRole('button', { name: 'Undo', exact: true })).toBeFocused();
  await seen(page.getByText('1 change in 1 record waits to be sent')).toBeVisible();
  await page.keyboard.press('z');
  await seen(page.getByText('2 changes in 2 records wait to be sent')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('99');
  await seen(page.getByText('1 shown of 2')).toBeVisible();
  await seen(page).toHaveURL(/#\/changes\?text=99/);
  await page.keyboard.press('ArrowDown');
  await seen(page.getByRole('row', { name: /WO-10505/ })).toBeFocused();
  // What another program writes meanwhile shows, and takes neither focus nor place.
  db.exec(`update products set stock = 99 where id = 1`);
  await seen(page.getByText('2 shown of 3')).toBeVisible();
  await seen(page.getByRole('row', { name: /WO-10505/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await seen(page.getByRole('complementary', { name: 'Record WO-10505' })).toBeVisible();
  await page.getByRole('complementary').getByRole('link', { name: 'Waiting' }).click();
  await seen(page.getByText('1 shown of 3')).toBeVisible();
});

story('20,000 waiting records: only those in view are drawn, the end is one key away (PD-01)', async () => {
  const desk = await setDesk({ more: moreCustomers(20_000), at: '/changes' });
  const { page, db } = desk;
  await seen(page.getByRole('heading', { name: 'Nothing waits to be sent' })).toBeVisible();
  db.exec(`update customers set contact = 'Reception', phone = '040' where number like 'K-%'`);
  await seen(page.getByText('40,000 changes in 20,000 records wait to be sent')).toBeVisible();
  await seen(page.getByRole('row', { name: /K-00001/ })).toBeVisible();
  await page.getByRole('row', { name: /K-00001/ }).focus();
  await page.keyboard.press('End');
  await seen(page.getByRole('row', { name: /K-20000/ })).toBeInViewport();
  await seen(page.getByRole('row', { name: /K-20000/ })).toBeFocused();
  expect(await page.getByRole('row').count()).toBeLessThan(200);
  await seen(page.getByRole('checkbox', { name: 'Choose all' })).toBeDisabled();
});

story('a window that only looks on lists all and offers no step (CL-06)', async () => {
  const desk = await setDesk({ readOnly: true, at: '/changes' });
  const { page, db } = desk;
  db.exec(onOrder(`status = 'Done'`, 'WO-10488'));
  await seen(page.getByText('1 change in 1 record waits to be sent')).toBeVisible();
  await seen(rowOf(page, 'WO-10488')).toContainText('In progressDone');
  await seen(page.getByRole('main').getByRole('checkbox')).toHaveCount(0);
  await seen(page.getByRole('button', { name: 'Send now' })).toHaveCount(0);
});
