// A hand-made Electron: as much of its module as the shell and the preload ask for. What crosses between pages and program is
// cloned and arrives later, as over real IPC.

import { EventEmitter } from 'node:events';
import type { BrowserWindow, WebContents } from 'electron';
import type { ElectronParts } from '../../main/electron/shell.ts';

type Listener = (event: unknown, ...args: unknown[]) => unknown;

/** The preload's half of Electron's module, for one page. */
export interface PageParts {
  readonly contextBridge: { exposeInMainWorld(name: string, api: unknown): void };
  readonly ipcRenderer: {
    invoke(channel: string, ...args: readonly unknown[]): Promise<unknown>;
    send(channel: string, ...args: readonly unknown[]): void;
    on(channel: string, listener: Listener): unknown;
    once(channel: string, listener: Listener): unknown;
    removeAllListeners(channel: string): unknown;
  };
}

/** One page of a program made by hand. */
export interface HandMadePage {
  readonly parts: PageParts;
  /** What its preload has shown to the page, by name. */
  readonly world: Readonly<Record<string, unknown>>;
  /** Listeners that the preload has now. */
  listeners(channel: string): number;
  /** The page is closed. */
  destroy(): void;
}

/** A program made by hand. */
export interface HandMadeElectron {
  readonly parts: ElectronParts;
  openPage(url?: string): HandMadePage;
}

/** A new program without pages. */
export function createElectron(): HandMadeElectron {
  const main = new EventEmitter();
  const handlers = new Map<string, Listener>();
  const app = Object.assign(new EventEmitter(), { quit: () => undefined, requestSingleInstanceLock: () => true });
  const ipcMain = {
    handle: (channel: string, handler: Listener) => void handlers.set(channel, handler),
    on: (channel: string, listener: Listener) => main.on(channel, listener),
  };
  const parts = {
    app,
    ipcMain,
    protocol: { handle: () => undefined, registerSchemesAsPrivileged: () => undefined },
    session: { defaultSession: { setPermissionRequestHandler: () => undefined } },
    BrowserWindow: function create() {
      return Object.assign(new EventEmitter(), { loadURL: () => Promise.resolve(), show: () => undefined });
    } as unknown as new () => BrowserWindow,
  } as unknown as ElectronParts;
  return { parts, openPage: (url = 'concord://app/') => openPage({ main, handlers, url }) };
}

function openPage({
  main,
  handlers,
  url,
}: {
  readonly main: EventEmitter;
  readonly handlers: ReadonlyMap<string, Listener>;
  readonly url: string;
}): HandMadePage {
  const inPage = new EventEmitter();
  const world: Record<string, unknown> = {};
  let isGone = false;
  const later = <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) =>
      setImmediate(() => {
        try {
          resolve(work());
        } catch (thrown) {
          reject(thrown as Error);
        }
      }),
    );
  const contents = Object.assign(new EventEmitter(), {
    isDestroyed: () => isGone,
    send: (channel: string, ...args: unknown[]) => {
      const copy = structuredClone(args);
      void later(() => !isGone && inPage.emit(channel, {}, ...copy));
    },
  }) as unknown as WebContents;
  const event = { sender: contents, senderFrame: { parent: null, url } };
  return {
    parts: {
      contextBridge: { exposeInMainWorld: (name, api) => void (world[name] = api) },
      ipcRenderer: {
        invoke: async (channel, ...args) => {
          const copy = structuredClone(args);
          const reply = await later(() => handlers.get(channel)?.(event, ...copy));
          return later(() => structuredClone(reply));
        },
        send: (channel, ...args) => {
          const copy = structuredClone(args);
          void later(() => main.emit(channel, event, ...copy));
        },
        on: (channel, listener) => inPage.on(channel, listener),
        once: (channel, listener) => inPage.once(channel, listener),
        removeAllListeners: (channel) => inPage.removeAllListeners(channel),
      },
    },
    world,
    listeners: (channel) => inPage.listenerCount(channel),
    destroy() {
      isGone = true;
      contents.emit('destroyed');
    },
  };
}
