// Where the built window lies. In a checkout it is built when it is missing or older than its sources.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConcordError } from '../sync/problem.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folder of the built window; builds it first where that is needed and possible. */
export function windowFolder(say: (text: string) => void): string {
  const folder = join(root, 'dist/window');
  const page = join(folder, 'index.html');
  const sources = ['renderer', 'main/window', 'main/sync', 'preload', 'resources'].map((name) => join(root, name));
  const inCheckout = existsSync(join(root, 'renderer/vite.config.ts'));
  if (!inCheckout) return folder;
  if (existsSync(page) && statSync(page).mtimeMs > Math.max(...sources.map(newest))) return folder;
  say('Building the window …');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const built = spawnSync(
    process.execPath,
    [vite, 'build', '--config', join(root, 'renderer/vite.config.ts'), '--logLevel', 'warn'],
    // Whoever asks, a test as well: React's build for development is three times as large and slow.
    { stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (built.status !== 0) throw new ConcordError('unexpected', { reason: 'the window could not be built' });
  return folder;
}

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
