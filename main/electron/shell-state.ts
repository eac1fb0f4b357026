// What the shell keeps between starts, in one small file of its own: where the window was, and whether Concord goes on in the
// tray. A file that cannot be read is as none.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const shape = z.object({
  /** Null until the window was moved or sized. */
  bounds: z
    .object({
      x: z.number().int(),
      y: z.number().int(),
      width: z.number().int().min(480),
      height: z.number().int().min(480),
    })
    .nullable()
    .catch(null),
  isMaximized: z.boolean().catch(false),
  /** Closing the window leaves Concord running in the tray (NT-03). */
  stays: z.boolean().catch(true),
  /** That was said once. */
  saidStays: z.boolean().catch(false),
});

/** What is kept. */
export type ShellState = z.output<typeof shape>;

/** The state at hand. */
export interface StateFile {
  read(): ShellState;
  /** Keeps these members; a disk that refuses loses them, nothing else. */
  keep(change: Partial<ShellState>): void;
}

/** The state in a file. */
export function openStateFile(path: string): StateFile {
  let state = shape.parse(readJson(path));
  return {
    read: () => state,
    keep(change) {
      state = { ...state, ...change };
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.new`, JSON.stringify(state));
        renameSync(`${path}.new`, path);
      } catch {
        // A place or a choice of layout is not worth a message.
      }
    },
  };
}

function readJson(path: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
