// A hand-made Electron: as much of its module as the shell and the preload ask for. What crosses between pages and program is
// cloned and arrives later, as over real IPC.

import { EventEmitter } from 'node:events';
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CustomScheme,
  Rectangle,
  Session,
  WebContents,
} from 'electron';
import type { ElectronParts } from '../../main/electron/parts.ts';
import { createTrayParts, type SeenTray } from './electron-tray.ts';

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

/** A window made by hand. */
export interface HandMadeWindow {
  readonly options: BrowserWindowConstructorOptions;
  readonly urls: readonly string[];
  /** What was done to it, in order. */
  readonly deeds: readonly string[];
  minimized: boolean;
  maximized: boolean;
  bounds: Rectangle;
  emit(event: string): void;
  /** The cross in its corner is pressed. */
  close(): 'closed' | 'kept';
  /** What becomes of a wish of its page. */
  asks(wish: 'navigate' | 'open' | 'webview', url?: string): 'allowed' | 'denied';
}

/** What the shell has told Electron. */
export interface SeenElectron {
  readonly schemes: CustomScheme[];
  readonly windows: HandMadeWindow[];
  files: (url: string) => Promise<Response>;
  /** The answer to a page that asks for a permission, and to one that looks whether it has it. */
  permission: (name: Parameters<Parameters<Session['setPermissionRequestHandler']>[0] & object>[1]) => boolean[];
  quits: number;
  hasEnded: boolean;
  readonly tray: SeenTray;
  /** Schemes whose addresses the program opens. */
  readonly claimed: string[];
}

/** A program made by hand. */
export interface HandMadeElectron {
  readonly parts: ElectronParts;
  readonly seen: SeenElectron;
  openPage(url?: string, frame?: { readonly parent: unknown }): HandMadePage;
}

/** Members that Electron's own typings know. */
type Members<T> = { readonly [K in keyof T]?: unknown };

/** A new program without pages. */
export function createElectron({ isFirst = true, isPackaged = true } = {}): HandMadeElectron {
  const tray = createTrayParts();
  const main = new EventEmitter();
  const handlers = new Map<string, Listener>();
  const seen: SeenElectron = {
    schemes: [],
    windows: [],
    files: () => Promise.reject(new Error('no protocol is served')),
    permission: () => [],
    quits: 0,
    hasEnded: false,
    tray: tray.seen,
    claimed: [],
  };
  const app = Object.assign(new EventEmitter(), {
    quit() {
      seen.quits++;
      const event = heldBack();
      app.emit('before-quit', event);
      if (event.isHeld()) return;
      app.emit('will-quit');
      seen.hasEnded = true;
    },
    isPackaged,
    requestSingleInstanceLock: () => isFirst,
    setAsDefaultProtocolClient: (scheme: string) => Boolean(seen.claimed.push(scheme)),
    setBadgeCount: (count: number) => Boolean((tray.seen.badge = count)) || true,
  } satisfies Members<App>);
  const ipcMain = {
    handle: (channel: string, handler: Listener) => void handlers.set(channel, handler),
    on: (channel: string, listener: Listener) => main.on(channel, listener),
  } satisfies Members<ElectronParts['ipcMain']>;
  const parts = {
    ...tray.parts,
    app,
    ipcMain,
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] },
    protocol: {
      handle(_scheme: string, handler: (request: Request) => Promise<Response>) {
        seen.files = (url) => handler({ url } as Request);
      },
      registerSchemesAsPrivileged: (schemes: CustomScheme[]) => void seen.schemes.push(...schemes),
    } satisfies Members<ElectronParts['protocol']>,
    session: { defaultSession: permissions(seen) },
    BrowserWindow: function create(options: BrowserWindowConstructorOptions) {
      return openWindow({ app, seen, options });
    } as unknown as new () => BrowserWindow,
  } as unknown as ElectronParts;
  return { parts, seen, openPage: (url = 'concord://app/', frame) => openPage({ main, handlers, url, ...frame }) };
}

function permissions(seen: SeenElectron): Members<Session> {
  const answers: Record<'request' | 'check', ((name: string) => boolean) | null> = { request: null, check: null };
  seen.permission = (name) => [answers.request?.(name) ?? true, answers.check?.(name) ?? true];
  return {
    setPermissionRequestHandler(handler: (page: null, name: string, decide: (may: boolean) => void) => void) {
      answers.request = (name) => {
        let may = true;
        handler(null, name, (decision) => (may = decision));
        return may;
      };
    },
    setPermissionCheckHandler(handler: (page: null, name: string) => boolean) {
      answers.check = (name) => handler(null, name);
    },
  };
}

function openWindow({
  app,
  seen,
  options,
}: {
  readonly app: EventEmitter;
  readonly seen: SeenElectron;
  readonly options: BrowserWindowConstructorOptions;
}): unknown {
  const deeds: string[] = [];
  const urls: string[] = [];
  let openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  const contents = Object.assign(new EventEmitter(), {
    getURL: () => urls.at(-1) ?? '',
    setWindowOpenHandler: (handler: typeof openHandler) => void (openHandler = handler),
  } satisfies Members<WebContents>);
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    loadURL: (url: string) => Promise.resolve(void urls.push(url)),
    show: () => void deeds.push('show'),
    hide: () => void deeds.push('hide'),
    maximize: () => void deeds.push('maximize'),
    isMaximized: () => made.maximized,
    getNormalBounds: () => made.bounds,
    focus: () => void deeds.push('focus'),
    restore: () => void deeds.push('restore'),
    isMinimized: () => made.minimized,
  } satisfies Members<BrowserWindow>);
  const made: HandMadeWindow = {
    options,
    urls,
    deeds,
    minimized: false,
    maximized: false,
    bounds: { x: 0, y: 0, width: 1280, height: 800 },
    emit: (name) => void window.emit(name),
    close() {
      const event = heldBack();
      window.emit('close', event);
      return event.isHeld() ? 'kept' : 'closed';
    },
    asks(wish, url = '') {
      if (wish === 'open') return openHandler({ url }).action === 'deny' ? 'denied' : 'allowed';
      const event = heldBack();
      contents.emit(wish === 'navigate' ? 'will-navigate' : 'will-attach-webview', event, url);
      return event.isHeld() ? 'denied' : 'allowed';
    },
  };
  seen.windows.push(made);
  app.emit('web-contents-created', {}, contents);
  return window;
}

function heldBack(): { preventDefault(): void; isHeld(): boolean } {
  let isHeld = false;
  return { preventDefault: () => void (isHeld = true), isHeld: () => isHeld };
}

function openPage({
  main,
  handlers,
  url,
  parent = null,
}: {
  readonly main: EventEmitter;
  readonly handlers: ReadonlyMap<string, Listener>;
  readonly url: string;
  readonly parent?: unknown;
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
  const event = { sender: contents, senderFrame: { parent, url } };
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
