// Conflicts that are no plain merge: deletes on either side, two records with one key, what moves while somebody looks, what
// the hub refuses, many at once, and undo (RS-06…RS-08, RS-19, RS-25).

import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { setDesk, story, type Desk } from './desk.ts';
import { seen } from './seen.ts';

const forecast = (page: Page): Locator => page.getByRole('region', { name: 'What the decision does' });
const pane = (page: Page): Locator => page.getByRole('region', { name: 'Compare' });

/** A conflict: what I did, what Anna did, and my window at it. */
async function collide({ mine, annas, ...rest }: Story): Promise<Desk> {
  const desk = await setDesk({ at: '/conflicts', ...rest });
  for (const sql of mine) desk.db.exec(sql);
  await desk.anna(...annas);
  await desk.sync();
  return desk;
}

interface Story extends NonNullable<Parameters<typeof setDesk>[0]> {
  readonly mine: readonly string[];
  readonly annas: readonly string[];
}

/** A record of the hub and mine, the cells named. */
function bothSides({ stage, db }: Desk, sql: string): readonly unknown[] {
  return [stage.hubDb.prepare(sql).get() ?? null, db.prepare(sql).get() ?? null];
}

const site = `select access_code from sites where number = 'S-0419'`;
const changeSite = (code: string): string => `update sites set access_code = '${code}' where number = 'S-0419'`;
const deleteSite = `delete from sites where number = 'S-0419'`;

story('mine changed, theirs deleted: restored for everyone with my values (RS-06)', async () => {
  const desk = await collide({ mine: [changeSite('7725#')], annas: [deleteSite] });
  const { page } = desk;
  await seen(pane(page)).toContainText('Anna Berger deleted it on the hub');
  await seen(forecast(page)).toContainText('Choose what should happen to S-0419.');
  await page.getByRole('radio', { name: /Restore the site/ }).click();
  await seen(forecast(page)).toContainText('After this the hub will have S-0419 again, with your Access code.');
  await forecast(page).getByRole('button', { name: 'Restore the site' }).click();
  await seen(page.getByRole('status').filter({ hasText: 'S-0419 goes to the hub' })).toBeVisible();
  await desk.sync();
  await seen(
    page.getByRole('status').filter({ hasText: 'S-0419 is confirmed: both sides hold the same.' }),
  ).toBeVisible();
  expect(bothSides(desk, site)).toEqual([{ access_code: '7725#' }, { access_code: '7725#' }]);
});

story('mine deleted, theirs changed: my delete is kept, and the hub’s record goes too (RS-06)', async () => {
  const desk = await collide({ mine: [deleteSite], annas: [changeSite('9999#')] });
  const { page } = desk;
  await seen(pane(page)).toContainText('You deleted this site');
  await page.keyboard.press('Shift+ArrowLeft');
  await seen(page.getByRole('radio', { name: /Delete on the hub as well/ })).toBeChecked();
  await seen(forecast(page)).toContainText(
    'After this S-0419 is deleted on the hub as well. Anna’s Access code 9999# stays in the history.',
  );
  await page.keyboard.press('Enter');
  await seen(page.getByText('No conflict waits for you')).toBeVisible();
  await desk.sync();
  expect(bothSides(desk, site)).toEqual([null, null]);
});

story('both added one key: the two versions are merged by column (RS-07)', async () => {
  const add = (name: string, shelf: string): string =>
    `insert into products (id, article_no, name, category, unit, price, stock, discontinued, shelf)
     values (77, 'PX-77', '${name}', 'Pumps', 'pc', 120, 1, 0, '${shelf}')`;
  const desk = await collide({ mine: [add('Pump, small', 'A1')], annas: [add('Pump 77', 'A1')] });
  const { page } = desk;
  await seen(pane(page)).toContainText('both added a product with this key');
  await page.getByRole('radio', { name: 'Name, Mine: Pump, small' }).click();
  await seen(forecast(page)).toContainText('After this the hub will have Name Pump, small from you.');
  await forecast(page).getByRole('button', { name: 'Decide' }).click();
  await seen(page.getByText('No conflict waits for you')).toBeVisible();
  await desk.sync();
  const name = 'select name from products where id = 77';
  expect(bothSides(desk, name)).toEqual([{ name: 'Pump, small' }, { name: 'Pump, small' }]);
});

const order = `where number = 'WO-10482'`;
const status = `select status, notes from work_orders ${order}`;

