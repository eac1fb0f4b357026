// The tray, its menu and notifications of a hand-made Electron.

import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';

/** What is seen of tray and notifications. */
export interface SeenTray {
  /** The name of the picture's file. */
  picture: string;
  tip: string;
  menu: readonly MenuItemConstructorOptions[];
  isThere: boolean;
  badge: number;
  readonly notes: string[];
  /** A press on the icon. */
  press(): void;
  /** Chooses the item whose label begins so; a box is ticked or not. Throws where there is none, or it is grey. */
  choose(label: string, checked?: boolean): void;
}

/** The parts that the tray uses, and what is seen of them. */
export function createTrayParts(): { readonly seen: SeenTray; readonly parts: object } {
  const icon = new EventEmitter();
  const seen: SeenTray = {
    picture: '',
    tip: '',
    menu: [],
    isThere: false,
    badge: 0,
    notes: [],
    press: () => void icon.emit('click'),
    choose(label, checked = false) {
      const item = seen.menu.find((one) => one.label?.startsWith(label));
      if (!item?.click || item.enabled === false) throw new Error(`${label} cannot be chosen`);
      item.click({ checked } as never, undefined, {} as never);
    },
  };
  const look = (path: string): string => (seen.picture = path.split(/[\\/]/).at(-1) ?? '');
  function Tray(path: string): object {
    look(path);
    seen.isThere = true;
    return Object.assign(icon, {
      setImage: look,
      setToolTip: (text: string) => void (seen.tip = text),
      setContextMenu: (menu: MenuItemConstructorOptions[]) => void (seen.menu = menu),
      destroy: () => void (seen.isThere = false),
    });
  }
  function Notification({ title, body }: { title: string; body: string }): object {
    return { show: () => void seen.notes.push(`${title}: ${body}`) };
  }
  return { seen, parts: { Tray, Notification, Menu: { buildFromTemplate: (items: unknown) => items } } };
}
