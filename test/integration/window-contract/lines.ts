// The ways a window reaches an engine, each over a real replica: in memory, and to the engine's thread through the host or through the desktop's IPC.

import { onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createApp } from '../../../main/app.ts';
import type { AppConfig } from '../../../main/config.ts';
import { startEngine, type Engine } from '../../../main/engine/engine-thread.ts';
import { openShell, type ShellOptions } from '../../../main/electron/shell.ts';
import { startHost } from '../../../main/host/host.ts';
import type { Carrier } from '../../../main/window/carrier.ts';
import { createClient, type Client } from '../../../main/window/client.ts';
import { topics, type Topic } from '../../../main/window/contract.ts';
import { serveCarrier } from '../../../main/window/dispatch.ts';
import { browserDoor } from '../../../preload/browser.ts';
import type { ConcordDoor } from '../../../preload/door.ts';
import { enter } from '../../support/browser-request.ts';
import { carrierPair } from '../../support/carrier-pair.ts';
import { createElectron, type HandMadePage } from '../../support/electron-parts.ts';
import { temporaryFolder } from '../../support/files.ts';
import { shellOptions } from '../../support/shell-options.ts';

/** An engine that windows reach over one kind of line. */
export interface EngineSite {
  /** A new line. */
  open(): Promise<Carrier>;
  /** Ends the engine, as far as its windows can tell. */
  hangUp(): Promise<void>;
}

/** How a window reaches the engine. */
export type LineKind = 'memory' | 'WebSocket' | 'IPC';

/** All kinds, for suites. */
export const lineKinds: readonly LineKind[] = ['memory', 'WebSocket', 'IPC'];

const identity = { user: 'Ann', device: 'Desk 1' };

/** An engine over a replica; it ends with the running test. */
export async function openSite(kind: LineKind, config: Partial<AppConfig> & { file: string }): Promise<EngineSite> {
  const site = await sites[kind]({ ...identity, create: true, lives: true, intervalMinutes: null, ...config });
  const hangUp = onceOnly(() => site.hangUp());
  onTestFinished(hangUp);
  return { ...site, hangUp };
}

const sites: Readonly<Record<LineKind, (config: AppConfig) => Promise<EngineSite>>> = {
  async memory(config) {
    const app = await createApp(config);
    const ends = new Set<{ close(): void }>();
    return {
      async open() {
        const { near, far } = carrierPair();
        ends.add(far);
        serveCarrier(far, { handlers: app.handlers, rings: app.bell, readOnly: config.readOnly ?? false });
        return near;
      },
      async hangUp() {
        for (const end of ends) end.close();
        await app.close();
      },
    };
  },
  async WebSocket(config) {
    const engine = await startTestEngine(config);
    const folder = temporaryFolder();
    const host = await startHost({
      port: 0,
      folder,
      connect: () => engine.connect(accessOf(config)),
      onRenew: () => undefined,
    });
    const { origin, host: at } = new URL(host.address);
    const cookie = await enter(host.address);
    // What a browser adds by itself: its page's origin and cookie.
    vi.stubGlobal(
      'WebSocket',
      class extends WebSocket {
        constructor(url: string) {
          super(url, { origin, headers: { cookie } });
        }
      },
    );
    return {
      open: () => browserDoor({ host: at, protocol: 'http:' }).open(),
      async hangUp() {
        vi.unstubAllGlobals();
        await host.close();
        await engine.close();
      },
    };
  },
  async IPC(config) {
    const engine = await startTestEngine(config);
    const electron = createElectron();
    const connect: ShellOptions['connect'] = () => engine.connect(accessOf(config));
    openShell(electron.parts, shellOptions(electron.parts, { connect, close: () => engine.close() }));
    return { open: () => openIpcLine(electron.openPage()), hangUp: () => engine.close() };
  },
};

/** A line as a page of the desktop window opens it, through its preload. */
export async function openIpcLine(page: HandMadePage): Promise<Carrier> {
  if (!page.world['concord']) {
    vi.resetModules();
    vi.doMock('electron', () => page.parts);
    await import('../../../preload/electron.ts');
    vi.doUnmock('electron');
  }
  return (page.world['concord'] as ConcordDoor).open();
}

function accessOf({ readOnly = false }: AppConfig): { readOnly: boolean } {
  return { readOnly };
}

/** An engine in its thread, which ends with the running test. */
export async function startTestEngine(
  config: AppConfig,
  onLost = (_reason: string): void => undefined,
): Promise<Engine> {
  const engine = await startEngine(config, { lost: onLost });
  const close = onceOnly(() => engine.close());
  onTestFinished(close);
  return { ...engine, close };
}

/** Resolves when a topic has rung with more than the given revision. */
export function ring(client: Client, topic: Topic, after = 0): Promise<number> {
  return new Promise((resolve) => {
    if (client.revision(topic) > after) return resolve(client.revision(topic));
    const end = client.on(topic, (revision) => {
      if (revision <= after) return;
      end();
      resolve(revision);
    });
  });
}

/** A client that has heard every topic once. */
export async function openClient(site: Pick<EngineSite, 'open'>): Promise<Client> {
  const client = createClient(await site.open());
  await Promise.all(topics.map((topic) => ring(client, topic)));
  return client;
}

/** Resolves when a carrier has closed. */
export function closing(carrier: Carrier): Promise<void> {
  return new Promise((resolve) => carrier.closed(resolve));
}

function onceOnly(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= work());
}
