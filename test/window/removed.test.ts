// Records that left the filter, and those that the hub deleted: listed, found from where they are missed, and told why (PR-06,
// PR-08).

import { expect } from 'vitest';
import { setDesk, story } from './desk.ts';
import { faultless, looked } from './looks.ts';
import { seen } from './seen.ts';

const filters = {
  parameters: [],
  filters: [{ table: { name: 'products', schema: '' }, condition: 'discontinued = 0' }],
};

story('who looks for several records that left the filter is told that it may be too narrow (PR-08)', async () => {
  const desk = await setDesk({ hub: { filters }, at: '/data/products' });
  const { page, stage } = desk;
  stage.hubDb.exec(`insert into products (id, article_no, name, category, unit, price, stock, discontinued)
    with recursive n (i) as (select 11 union all select i + 1 from n where i < 15)
    select i, 'NF-' || i, 'Part ' || i, 'Seals', 'pc', '1.00', 0, 0 from n`);
  await desk.sync();
  stage.hubDb.exec(`update products set discontinued = 1 where id > 10`);
  await desk.sync();
  const card = page.getByRole('complementary');
  const hint = card.getByRole('note');
  for (const id of [11, 12, 13, 13, 14]) {
    await page.evaluate((record) => (window.location.hash = `#/data/products?record=${record}`), id);
    await seen(card).toContainText(new RegExp(`Record not found.*It left the filter.*NF-${id}`));
    await seen(hint).toHaveCount(0);
  }
  await page.evaluate(() => (window.location.hash = '#/data/products?record=15'));
  await seen(hint).toContainText(
    'You looked for 5 records this week that had left the filter. The filter may be too narrow.',
  );
  expect(await looked(page, { name: 'removed-narrow' })).toEqual(faultless);
  await hint.getByRole('link', { name: 'Removed records' }).click();
  await seen(page.getByRole('table', { name: 'Removed records' }).getByRole('row')).toHaveCount(6);
});

story('what left the filter is counted, listed and told with its last values (PR-06, PR-07, PR-08)', async () => {
  const desk = await setDesk({ hub: { filters }, at: '/status' });
  const { page, stage } = desk;
  stage.hubDb.exec(`update products set discontinued = 1 where id = 2`);
  await desk.sync();
  stage.hubDb.exec(`delete from products where id = 1`);
  await desk.sync();
  await page.getByRole('link', { name: '1 record left the filter' }).click();
  const row = page.getByRole('table', { name: 'Removed records' }).getByRole('row').nth(1);
  await seen(row).toContainText(/Products.*Gasket set DN 80.*discontinued = 0.*2/);
  expect(await looked(page, { name: 'removed' })).toEqual(faultless);
  await row.getByRole('link', { name: 'Gasket set DN 80' }).click();
  const card = page.getByRole('complementary', { name: 'Record 2' });
  await seen(card).toContainText(
    /Record not found.*It left the filter .*no longer meets discontinued = 0\..*once it meets the filter.*Session 2/,
  );
  await seen(card).toContainText(/The hub sends it again once it meets the filter; it cannot be asked for alone\./);
  await seen(card.getByRole('region', { name: 'Last seen here' })).toContainText('GS-80');
  expect(await looked(page, { name: 'removed-record' })).toEqual(faultless);
  await card.getByRole('link', { name: 'Session 2' }).click();
  await page.getByRole('navigation', { name: 'Removed records' }).getByRole('link', { name: 'Session 2' }).click();
  await seen(page.getByRole('region', { name: 'Session 2' })).toContainText(/1 record left the filter at/);
  await page.evaluate(() => (window.location.hash = '#/data/products?record=1'));
  await seen(page.getByRole('complementary')).toContainText(
    /Deleted on the hub, received .*author not told\..*Session 3/,
  );
  await page.evaluate(() => (window.location.hash = '#/data/products?record=99'));
  await seen(page.getByRole('complementary')).toContainText(/Record not found.*it never was in this replica/);
  stage.hubDb.exec(`update products set discontinued = 0 where id = 2`);
  await desk.sync();
  await page.evaluate(() => (window.location.hash = '#/data?removed=all'));
  await seen(row).toContainText('here again');
  const row3 = {
    id: 3,
    article_no: 'GS-81',
    name: 'Gasket set DN 81',
    category: 'Seals',
    unit: 'pc',
    price: '1.00',
    stock: 0,
    discontinued: true,
  };
  await desk.client.call('data.insert', { table: { name: 'products', schema: '' }, row: row3 });
  await page.evaluate(() => (window.location.hash = '#/data/products?record=3'));
  await seen(page.getByRole('complementary')).toContainText('Outside the filter of this replica');
  await desk.sync();
  await page.evaluate(() => (window.location.hash = '#/data/products?record=2'));
  await page.evaluate(() => (window.location.hash = '#/data/products?record=3'));
  await seen(page.getByRole('complementary')).toContainText(/Record not found.*It left the filter/);
});
