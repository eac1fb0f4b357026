// The desktop window from a checkout: finds Electron's binary, fetches it once where that is possible, and runs the shell.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Terminal } from './terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packageFolder = join(root, 'node_modules/electron');

/** Opens the desktop window and waits until it is closed. False, with one line said why, where there can be none. */
export async function runDesktop(terminal: Terminal, folder: string): Promise<boolean> {
  const reason = hasDisplay() ? null : 'this computer has no display';
  const binary = reason === null ? (findElectron() ?? fetchBinary(terminal)) : null;
  if (binary === null) {
    terminal.say(
      `The desktop window is not available (${reason ?? 'Electron could not be fetched'}); Concord opens in the browser.`,
    );
    return false;
  }
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const built = spawnSync(
    process.execPath,
    [vite, 'build', '--config', join(root, 'main/vite.config.ts'), '--app', '--logLevel', 'warn'],
    { stdio: ['ignore', 2, 2] },
  );
  if (built.status !== 0) return false;
  const child = spawn(binary, [root, `--office=${folder}`], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve) =>
    child.once('exit', resolve).once('error', () => resolve(null)),
  );
  if (code === null) terminal.say('The desktop window could not be started; Concord opens in the browser.');
  return code !== null;
}

/** True if a window can be shown here. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** The path of Electron's binary; null if it has not been fetched. */
export function findElectron(): string | null {
  const note = join(packageFolder, 'path.txt');
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(packageFolder, 'dist');
  if (!existsSync(note)) return null;
  const binary = join(dist, readFileSync(note, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Electron's own installer shows its progress; it is given a minute and a half to find the network. */
function fetchBinary(terminal: Terminal): string | null {
  terminal.say('Fetching Electron, once …');
  spawnSync(process.execPath, [join(packageFolder, 'install.js')], { stdio: ['ignore', 2, 2], timeout: 90_000 });
  return findElectron();
}
