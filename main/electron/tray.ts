// The tray: the same state as in the title bar, the steps that need no window, and the way back to it (NT-03).

import type { MenuItemConstructorOptions } from 'electron';
import type { TFunction } from 'i18next';
import { join } from 'node:path';
import type { Carrier } from '../window/carrier.ts';
import { conditionText } from '../window/condition-text.ts';
import type { CallInput, CallName } from '../window/contract.ts';
import type { ElectronParts } from './parts.ts';
import type { Shell } from './shell.ts';
import type { StateFile } from './shell-state.ts';
import { followStatus, type ShellStatus } from './status-line.ts';

/** What the tray is made of. */
export interface TrayOptions {
  /** Where the pictures are: one a condition. */
  readonly pictures: string;
  readonly title: string;
  readonly words: TFunction;
  readonly state: StateFile;
  connect(): Carrier & { close(): void };
  readonly shell: Shell;
}

/** Puts the icon there until the program quits; from then on closing the window only hides it. */
export function openTray(electron: ElectronParts, options: TrayOptions): void {
  const { app, Tray: Icon } = electron;
  const { pictures, words, connect } = options;
  const { open } = options.shell;
  const icon = new Icon(pictureOf(pictures, null));
  let status: ShellStatus = null;
  const show = (): void => {
    icon.setToolTip(`${options.title}\n${status ? stateText(status, words) : words('starting')}`);
    icon.setContextMenu(electron.Menu.buildFromTemplate(menuOf(options, status, act, show)));
  };
  const line = followStatus(connect, (now) => {
    status = now;
    icon.setImage(pictureOf(pictures, now));
    app.setBadgeCount(now?.undecided ?? 0);
    show();
    if (!now) icon.setToolTip(`${options.title}\n${words('lost')}`);
  });
  const act: Act = (name, input) =>
    void line
      .client()
      ?.call(name, input)
      .catch(() => open(null));
  icon.on('click', () => open(null));
  show();
  app.on('will-quit', () => {
    line.close();
    icon.destroy();
  });
  goOnUnseen(electron, options);
}

/** A closed window is hidden, and that is said the first time, until the program quits. */
function goOnUnseen({ app, Notification: Note }: ElectronParts, { shell, state, words }: TrayOptions): void {
  const { window } = shell;
  let isQuitting = false;
  app.on('before-quit', () => void (isQuitting = true));
  window.on('close', (event) => {
    const { stays, saidStays } = state.read();
    if (isQuitting || !stays) return;
    event.preventDefault();
    window.hide();
    if (saidStays) return;
    state.keep({ saidStays: true });
    new Note({ title: words('stayTitle'), body: words('stayText') }).show();
  });
}

/** A refusal opens the window, which says why. */
type Act = <N extends CallName>(name: N, input: CallInput<N>) => void;

/** "Connected · 2 conflicts need you". */
function stateText(status: NonNullable<ShellStatus>, t: TFunction): string {
  const time = (iso: string): string =>
    new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
  return `${t(`app:connectivity.${status.connectivity}`)} · ${conditionText(status, { t, time, percent: null })}`;
}

function menuOf(options: TrayOptions, status: ShellStatus, act: Act, show: () => void): MenuItemConstructorOptions[] {
  const { words: t, state } = options;
  const { open } = options.shell;
  const offline = status?.offlineSince != null;
  const conflicts = status?.undecided ?? 0;
  const errors = (status?.openErrors ?? 0) + (status?.parked ?? 0);
  return [
    { label: status ? stateText(status, t) : t('starting'), enabled: false },
    { type: 'separator' },
    { label: t('open'), click: () => open(null) },
    {
      label: t('sync'),
      enabled: status !== null && !offline && status.progress === null,
      click: () => act('sync.start', {}),
    },
    {
      label: t(offline ? 'online' : 'offline'),
      enabled: status !== null,
      click: () => act('agent.configure', { offline: !offline }),
    },
    { type: 'separator' },
    { label: t('conflicts', { count: conflicts }), enabled: conflicts > 0, click: () => open('#/conflicts') },
    { label: t('errors', { count: errors }), enabled: errors > 0, click: () => open('#/errors') },
    { type: 'separator' },
    {
      label: t('stay'),
      type: 'checkbox',
      checked: state.read().stays,
      click: ({ checked }) => {
        state.keep({ stays: checked });
        show();
      },
    },
    { label: t('quit'), role: 'quit' },
  ];
}

/** One picture a condition; offline ones are those of the condition, so that nothing hides behind a train ride. */
function pictureOf(folder: string, status: ShellStatus): string {
  return join(folder, `${status?.condition ?? 'starting'}.png`);
}
