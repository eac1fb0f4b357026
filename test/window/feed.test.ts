// The feed: the session that runs, the history, one session in depth (FD-01…FD-05).

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
