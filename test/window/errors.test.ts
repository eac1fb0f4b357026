// Errors: found, understood, corrected and tried again, by mouse and by keyboard alone; cleaned up with exact numbers (ER-01,
// ER-02, ER-04, ER-05, ER-06, ER-08, ER-10, ER-15, AX-01).

import type { Page } from 'playwright';
import { expect } from 'vitest';
import { setDesk, story, type Desk } from './desk.ts';
import { picture } from './looks.ts';
import { seen } from './seen.ts';

const tooLong = `update customers set phone = '040 555 0191 ext. 22 (Ina)' where number = 'C-0231'`;
const grid = (page: Page) => page.getByRole('grid', { name: 'Sync errors' });
const card = (page: Page) => page.getByRole('region', { name: 'Error in detail' });

async function refuse({ db, sync }: Desk): Promise<void> {
  db.exec(tooLong);
  await sync();
}

story('the nine columns in their order; an error opened, corrected and sent (ER-01, ER-02, ER-05, ER-09)', async () => {
  const desk = await setDesk({ at: '/errors' });
  const { page, client } = desk;
  await seen(page.getByRole('heading', { name: 'No record failed' })).toBeVisible();
  await refuse(desk);
  await seen(grid(page).getByRole('row')).toHaveCount(2);
  expect(await grid(page).getByRole('columnheader').allInnerTexts()).toEqual([
    'Chosen',
    'Error Time',
    'Error Message',
    'Error Type',
    'Record',
    'Owner',
    'Action',
    'Action Data',
    'Request Data',
    'Error Code',
    'State',
    'Tries',
  ]);
  await seen(page.getByRole('button', { name: 'Others 1' })).toBeVisible();
  await seen(page.getByRole('link', { name: /^Errors 1/ })).toBeVisible();
  await grid(page).getByRole('row').nth(1).click();
  await seen(card(page)).toContainText(/Harbour View Hotel.*Customers · C-0231, refused by the hub/);
  await seen(card(page)).toContainText('You can fix this yourself.');
  await seen(card(page)).toContainText('Nothing waits behind it.');
  await picture(page, 'error');
  await card(page)
    .getByRole('button', { name: /Edit and retry/ })
    .click();
  const phone = card(page).getByRole('textbox', { name: 'Phone' });
  await seen(phone).toHaveValue('040 555 0191 ext. 22 (Ina)');
  await seen(card(page).getByRole('button', { name: 'Save and retry' })).toBeDisabled();
  await phone.fill('040 555 0191-22');
  await card(page).getByRole('button', { name: 'Save and retry' }).click();
  await seen(page.getByRole('status').filter({ hasText: '1 accepted' })).toBeVisible();
  await seen(card(page)).toContainText('It went through since.');
  expect(await client.call('status.read', {})).toMatchObject({ openErrors: 0, waiting: { records: 0 } });
});

story('by keys alone: walked, opened, tried again as it is, closed (ER-04, ER-06, AX-01)', async () => {
  const desk = await setDesk({ at: '/status' });
  const { page } = desk;
  await refuse(desk);
  await desk.sync();
  await seen(page.getByRole('navigation').getByRole('link', { name: 'Errors 1 open or parked' })).toBeVisible();
  await page.keyboard.press('Control+4');
  await seen(page.getByRole('tab', { name: /Parked 1/ })).toHaveAttribute('aria-selected', 'true');
  await seen(grid(page).getByRole('row').nth(1)).toContainText('Parked');
  await grid(page).focus();
  await page.keyboard.press('Enter');
  await seen(card(page)).toBeVisible();
  expect(page.url()).toMatch(/#\/errors\/1\?tab=parked$/);
  await page.keyboard.press('r');
  await seen(page.getByRole('status').filter({ hasText: '1 failed again' })).toContainText('failed again');
  await page.keyboard.press('Escape');
  await seen(card(page)).toHaveCount(0);
  await page.keyboard.press('x');
  await seen(page.getByRole('button', { name: 'Retry 1 change' })).toBeEnabled();
});

story('a clean-up says its exact numbers and needs a second tick for what is unresolved (ER-10)', async () => {
  const desk = await setDesk({ at: '/errors' });
  const { page, db } = desk;
  await refuse(desk);
  await seen(grid(page).getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Clean up' }).click();
  await page.getByRole('menuitem', { name: 'Delete all entries …' }).click();
  const dialog = page.getByRole('dialog');
  await seen(dialog).toContainText('0 resolved entries are deleted.');
  await seen(dialog.getByRole('button', { name: 'Delete 0 entries' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Also 1 unresolved: my change in it will not be sent' }).click();
  await dialog.getByRole('button', { name: 'Delete 1 entry' }).click();
  await seen(page.getByRole('status').filter({ hasText: '1 entry was deleted.' })).toContainText('Back-up: ');
  await seen(page.getByRole('heading', { name: 'No record failed' })).toBeVisible();
  expect(db.prepare(`select phone from customers where number = 'C-0231'`).pluck().get()).not.toContain('ext.');
});
