// The parts of Electron's module that the shell uses: they are handed in, so that all of it runs against a hand-made one.

import type * as Electron from 'electron';

type Named = 'app' | 'ipcMain' | 'protocol' | 'session' | 'screen' | 'Menu';

/** The parts. */
export type ElectronParts = Pick<typeof Electron, Named> & {
  readonly BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => Electron.BrowserWindow;
  readonly Tray: new (image: string) => Electron.Tray;
  readonly Notification: new (options: Electron.NotificationConstructorOptions) => Electron.Notification;
};
