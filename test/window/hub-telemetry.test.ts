// What the hub has recorded of its clients' sessions, for its administrator: looked through, each in depth, exported (HB-09,
// TL-08…TL-13).

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { setDesk, story } from './desk.ts';
import { giveToken } from './hub-desk.ts';
import { faultless, looked } from './looks.ts';
import { seen } from './seen.ts';

const tooLong = `update customers set phone = '040 555 0191 ext. 22 (Ina)' where number = 'C-0231'`;

story(
  'HB-09 every client’s session is an event: narrowed by person and event, seen in depth, exported as counted',
  async () => {
    const desk = await setDesk({ hub: { telemetry: true }, at: '/hub/telemetry' });
    const { page } = desk;
    await desk.anna(`update customers set name = 'Better' where number = 'C-0142'`, tooLong);
    await giveToken(desk, 'Maya', 'admin');
    const list = page.getByRole('grid', { name: 'Events' });
    const row = (name: RegExp) => list.getByRole('row', { name }).first();
    await seen(row(/Table uploaded.*Warning.*Delta.*Customers 2.*Anna Berger/)).toBeVisible();
    expect(await looked(page, { name: 'hub-telemetry' })).toEqual(faultless);

    await page.getByRole('button', { name: 'Person' }).click();
    await page.getByRole('menuitemradio', { name: 'Anna Berger' }).click();
    await page.getByRole('button', { name: 'Event', exact: true }).click();
    await page.getByRole('menuitemradio', { name: 'Session', exact: true }).click();
    expect(page.url()).toMatch(/#\/hub\/telemetry\?.*user=Anna/);
    await seen(page.getByText('2 shown of')).toBeVisible();
    await row(/Session.*Anna Berger/).click();
    const pane = page.getByRole('region', { name: /^Session, event/ });
    await seen(pane).toContainText('clientId');
    await seen(pane).toContainText('Anna Berger-pc');
    // Its session is one of the hub's, none of this replica's.
    expect(await pane.getByRole('link').count()).toBe(0);
    expect(await looked(page, { name: 'hub-telemetry-event' })).toEqual(faultless);

    await page.getByRole('button', { name: 'Export these' }).click();
    const form = page.getByRole('dialog');
    await seen(form).toContainText('2 events');
    const saved = page.waitForEvent('download');
    await form.getByRole('button', { name: 'Export', exact: true }).click();
    const rows: Record<string, string>[] = parse(readFileSync(await (await saved).path(), 'utf8'), { columns: true });
    expect(rows.map(({ name, client, success }) => [name, client, success])).toEqual([
      ['concord.session', 'hub', 'true'],
      ['concord.session', 'hub', 'true'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('Anna');
  },
);

story('TL-09 a hub that records nothing says so', async () => {
  const desk = await setDesk({ at: '/hub/telemetry', isFilled: false });
  await giveToken(desk, 'Maya', 'admin');
  await seen(desk.page.getByRole('region', { name: 'Telemetry' })).toContainText('This hub records no telemetry');
  expect(await looked(desk.page, { name: 'hub-telemetry-off' })).toEqual(faultless);
});
