// Where a new replica is to be: whether it can be made there, what an interrupted first download left, and taking it away.

import { accessSync, constants, existsSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { openReader, type Reader } from '../sqlite/database.ts';
import { ConcordError } from '../sync/problem.ts';
import { isReplica } from './layout.ts';
import { readSetting } from './settings.ts';
import { witnessFile } from './witness.ts';

/** What a first download was told, kept in the file until it is done. No secret is part of it. */
export interface FirstDownload {
  readonly hub: string;
  readonly scope: string;
  /** The rule that was chosen for conflicts. */
  readonly rule: string;
}

/** Name of the setting that marks a replica as still being filled. */
export const firstDownloadSetting = 'firstDownload';

/**
 * Throws where no replica can be made: `file-taken`, `folder-missing` or `replica-read-only`. A file that an interrupted
 * first download left is as good as none. `mayMake` names a folder that will be made if it is missing.
 */
export function assertPlace(file: string, mayMake: string): void {
  if (existsSync(file) && readUnfinished(file) === null) throw new ConcordError('file-taken', { file, column: 'file' });
  const folder = dirname(file);
  if (!existsSync(folder) && folder === mayMake) return;
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false))
    throw new ConcordError('folder-missing', { folder, column: 'file' });
  try {
    accessSync(folder, constants.W_OK);
  } catch (thrown) {
    throw new ConcordError('replica-read-only', { file, column: 'file' }, String(thrown));
  }
}

/** What the interrupted first download of a file was told; null for a whole replica, and for anything else. */
export function readUnfinished(file: string): FirstDownload | null {
  if (!(statSync(file, { throwIfNoEntry: false })?.isFile() ?? false)) return null;
  let reader: Reader | null = null;
  try {
    reader = openReader(file);
    // A good session remembers its hub in the transaction that ends it: from then on the replica is whole.
    const isWhole = !isReplica(reader) || readSetting<string>(reader, 'hub') !== null;
    return isWhole ? null : readSetting<FirstDownload>(reader, firstDownloadSetting);
  } catch {
    // What cannot be read was not left by a first download.
    return null;
  } finally {
    reader?.close();
  }
}

/** Deletes a replica that was never whole, with all that lies beside it (Decisions 2). */
export function removeUnfinished(file: string): void {
  for (const name of [file, `${file}-concord-log`, `${file}-concord-lock`])
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(name + end, { force: true });
  rmSync(witnessFile(file), { force: true });
  rmSync(`${file}-concord-spool`, { recursive: true, force: true });
}
