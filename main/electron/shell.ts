// The desktop shell: one window over the engine, sandboxed, with no way out of its own page. Electron's module is handed in,
// so that everything here runs against a hand-made one in the tests.

import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import type * as Electron from 'electron';
import { readWindowFile } from '../host/window-files.ts';
import type { Carrier } from '../window/carrier.ts';

/** The parts of Electron that the shell uses. */
export type ElectronParts = Pick<typeof Electron, 'app' | 'ipcMain' | 'protocol' | 'session'> & {
  readonly BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => BrowserWindow;
};

/** What the shell is made of. */
export interface ShellOptions {
  readonly folder: string;
  readonly preload: string;
  readonly title: string;
  /** A line to the engine for one window. */
  connect(): Carrier & { close(): void };
  /** Ends the engine; awaited before the program quits. */
  close(): Promise<void>;
}

/** The page's own origin. */
const origin = 'concord://app';

/** Must run before Electron is ready: makes `concord://` an origin of its own. */
export function announceScheme({ protocol }: Pick<ElectronParts, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'concord', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Takes the single instance or tells the first one; false = another Concord is open already. */
export function isFirstInstance({ app }: Pick<ElectronParts, 'app'>): boolean {
  return app.requestSingleInstanceLock();
}

/** Opens the window and keeps it to itself until the program quits. */
export function openShell(electron: ElectronParts, options: ShellOptions): BrowserWindow {
  const { app } = electron;
  lockDown(electron);
  serveFiles(electron, options.folder);
  serveCalls(electron, options);
  const window = createWindow(electron, options);
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  quitOrderly(electron, options);
  return window;
}

function createWindow({ BrowserWindow: Window }: ElectronParts, { preload, title }: ShellOptions): BrowserWindow {
  const window = new Window({
    title,
    width: 1280,
    height: 800,
    minWidth: 480,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#f0f0f0',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${origin}/`);
  return window;
}

/** No page but ours, no new window, no permission, no webview. */
function lockDown({ app, session }: ElectronParts): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event, url) => {
      if (!isOwn(url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}

function serveFiles({ protocol }: ElectronParts, folder: string): void {
  protocol.handle('concord', async (request) => {
    const url = new URL(request.url);
    const file = url.host === 'app' ? await readWindowFile(folder, url.pathname) : null;
    if (!file) return new Response('Not found', { status: 404 });
    return new Response(new Uint8Array(file.body), { headers: file.headers });
  });
}

/** One line to the engine a page; only our own main frame may speak. */
function serveCalls({ ipcMain }: ElectronParts, { connect }: ShellOptions): void {
  const lines = new Map<WebContents, Carrier & { close(): void }>();
  const known = new WeakSet<WebContents>();
  ipcMain.handle('concord:open', (event) => {
    if (!isTrusted(event)) throw new Error('this page may not speak to Concord');
    const page = event.sender;
    lines.get(page)?.close();
    const line = connect();
    lines.set(page, line);
    const end = (): void => {
      if (lines.get(page) !== line) return;
      lines.delete(page);
      if (!page.isDestroyed()) page.send('concord:closed');
    };
    // What a line still says after the page has opened the next one is not for that one.
    line.receive((message) => {
      if (lines.get(page) === line && !page.isDestroyed()) page.send('concord:message', message);
    });
    line.closed(end);
    if (!known.has(page)) page.once('destroyed', () => lines.get(page)?.close());
    known.add(page);
  });
  ipcMain.on('concord:call', (event, message: unknown) => {
    if (isTrusted(event) && typeof message === 'string') lines.get(event.sender)?.post(message);
  });
}

function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOwn(frame.url);
}

function isOwn(url: string): boolean {
  return url === origin || url.startsWith(`${origin}/`);
}

/** The first wish to quit ends the engine; the second one, ours, quits. */
function quitOrderly({ app }: ElectronParts, { close }: ShellOptions): void {
  let closing: Promise<void> | null = null;
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closing ??= close()
      // What the engine says at its end is for the next start to tell; the program goes all the same.
      .catch(() => undefined)
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
}
