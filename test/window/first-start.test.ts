// The first start as a person meets it: three steps by keyboard alone, faults at their fields, a download that is cancelled or
// interrupted, the demonstration; every step looked at in light and dark, wide and narrow (AX-07, AX-01, PR-01, PR-05).

import type { Page } from 'playwright';
import { expect, onTestFinished } from 'vitest';
import { windowFolder } from '../../main/cli/window-folder.ts';
import { startHost } from '../../main/host/host.ts';
import { openFirstStart, token, type FirstStartScene } from '../integration/first-start/scene.ts';
import { rowsIn } from '../support/replica-app.ts';
import { look, sharedBrowser, story } from './desk.ts';
import { faultless, looked } from './looks.ts';
import { seen } from './seen.ts';

/** A window at an engine without a replica; the test fails if the page ever complained. */
async function openWindow(scene: FirstStartScene): Promise<Page> {
  const host = await startHost({
    port: 0,
    folder: windowFolder(console.warn),
    connect: () => scene.engine.connect({ readOnly: false }),
    onRenew: () => undefined,
  });
  onTestFinished(() => host.close());
  const context = await (await sharedBrowser()).newContext(look);
  const faults: string[] = [];
  onTestFinished(async () => {
    await context.close();
    expect(faults, 'what the page complained of').toEqual([]);
  });
  context.on('weberror', (error) => void faults.push(error.error().message));
  context.on('console', (message) => {
    const isLost = /WebSocket (is closed|connection to)/.test(message.text());
    if (message.type() === 'error' && !isLost) faults.push(message.text());
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(host.address);
  await seen(page.getByRole('heading', { name: 'Connect to your office’s hub' })).toBeFocused();
  return page;
}

const field = (page: Page, name: string): ReturnType<Page['getByRole']> =>
  page.getByRole(name === 'Scope' ? 'combobox' : 'textbox', { name, exact: false });
const button = (page: Page, name: string | RegExp): ReturnType<Page['getByRole']> => page.getByRole('button', { name });

/** Types over what a field holds, by keyboard. */
async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

async function connected(page: Page, scene: FirstStartScene): Promise<void> {
  await field(page, 'Hub address').fill(scene.form.hub);
  await field(page, 'Scope').fill(scene.form.scope);
  await field(page, 'Replica').fill(scene.form.file);
  // What the hub lists moves the fields a little when it comes: the click waits for it.
  await seen(page.getByText('This hub has 1 scope.')).toBeVisible();
  await button(page, 'Test connection').click();
  await button(page, 'Next: conflicts').click();
  await button(page, 'Next: first download').click();
}

story('from nothing to a filled replica by keyboard alone, the one scope of the hub found (AX-07, AX-01)', async () => {
  const scene = await openFirstStart({ withToken: true });
  const page = await openWindow(scene);
  const tabTo = async (name: string | RegExp): Promise<void> => {
    const target = page
      .getByRole('main')
      .getByRole(/^(Test|Next|Start)/.test(String(name)) ? 'button' : 'textbox', { name });
    for (
      let presses = 0;
      presses < 20 && !(await target.evaluate((item) => item === document.activeElement));
      presses++
    )
      await page.keyboard.press('Tab');
    await seen(target).toBeFocused();
  };
  await tabTo('Hub address');
  await page.keyboard.type(scene.form.hub);
  await page.keyboard.press('Tab');
  await page.keyboard.type(token);
  await page.keyboard.press('Tab');
  await seen(field(page, 'Scope')).toHaveValue('DefaultScope');
  await page.keyboard.press('Tab');
  await retype(page, scene.form.file);
  await page.keyboard.press('Enter');
  await seen(page.getByText('All checks passed.')).toBeVisible();
  await seen(page.getByRole('region', { name: 'Checks' })).toContainText('a Concord hub, Dotmim.Sync 1.');
  await seen(page.getByRole('banner')).toContainText('Connected · never synchronised');
  await page.getByText('All checks passed.').waitFor();
  await button(page, 'Next: conflicts').focus();
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'When you and someone else change the same record' })).toBeFocused();
  await seen(page.getByRole('radio', { name: 'Ask me' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await seen(page.getByRole('radio', { name: 'Merge what does not touch' })).toBeChecked();
  await seen(page.getByRole('region', { name: 'Example' })).toContainText('Anna adds a line to Notes');
  await tabTo('Next: first download');
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'Bring the data here' })).toBeFocused();
  await tabTo('Start the first download');
  await page.keyboard.press('Enter');
  await seen(page.getByRole('heading', { name: 'Status', level: 1 })).toBeVisible();
  await seen(page.getByRole('banner')).toContainText('up to date');
  expect(rowsIn(scene.form.file, 'category')).toHaveLength(2);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(token);
});

