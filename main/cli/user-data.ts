// Where Concord keeps what belongs to a person rather than to a replica.

import { homedir } from 'node:os';
import { join } from 'node:path';

/** CONCORD_HOME, or where the system keeps such things. */
export function userData(): string {
  const { CONCORD_HOME, APPDATA, XDG_DATA_HOME } = process.env;
  if (CONCORD_HOME !== undefined) return CONCORD_HOME;
  if (process.platform === 'win32' && APPDATA !== undefined) return join(APPDATA, 'Concord');
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support/Concord');
  return join(XDG_DATA_HOME ?? join(homedir(), '.local/share'), 'concord');
}
