// `concord start`: the sample office is kept from one start to the next, started over only when asked for, and shown in a
// browser where there is no desktop (CL-07, main job).

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { enter, get } from '../../support/browser-request.ts';
import { temporaryFolder } from '../../support/files.ts';
import { startProgram, type Program } from '../../support/program.ts';
import { edit, rowsIn } from '../../support/replica-app.ts';

/** A home of its own, on a computer without a display. */
function setHome(): string {
  const home = temporaryFolder();
  vi.stubEnv('CONCORD_HOME', home);
  vi.stubEnv('DISPLAY', '');
  vi.stubEnv('WAYLAND_DISPLAY', '');
  return home;
}

async function open(program: Program): Promise<string> {
  const { url } = JSON.parse(await program.firstLine()) as { url: string };
  return url;
}

async function end(program: Program): Promise<string> {
  program.signal('SIGTERM');
  const { code, err } = await program.ended();
  expect(code, err).toBe(0);
  return err;
}

const mine = `insert into customers (number, name, kind, country, active) values ('MINE', 'Mine', 'Private', 'CH', 1)`;

test('CL-07 start keeps its office; without a display it says so in one line and opens in the browser', async () => {
  const home = setHome();
  const file = join(home, 'office', 'office.db');
  const first = startProgram('start', '--port', '0', '--json');
  const address = await open(first);
  expect((await get(address, { headers: { cookie: await enter(address) } })).status).toBe(200);
  const customers = (): number => rowsIn(file, 'customers').length;
  await expect.poll(customers, { timeout: 20_000 }).toBeGreaterThan(10);
  const known = customers();
  edit(file, mine);
  const told = await end(first);
  expect(told.match(/desktop/g)).toHaveLength(1);
  expect(told).toContain(
    'The desktop window is not available (this computer has no display); Concord opens in the browser.\n',
  );
  expect(told).toContain('Making the sample office: 100 %\n');

  const again = startProgram('start', '--port', '0', '--browser', '--json');
  await open(again);
  expect(rowsIn(file, 'customers').map(([id]) => id)).toContain('MINE');
  expect(customers()).toBeGreaterThanOrEqual(known);
  expect(await end(again)).not.toContain('Making');

  const unasked = await startProgram('start', '--fresh', '--json').ended();
  expect([unasked.code, unasked.err]).toEqual([
    2,
    'concord: Without a terminal to ask on, --yes is needed. See --help. [usage]\n',
  ]);
  expect(rowsIn(file, 'customers').map(([id]) => id)).toContain('MINE');

  const over = startProgram('start', '--fresh', '--yes', '--browser', '--port', '0', '--json');
  await open(over);
  await expect.poll(customers, { timeout: 20_000 }).toBeGreaterThan(10);
  expect(rowsIn(file, 'customers').map(([id]) => id)).not.toContain('MINE');
  expect(await end(over)).toContain('Making the sample office');
  expect(readdirSync(join(home, 'office')).filter((name) => name.includes('.new'))).toEqual([]);
});
