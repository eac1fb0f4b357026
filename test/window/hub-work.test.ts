// What an admin does at the hub's screen: clients are told what to do, the memory is cleaned up, snapshots
// are made (HB-05…HB-07, HB-09, SF-06).

import { setDesk, story } from './desk.ts';
import { giveToken, region } from './hub-desk.ts';
import { expect } from 'vitest';
import { faultless, looked } from './looks.ts';
import { seen } from './seen.ts';

story(
  'clients are told what to do; what costs them something is typed for; it is told what came of it, and taken back; the feed goes on by itself (HB-05, HB-09)',
  async () => {
    const desk = await setDesk({ hub: { scopes: [region] } });
    const { page, stage } = desk;
    await desk.anna(`update customers set phone = '040 1' where number = 'C-0142'`);
    await giveToken(desk, 'maya', 'admin');
    await page.goto(`${page.url().split('#')[0]}#/hub/orders`);
    const whom = page.getByRole('region', { name: 'For whom' });
    const what = page.getByRole('radiogroup', { name: 'What they do in their next session' });
    const list = page.getByRole('region', { name: 'What was ordered' });
    await seen(page.getByText('Choose clients, and what they do.')).toBeVisible();
    await whom.getByRole('checkbox', { name: /^Maya Lindqvist/ }).check();
    await what.getByRole('radio', { name: /^Read everything anew/ }).check();
    const bar = page.getByRole('form', { name: 'Operations' });
    await seen(bar).toContainText(
      'In its next session Maya Lindqvist is told: Read everything anew. A .NET client loses what it has not sent; a Concord client keeps it in its inbox',
    );
    const give = bar.getByRole('button', { name: 'Order it for 1 client' });
    await seen(give).toHaveAttribute('aria-disabled', 'true');
    await bar.getByRole('textbox').fill('Maya');
    await page.keyboard.press('Enter');
    expect(await stage.store.orders.list(9)).toEqual([]);
    await bar.getByRole('textbox').fill('Maya Lindqvist');
    expect(await looked(page, { name: 'hub-orders-typed' })).toEqual(faultless);
    await page.keyboard.press('Enter');
    await seen(page.getByText('1 client is told in its next session: Read everything anew.')).toBeVisible();
    const own = list.getByRole('row', { name: /^Maya Lindqvist, Laptop-07/ });
    await seen(own).toContainText('waits for its next session');

    await whom.getByRole('checkbox', { name: 'All of them' }).check();
    await seen(whom.getByRole('status')).toHaveText('2 clients chosen');
    await what.getByRole('radio', { name: /^Stop the next session/ }).check();
    await bar.getByRole('button', { name: 'Order it for 2 clients' }).click();
    await seen(list.getByRole('row', { name: /taken back$/ })).toContainText('Read everything anew');
    await list.getByRole('button', { name: 'Take back the order for Maya Lindqvist, Laptop-07' }).click();
    await seen(list.getByRole('row', { name: /^Maya Lindqvist.*Stop.*taken back$/ })).toBeVisible();
    await whom.getByRole('checkbox', { name: /^Maya Lindqvist/ }).check();
    await what.getByRole('radio', { name: /^Send, then read everything anew/ }).check();
    await bar.getByRole('button', { name: 'Order it for 1 client' }).click();
    await seen(own.first()).toContainText('Send, then read everything anew');
    await desk.sync();
    await page.reload();
    await seen(
      list.getByRole('row', { name: /^Maya Lindqvist.*Send, then read everything anew.*obeyed$/ }),
    ).toBeVisible();
    expect(await looked(page, { name: 'hub-orders' })).toEqual(faultless);

    await page.getByRole('radio', { name: 'Feed' }).check();
    const lately = page.getByRole('region', { name: 'Lately' });
    await seen(lately.getByRole('row', { name: /Maya Lindqvist, Laptop-07/ })).toHaveCount(2);
    await desk.sync();
    await seen(lately.getByRole('row', { name: /Maya Lindqvist, Laptop-07.*done$/ })).toHaveCount(3);
  },
);

