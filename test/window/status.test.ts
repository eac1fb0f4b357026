// Status: sessions by hand, cancelled, held back while offline, failing without a hub; rows that were here before (ST, SC).

import { expect } from 'vitest';
import { officeSchema } from '../../main/demo/schema.ts';
import { setDesk, story } from './desk.ts';
import { seen } from './seen.ts';

story(
  'a running session is told, can be cancelled, and leaves nothing half written (FD-06, ST-02, AX-03)',
  async () => {
    const desk = await setDesk();
    const { page, relay } = desk;
    await seen(page.getByRole('banner')).toContainText('Connected · up to date');
    desk.db.exec(`update work_orders set status = 'Done' where number = 'WO-10482'`);
    await seen(page.getByRole('banner')).toContainText('Connected · 1 change in 1 record waiting');
    const voice = page.locator('[aria-live="polite"][data-part="session-voice"]');
    await seen(voice).toHaveText('');
    relay.hold();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await seen(page.getByRole('banner')).toContainText('Connected · syncing');
    await seen(voice).toHaveText(/^Session \d+ has started$/);
    // It is heard, not hidden from whom it is for.
    expect(await page.getByRole('banner').ariaSnapshot()).toMatch(/paragraph: Session \d+ has started/);
    await seen(page.getByRole('progressbar', { name: 'Progress of this phase' })).toBeVisible();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await seen(page.getByRole('button', { name: 'Sync now' })).toBeVisible();
    await seen(voice).toHaveText(/^Session \d+ has ended: cancelled$/);
    await seen(page.getByRole('region', { name: 'State' })).toContainText('Waiting: 1 change in 1 record');
    relay.release();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await seen(page.getByRole('banner')).toContainText('Connected · up to date');
    expect(desk.stage.hubDb.prepare(`select status from work_orders where number = 'WO-10482'`).get()).toEqual({
      status: 'Done',
    });
  },
);

story('working offline is never forgotten: since when, how many changes wait, and the way back (SC-07)', async () => {
  const desk = await setDesk();
  const { page } = desk;
  await page.getByRole('button', { name: 'Work offline' }).click();
  await seen(page.getByText(/^Working offline since \d\d:\d\d\.$/)).toBeVisible();
  await seen(page.getByRole('banner')).toContainText('Working offline · up to date');
  await seen(page.getByRole('button', { name: 'Sync now' })).toBeDisabled();
  desk.db.exec(`update work_orders set status = 'Done' where number = 'WO-10482'`);
  await seen(page.getByText('1 change in 1 record waits here; you can go on editing.')).toBeVisible();
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Conflicts' }).click();
  await seen(page.getByText(/^Working offline since/)).toBeVisible();
  await page.getByRole('button', { name: 'Go online' }).click();
  await seen(page.getByText(/^Working offline since/)).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Status' }).click();
  await seen(page.getByRole('button', { name: 'Sync now' })).toBeEnabled();
});

story(
  'a hub that is away is told in plain words, with what to do, and is found again (ST-04, ST-05, SF-07)',
  async () => {
    const desk = await setDesk();
    const { page, relay } = desk;
    await relay.cut();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await seen(
      page.getByText('Network or service unavailable: the hub cannot be reached.', { exact: true }),
    ).toBeVisible();
    await seen(page.getByRole('banner')).toContainText('Hub not answering');
    await seen(page.getByRole('region', { name: 'State' })).toContainText('Does not answer');
    // Told at the first try that failed; asked again only once the session has given up.
    const check = page.getByRole('button', { name: 'Check now' });
    await seen(check).toBeEnabled();
    await relay.mend();
    await check.click();
    await seen(page.getByRole('banner')).toContainText('Connected · up to date');
  },
);

story('rows that were here before the first session are named, and sent only when a person says so (L8)', async () => {
  const desk = await setDesk({
    before: `${officeSchema};
      insert into products (id, article_no, name, category, unit, price, stock, discontinued)
      values (900, 'OLD-1', 'Old valve', 'Valves', 'pc', 9.5, 3, 0);`,
  });
  const { page, stage } = desk;
  const there = (): unknown => stage.hubDb.prepare('select name from products where id = 900').get();
  await seen(page.getByText('1 row was here before the first session and is not sent.')).toBeVisible();
  expect(there()).toBeUndefined();
  await page.getByRole('button', { name: 'Send it too' }).click();
  await seen(page.getByRole('banner')).toContainText('1 change in 1 record waiting');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await seen(page.getByRole('banner')).toContainText('Connected · up to date');
  expect(there()).toEqual({ name: 'Old valve' });
});

story('reading everything anew says what it means before it is done (SC-03, SF-06)', async () => {
  const desk = await setDesk();
  const { page } = desk;
  desk.db.exec(`update work_orders set status = 'Done' where number = 'WO-10482'`);
  await seen(page.getByRole('banner')).toContainText('1 change in 1 record waiting');
  await page.getByRole('button', { name: 'More ways to synchronise' }).click();
  await page.getByRole('menuitem', { name: /^Read everything anew/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Read everything anew?' });
  await seen(dialog).toContainText('1 change in 1 record is not sent but moves to the inbox');
  await seen(dialog.getByRole('button', { name: 'Not now' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Read 10 tables anew' }).click();
  await seen(page.getByRole('banner')).toContainText('1 conflict needs you');
});
