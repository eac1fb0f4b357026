// The hub as whoever manages it sees it: shown to an admin's token only; clients looked through, tokens made, used and ended;
// every tab looked at in light and dark, wide and narrow (HB-02…HB-04, SF-06, AX-01…AX-03).

import { expect } from 'vitest';
import { setDesk, story } from './desk.ts';
import { giveToken, region } from './hub-desk.ts';
import { faultless, looked, picture } from './looks.ts';
import { seen } from './seen.ts';
import { bareWords, officeWords, speakPseudo } from './texts.ts';

story(
  'the hub is shown to an admin’s token only; a client that is behind is found, a token made, used and revoked (HB-03, HB-04)',
  async () => {
    const desk = await setDesk({ hub: { scopes: [region] } });
    const { page, stage } = desk;
    await desk.anna(`update customers set phone = '040 1' where number = 'C-0142'`);
    const rail = page.getByRole('navigation', { name: 'Screens' });
    const link = rail.getByRole('link', { name: 'Hub' });
    await giveToken(desk, 'clerk', 'client');
    await seen(rail.getByRole('link', { name: 'Settings' })).toBeVisible();
    await page.goto(`${page.url().split('#')[0]}#/hub`);
    await seen(page.getByRole('heading', { name: 'This replica’s token is not an admin’s' })).toBeVisible();
    expect(await link.count()).toBe(0);
    await picture(page, 'hub-no-admin');

    await giveToken(desk, 'maya', 'admin');
    await link.click();
    const clients = page.getByRole('table', { name: 'Clients' });
    await seen(page.getByText('2 shown of 2 clients')).toBeVisible();
    await seen(clients.getByRole('row', { name: /^Maya Lindqvist Laptop-07 / })).toContainText('first');
    await seen(clients.getByRole('row', { name: /^Anna Berger / })).toContainText('changes');
    await clients.getByRole('button', { name: 'Behind' }).click();
    await seen(clients.getByRole('columnheader', { name: 'Behind' })).toHaveAttribute('aria-sort', 'ascending');
    await seen(clients.getByRole('row').nth(1)).toContainText('Anna Berger');
    await page.getByRole('searchbox').fill('laptop');
    await seen(page.getByText('1 shown of 2 clients')).toBeVisible();
    expect(page.url()).toContain('find=laptop');
    await page.getByRole('searchbox').fill('nobody');
    await seen(page.getByText('The search hides all 2 clients.')).toBeVisible();

    await page.getByRole('radio', { name: 'Tokens' }).check();
    const tokens = page.getByRole('region', { name: 'Tokens' });
    await seen(tokens.getByRole('button', { name: 'Revoke the token of maya' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('workshop');
    await page.getByRole('textbox', { name: 'Bound to country' }).fill('DE');
    await page.keyboard.press('Enter');
    const secret = page.getByRole('region', { name: 'The new token' }).locator('code');
    await seen(secret).toHaveText(/^concord_/);
    expect((await stage.store.tokens.list()).at(-1)).toMatchObject({ name: 'workshop', pinned: { country: 'DE' } });
    await seen(tokens.getByRole('row', { name: /^workshop/ })).toContainText('country = DE');
    const headers = { authorization: `Bearer ${await secret.textContent()}` };
    expect((await fetch(stage.url ?? '', { headers })).status).toBe(200);
    await page.getByRole('button', { name: 'Close' }).click();
    await tokens.getByRole('button', { name: 'Revoke the token of workshop' }).click();
    const question = tokens.getByRole('group', { name: 'Revoke the token of workshop' });
    await seen(question).toContainText('The next call of workshop is refused.');
    await seen(question.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await question.getByRole('button', { name: 'Revoke the token of workshop' }).click();
    await seen(tokens.getByRole('row', { name: /^workshop/ })).toContainText('revoked');
    expect((await fetch(stage.url ?? '', { headers })).status).toBe(401);
  },
);

story(
  'every tab of the hub is as it should be in light and dark, wide and narrow (HB-02, AX-02, AX-03, AX-05)',
  async () => {
    const desk = await setDesk({ hub: { scopes: [region], telemetry: true } });
    const { page, stage } = desk;
    await desk.anna(`update customers set phone = '040 1' where number = 'C-0142'`);
    await giveToken(desk, 'maya', 'admin');
    const own = officeWords(
      [desk.db, stage.hubDb],
      'maya admin Maya Lindqvist Laptop Anna Berger pc Brunner Field Service SQLite file hub.db DefaultScope Region country concord.session concord.table.upload concord.table.download concord.app FIRST_SYNC DELTA_SYNC',
    );
    const go = (at: string): Promise<unknown> => page.goto(`${page.url().split('#')[0]}#/hub/${at}`);
    for (const [tab, shows] of [
      ['clients', '2 shown of 2 clients'],
      ['feed', 'Anna Berger, Anna Berger-pc'],
      ['telemetry', 'Table uploaded'],
      ['orders', 'Nothing was ordered so far.'],
      ['snapshots', 'There are no snapshots.'],
      ['cleanUp', 'Nothing was cleaned up so far.'],
      ['tokens', 'Make a token'],
      ['scopes', 'country = @country'],
    ] as const) {
      await go(tab);
      await seen(page.getByText(shows).first()).toBeVisible();
      if (tab === 'tokens') await page.getByRole('button', { name: shows }).click();
      expect([tab, await looked(page, { name: `hub-${tab}` })]).toEqual([tab, faultless]);
      await speakPseudo(page, true);
      expect([tab, await bareWords(page, own)]).toEqual([tab, []]);
      await speakPseudo(page, false);
    }
  },
);
