// The main story: rows arrive, two people change one record, the conflict is compared, decided, sent and confirmed; once by
// mouse and once by keyboard alone (AX-01).

import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { setDesk, story, type Desk } from './desk.ts';
import { seen } from './seen.ts';

const key = `where number = 'WO-10482'`;

/** A row of the hub's table as Anna and everybody else gets it, and of mine. */
function bothSides({ stage, db }: Desk): readonly unknown[] {
  const sql = `select status, site_phone, technician, notes from work_orders ${key}`;
  return [stage.hubDb.prepare(sql).get(), db.prepare(sql).get()];
}

const decided = {
  status: 'On hold',
  site_phone: '040 555 0177',
  technician: 'priya.raman',
  notes: 'Burner cleaned, gasket fitted. Call Ms Vogel first.',
};

const annas = `update work_orders set status = 'On hold', technician = 'priya.raman',
  notes = 'Burner cleaned. Gasket to follow. Call Ms Vogel before the visit.' ${key}`;

function compare(page: Page): Locator {
  return page.getByRole('table', { name: /^Compare WO-10482/ });
}

story(
  'by mouse: from the first rows to “confirmed on the hub” (CF-01, CF-09, CF-10, RS-03…RS-05, RS-21, ST-01, PD-05)',
  async () => {
    const desk = await setDesk({ isFilled: false });
    const { page } = desk;
    await seen(page.getByRole('list', { name: 'What matters now' })).toContainText('Never synchronised');
    await page.getByRole('button', { name: 'Sync now' }).click();
    await seen(page.getByRole('list', { name: 'What matters now' })).toContainText('Up to date');

    await page.getByRole('link', { name: 'Data' }).click();
    await page.getByRole('button', { name: 'Choose a table' }).click();
    await page.getByRole('menuitemradio', { name: 'Work orders' }).click();
    await page.getByRole('gridcell', { name: 'Boiler service' }).click();
    const card = page.getByRole('complementary', { name: 'Record WO-10482' });
    await card.getByRole('button', { name: 'Edit' }).click();
    await card.getByRole('textbox', { name: 'Status, required' }).fill('Done');
    await card.getByRole('textbox', { name: 'Site phone' }).fill('040 555 0177');
    await card.getByRole('textbox', { name: 'Notes' }).fill('Burner cleaned and nozzle replaced. Gasket fitted.');
    await seen(card).toContainText(
      'Status, Notes, and Site phone are saved here and go to the hub with the next session.',
    );
    await card.getByRole('button', { name: 'Save 3 changes' }).click();
    await seen(page.getByRole('row', { name: /Boiler service/ }).getByText('Waiting')).toBeVisible();
    await seen(page.getByRole('banner')).toContainText('Connected · 3 changes in 1 record waiting');

    await desk.anna(annas);
    await page.getByRole('link', { name: 'Status' }).click();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await seen(page.getByRole('banner')).toContainText('1 conflict needs you');
    await seen(page.getByRole('list', { name: 'What matters now' })).toContainText(
      'Needs you: 1 conflict is undecided',
    );
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: 'Conflicts 1 undecided' })
      .click();

    const table = compare(page);
    await seen(page.getByRole('region', { name: 'Compare' })).toContainText(
      /You and Anna Berger both changed this work order.*Both changed Status and Notes; only you changed Site phone; only Anna changed Technician\./,
    );
    await seen(table.getByRole('columnheader', { name: /Mine/ })).toContainText('You · Laptop-07');
    await seen(table.getByRole('columnheader', { name: /Theirs/ })).toContainText('Anna Berger');
    await seen(table.getByRole('columnheader', { name: /Result/ })).toContainText('0 of 2 decided');
    await seen(table.getByRole('radio', { name: 'Status, Base: In progress' })).toBeVisible();
    const forecast = page.getByRole('region', { name: 'What the decision does' });
    await seen(forecast).toContainText('Status and Notes still need you.');
    await seen(forecast.getByRole('button', { name: 'Decide' })).toBeDisabled();

    await table.getByRole('radio', { name: 'Status, Theirs: On hold' }).click();
    await table.getByRole('button', { name: 'Type a value for Notes' }).click();
    await table.getByRole('textbox', { name: 'Value for Notes' }).fill(decided.notes);
    await table.getByRole('button', { name: 'Done' }).click();
    await seen(table.getByRole('columnheader', { name: /Result/ })).toContainText('2 of 2 decided');
    await seen(forecast).toContainText(
      'After this the hub will have Site phone from you, Technician and Status On hold from Anna, and Notes as typed.',
    );
    await forecast.getByRole('button', { name: 'Decide' }).click();
    await seen(page.getByText('No conflict waits for you')).toBeVisible();
    await seen(page.getByRole('status').filter({ hasText: 'WO-10482 goes to the hub' })).toBeVisible();

    await page.getByRole('link', { name: 'Status' }).click();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await seen(page.getByRole('banner')).toContainText('Connected · up to date');
    await page.getByRole('link', { name: 'Conflicts', exact: true }).click();
    await page.getByRole('tab', { name: /Confirmed/ }).click();
    await seen(
      page.getByRole('region', { name: 'Compare' }).getByText('Confirmed', { exact: true }).first(),
    ).toBeVisible();
    await seen(page.getByRole('region', { name: 'What the decision does' })).toContainText(
      'The hub got Site phone from you',
    );
    expect(bothSides(desk)).toEqual([decided, decided]);
  },
);

