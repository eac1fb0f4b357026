// The inbox with several conflicts: narrowed, ordered, selected, decided and taken back as one step; and a record's timeline
// with a version put back. By keyboard alone where it is about keys (CF-02, CF-05, RS-08, RS-19, PD-08, AX-01, AX-03, AX-04).

import { expect } from 'vitest';
import { setDesk, story, type Desk } from './desk.ts';
import { faultless, looked } from './looks.ts';
import { seen } from './seen.ts';

/** Three orders that Anna and I changed. */
async function openInbox(): Promise<Desk> {
  const desk = await setDesk({ at: '/conflicts' });
  const orders = `where number in ('WO-10453', 'WO-10482', 'WO-10497')`;
  desk.db.exec(`update work_orders set status = 'Done' ${orders};
    update work_orders set amount = '9.50' where number = 'WO-10497'`);
  await desk.anna(
    `update work_orders set status = 'On hold' ${orders}`,
    `update work_orders set amount = '7.00' where number = 'WO-10497'`,
  );
  await desk.sync();
  return desk;
}

story(
  'filters combine, say what they hide, stand in the address and are cleared; the order is chosen (CF-02, CF-05)',
  async () => {
    const { page } = await openInbox();
    const list = page.getByRole('listbox', { name: 'Conflicts' });
    await seen(list.getByRole('option')).toHaveCount(3);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Column in conflict' }).click();
    await page.getByRole('menuitemradio', { name: /^Amount/ }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await seen(page.getByText('1 shown of 3')).toBeVisible();
    await seen(page).toHaveURL(/column=amount/);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Raised' }).click();
    await page.getByRole('menuitemradio', { name: 'Before the last 7 days' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await seen(page.getByText('0 shown of 3')).toBeVisible();
    await seen(page).toHaveURL(/age=older/);
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await seen(page.getByText('3 shown of 3')).toBeVisible();

    await page.getByRole('button', { name: 'Newest' }).click();
    await page.getByRole('menuitemradio', { name: 'Record', exact: true }).click();
    await page.keyboard.press('Escape');
    await seen(list.getByRole('option').first()).toContainText('WO-10453');
    await seen(list.getByRole('option').last()).toContainText('WO-10497');
    await page.reload();
    await seen(list.getByRole('option').first()).toContainText('WO-10453');
  },
);

story(
  'the list as a table: its columns, sorted by a head, sized, moved, one hidden, and back from an entry (CF-02, AX-01)',
  async () => {
    const { page } = await openInbox();
    await page.getByRole('button', { name: 'Show the list as a table' }).click();
    const table = page.getByRole('grid', { name: 'Conflicts' });
    const rows = table.getByRole('row');
    await seen(rows).toHaveCount(4);
    await seen(rows.nth(1)).toContainText('Both changed');
    await seen(page).toHaveURL(/conflicts$/);
    await table.getByRole('button', { name: 'Record' }).click();
    await seen(table.getByRole('columnheader', { name: 'Record' })).toHaveAttribute('aria-sort', 'ascending');
    await seen(rows.nth(1)).toContainText('WO-10453');
    await seen(rows.last()).toContainText(/WO-10497.*Amount.*YesYes/);
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Type' }).click();
    await page.keyboard.press('Escape');
    await seen(table.getByRole('columnheader', { name: 'Type' })).toHaveCount(0);
    const state = table.getByRole('columnheader', { name: 'State' });
    const width = async (): Promise<number> => Math.round((await state.boundingBox())?.width ?? 0);
    const before = await width();
    await state.getByRole('button').press('Alt+ArrowDown');
    await page.getByRole('menuitem', { name: 'Wider' }).press('Enter');
    await expect.poll(width).toBe(before + 24);
    await page.getByRole('menuitem', { name: 'Move to the right' }).press('Enter');
    await seen(state.getByRole('button')).toBeFocused();
    await seen(table.getByRole('columnheader').last()).toContainText('State');
    await table.getByRole('button', { name: 'Theirs changed' }).click();
    await page.keyboard.press('Escape');
    await table.focus();
    for (const key of ['End', 'x', 'Enter']) await page.keyboard.press(key);
    await seen(page.getByRole('heading', { name: /WO-10497/ })).toBeVisible();
    await seen(page.getByRole('option', { selected: true })).toContainText('WO-10497');
    await page.keyboard.press('Escape');
    await seen(table).toBeFocused();
    await seen(table.getByRole('row', { selected: true })).toContainText('WO-10497');
    await page.reload();
    await seen(rows.nth(1)).toContainText('WO-10453');
    await seen(table.getByRole('columnheader', { name: 'Type' })).toHaveCount(0);
    await seen(table.getByRole('columnheader').last()).toContainText('State');
    expect(await looked(page, { name: 'conflicts-table' })).toEqual(faultless);
  },
);

story(
  'by keyboard alone: two are selected by X, decided as one step and taken back by Z (AX-01, RS-08, RS-19)',
  async () => {
    const { page } = await openInbox();
    const list = page.getByRole('listbox', { name: 'Conflicts' });
    await seen(list.getByRole('option')).toHaveCount(3);
    await list.focus();
    await page.keyboard.press('x');
    await seen(list.getByRole('option', { checked: true })).toHaveCount(1);
    await page.keyboard.press('j');
    await seen(list.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('x');
    await seen(list.getByRole('option', { checked: true })).toHaveCount(2);
    await seen(page.getByText('2 selected.')).toBeVisible();
    await page.getByRole('button', { name: 'Keep theirs for 2' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('alertdialog', { name: 'Keep theirs for 2 records?' });
    await seen(dialog.getByRole('button', { name: 'Not now' })).toBeFocused();
    await seen(dialog).toContainText('2 stay as they are on the hub');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await seen(page.getByRole('tab', { name: /Undecided ?1/ })).toBeVisible();
    await seen(page.getByText('2 records are decided: nothing is sent')).toBeVisible();
    await page.keyboard.press('z');
    await seen(page.getByText('2 decisions are taken back.')).toBeVisible();
    await seen(page.getByRole('tab', { name: /Undecided ?3/ })).toBeVisible();
    await seen(list.getByRole('option', { checked: true })).toHaveCount(0);
  },
);

story(
  'each differing column is one sentence, and base says when both sides last agreed (AX-03, CF-10, CF-11)',
  async () => {
    const { page } = await openInbox();
    await page.getByRole('option', { name: /WO-10497/ }).click();
    const table = page.getByRole('table', { name: /^Compare WO-10497/ });
    await seen(
      table.getByRole('rowheader', { name: /Amount: base .*, yours 9\.50, theirs 7\.00; not decided/ }),
    ).toBeVisible();
    await seen(
      table.getByRole('rowheader', { name: /Status: base .*, yours Done, theirs On hold; not decided/ }),
    ).toBeVisible();
    await seen(table.getByRole('columnheader', { name: /Base/ })).toContainText(/last agreed on\s*\d\d:\d\d/);
    await seen(page.getByRole('region', { name: 'Compare' })).toContainText(/Last agreed \d\d:\d\d\./);
  },
);

story(
  'PD-08 the timeline tells both sides and the decision; a version is put back as a new change, and that is undone',
  async () => {
    const desk = await openInbox();
    const { page, client } = desk;
    const { entries } = await client.call('conflicts.list', { text: 'WO-10482', limit: 1, offset: 0 });
    await client.call('conflicts.resolve', { no: entries[0]?.no ?? 0, revision: 1, choice: { keep: 'theirs' } });
    await desk.sync();
    await page.goto(`${page.url().split('#')[0]}#/data/work_orders?record=WO-10482`);
    const timeline = page.getByRole('region', { name: 'Timeline' });
    const points = timeline.getByRole('listitem');
    await seen(points).toHaveText([
      /Confirmed: both sides hold it/,
      /You decided conflict \d: kept theirs/,
      /Conflict \d/,
      /Anna Berger changed Status/,
      /This device changed Status.*Laptop-07/,
      /Base.*agreed \d\d:\d\d/,
    ]);
    await timeline.getByRole('button', { name: 'Compare two points' }).click();
    await timeline.getByRole('checkbox', { name: 'Compare: This device changed Status' }).check();
    const pair = timeline.getByRole('region', { name: 'Two versions compared' });
    await seen(pair).toContainText(/as it is now.*Status.*Done → On hold/s);
    await seen(page).toHaveURL(/points=/);
    // Comparing ends and begins again.
    await timeline.getByRole('button', { name: 'Stop comparing' }).click();
    await seen(pair).toHaveCount(0);
    await timeline.getByRole('button', { name: 'Compare two points' }).click();
    await timeline.getByRole('checkbox', { name: 'Compare: This device changed Status' }).check();
    await pair.getByRole('button', { name: 'Put the older version back …' }).click();
    const card = page.getByRole('complementary', { name: 'Record WO-10482' });
    await seen(card.getByRole('button', { name: 'Keep it as it is' })).toBeFocused();
    await seen(card).toContainText('Status becomes again what it was and goes to the hub with the next session.');
    await card.getByRole('button', { name: 'Put back 1 value' }).click();
    await seen(page.getByRole('row', { name: /WO-10482/ })).toContainText(/Done.*Waiting/);
    await seen(points.filter({ hasText: 'You changed Status' })).toHaveCount(1);
    await page
      .getByRole('status')
      .filter({ hasText: 'WO-10482 is as it was' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await seen(page.getByRole('row', { name: /WO-10482/ })).toContainText('On hold');
  },
);
