// The feed: the session that runs, the history, one session in depth (FD-01…FD-05).

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { setDesk, story } from './desk.ts';
import { seen } from './seen.ts';

story(
  'a session is seen while it runs, then in the history and in depth with its events (FD-01…FD-04, FD-09)',
  async () => {
    const desk = await setDesk({ at: '/feed' });
    const { page, relay } = desk;
    await seen(page.getByText('1 session', { exact: true })).toBeVisible();
    desk.db.exec(`update work_orders set status = 'Done' where number = 'WO-10482'`);
    await desk.anna(`update work_orders set status = 'On hold' where number = 'WO-10482'`);
    relay.hold();
    await desk.client.call('sync.start', {});
    const running = page.getByRole('region', { name: 'Running session' });
    await seen(running).toContainText('Synchronising DefaultScope');
    await seen(running.getByRole('listitem').filter({ hasText: 'connect' })).toHaveAttribute('aria-current', 'step');
    relay.release();
    await seen(running).toHaveCount(0);
    const history = page.getByRole('table', { name: 'History of sessions' });
    await seen(history.getByRole('row').nth(1)).toContainText(/by hand.*Done/);
    await history.getByRole('row').nth(1).click();
    const session = page.getByRole('region', { name: 'Session 2' });
    await seen(session).toContainText('Balance 0');
    await seen(session.getByRole('table', { name: 'Phases in milliseconds' })).toContainText('download');
    await session.getByText('Recorded events').click();
    await seen(session).toContainText('session');
    await session.getByRole('link', { name: '1 conflict in Work orders' }).first().click();
    await seen(page.getByRole('table', { name: /^Compare WO-10482/ })).toBeVisible();
    await seen(page.getByRole('button', { name: 'Session 2' })).toBeVisible();
  },
);

story('a failed session tells why and what to do; a cancelled one is no error (SF-07, FD-06)', async () => {
  const desk = await setDesk({ at: '/feed' });
  const { page, relay } = desk;
  await seen(page.getByText('1 session', { exact: true })).toBeVisible();
  await relay.cut();
  await desk.client.call('sync.start', {});
  const history = page.getByRole('table', { name: 'History of sessions' });
  await history.getByRole('row', { name: /by hand Interrupted/ }).click();
  await seen(page.getByRole('region', { name: 'Session 2' })).toContainText(
    /The hub at .* cannot be reached\. Check the network and the address; Concord tries again\./,
  );
  await relay.mend();
  relay.hold();
  await desk.client.call('sync.start', {});
  await page.getByRole('button', { name: 'Cancel' }).click();
  await seen(history.getByRole('row', { name: /Cancelled/ })).toBeVisible();
  relay.release();
  await desk.sync();
  await seen(page.getByRole('banner')).toContainText('Connected · up to date');
});

story(
  'the history is filtered by what a session was, moved and said, and its columns are chosen; what is shown is saved (FD-02, FD-07)',
  async () => {
    const desk = await setDesk({ at: '/feed' });
    const { page, relay } = desk;
    await seen(page.getByText('1 session', { exact: true })).toBeVisible();
    desk.db.exec(`update work_orders set status = 'Done' where number = 'WO-10482'`);
    await desk.sync();
    await relay.cut();
    await desk.client.call('sync.start', {});
    const history = page.getByRole('table', { name: 'History of sessions' });
    const rows = history.getByRole('row');
    await seen(history.getByRole('row', { name: /Interrupted/ })).toBeVisible();
    // Else it is tried again, and there are more sessions.
    await desk.client.call('agent.configure', { offline: true });
    await page.getByRole('button', { name: 'Result' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Done' }).click();
    await seen(page.getByText('2 shown of 3', { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await seen(rows).toHaveCount(3);
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('menuitemradio', { name: 'Work orders' }).click();
    await page.getByRole('button', { name: 'Mode' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'delta' }).click();
    await page.keyboard.press('Escape');
    await seen(page.getByText('1 shown of 3', { exact: true })).toBeVisible();
    await seen(rows.nth(1)).toContainText('Done');
    await page.reload();
    await seen(page.getByText('1 shown of 3', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await seen(rows).toHaveCount(4);
    await page.getByRole('textbox', { name: 'Find in sessions' }).fill('cannot be reached');
    await seen(page.getByText('1 shown of 3', { exact: true })).toBeVisible();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'CSV, 1 session' }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('concord-sessions.csv');
    expect(parse(readFileSync(await file.path(), 'utf8'), { columns: true })).toEqual([
      expect.objectContaining({
        session: '3',
        trigger: 'by-hand',
        result: 'interrupted',
        accepted: '0',
        message: expect.stringContaining('cannot be reached') as unknown,
      }),
    ]);
    await page.getByRole('textbox', { name: 'Find in sessions' }).fill('no such thing');
    await seen(page.getByText('3 sessions are hidden by the filters.')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await page.getByRole('button', { name: 'Period' }).click();
    await page.getByLabel('To', { exact: true }).fill('2020-01-01');
    await page.getByRole('button', { name: 'Close' }).click();
    await seen(page.getByText('0 shown of 3', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Tries' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Accepted' }).click();
    await page.keyboard.press('Escape');
    await seen(history.getByRole('columnheader')).toHaveText(['Started', 'Accepted', 'Tries']);
    await page.reload();
    await seen(history.getByRole('columnheader')).toHaveText(['Started', 'Accepted', 'Tries']);
  },
);
