// The desktop shell: one window over the engine, sandboxed, with no way out of its own page. Electron's module is handed in,
// so that everything here runs against a hand-made one in the tests.

import { Readable } from 'node:stream';
import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { readWindowFile } from '../host/window-files.ts';
import type { Carrier } from '../window/carrier.ts';
import { CallError, createClient } from '../window/client.ts';
import { isDownload, openDownload } from '../window/downloads.ts';
import type { Addresses } from './addresses.ts';
import type { ElectronParts } from './parts.ts';
import type { StateFile } from './shell-state.ts';
import { createWindow, pageOrigin, showWindow } from './shell-window.ts';

/** What the shell is made of. */
export interface ShellOptions {
  readonly folder: string;
  readonly preload: string;
  readonly title: string;
  /** What the shell keeps between starts. */
  readonly state: StateFile;
  readonly addresses: Addresses;
  /** A line to the engine for one window. */
  connect(): Carrier & { close(): void };
  /** Ends the engine; awaited before the program quits. */
  close(): Promise<void>;
}

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

/** The open shell. */
export interface Shell {
  readonly window: BrowserWindow;
  /** Brings the window forward, at a place (`#/feed/8`) or where it was left. */
  open(place: string | null): void;
}

/** Opens the window and keeps it to itself until the program quits. */
export function openShell(electron: ElectronParts, options: ShellOptions): Shell {
  const { app } = electron;
  lockDown(electron);
  serveFiles(electron, options);
  serveCalls(electron, options);
  const open = (place: string | null): void => showWindow(window, place);
  const window = createWindow(electron, { ...options, place: options.addresses.handTo(open) });
  app.on('activate', () => open(null));
  app.on('window-all-closed', () => app.quit());
  quitOrderly(electron, options);
  return { window, open };
}

/** Copying a text is all that the page may do outside itself. */
const given = 'clipboard-sanitized-write';

/** No page but ours, no new window, no other permission, no webview. */
function lockDown({ app, session }: ElectronParts): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event, url) => {
      if (!isOwn(url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === given));
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === given);
}

/** The window's files, and those that it saves: Electron asks where to. */
function serveFiles({ protocol }: ElectronParts, { folder, connect }: ShellOptions): void {
  protocol.handle('concord', async (request) => {
    const url = new URL(request.url);
    if (url.host === 'app' && isDownload(url.pathname)) return saveFile(url, connect());
    const file = url.host === 'app' ? await readWindowFile(folder, url.pathname) : null;
    if (!file) return new Response('Not found', { status: 404 });
    return new Response(new Uint8Array(file.body), { headers: file.headers });
  });
}

/** A file as it is made: no faster than it is written, and no longer than somebody wants it. */
async function saveFile(url: URL, line: Carrier & { close(): void }): Promise<Response> {
  try {
    const download = await openDownload(createClient(line), url.pathname + url.search);
    if (!download) {
      line.close();
      return new Response('Not found', { status: 404 });
    }
    const { headers, parts } = download;
    const body = Readable.from(parts(), { objectMode: false, highWaterMark: 1 });
    body.once('close', () => line.close());
    return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { headers });
  } catch (thrown) {
    line.close();
    if (thrown instanceof CallError) return new Response(thrown.problem.message, { status: 400 });
    throw thrown;
  }
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
  return url === pageOrigin || url.startsWith(`${pageOrigin}/`);
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
