// Entry of the desktop program: Electron's own module meets the shell. Nothing else happens here.

import electron from 'electron';
import { homedir, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openOfficeApp } from '../office-app.ts';
import { followAddresses } from './addresses.ts';
import { openStateFile } from './shell-state.ts';
import { announceScheme, isFirstInstance, openShell, type ShellOptions } from './shell.ts';
import { openTray } from './tray.ts';
import { shellWords } from './words.ts';

const { app, dialog } = electron;
const dist = fileURLToPath(new URL('..', import.meta.url));

announceScheme(electron);
const addresses = followAddresses(electron, process.argv.slice(1));
if (isFirstInstance(electron)) void open();
else app.quit();

async function open(): Promise<void> {
  await app.whenReady();
  try {
    const office = await openOfficeApp({
      folder: folderOf(process.argv),
      user: process.env['CONCORD_USER'] ?? userInfo().username,
      device: process.env['CONCORD_DEVICE'] ?? hostname(),
      say: (text) => void process.stderr.write(`${text}\n`),
    });
    const folder = join(dist, 'window');
    const state = openStateFile(join(app.getPath('userData'), 'window.json'));
    const connect: ShellOptions['connect'] = () => office.engine.connect({ readOnly: false });
    const shell = openShell(electron, {
      folder,
      preload: join(dist, 'preload/electron.cjs'),
      title: 'Concord',
      state,
      addresses,
      connect,
      close: () => office.close(),
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

/** `--office=FOLDER`, else the user's own folder. */
function folderOf(args: readonly string[]): string {
  const named = args.find((arg) => arg.startsWith('--office='));
  return named === undefined ? join(app.getPath('userData') || homedir(), 'office') : named.slice('--office='.length);
}
