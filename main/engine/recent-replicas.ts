// The replicas that a first start made here, newest first: the last one is opened again (AX-07). Names only, no secret.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The list, in a file of the user's own folder. */
export interface RecentReplicas {
  /** The newest one that is still there; null = none. */
  last(): string | null;
  /** Puts a replica first. */
  note(file: string): void;
}

const most = 10;

/** The list in `path`; one that is missing or cannot be read is empty. */
export function openRecent(path: string): RecentReplicas {
  return {
    last: () => readList(path).find((file) => existsSync(file)) ?? null,
    note(file) {
      const files = [file, ...readList(path).filter((item) => item !== file)].slice(0, most);
      mkdirSync(dirname(path), { recursive: true });
      // Whole or not at all: a program that ends here leaves the list as it was.
      writeFileSync(`${path}.new`, JSON.stringify({ replicas: files }, null, 2), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

function readList(path: string): string[] {
  try {
    const { replicas } = JSON.parse(readFileSync(path, 'utf8')) as { replicas?: unknown };
    return Array.isArray(replicas) ? replicas.filter((item) => typeof item === 'string') : [];
  } catch {
    return [];
  }
}
