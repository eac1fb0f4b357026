// The packed program's own binary: what `npm run pack` says without it, and one start of the real thing where it is there.

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright';
import { expect, onTestFinished, test } from 'vitest';
import { findElectron, hasDisplay } from '../../main/cli/desktop.ts';
import { windowFolder } from '../../main/cli/window-folder.ts';
import { temporaryFolder } from '../support/files.ts';

const binary = findElectron();
const reason = binary === null ? 'Electron’s binary is not here' : hasDisplay() ? null : 'this computer has no display';
if (reason !== null) console.warn(`The test that starts the real desktop program is skipped: ${reason}.`);

const root = fileURLToPath(new URL('../..', import.meta.url));

test('pack says so where Electron’s binary is not at hand, and makes nothing', () => {
  const folder = temporaryFolder();
  const { status, stderr, stdout } = spawnSync(process.execPath, [join(root, 'main/electron/pack.ts')], {
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'none') },
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^Electron’s binary is not here, so nothing can be packed: .*\n$/);
  expect(existsSync(join(folder, 'none'))).toBe(false);
});

test.skipIf(reason !== null)(
  'the real program opens its window, isolated, over its engine, and ends in order',
  async () => {
    windowFolder(console.warn);
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const built = spawnSync(process.execPath, [vite, 'build', '--config', join(root, 'main/vite.config.ts'), '--app'], {
      encoding: 'utf8',
    });
    expect(built.status, built.stderr).toBe(0);
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const app = await _electron.launch({
      executablePath: binary ?? '',
      args: [...asRoot, root, `--office=${join(temporaryFolder(), 'office')}`],
      env: { ...process.env, CONCORD_USER: 'Ann' } as Record<string, string>,
    });
    onTestFinished(() => void app.process().kill());
    const window = await app.firstWindow();
    expect(new URL(window.url()).href).toMatch(/^concord:\/\/app\//);
    await window.getByRole('navigation').first().waitFor();
    expect(
      await window.evaluate(() => [Object.keys(Reflect.get(globalThis, 'concord') as object), 'require' in globalThis]),
    ).toEqual([['open'], false]);
    const over = once(app.process(), 'exit');
    await app.close();
    expect((await over)[0]).toBe(0);
  },
);
