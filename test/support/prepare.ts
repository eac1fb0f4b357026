// What `npm test` gets for itself on a fresh machine: Chromium, where it is missing and may be installed (README); and the
// window, built once before tests that run side by side ask for it.

import { spawnSync } from 'node:child_process';
import { windowFolder } from '../../main/cli/window-folder.ts';
import { findChromium } from './chromium.ts';

if (Number(process.versions.napi ?? 0) < 10) {
  process.stderr.write(
    `Concord's tests need Node 22.22 or newer; this is ${process.versions.node}. Run them with npm: npm test\n`,
  );
  process.exit(1);
}

windowFolder((text) => void process.stdout.write(`${text}\n`));
if (findChromium() === null) installChromium();
const chromium = findChromium();
process.stdout.write(
  chromium === null
    ? 'No Chromium here: the tests of the window are skipped.\n'
    : `The window is tested in ${chromium}.\n`,
);

/** Debian's package, as root only; elsewhere it stays away and the window's tests say that they are skipped. */
function installChromium(): void {
  const isRoot = process.getuid?.() === 0;
  if (process.platform !== 'linux' || !isRoot || spawnSync('apt-get', ['--version']).status !== 0) return;
  process.stdout.write('Installing Chromium for the tests of the window …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium-headless-shell', 'fonts-noto-core'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
