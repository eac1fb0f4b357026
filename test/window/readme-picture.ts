// Makes the README's picture anew: `node test/window/readme-picture.ts`. The sample office, a colleague who edits what I
// edit, and the compare view of the conflict that comes of it, in a real Chromium.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { createApp, type App } from '../../main/app.ts';
import { windowFolder } from '../../main/cli/window-folder.ts';
import { createOffice, officeName, officeTables } from '../../main/demo/office.ts';
import { startEngine } from '../../main/engine/engine-thread.ts';
import { startHost } from '../../main/host/host.ts';
import { startHubServer, type HubServer } from '../../main/hub/door/server.ts';
import { createHub } from '../../main/hub/hub.ts';
import { openSqliteStore } from '../../main/hub/stores/sqlite/sqlite-store.ts';
import { launchChromium } from '../support/chromium.ts';

const target = fileURLToPath(new URL('../../resources/readme/conflicts.png', import.meta.url));
const scope = 'FieldWork';

const onOrder = (number: string, set: string): string => `update work_orders set ${set} where number = '${number}'`;
const atSite = (set: string, number: string): string => `update sites set ${set} where number = '${number}'`;

/** The conflict of the picture comes last: the newest stands first in the list. */
const mine: readonly string[] = [
  onOrder('WO-10377', `status = 'Done', amount = 940`),
  onOrder('WO-10391', `status = 'Done', amount = 120`),
  onOrder('WO-10488', `notes = 'Mixer valve cleaned.'`),
  `update customers set phone = '040 555 0191', contact = 'Ina Hansen' where number = 'C-1187'`,
  atSite(`access_code = '7725#', contact = 'Ole Brandt, night porter'`, 'S-0391'),
  onOrder('WO-10466', `start = datetime(start, '+1 hour')`),
  onOrder(
    'WO-10482',
    `status = 'Done', site_phone = '040 555 0177', notes = 'Burner cleaned and nozzle replaced. Gasket fitted.'`,
  ),
];

const annas: readonly string[] = [
  onOrder('WO-10377', `status = 'On hold', amount = 990`),
  onOrder('WO-10391', `status = 'Scheduled', amount = 110`),
  onOrder('WO-10488', `notes = 'Customer will call again.'`),
  `update customers set phone = '040 555 0199' where number = 'C-1187'`,
  atSite(`access_code = '9120#'`, 'S-0391'),
  onOrder('WO-10466', `start = datetime(start, '+2 hours')`),
  onOrder(
    'WO-10482',
    `status = 'On hold', technician = 'priya.raman', start = datetime(start, '+330 minutes'),
     notes = 'Burner cleaned. Gasket to follow. Call Ms Vogel before the visit.'`,
  ),
];

const folder = mkdtempSync(join(tmpdir(), 'concord-readme-'));
try {
  await makePicture();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function makePicture(): Promise<void> {
  const server = await openHub();
  const [me, anna] = [
    await openDesk(server.url, 'Maya Lindqvist', 'Laptop-07'),
    await openDesk(server.url, 'Anna Berger', 'Desk-02'),
  ];
  await edit(me, mine);
  await edit(anna, annas);
  await synchronise(anna);
  await synchronise(me);
  await anna.close();
  await me.close();
  await takePicture(server.url);
  await server.close();
}

async function openHub(): Promise<HubServer> {
  const file = join(folder, 'hub.db');
  const now = (): Date => new Date();
  await createOffice(file);
  const store = await openSqliteStore(file, { now });
  const tables = officeTables.map((name) => ({ name, schema: '', columns: [], direction: 'both' as const }));
  await store.provision({ name: scope, setup: { tables, filters: [], affixes: {} } });
  return startHubServer({ hub: await createHub({ store, spoolFolder: `${file}-spool`, now }), port: 0 });
}

async function openDesk(hub: string, user: string, device: string): Promise<App> {
  const app = await createApp({ file: fileOf(user), create: true, hub, scope, user, device, intervalMinutes: null });
  await synchronise(app);
  return app;
}

function fileOf(user: string): string {
  return join(folder, `${user}.db`);
}

async function synchronise(app: App): Promise<void> {
  const { result } = await app.agent.sync({ type: 'normal', trigger: 'by-hand', outdatedAction: 'ask' });
  if (result !== 'done') throw new Error(`the session was ${result}`);
}

async function edit(app: App, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await app.replica.write(() => app.replica.db.exec(sql));
}

async function takePicture(hub: string): Promise<void> {
  const user = 'Maya Lindqvist';
  const engine = await startEngine(
    { file: fileOf(user), hub, scope, user, device: 'Laptop-07', title: officeName, intervalMinutes: 15, lives: true },
    { lost: (reason) => console.error(reason) },
  );
  const host = await startHost({
    port: 0,
    folder: windowFolder(console.error),
    connect: () => engine.connect({ readOnly: false }),
    onRenew: () => undefined,
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      colorScheme: 'light',
    });
    await page.goto(host.address);
    await decide(page);
    mkdirSync(join(target, '..'), { recursive: true });
    await page.screenshot({ path: target });
  } finally {
    await browser.close();
    await host.close();
    await engine.close();
  }
}

/** Up to the moment before the click: both collisions are decided, the outcome is told. */
async function decide(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /^Conflicts/ })
    .first()
    .click();
  await page.getByRole('option', { name: /WO-10482/ }).click();
  await page.getByRole('radio', { name: 'Status, Mine: Done' }).click();
  await page.getByRole('button', { name: 'Join both texts' }).click();
  await page.getByText('2 of 2 decided').waitFor();
  await page
    .getByRole('table', { name: /^Compare/ })
    .getByText('Priya Raman')
    .first()
    .waitFor();
  await page.mouse.move(0, 0);
}
