// The stock .NET peers: ready programs that the environment names, or our own two, built from published packages.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How each program is started: the command, then its arguments. */
export interface Peers {
  readonly client: readonly string[];
  readonly server: readonly string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, '.cache', 'peers');
const ready = (name: string): string => join(built, 'publish', name, 'release', `${name}.dll`);

/** The peers that are named or built already; else a text that tells what is missing. */
export function findPeers(): Peers | string {
  const client = program('CONCORD_PEER_CLIENT', ready('client'));
  const server = program('CONCORD_PEER_SERVER', ready('server'));
  if (typeof client === 'string') return client;
  return typeof server === 'string' ? server : { client, server };
}

function program(variable: string, otherwise: string): readonly string[] | string {
  const named = process.env[variable];
  if (named !== undefined && named !== '') {
    return existsSync(named) ? started(named) : `${variable} names a file that is not there: ${named}`;
  }
  if (!existsSync(otherwise)) return `no stock .NET peer is built, and ${variable} names none`;
  return hasDotnet() ? started(otherwise) : 'there is no dotnet here';
}

function started(file: string): readonly string[] {
  return file.endsWith('.dll') ? ['dotnet', file] : [file];
}

function hasDotnet(): boolean {
  return spawnSync('dotnet', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Builds our own programs; null when that is done, else a line that tells what is missing. */
export function buildPeers(): string | null {
  if (!hasDotnet()) return 'the .NET SDK is not installed';
  for (const name of ['client', 'server']) {
    const project = fileURLToPath(new URL(`peers/${name}/${name}.csproj`, import.meta.url));
    const args = ['publish', project, '-c', 'Release', '--artifacts-path', built, '-v', 'quiet', '--nologo'];
    const env = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', MSBUILDDISABLENODEREUSE: '1' };
    const { status, stdout, error } = spawnSync('dotnet', args, { cwd: root, env, encoding: 'utf8' });
    if (status === 0) continue;
    const reason = /error [^[\n]*/.exec(stdout)?.[0]?.trim() ?? error?.message ?? `dotnet ended with ${status}`;
    return `the ${name} could not be built (${reason})`;
  }
  return null;
}
