// Office files for the tests of this folder, in a temporary folder that goes when the tests end.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** The day that the tests take for today: a Monday. */
export const today = new Date(2026, 5, 15, 10, 46);

/** A temporary folder for one test file. */
export function temporaryFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'concord-demo-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}
