// `npm run pack`: packages for this system, where Electron's binary is at hand; elsewhere it says so.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');

if (!existsSync(dist)) {
  process.stderr.write(
    'Electron’s binary is not here, so nothing can be packed: run npx install-electron where the network allows it.\n',
  );
  process.exit(1);
}
const run = (script: string, args: readonly string[]): void => {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
};
run('vite/bin/vite.js', ['build', '--config', 'renderer/vite.config.ts', '--logLevel', 'warn']);
run('vite/bin/vite.js', ['build', '--config', 'main/vite.config.ts', '--app', '--logLevel', 'warn']);
run('electron-builder/cli.js', [`-c.electronDist=${dist}`, ...process.argv.slice(2)]);
