// The settings as a person meets them: opened by their key, refused at the field, kept; every page looked at in light and dark,
// wide and narrow (AD-03, D2, AX-01…AX-03, PR-01).

import type { Locator } from 'playwright';
import { expect } from 'vitest';
import { fillOffice } from './busy-office.ts';
import { setDesk, story } from './desk.ts';
import { faultless, looked, picture } from './looks.ts';
import { seen } from './seen.ts';

const pages = ['Appearance', 'Synchronisation', 'Conflicts', 'Retention', 'Storage', 'Connection', 'Keyboard', 'About'];

story(
  'rule, columns, retention and token are chosen, refused at the field with words, and kept (AD-03, CF-12, D2, PR-01)',
  async () => {
    const { page, client } = await setDesk();
    await seen(page.getByRole('banner')).toContainText('up to date');
    await page.keyboard.press('Control+,');
    await seen(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
    const list = page.getByRole('navigation', { name: 'Pages of the settings' });
    await list.getByRole('link', { name: 'Conflicts' }).click();
    await page.getByRole('radio', { name: 'Hub wins' }).click();
    await expect.poll(async () => (await client.call('settings.read', {})).rule).toBe('hub');
    await page.getByRole('button', { name: 'Choose columns' }).click();
    await page.getByRole('combobox', { name: 'Table' }).click();
    await page.getByRole('option', { name: 'Work orders', exact: true }).click();
    await page.getByRole('combobox', { name: 'Columns that do not count' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Updated' }).click();
    await seen(page.getByRole('definition').filter({ hasText: 'Updated' })).toBeVisible();
    await page.keyboard.press('Escape');
    await picture(page, 'settings-noise');
    await list.getByRole('link', { name: 'Retention' }).click();
    const sessions = page.getByRole('textbox', { name: 'Sessions' });
    await sessions.fill('0');
    await seen(page.getByText('A whole number from 1 to 3,650.')).toBeVisible();
    await sessions.fill('30');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await client.call('settings.read', {})).retention.sessions).toBe(30);
    await page.reload();
    await seen(page.getByRole('textbox', { name: 'Sessions' })).toHaveValue('30');
    await list.getByRole('link', { name: 'Storage' }).click();
    await page.getByRole('button', { name: 'Compact' }).click();
    await seen(page.getByText(/^The files are .* smaller\.$/)).toBeVisible();
    await list.getByRole('link', { name: 'Connection' }).click();
    await page.getByRole('button', { name: 'Test connection' }).click();
    await seen(page.getByRole('region', { name: 'Checks' })).toContainText('a Concord hub, Dotmim.Sync');
    await page.getByRole('button', { name: 'Give a token' }).click();
    await page.getByLabel('New access token').fill('tk-0f9e8d7c');
    expect(await looked(page, { name: 'settings-token' })).toEqual(faultless);
    await page.getByRole('button', { name: 'Use this token' }).click();
    await seen(page.getByText('known for this run only')).toBeVisible();
    await page.getByRole('button', { name: 'Forget the token' }).click();
    await seen(page.getByText('none given')).toBeVisible();
  },
);

story('the tiles of Status turn red by one’s own numbers (ST-08)', async () => {
  const desk = await setDesk({ at: '/settings/conflicts' });
  await fillOffice(desk);
  const { page } = desk;
  const form = page.getByRole('region', { name: 'Colours on Status' });
  const amber = form.getByRole('textbox', { name: 'Conflicts amber from' });
  const tile = page.getByRole('navigation', { name: 'Lists' }).getByRole('link', { name: /^Conflicts/ });
  await amber.fill('0');
  await seen(form).toContainText('A whole number from 1 to 9,999.');
  await amber.fill('500');
  await amber.press('Enter');
  await page.getByRole('link', { name: /^Status/ }).click();
  await seen(tile).not.toHaveClass(/amber|red/);
  await page.goBack();
  await form.getByRole('button', { name: 'Back to what was given' }).click();
  await seen(amber).toHaveValue('1');
  await page.getByRole('link', { name: /^Status/ }).click();
  await seen(tile).toHaveClass(/amber/);
});

story('a key is changed, refused in words where another step has it, and given back (AX-01)', async () => {
  const desk = await setDesk({ at: '/settings/keyboard' });
  await fillOffice(desk);
  const { page } = desk;
  const keys = (place: string): Locator => page.getByRole('region', { name: place, exact: true });
  const told = page.getByRole('region', { name: 'Keyboard', exact: true }).getByRole('status');
  for (const place of ['Everywhere', 'Conflicts', 'Changes', 'Data', 'Feed', 'Telemetry'])
    await seen(keys(place)).toBeVisible();
  await keys('Conflicts').getByRole('button', { name: 'Change the key of “Next conflict”, now J' }).press('Enter');
  await page.keyboard.press('z');
  await seen(told).toHaveText('Z already stands for “Undo” here. Nothing was changed.');
  await keys('Conflicts').getByRole('button', { name: 'Change the key of “Next conflict”, now J' }).press('Enter');
  await page.keyboard.press('n');
  await seen(told).toHaveText('“Next conflict” is now N.');
  await keys('Everywhere')
    .getByRole('button', { name: 'Change the key of “Open Conflicts”, now Ctrl+3' })
    .press('Enter');
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Control+m');
  await seen(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('n');
  await seen(page).toHaveURL(/#\/conflicts\/\d+/);
  const first = page.url();
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  await seen(page.getByRole('dialog')).toContainText('NNext conflict');
  expect(page.url()).toBe(first);
  await page.keyboard.press('Escape');
  await seen(page.getByRole('link', { name: /^Conflicts/ }).first()).toHaveAttribute('aria-keyshortcuts', 'Control+M');
  await page.reload();
  await page.getByRole('link', { name: /^Settings/ }).click();
  await page.getByRole('link', { name: 'Keyboard' }).click();
  await keys('Conflicts').getByRole('button', { name: 'Reset “Next conflict” to J' }).click();
  await seen(keys('Conflicts').getByRole('button', { name: 'Change the key of “Next conflict”, now J' })).toBeVisible();
  await page.getByRole('button', { name: 'Reset all keys' }).click();
  await seen(
    keys('Everywhere').getByRole('button', { name: 'Change the key of “Open Conflicts”, now Ctrl+3' }),
  ).toBeVisible();
});

story('every page, light and dark, wide and narrow (AX-02, AX-03)', async () => {
  const { page } = await setDesk({ at: '/settings' });
  const found: Record<string, unknown> = {};
  for (const name of pages) {
    await page.getByRole('navigation', { name: 'Pages of the settings' }).getByRole('link', { name }).click();
    await seen(page.getByRole('heading', { name, level: 2 })).toBeVisible();
    found[name] = await looked(page, { name: `settings-${name.toLowerCase()}` });
  }
  expect(found).toEqual(Object.fromEntries(pages.map((name) => [name, faultless])));
});
