// The command box, and the addresses that people hand on (frame): by keyboard alone.

import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { fillOffice } from './busy-office.ts';
import { setDesk, story } from './desk.ts';
import { seen } from './seen.ts';

const field = (page: Page): Locator => page.getByRole('combobox', { name: 'Search or run a command' });
const option = (page: Page, name: string | RegExp): Locator => page.getByRole('option', { name });

async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Search or run a command' }).waitFor();
  await page.keyboard.press('Control+k');
  await field(page).fill(text);
}

story('Ctrl+K finds a record by its key, a table, a screen, a conflict and a session; Enter goes there', async () => {
  const desk = await setDesk();
  await fillOffice(desk);
  const { page } = desk;
  await seen(page.getByRole('banner')).toContainText('6 conflicts');
  await ask(page, 'WO-10482');
  // Faster than the search: its first answer is taken.
  await page.keyboard.press('Enter');
  await seen(page.getByRole('complementary', { name: 'Record WO-10482' })).toBeVisible();
  await ask(page, 'boiler');
  await option(page, /WO-10482 · Boiler service.*Work orders/)
    .last()
    .waitFor();
  await seen(option(page, /WO-10482 · Boiler service/)).toHaveCount(2);
  await field(page).fill('wol');
  await seen(option(page, /^Work order lines/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'Work order lines', exact: true })).toBeVisible();
  await ask(page, 'feed');
  await page.keyboard.press('Enter');
  await seen(page).toHaveURL(/#\/feed$/);
  await ask(page, 'session 2');
  await option(page, /^Session 2/).waitFor();
  await page.keyboard.press('Enter');
  await seen(page.getByRole('region', { name: 'Session 2' })).toBeVisible();
  await ask(page, '1');
  await option(page, /^Conflict 1/).waitFor();
  await page.keyboard.press('Enter');
  await seen(page).toHaveURL(/#\/conflicts\/1$/);
  await page.keyboard.press('Alt+ArrowLeft');
  await seen(page.getByRole('region', { name: 'Session 2' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowRight');
  await seen(page).toHaveURL(/#\/conflicts\/1$/);
});

story('with nothing typed it lists what was used last; arrows lead, Escape gives the focus back', async () => {
  const { page, open } = await setDesk({ at: '/data/work_orders' });
  await ask(page, 'customers');
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'Customers' })).toBeVisible();
  const find = page.getByRole('textbox', { name: 'Find in customers' });
  await find.focus();
  await page.keyboard.press('Control+k');
  const recent = page.getByRole('group', { name: 'Recent' });
  await seen(recent.getByRole('option')).toHaveText(/Customers/);
  await seen(recent.getByRole('option')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await seen(option(page, /^Status/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await seen(option(page, /^Copy the address/)).toHaveAttribute('aria-selected', 'true');
  const active = await field(page).getAttribute('aria-activedescendant');
  await seen(option(page, /^Copy the address/)).toHaveAttribute('id', active ?? '');
  await page.keyboard.press('Escape');
  await seen(field(page)).toHaveCount(0);
  await seen(find).toBeFocused();
  const again = await open();
  await seen(again.getByRole('heading', { name: 'Customers' })).toBeVisible();
});

story('steps are taken from it where they can be, and are grey with the reason where not', async () => {
  const { page, relay } = await setDesk();
  await seen(page.getByRole('banner')).toContainText('up to date');
  await ask(page, 'cancel');
  const cancel = option(page, /^Cancel the running session/);
  await seen(cancel).toHaveAttribute('aria-disabled', 'true');
  await seen(cancel).toContainText('No session is running.');
  await page.keyboard.press('Enter');
  await cancel.click({ force: true });
  await seen(field(page)).toBeVisible();
  await field(page).fill('offline');
  await page.keyboard.press('Enter');
  await seen(page.getByText(/^Working offline since/)).toBeVisible();
  await ask(page, 'sync');
  await seen(option(page, /^Sync now/)).toContainText('You work offline.');
  await field(page).fill('go online');
  await page.keyboard.press('Enter');
  await seen(page.getByText(/^Working offline since/)).toHaveCount(0);
  relay.hold();
  await ask(page, 'sync now');
  await page.keyboard.press('Enter');
  await seen(page.getByRole('banner')).toContainText('syncing');
  await ask(page, 'cancel');
  await page.keyboard.press('Enter');
  await seen(page.getByRole('banner')).not.toContainText('syncing');
  relay.release();
  await ask(page, 'export');
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'Export', exact: true })).toBeFocused();
  await seen(page.getByRole('region', { name: 'Export', exact: true })).toBeInViewport();
  await ask(page, 'dark');
  await page.keyboard.press('Enter');
  await seen(page.locator('html')).toHaveClass(/dark/);
});

story('an address is copied, and pasted it opens the same place; a foreign one opens nothing', async () => {
  const { page } = await setDesk({
    at: '/data/work_orders?text=service',
    page: { permissions: ['clipboard-read', 'clipboard-write'] },
  });
  await seen(page.getByText('1 shown of 6')).toBeVisible();
  await ask(page, 'copy');
  await page.keyboard.press('Enter');
  await seen(field(page)).toHaveCount(0);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe('concord://data/work_orders?text=service');
  await page.getByRole('link', { name: 'Status' }).click();
  await ask(page, copied);
  await seen(option(page, /^Open this address/)).toBeVisible();
  await page.keyboard.press('Enter');
  await seen(page.getByText('1 shown of 6')).toBeVisible();
  for (const foreign of ['concord://app/index.html', 'https://evil.example/', 'concord://nowhere/1']) {
    await ask(page, foreign);
    await seen(page.getByText(/^Nothing is called/)).toContainText(foreign);
    await page.keyboard.press('Escape');
  }
  await page.goto(`${new URL(page.url()).origin}/#/data/%E0%A4%A`);
  await seen(page.getByRole('banner')).toContainText('up to date');
});

story('a window that only looks on is offered places, and no step that changes anything (CL-06)', async () => {
  const { page } = await setDesk({ readOnly: true });
  await seen(page.getByRole('banner')).toContainText('up to date');
  await page.keyboard.press('Control+k');
  const commands = page.getByRole('group', { name: 'Commands' }).getByRole('option');
  await seen(commands).toHaveText([/^Light/, /^Dark/, /^Appearance/, /^Export telemetry/, /^Copy/]);
  await field(page).fill('WO-10482');
  await page.keyboard.press('Enter');
  await seen(page.getByRole('complementary', { name: 'Record WO-10482' })).toBeVisible();
});
