// Entry of the desktop program: Electron's own module meets the shell. Nothing else happens here.

import electron from 'electron';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { followAddresses } from './addresses.ts';
import { openDesktopEngine } from './desktop-engine.ts';
import { openSecrets } from './secrets.ts';
import { openStateFile } from './shell-state.ts';
import { announceScheme, isFirstInstance, openShell, type ShellOptions } from './shell.ts';
import { openTray } from './tray.ts';
import { shellWords } from './words.ts';

const { app, dialog, safeStorage } = electron;
const dist = fileURLToPath(new URL('..', import.meta.url));

announceScheme(electron);
const addresses = followAddresses(electron, process.argv.slice(1));
if (isFirstInstance(electron)) void open();
else app.quit();

async function open(): Promise<void> {
  await app.whenReady();
  try {
    const userData = app.getPath('userData');
    const engine = await openDesktopEngine({
      args: process.argv,
      userData,
      user: process.env['CONCORD_USER'] ?? userInfo().username,
      device: process.env['CONCORD_DEVICE'] ?? hostname(),
      secrets: openSecrets(safeStorage, join(userData, 'tokens.json')),
      say: (text) => void process.stderr.write(`${text}\n`),
    });
    const folder = join(dist, 'window');
    const state = openStateFile(join(userData, 'window.json'));
    const connect: ShellOptions['connect'] = () => engine.connect({ readOnly: false });
    const shell = openShell(electron, {
      folder,
      preload: join(dist, 'preload/electron.cjs'),
      title: 'Concord',
      state,
      addresses,
      connect,
      close: () => engine.close(),
    });
    openTray(electron, {
      pictures: join(folder, 'tray'),
      title: 'Concord',
      words: shellWords(),
      state,
      connect,
      shell,
    });
  } catch (thrown) {
    dialog.showErrorBox('Concord', thrown instanceof Error ? thrown.message : String(thrown));
    app.quit();
  }
}
