// `concord serve`: the window of a replica in a browser on this computer, until Ctrl+C (CL-06).

import { existsSync } from 'node:fs';
import type { AppConfig } from '../config.ts';
import { startEngine } from '../engine-thread.ts';
import { startHost } from '../host/host.ts';
import { ConcordError } from '../sync/problem.ts';
import { ended } from './ended.ts';
import { identity, readToken, type ReplicaOptions } from './open.ts';
import { exits, type Terminal } from './terminal.ts';
import { windowFolder } from './window-folder.ts';

/** Options of `serve`. */
export interface ServeOptions extends ReplicaOptions {
  readonly port: number;
}

/** Serves until Ctrl+C or SIGTERM. */
export async function serveCommand(terminal: Terminal, options: ServeOptions): Promise<number> {
  const { replica, hub, scope, tokenFile } = options;
  if (hub === undefined && !existsSync(replica)) throw new ConcordError('replica-missing', { file: replica });
  await serveWindow(terminal, {
    port: options.port,
    readOnly: options.readOnly ?? false,
    config: {
      ...identity(),
      file: replica,
      create: hub !== undefined,
      lives: true,
      ...(hub !== undefined && { hub }),
      ...(scope !== undefined && { scope }),
      ...(tokenFile !== undefined && { token: readToken(tokenFile) }),
    },
  });
  return exits.done;
}

/** Opens engine and host, prints the address, and closes both when the process is told to end. */
export async function serveWindow(
  terminal: Terminal,
  { port, readOnly, config }: { readonly port: number; readonly readOnly: boolean; readonly config: AppConfig },
): Promise<void> {
  const end = ended();
  const folder = windowFolder(terminal.say);
  const engine = await startEngine({ ...config, readOnly }, (reason) => terminal.say(`concord: ${reason}`));
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
