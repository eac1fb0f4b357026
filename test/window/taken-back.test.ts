// What the hub refuses is taken back here, where that was chosen: the record has the hub's values, mine are kept and go once they
// are corrected (ER-04, ER-05, ER-11, R-157). What the hub takes and stores otherwise is told with what I had (SF-03, R-99).

import { expect } from 'vitest';
import { createRowJudge } from '../../main/hub/row-rules.ts';
import { setDesk, story } from './desk.ts';
import { faultless, looked } from './looks.ts';
import { seen } from './seen.ts';

const tooLong = '040 555 0191 ext. 22 (Ina)';

story('ER-11 a refused change is taken back with its values kept; edited and tried again, it goes', async () => {
  const desk = await setDesk({ at: '/settings/conflicts' });
  const { page, db, stage } = desk;
  const phoneIn = (hub: boolean): unknown =>
    (hub ? stage.hubDb : db).prepare(`select phone from customers where number = 'C-0231'`).pluck().get();
  const agreed = phoneIn(true);
  // The choice, for all tables and for one.
  const section = page.getByRole('region', { name: 'Changes that the hub refuses' });
  const choice = section.getByRole('combobox', { name: 'What the record shows here then' }).first();
  await seen(choice).toContainText('My values, as I left them');
  await choice.click();
  await page.getByRole('option', { name: 'The hub’s values again' }).click();
  await seen(choice).toContainText('The hub’s values again');
  await section.getByRole('button', { name: 'Choose for one table' }).click();
  await section.getByRole('combobox', { name: 'Table' }).click();
  await page.getByRole('option', { name: 'Sites' }).click();
  await section.getByRole('combobox', { name: 'What the record shows here then' }).last().click();
  await page.getByRole('option', { name: 'My values, as I left them' }).click();
  await seen(section).toContainText(/Tables with a choice of their own.*Sites.*My values/s);
  await section.scrollIntoViewIfNeeded();
  expect(await looked(page, { name: 'settings-refused' })).toEqual(faultless);
  // A change that the hub refuses twice, and a new record.
  db.exec(`update customers set phone = '${tooLong}' where number = 'C-0231';
    create temp table copied as select * from customers where number = 'C-0231';
    update copied set number = 'C-0999', name = 'New Hotel'; insert into customers select * from copied`);
  await desk.sync();
  await desk.sync();
  expect([phoneIn(false), phoneIn(true)]).toEqual([agreed, agreed]);
  await page.getByRole('link', { name: 'Data' }).click();
  await page.getByRole('gridcell', { name: 'Harbour View Hotel' }).click();
  const card = page.getByRole('complementary', { name: 'Record C-0231' });
  await seen(card).toContainText(
    /phone_length.*The record has the hub’s values again; yours are kept with the error\./s,
  );
  await seen(card.getByRole('list').filter({ hasText: 'Taken back:' })).toBeVisible();
  await seen(
    page.getByRole('row', { name: /Harbour View Hotel/ }).getByRole('link', { name: 'Refused' }),
  ).toBeVisible();
  expect(await looked(page, { name: 'data-taken-back' })).toEqual(faultless);
  await card.getByRole('link', { name: 'Edit and retry' }).click();
  const detail = page.getByRole('region', { name: 'Error in detail' });
  await seen(detail).toContainText('The record here has the hub’s values again; yours are kept in this entry');
  expect(await looked(page, { name: 'errors-taken-back' })).toEqual(faultless);
  await detail.getByRole('button', { name: /Edit and retry/ }).click();
  await detail.getByRole('textbox', { name: 'Phone' }).fill('040 1');
  await detail.getByRole('button', { name: 'Save and retry' }).click();
  await seen(page.getByRole('status').filter({ hasText: 'accepted' })).toBeVisible();
  expect([phoneIn(false), phoneIn(true)]).toEqual(['040 1', '040 1']);
  // The new record is not here; its values are.
  await page.goto(page.url().replace(/#.*/, '#/data/customers?record=C-0999'));
  const missing = page.getByRole('complementary', { name: 'Record C-0999' });
  await seen(missing).toContainText('It was taken back here; its values are kept with the error.');
  expect(await looked(page, { name: 'data-taken-back-new' })).toEqual(faultless);
  await missing.getByRole('link', { name: 'Edit and retry' }).click();
  await seen(detail).toContainText('New Hotel');
});

story('SF-03 R-99 what a rule of the hub made of my change stands in the timeline beside what I had', async () => {
  const judgeRow = createRowJudge(new Map([['customers', () => ({ set: { phone: '+49405550' } })]]), () => undefined);
  const { page, db, sync } = await setDesk({
    hub: { handlers: { judgeRow } },
    at: '/data/customers?record=C-0231',
  });
  db.exec(`update customers set phone = '040 555 0', contact = 'Ina Holm' where number = 'C-0231'`);
  await sync();
  // How soon a window that is open follows a session is promptness.test.ts's to say.
  await page.reload();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const points = timeline.getByRole('listitem');
  const taken = points.filter({ hasText: 'The hub took it and stored Phone otherwise' });
  await seen(taken).toHaveCount(1);
  await seen(points.filter({ hasText: 'This device changed Contact and Phone' })).toHaveCount(1);
  expect(await looked(page, { name: 'data-altered' })).toEqual(faultless);
  await timeline.getByRole('button', { name: 'Compare two points' }).click();
  await timeline.getByRole('checkbox', { name: 'Compare: This device changed Contact and Phone' }).check();
  await seen(timeline.getByRole('region', { name: 'Two versions compared' })).toContainText('040 555 0');
  await taken.getByRole('link', { name: 'session 2' }).click();
  const session = page.getByRole('region', { name: 'Session 2' });
  await seen(session).toContainText('The hub took 1 record and stored it otherwise than it was sent: C-0231');
  expect(await looked(page, { name: 'feed-altered' })).toEqual(faultless);
  await session.getByRole('link', { name: 'C-0231' }).click();
  await seen(taken).toHaveCount(1);
});
