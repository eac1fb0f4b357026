// `concord demo`: the sample office in a temporary folder that goes when it ends. `concord start` keeps its office (CL-07).

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../host/host.ts';
import { openOfficeApp } from '../office/office-app.ts';
import { identity } from './open.ts';
import { confirm } from './confirm.ts';
import { ended } from './ended.ts';
import { runDesktop } from './desktop.ts';
import { exits, type Terminal } from './terminal.ts';
import { userData } from './user-data.ts';
import { windowFolder } from './window-folder.ts';

/** Options of `start`. */
export interface StartOptions {
  readonly fresh?: boolean;
  readonly yes?: boolean;
  readonly browser?: boolean;
  readonly port: number;
}

/** The sample office in a browser, in a folder of its own. */
export async function demoCommand(terminal: Terminal, { port }: { readonly port: number }): Promise<number> {
  const end = ended();
  const folder = mkdtempSync(join(tmpdir(), 'concord-demo-'));
  try {
    await inBrowser(terminal, { folder, port, end });
    return exits.done;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The main job: the kept office, on the desktop where Electron can be had, else in a browser. */
export async function startCommand(terminal: Terminal, options: StartOptions): Promise<number> {
  const folder = join(userData(), 'office');
  if (options.fresh && existsSync(folder)) {
    if (
      !options.yes &&
      !(await confirm(`Start over? The office in ${folder} is deleted, with everything you changed in it. [y/N] `))
    ) {
      terminal.say('Nothing was deleted.');
      return exits.failed;
    }
    rmSync(folder, { recursive: true, force: true });
  }
  if (!options.browser && (await runDesktop(terminal, folder))) return exits.done;
  await inBrowser(terminal, { folder, port: options.port, end: ended() });
  return exits.done;
}

interface BrowserOptions {
  readonly folder: string;
  readonly port: number;
  readonly end: Promise<void>;
}

async function inBrowser(terminal: Terminal, { folder, port, end }: BrowserOptions): Promise<void> {
  const window = windowFolder(terminal.say);
  const app = await openOfficeApp({ ...identity(), client: 'browser', folder, say: terminal.say });
  const tell = (address: string): void => terminal.result({ url: address }, `Concord is open at ${address}`);
  try {
    const host = await startHost({
      port,
      folder: window,
      connect: () => app.engine.connect({ readOnly: false }),
      onRenew: tell,
    });
    tell(host.address);
    await end;
    await host.close();
  } finally {
    await app.close();
  }
}