story(
  'a clean-up says what it forgets and whom it leaves behind, does that and no more, and is listed (HB-07)',
  async () => {
    const desk = await setDesk();
    const { page, stage } = desk;
    await desk.anna(`update customers set phone = '040 1' where number = 'C-0142'`);
    await desk.sync();
    await giveToken(desk, 'maya', 'admin');
    await desk.sync();
    stage.hubDb.exec(`update customers set phone = '040 2' where number = 'C-0231'`);
    stage.hubDb.exec(`update _concord_client_scope set synced_at = '2025-03-01T08:00:00.000Z' where client =
    (select c.no from _concord_client c join _concord_author a on a.no = c.author where a.user = 'Anna Berger')`);
    await page.goto(`${page.url().split('#')[0]}#/hub/cleanUp`);
    const plan = page.getByRole('region', { name: 'What would be forgotten' });
    const bar = page.getByRole('region', { name: 'Clean-up', exact: true });
    const past = page.getByRole('region', { name: 'What was cleaned up' });
    await seen(plan).toContainText(/1 of 2 noted changes can be forgotten.*What is newer is kept for/);
    await seen(past).toContainText('Nothing was cleaned up so far.');
    await plan.getByRole('checkbox', { name: 'Give up clients that are silent for more than' }).check();
    await seen(plan).toContainText('Silent for more than 90 days, and outdated when they come back:');
    await seen(plan.getByRole('listitem')).toHaveText(/^Anna Berger, Anna Berger-pc DefaultScope · last session 1 Mar/);
    await seen(bar).toContainText('1 client is left behind.');
    expect(await looked(page, { name: 'hub-clean-up' })).toEqual(faultless);
    await bar.getByRole('button', { name: 'Forget, and leave 1 client behind' }).click();
    await seen(page.getByText(/noted changes? forgotten. 1 client left behind\.$/)).toBeVisible();
    await seen(past.getByRole('row', { name: /maya/ })).toBeVisible();
    await seen(plan).toContainText('Nobody is left behind.');
    expect((await stage.store.clients()).map(({ user }) => user)).toEqual(['Maya Lindqvist']);
  },
);

story(
  'a snapshot is made of a scope and its parameters, given to a new client, seen in its use and deleted (HB-06)',
  async () => {
    const desk = await setDesk({ hub: { scopes: [region] } });
    const { page, stage } = desk;
    await giveToken(desk, 'maya', 'admin');
    await page.goto(`${page.url().split('#')[0]}#/hub/snapshots`);
    await seen(page.getByText('They are made by hand.')).toBeVisible();
    await page.getByRole('button', { name: 'Make a snapshot' }).click();
    await page.getByRole('combobox', { name: 'Scope' }).click();
    await page.getByRole('option', { name: 'Region' }).click();
    await page.getByRole('button', { name: 'Make it' }).click();
    await seen(page.getByRole('alert')).toContainText('country is missing');
    await page.getByRole('textbox', { name: 'country' }).fill('DE');
    expect(await looked(page, { name: 'hub-snapshots-new' })).toEqual(faultless);
    await page.getByRole('button', { name: 'Make it' }).click();
    const list = page.getByRole('table');
    const own = list.getByRole('row', { name: /^Region country = DE/ });
    await seen(own).toContainText('given out');
    expect((await stage.store.snapshots.list()).map(({ by }) => by)).toEqual(['maya']);
    await page.getByRole('button', { name: 'Make a snapshot' }).click();
    await page.getByRole('combobox', { name: 'Scope' }).click();
    await page.getByRole('option', { name: 'DefaultScope' }).click();
    await page.getByRole('button', { name: 'Make it' }).click();
    await seen(list.getByRole('row', { name: /^DefaultScope/ })).toContainText('not yet');
    const token = (await desk.client.call('hub.makeToken', { name: 'bob' })).token;
    await (await stage.replica('Bob')).sync({ token });
    await page.reload();
    await seen(list.getByRole('row', { name: /^DefaultScope/ })).toContainText('1 time');
    expect(await looked(page, { name: 'hub-snapshots' })).toEqual(faultless);
    await own.getByRole('button', { name: 'Delete snapshot 1 of Region, country = DE' }).click();
    const question = list.getByRole('group', { name: 'Delete snapshot 1 of Region, country = DE' });
    await seen(question).toContainText('Whoever is reading it reads it to the end.');
    await seen(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await question.getByRole('button', { name: /^Delete snapshot 1/ }).click();
    await seen(own).toHaveCount(0);
  },
);