story('wholly by keyboard, from Data to the confirmed decision (AX-01, AX-04, PD-05, RS-03)', async () => {
  const desk = await setDesk({ at: '/data/work_orders' });
  const { page } = desk;
  const { keyboard } = page;
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await keyboard.press(key);
  };
  const grid = page.getByRole('grid', { name: 'Work orders' });
  await seen(grid).toContainText('Boiler service');
  await tabTo(page, grid);
  await press('ArrowDown', 'Enter');
  const card = page.getByRole('complementary', { name: 'Record WO-10482' });
  await seen(card.getByRole('heading', { name: 'WO-10482' })).toBeFocused();
  await seen(card.getByRole('button', { name: 'Edit' })).toBeVisible();
  await press('e');
  await seen(card.getByRole('textbox', { name: 'Title, required' })).toBeFocused();
  await tabTo(page, card.getByRole('textbox', { name: 'Status, required' }));
  await press('Control+a');
  await keyboard.type('Done');
  await tabTo(page, card.getByRole('textbox', { name: 'Notes' }));
  await press('Control+Home');
  await keyboard.type('Paid. ');
  await press('Control+s');
  await seen(page.getByRole('row', { name: /Boiler service/ }).getByText('Waiting')).toBeVisible();

  await desk.anna(annas);
  await press('Control+1');
  await tabTo(page, page.getByRole('button', { name: 'Sync now' }));
  await press('Enter');
  await seen(page.getByRole('banner')).toContainText('1 conflict needs you');
  await press('Control+3');
  const table = compare(page);
  await seen(table).toBeVisible();
  await press('ArrowLeft');
  await seen(table.getByRole('radio', { name: 'Status, Mine: Done' })).toBeChecked();
  await press('m');
  await seen(table.getByRole('cell', { name: /^Notes, result:/ })).toContainText('Paid.');
  await press('ArrowUp', 'e');
  await seen(table.getByRole('textbox', { name: 'Value for Status' })).toBeFocused();
  await press('Control+a');
  await keyboard.type('Invoiced');
  await press('Enter');
  await seen(table.getByRole('cell', { name: /^Status, result: .*Invoiced/ })).toBeVisible();
  await seen(page.getByRole('region', { name: 'What the decision does' })).toContainText(
    'After this the hub will have Technician from Anna, Status Invoiced as typed, and Notes joined from both.',
  );
  await press('Enter');
  await seen(page.getByText('No conflict waits for you')).toBeVisible();
  await press('Control+1');
  await tabTo(page, page.getByRole('button', { name: 'Sync now' }));
  await press('Enter');
  await seen(page.getByRole('banner')).toContainText('Connected · up to date');
  const notes = 'Paid. Burner cleaned. Gasket to follow. Call Ms Vogel before the visit.';
  const joined = { ...decided, status: 'Invoiced', site_phone: '040 555 0142', notes };
  expect(bothSides(desk)).toEqual([joined, joined]);
});

/** The Tab key leads there, within as many stops as a screen has. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const isThere = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
  for (let stops = 0; stops < 60; stops++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the Tab key does not lead there');
}
