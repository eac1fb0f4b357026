// The configuration of a hub as this process was given it: flags, environment, and the file that either names.

import { readFileSync } from 'node:fs';
import { readHubConfig, type ReadConfig } from '../hub/config/read.ts';
import { ConcordError } from '../sync/problem.ts';

/** Reads it. Throws `config-invalid` or `usage`. */
export function hubConfig(options: Readonly<Record<string, unknown>>): ReadConfig {
  const named = options['config'] ?? process.env['CONCORD_HUB_CONFIG'];
  const path = typeof named === 'string' && named !== '' ? named : null;
  const file = path === null ? null : { path, text: read(path) };
  return readHubConfig({ file, environment: process.env, flags: options });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    const reason = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    throw new ConcordError('config-invalid', { reason: `${path} cannot be read (${reason})` });
  }
}