story(
  'each fault stands at the field it belongs to, with its cure and code; empty fields are named (PR-01, SF-07)',
  async () => {
    const scene = await openFirstStart({ withToken: true });
    const page = await openWindow(scene);
    await button(page, 'Test connection').click();
    await seen(page.getByText('Type the hub’s address.')).toBeVisible();
    await seen(page.getByText('Type or choose a scope.')).toBeVisible();
    await field(page, 'Scope').fill('DefaultScope');
    const test = async (hub: string): Promise<void> => {
      await field(page, 'Hub address').fill(hub);
      await button(page, /^Test (connection|again)$/).click();
      await seen(page.getByText('One check failed. See the field it belongs to.')).toBeVisible();
    };
    const said = (name: string): ReturnType<Page['locator']> => page.locator('.fui-Field', { has: field(page, name) });
    for (const [hub, code] of [
      ['office', 'hub-address-invalid'],
      ['http://no-such-hub.invalid/', 'hub-name-unknown'],
      ['http://127.0.0.1:1/', 'hub-port-closed'],
    ] as const) {
      await test(hub);
      await seen(said('Hub address')).toContainText(code);
      await seen(field(page, 'Hub address')).toHaveAttribute('aria-invalid', 'true');
    }
    await test(scene.form.hub);
    await seen(said('Access token')).toContainText('The hub does not accept the credentials (401).');
    await seen(page.getByRole('region', { name: 'Checks' })).toContainText('not known before it lets you in');
    await field(page, 'Access token').fill(token);
    await field(page, 'Scope').fill('Nope');
    await test(scene.form.hub);
    await seen(said('Scope')).toContainText('scope-unknown');
    await field(page, 'Scope').fill('DefaultScope');
    await field(page, 'Replica').fill('/no/such/folder/replica.db');
    await test(scene.form.hub);
    await seen(said('Replica')).toContainText('There is no folder /no/such/folder.');
    await field(page, 'Replica').fill(scene.form.file);
    await seen(page.getByText('Something was changed since the test.')).toBeVisible();
    await seen(button(page, 'Next: conflicts')).toHaveCount(0);
  },
);

story(
  'a cancelled download says that nothing was kept and is tried again; one that fails says why (PR-05)',
  async () => {
    const scene = await openFirstStart();
    const page = await openWindow(scene);
    await connected(page, scene);
    scene.relay.hold();
    await button(page, 'Start the first download').click();
    await seen(page.getByRole('progressbar', { name: 'Progress of the first download' })).toBeVisible();
    await button(page, 'Cancel').click();
    await seen(page.getByText('The first download was cancelled.')).toBeVisible();
    scene.relay.release();
    await scene.relay.cut();
    await button(page, 'Try again').click();
    await seen(page.getByText(/cannot be reached\./).first()).toBeVisible();
    await scene.relay.mend();
    await button(page, 'Try again').click();
    await seen(page.getByRole('heading', { name: 'Status', level: 1 })).toBeVisible();
  },
);

story('a download that died with its program is told at the next start and begins anew (PR-05)', async () => {
  const scene = await openFirstStart();
  scene.relay.hold();
  await scene.client.call('setup.begin', scene.form);
  await scene.until(scene.client, ({ download }) => download?.progress?.phase !== undefined);
  await scene.kill();
  scene.relay.release();
  await scene.restart(scene.form.file);
  const host = await startHost({
    port: 0,
    folder: windowFolder(console.warn),
    connect: () => scene.engine.connect({ readOnly: false }),
    onRenew: () => undefined,
  });
  onTestFinished(() => host.close());
  const page = await (await sharedBrowser()).newPage(look);
  onTestFinished(() => page.close());
  await page.goto(host.address);
  await seen(page.getByText('The first download was interrupted.')).toBeVisible();
  await seen(page.getByRole('main')).toContainText(scene.form.file);
  await button(page, 'Start the download anew').click();
  await seen(page.getByRole('heading', { name: 'Status', level: 1 })).toBeVisible();
});

story('the demonstration opens from the first step (AX-07, CL-07)', async () => {
  const scene = await openFirstStart();
  const page = await openWindow(scene);
  await button(page, 'Look at the demonstration').click();
  await seen
    .configure({ timeout: 60_000 })(page.getByRole('heading', { name: 'Status', level: 1 }))
    .toBeVisible();
  await seen(page.getByRole('banner')).toContainText('Brunner Field Service');
});

story('every step, light and dark, wide and narrow (AX-02, AX-03)', async () => {
  const scene = await openFirstStart();
  const page = await openWindow(scene);
  const found: Record<string, unknown> = { connect: await looked(page, { name: 'first-start-connect' }) };
  await field(page, 'Hub address').fill('http://127.0.0.1:1/');
  await field(page, 'Scope').fill(scene.form.scope);
  await button(page, 'Test connection').click();
  await seen(page.getByText('One check failed. See the field it belongs to.')).toBeVisible();
  found['fault'] = await looked(page, { name: 'first-start-fault' });
  await field(page, 'Hub address').fill(scene.form.hub);
  await button(page, 'Test again').click();
  await button(page, 'Next: conflicts').click();
  found['rule'] = await looked(page, { name: 'first-start-rule' });
  await button(page, 'Next: first download').click();
  found['ready'] = await looked(page, { name: 'first-start-ready' });
  scene.relay.hold();
  await button(page, 'Start the first download').click();
  await seen(page.getByRole('progressbar', { name: 'Progress of the first download' })).toBeVisible();
  found['running'] = await looked(page, { name: 'first-start-running' });
  scene.relay.release();
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, faultless])));
});
