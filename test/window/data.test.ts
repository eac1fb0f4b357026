// Data: the grid, filters, the record card, what may not be written, and tables of any length (PD-04…PD-07, AX-01).

import { expect } from 'vitest';
import { setDesk, story } from './desk.ts';
import { moreCustomers } from './office.ts';
import { seen } from './seen.ts';

story('sorting and filtering say what they show and what they hide (PD-04)', async () => {
  const { page } = await setDesk({ at: '/data/work_orders' });
  const grid = page.getByRole('grid', { name: 'Work orders' });
  const first = grid.getByRole('row').nth(1);
  await seen(first).toContainText('WO-10453');
  await page.getByRole('button', { name: 'Amount', exact: true }).click();
  await page.getByRole('button', { name: 'Amount', exact: true }).click();
  await seen(grid.getByRole('columnheader', { name: 'Amount' })).toHaveAttribute('aria-sort', 'descending');
  await seen(first).toContainText('WO-10497');
  await page.getByRole('button', { name: 'Status', exact: true }).first().click();
  const editor = page.getByRole('form', { name: 'Status' });
  await editor.getByRole('combobox', { name: 'How to compare' }).selectOption('one-of');
  await editor.getByRole('checkbox', { name: 'Scheduled' }).check();
  await editor.getByRole('button', { name: 'Show these' }).click();
  await seen(page.getByText('2 shown of 6')).toBeVisible();
  await page.getByRole('textbox', { name: 'Find in work orders' }).fill('nothing like it');
  await seen(page.getByRole('heading', { name: 'None of 6 work orders matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await seen(page.getByText('6 records')).toBeVisible();
});

story('columns are sized, moved and hidden, by pointer and by keys, and stay so (PD-04, AX-01)', async () => {
  const { page } = await setDesk({ at: '/data/work_orders' });
  const grid = page.getByRole('grid', { name: 'Work orders' });
  const heads = (): Promise<string[]> => grid.getByRole('columnheader').allTextContents();
  const head = grid.getByRole('columnheader').nth(1);
  await seen(head).toBeVisible();
  const wide = async (): Promise<number> => Math.round((await head.boundingBox())?.width ?? 0);
  const [first, second = '', third = ''] = await heads();
  const edge = await head.locator('[data-part="column-edge"]').boundingBox();
  const before = await wide();
  if (!edge) throw new Error('the edge is not drawn');
  await page.mouse.move(edge.x + 4, edge.y + 8);
  await page.mouse.down();
  await page.mouse.move(edge.x + 64, edge.y + 8);
  await page.mouse.up();
  expect(await wide()).toBe(before + 60);
  await grid.focus();
  for (const key of ['Control+Home', 'ArrowUp', 'ArrowRight', 'Alt+ArrowDown']) await page.keyboard.press(key);
  await page.getByRole('menuitem', { name: 'Wider' }).press('Enter');
  await expect.poll(wide).toBe(before + 84);
  await page.getByRole('menuitem', { name: 'Move to the right' }).press('Enter');
  await seen(grid).toBeFocused();
  expect((await heads()).slice(0, 3)).toEqual([first, third, second]);
  await page.reload();
  await seen(grid.getByRole('columnheader').nth(1)).toContainText(third);
  await grid.getByRole('columnheader').nth(2).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Hide column' }).click();
  await seen(grid.getByRole('columnheader', { name: second, exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitem', { name: 'Lay out as at first' }).click();
  expect((await heads()).slice(0, 3)).toEqual([first, second, third]);
});

story(
  'a bad value is refused at its field, a good one waits to be sent, offline too (PD-05, PD-07, RS-04)',
  async () => {
    const desk = await setDesk({ at: '/data/work_orders?record=WO-10482' });
    const { page } = desk;
    await desk.client.call('agent.configure', { offline: true });
    const card = page.getByRole('complementary', { name: 'Record WO-10482' });
    await card.getByRole('button', { name: 'Edit' }).click();
    await card.getByRole('textbox', { name: 'Amount' }).fill('a lot');
    await card.getByRole('textbox', { name: 'Site phone' }).fill('0'.repeat(41));
    await card.getByRole('button', { name: 'Save 2 changes' }).click();
    await seen(card.getByRole('textbox', { name: 'Site phone' })).toHaveAttribute('aria-invalid', 'true');
    await seen(card.getByRole('textbox', { name: 'Amount' })).toHaveAttribute('aria-invalid', 'true');
    await seen(card.getByRole('alert').first()).toBeVisible();
    await seen(card).toContainText('Still to mend: Amount and Site phone');
    await card.getByRole('textbox', { name: 'Amount' }).fill('1300.50');
    await card.getByRole('button', { name: 'Take back' }).last().click();
    await card.getByRole('button', { name: 'Save 1 change' }).click();
    await seen(page.getByRole('row', { name: /Boiler service/ })).toContainText(/1,300\.50.*Waiting/);
    await seen(card).toContainText('goes to the hub when you are online again');
    await seen(page.getByText('1 change in 1 record waits here; you can go on editing.')).toBeVisible();
    await page
      .getByRole('status')
      .filter({ hasText: 'WO-10482 was saved' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await seen(page.getByRole('row', { name: /Boiler service/ })).toContainText('1,240.00');
  },
);

story('a record is added, and another deleted, each with its outcome told first (PD-05)', async () => {
  const desk = await setDesk({ at: '/data/products' });
  const { page } = desk;
  await page.getByRole('button', { name: 'New product' }).click();
  const card = page.getByRole('complementary', { name: 'Record New product' });
  await card.getByRole('textbox', { name: 'Article no, required' }).fill('PX-9');
  for (const [name, value] of [
    ['Name', 'Circulation pump'],
    ['Category', 'Pumps'],
    ['Unit', 'pc'],
    ['Price', '149.90'],
    ['Stock', '4'],
  ] as const)
    await card.getByRole('textbox', { name: `${name}, required` }).fill(value);
  await card.getByRole('radiogroup', { name: 'Discontinued, required' }).getByRole('radio', { name: 'No' }).check();
  await card.getByRole('button', { name: 'Add product' }).click();
  await seen(page.getByRole('row', { name: /Circulation pump/ }).getByText('New')).toBeVisible();
  await page.getByRole('gridcell', { name: 'Gasket set DN 80' }).click();
  const old = page.getByRole('complementary', { name: /^Record/ });
  await seen(old).toContainText('Gasket set DN 80');
  await old.getByRole('button', { name: 'Delete', exact: true }).click();
  await seen(old).toContainText('is deleted here now and at the hub with the next session.');
  await seen(old.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await old.getByRole('button', { name: 'Delete product' }).click();
  await seen(page.getByRole('gridcell', { name: 'Gasket set DN 80' })).toHaveCount(0);
  await desk.sync();
  expect(desk.stage.hubDb.prepare('select name from products order by id').pluck().all()).toEqual([
    'Burner nozzle 0.55 gal',
    'Circulation pump',
  ]);
});

story(
  'a record that others point to, and a table that only comes down, say why nothing can be done (PD-05, PD-06)',
  async () => {
    const desk = await setDesk({ at: '/data/sites?record=S-0198' });
    const { page } = desk;
    const remove = page.getByRole('complementary').getByRole('button', { name: 'Delete' });
    await seen(remove).toBeDisabled();
    await remove.hover();
    await seen(page.getByRole('tooltip')).toContainText('6 work orders point to it. Delete those first.');
    await page.getByRole('button', { name: 'Choose a table' }).click();
    await page.getByRole('menuitemradio', { name: /^Technicians/ }).click();
    await seen(page.getByText('Read-only: the hub only sends this table. Change it at the hub.').first()).toBeVisible();
    await seen(page.getByRole('button', { name: 'New technician' })).toBeDisabled();
  },
);

story(
  '5,000 rows: only those in view are drawn, keys jump, a link finds its row, nothing jumps (PD-04, AX-01, AX-04)',
  async () => {
    const desk = await setDesk({ more: moreCustomers(5000), at: '/data/customers' });
    const { page } = desk;
    const grid = page.getByRole('grid', { name: 'Customers' });
    await seen(page.getByText('5,002 records')).toBeVisible();
    await seen(grid).toHaveAttribute('aria-rowcount', '5003');
    expect(await grid.getByRole('row').count()).toBeLessThan(90);
    await grid.focus();
    await page.keyboard.press('Control+End');
    await seen(grid.getByRole('row', { name: /K-05000/ })).toBeInViewport();
    await page.keyboard.press('Control+Home');
    await seen(grid.getByRole('row', { name: /C-0142/ })).toBeInViewport();
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('PageDown');
    await page.keyboard.press('Enter');
    await seen(page.getByRole('complementary', { name: /^Record K-000/ })).toBeVisible();
    const other = await desk.open('/data/customers?record=K-04000');
    await seen(other.getByRole('row', { name: /K-04000/ })).toBeInViewport();
    const place = await other.getByRole('row', { name: /K-04000/ }).boundingBox();
    desk.db.exec(`update customers set contact = 'Somebody' where number = 'K-04001'`);
    await seen(other.getByRole('row', { name: /K-04001/ }).getByText('Waiting')).toBeVisible();
    expect(await other.getByRole('row', { name: /K-04000/ }).boundingBox()).toEqual(place);
  },
);
