// Where the tests' temporary files lie: in memory where the system has the room, so that thousands of sessions do not wait
// for a disk to flush.

import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** The folder for `TMPDIR`. One that was named already stays. */
export function temporaryRoot(): string {
  const memory = '/dev/shm';
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return process.env['TMPDIR'] ?? (bavail * bsize > 4 * 1024 ** 3 ? memory : tmpdir());
  } catch {
    return tmpdir();
  }
}