story('what changes while somebody looks is shown, and a stale decision writes nothing (RS-25)', async () => {
  const desk = await collide({
    mine: [`update work_orders set status = 'Done' ${order}`],
    annas: [`update work_orders set status = 'On hold' ${order}`],
  });
  const { page, client } = desk;
  await page.getByRole('radio', { name: 'Status, Mine: Done' }).click();
  await seen(forecast(page)).toContainText('After this the hub will have Status Done from you.');
  const { revision } = await client.call('conflicts.get', { no: 1 });
  await desk.anna(`update work_orders set status = 'Invoiced', notes = 'Called.' ${order}`);
  await desk.sync();
  await seen(page.getByRole('alert')).toContainText(
    /Anna changed Status and Notes .* while you looked\. Your choices are kept\./,
  );
  await seen(page.getByRole('radio', { name: 'Status, Theirs: Invoiced' })).toBeVisible();
  await seen(forecast(page).getByRole('button', { name: 'Decide' })).toBeDisabled();
  const before = bothSides(desk, status);
  await expect(client.call('conflicts.resolve', { no: 1, revision, choice: { keep: 'mine' } })).rejects.toMatchObject({
    problem: { code: 'decision-stale' },
  });
  expect(bothSides(desk, status)).toEqual(before);
  await page.getByRole('button', { name: 'Seen' }).click();
  await seen(forecast(page)).toContainText('After this the hub will have Status Done from you, Notes from Anna.');
  await forecast(page).getByRole('button', { name: 'Decide' }).click();
  await seen(page.getByText('No conflict waits for you')).toBeVisible();
  await desk.sync();
  const now = { status: 'Done', notes: 'Called.' };
  expect(bothSides(desk, status)).toEqual([now, now]);
});

story('what the hub refuses is told on Status, in the list of errors, and in Data (ER, ER-11, ST-08)', async () => {
  const desk = await setDesk({ at: '/data/customers' });
  const { page } = desk;
  await page.getByRole('gridcell', { name: 'Harbour View Hotel' }).click();
  const card = page.getByRole('complementary', { name: 'Record C-0231' });
  await card.getByRole('button', { name: 'Edit' }).click();
  await card.getByRole('textbox', { name: 'Phone' }).fill('040 555 0191 ext. 22 (Ina)');
  await card.getByRole('button', { name: 'Save 1 change' }).click();
  await desk.sync();
  await seen(page.getByRole('banner')).toContainText('1 error');
  const notice = page.getByRole('status').filter({ hasText: 'The hub refused 1 change of yours.' });
  await seen(notice).toBeVisible();
  await page.getByRole('button', { name: 'Close this notice' }).click();
  await seen(notice).toBeHidden();
  await page.getByRole('banner').getByRole('link').click();
  const errors = page.getByRole('grid', { name: 'Sync errors' });
  await seen(errors.getByRole('row').nth(1)).toContainText(/Harbour View Hotel.*Update.*Open/);
  await desk.sync();
  await page.getByRole('tab', { name: /Parked/ }).click();
  await seen(errors.getByRole('row').nth(1)).toContainText(/Parked/);
  await page.getByRole('link', { name: 'Data' }).click();
  await page.getByRole('gridcell', { name: 'Harbour View Hotel' }).click();
  await seen(card).toContainText(
    /The hub’s rules do not allow.*phone_length.*The values before it still stand there\./,
  );
  await seen(card.getByRole('link', { name: 'Edit and retry' })).toHaveAttribute('href', '#/errors/1');
  await page
    .getByRole('row', { name: /Harbour View Hotel/ })
    .getByRole('link', { name: 'Refused' })
    .click();
  await seen(page.getByRole('button', { name: /Edit and retry/ })).toBeVisible();
});

