// `concord serve`: the window of a replica in a browser on this computer, until Ctrl+C (CL-06).

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineConfig } from '../config.ts';
import { startEngine } from '../engine/engine-thread.ts';
import { startHost } from '../host/host.ts';
import { openRecent } from '../engine/recent-replicas.ts';
import { ConcordError } from '../sync/problem.ts';
import { ended } from './ended.ts';
import { identity, parametersOf, readToken, type ReplicaOptions } from './open.ts';
import { exits, type Terminal } from './terminal.ts';
import { userData } from './user-data.ts';
import { windowFolder } from './window-folder.ts';

/** Options of `serve`. */
export interface ServeOptions extends Omit<ReplicaOptions, 'replica'> {
  readonly replica?: string;
  readonly port: number;
}

/** Serves until Ctrl+C or SIGTERM. Without a replica that is there, and without a hub to make it from, at the first start. */
export async function serveCommand(terminal: Terminal, options: ServeOptions): Promise<number> {
  const { hub, scope, param, tokenFile, readOnly = false } = options;
  const recent = openRecent(join(userData(), 'recent.json'));
  // A hub that is named alone is for a new replica.
  const file = options.replica ?? (hub === undefined ? recent.last() : null) ?? undefined;
  const isThere = file !== undefined && existsSync(file);
  if (readOnly && !isThere) throw new ConcordError('replica-missing', { file: file ?? 'to look at' });
  const person = {
    ...identity(),
    client: 'browser' as const,
    lives: true,
    readOnly,
    ...(hub !== undefined && { hub }),
    ...(scope !== undefined && { scope }),
    ...(param && { parameters: parametersOf(param) }),
    ...(tokenFile !== undefined && { token: readToken(tokenFile) }),
  };
  const isNamed = options.replica !== undefined && hub !== undefined;
  const config: EngineConfig = isNamed
    ? { ...person, file: options.replica, create: true }
    : { ...person, file, setup: { folder: join(userData(), 'replicas'), keepsTokens: false } };
  await serveWindow(terminal, { port: options.port, readOnly, config, note: (made) => recent.note(made) });
  return exits.done;
}

interface ServedWindow {
  readonly port: number;
  readonly readOnly: boolean;
  readonly config: EngineConfig;
  /** Told of a replica that a first start makes. */
  note(file: string): void;
}

/** Opens engine and host, prints the address, and closes both when the process is told to end. */
async function serveWindow(terminal: Terminal, { port, readOnly, config, note }: ServedWindow): Promise<void> {
  const end = ended();
  const folder = windowFolder(terminal.say);
  const engine = await startEngine(config, {
    lost: (reason) => terminal.say(`concord: ${reason}`),
    news: (news) => 'begun' in news && note(news.begun),
  });
  const tell = (address: string): void => terminal.result({ url: address }, `Concord is open at ${address}`);
  try {
    const host = await startHost({ port, folder, connect: () => engine.connect({ readOnly }), onRenew: tell });
    tell(host.address);
    await end;
    await host.close();
  } finally {
    await engine.close();
  }
}
