// The one window: where it stood last, sandboxed, and hidden instead of closed while Concord goes on in the tray.

import type { BrowserWindow, Rectangle } from 'electron';
import type { ElectronParts } from './parts.ts';
import type { StateFile } from './shell-state.ts';

/** The page's own origin. */
export const pageOrigin = 'concord://app';

interface WindowOptions {
  readonly preload: string;
  readonly title: string;
  readonly state: StateFile;
  /** `#/feed/8`: where it opens; null = where it was left. */
  readonly place: string | null;
}

/** Opens it; it shows when there is something to see. */
export function createWindow(electron: ElectronParts, { preload, title, state, place }: WindowOptions): BrowserWindow {
  const { bounds, isMaximized } = state.read();
  const window = new electron.BrowserWindow({
    title,
    width: 1280,
    height: 800,
    ...(bounds && isOnScreen(electron, bounds) && bounds),
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
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  // Also before a hidden window: the program may end without another word.
  window.on('close', () => state.keep({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }));
  void window.loadURL(`${pageOrigin}/${place ?? ''}`);
  return window;
}

/** Brings it forward, and to a place if one is named. A place is a change behind `#` only: the page stays. */
export function showWindow(window: BrowserWindow, place: string | null): void {
  const address = `${pageOrigin}/${place}`;
  // The same address once more would load the page anew.
  if (place !== null && window.webContents.getURL() !== address) void window.loadURL(address);
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** A monitor may be gone: a good part of the title bar must be within reach. */
function isOnScreen({ screen }: ElectronParts, { x, y, width }: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const within = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    return within >= 120 && y >= workArea.y && y < workArea.y + workArea.height - 44;
  });
}