story(
  'a typed value is checked at once; one that only the hub refuses comes back with its reason (RS-04, CF-04)',
  async () => {
    const phone = (number: string): string => `update customers set phone = '${number}' where number = 'C-0142'`;
    const desk = await collide({ mine: [phone('040 555 0177')], annas: [phone('040 555 0199')] });
    const { page } = desk;
    const type = async (text: string): Promise<void> => {
      await page.getByRole('button', { name: 'Type a value for Phone' }).click();
      await page.getByRole('textbox', { name: 'Value for Phone' }).fill(text);
    };
    await type('0'.repeat(41));
    await seen(page.getByRole('alert')).toContainText('40');
    await page.keyboard.press('Enter');
    await seen(forecast(page)).toContainText('Phone cannot be written as typed.');
    await seen(forecast(page).getByRole('button', { name: 'Decide' })).toBeDisabled();
    await type('040 555 0191 ext. 22 (Ina)');
    await page.keyboard.press('Enter');
    await seen(forecast(page)).toContainText('After this the hub will have Phone 040 555 0191 ext. 22 (Ina) as typed.');
    await forecast(page).getByRole('button', { name: 'Decide' }).click();
    await seen(page.getByText('No conflict waits for you')).toBeVisible();
    await desk.sync();
    await seen(page.getByRole('status').filter({ hasText: 'The hub refused C-0142' })).toContainText('phone_length');
    await page.getByRole('tab', { name: 'Parked' }).click();
    await seen(pane(page)).toContainText('The decided record was refused: ');
    await seen(page.getByRole('cell', { name: /^Phone, result:/ })).toContainText('040 555 0191 ext. 22 (Ina)');
    await page.getByRole('radio', { name: 'Phone, Mine: 040 555 0177' }).click();
    await forecast(page).getByRole('button', { name: 'Decide' }).click();
    await desk.sync();
    const stored = `select phone from customers where number = 'C-0142'`;
    await expect.poll(() => bothSides(desk, stored)).toEqual([{ phone: '040 555 0177' }, { phone: '040 555 0177' }]);
  },
);

const orders = ['WO-10453', 'WO-10482', 'WO-10491'];
const setAll = (value: string): readonly string[] =>
  orders.map((number) => `update work_orders set status = '${value}' where number = '${number}'`);

story('keep theirs for all: told with the exact number before, decided in one step (RS-08, RS-02)', async () => {
  const desk = await collide({ mine: setAll('Done'), annas: setAll('On hold') });
  const { page } = desk;
  await seen(page.getByRole('group', { name: 'Decide for all that are shown' })).toContainText(
    '3 undecided conflicts in all.',
  );
  await page.getByRole('button', { name: 'Keep theirs for all 3' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Keep theirs for 3 records?' });
  await seen(dialog).toContainText('These are 3 work orders.');
  await seen(dialog).toContainText('3 stay as they are on the hub');
  await seen(dialog.getByRole('button', { name: 'Not now' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Keep theirs for 3' }).click();
  await seen(page.getByRole('status').filter({ hasText: '3 records are decided: nothing is sent' })).toBeVisible();
  await seen(page.getByText('No conflict waits for you')).toBeVisible();
  await desk.sync();
  await page.getByRole('tab', { name: 'Confirmed' }).click();
  await seen(page.getByRole('listbox', { name: 'Conflicts' }).getByRole('option')).toHaveCount(3);
  expect(
    desk.db.prepare(`select distinct status from work_orders where number in ('WO-10453', 'WO-10482')`).all(),
  ).toEqual([{ status: 'On hold' }]);
});

story('undo before and after sending: taken back, and sent back (RS-19)', async () => {
  const desk = await collide({
    mine: [`update work_orders set status = 'Done' ${order}`],
    annas: [`update work_orders set status = 'On hold' ${order}`],
  });
  const { page } = desk;
  const decide = async (): Promise<void> => {
    await page.getByRole('radio', { name: 'Keep mine' }).click();
    await forecast(page).getByRole('button', { name: 'Decide' }).click();
    await seen(page.getByText('No conflict waits for you')).toBeVisible();
  };
  await decide();
  await page.keyboard.press('z');
  await seen(page.getByRole('status').filter({ hasText: 'WO-10482 is undecided again' })).toBeVisible();
  await decide();
  await desk.sync();
  const done = { status: 'Done', notes: 'Burner cleaned. Gasket to follow.' };
  expect(bothSides(desk, status)).toEqual([done, done]);
  await page.getByRole('tab', { name: 'Confirmed' }).click();
  await seen(forecast(page)).toContainText('Undo sends a new change: the hub gets its earlier version back.');
  await forecast(page).getByRole('button', { name: 'Undo' }).click();
  await seen(page.getByRole('status').filter({ hasText: 'the hub’s earlier version goes back to it' })).toBeVisible();
  await desk.sync();
  const held = { ...done, status: 'On hold' };
  expect(bothSides(desk, status)).toEqual([held, held]);
});
