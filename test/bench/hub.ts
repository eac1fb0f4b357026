// The other side of the bench: its databases, made by a process of their own, and a hub process.

import Sqlite from 'better-sqlite3';
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Makes the hub's database. */
export function makeHubDatabase(file: string, rows: number): void {
  fill(file, rows);
}

/** Rows a second of a plain insert of the same rows into a table with the same tracking: that of the replica `like`. */
export function plainInsert(file: string, rows: number, like: string): number {
  return Number(fill(file, rows, like));
}

/** In a process of its own, so that its memory is not taken for the engine's. */
function fill(...values: readonly (string | number)[]): string {
  const script = fileURLToPath(new URL('fill.ts', import.meta.url));
  return execFileSync(process.execPath, [script, ...values.map(String)], { encoding: 'utf8' });
}

/** One statement by a program that knows nothing of Concord. */
export function plainSql(file: string, sql: string): void {
  const db = new Sqlite(file, { timeout: 5000 });
  db.exec(sql);
  db.close();
}

/** `concord hub` as a process of its own. */
export async function startBenchHub(database: string): Promise<{ url: string; close(): Promise<void> }> {
  const concord = fileURLToPath(new URL('../../main/cli/concord.ts', import.meta.url));
  const child = spawn(process.execPath, [concord, 'hub', '--database', database, '--tables', 'item', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl+C in the terminal is the bench's alone; the hub is ended by it.
    detached: true,
  });
  const kill = (): void => void child.kill('SIGKILL');
  // Before its database goes.
  process.prependOnceListener('exit', kill);
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the hub ended with ${code}`)));
  });
  return {
    url: (JSON.parse(first) as { url: string }).url,
    close: () =>
      new Promise((resolve) => {
        process.off('exit', kill);
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
