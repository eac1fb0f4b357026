// Opening a replica from the terminal: the same app as the window's, in process, without schedule and watch (CL-02).

import { existsSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { createApp, type App } from '../app.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Parameter } from '../sync/scope.ts';
import { wrongUse } from './terminal.ts';

/** Options that name a replica and its hub. */
export interface ReplicaOptions {
  readonly replica: string;
  readonly hub?: string;
  readonly scope?: string;
  /** As typed: `name=value`. */
  readonly param?: readonly string[];
  readonly replace?: boolean;
  /** Names of scopes, by commas. */
  readonly from?: string;
  readonly tokenFile?: string;
  readonly lives?: boolean;
  readonly readOnly?: boolean;
}

/** Who works here: CONCORD_USER and CONCORD_DEVICE, else what the system says. */
export function identity(): { user: string; device: string } {
  return {
    user: process.env['CONCORD_USER'] ?? userInfo().username,
    device: process.env['CONCORD_DEVICE'] ?? hostname(),
  };
}

/** Opens the app of a replica. A file is made, or an existing database taken, only where a hub is named. */
export function openApp(options: ReplicaOptions): Promise<App> {
  const { replica, hub, scope, param, replace, from, tokenFile, lives, readOnly } = options;
  if (hub === undefined && !existsSync(replica)) throw new ConcordError('replica-missing', { file: replica });
  return createApp({
    ...identity(),
    file: replica,
    create: hub !== undefined,
    lives: lives ?? false,
    readOnly: readOnly ?? false,
    ...(hub !== undefined && { hub }),
    ...(scope !== undefined && { scope }),
    ...(param && { parameters: parametersOf(param), replacesParameters: replace ?? false }),
    ...(from !== undefined && { from: from.split(',').map((name) => name.trim()) }),
    ...(tokenFile !== undefined && { token: readToken(tokenFile) }),
  });
}

/** `--param` as typed: `name=value`, a name alone is null. The hub knows the types. */
export function parametersOf(typed: readonly string[]): readonly Parameter[] {
  return typed.map(parameterOf);
}

function parameterOf(text: string): Parameter {
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  if (name === '') throw wrongUse(`--param ${text}: NAME=VALUE is expected.`);
  return { name, value: at < 0 ? null : text.slice(at + 1) };
}

/** Runs `work` with an open app and closes it afterwards. */
export async function withApp<T>(options: ReplicaOptions, work: (app: App) => Promise<T> | T): Promise<T> {
  const app = await openApp(options);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** The first token of a file: `TOKEN` or `NAME TOKEN` on a line; `#` begins a comment. */
export function readToken(file: string): string {
  try {
    const line = readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .map((text) => text.trim())
      .find((text) => text !== '' && !text.startsWith('#'));
    const token = line?.split(/\s+/).at(-1);
    if (token) return token;
  } catch (thrown) {
    throw new ConcordError('token-file-unreadable', {
      file,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
    });
  }
  throw new ConcordError('token-file-unreadable', { file, reason: 'it is empty' });
}
