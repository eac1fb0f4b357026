// The tray over a hand-made Electron: the state of the title bar, steps without a window, and a window that
// is hidden instead of closed (NT-03, ST-01).

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStateFile } from '../../main/electron/shell-state.ts';
import { openShell } from '../../main/electron/shell.ts';
import { openTray } from '../../main/electron/tray.ts';
import { shellWords } from '../../main/electron/words.ts';
import type { Carrier, EngineMessage } from '../../main/window/carrier.ts';
import type { CallOutput } from '../../main/window/contract.ts';
import { createElectron, type HandMadeElectron, type HandMadeWindow } from '../support/electron-parts.ts';
import { temporaryFolder } from '../support/files.ts';
import { shellOptions } from '../support/shell-options.ts';

type Status = CallOutput<'status.read'>;

const upToDate: Status = {
  hub: 'http://hub',
  scope: 'FieldWork',
  connectivity: 'connected',
  condition: 'up-to-date',
  reasons: [],
  waiting: { changes: 0, records: 0 },
  undecided: 0,
  decided: 0,
  openErrors: 0,
  parked: 0,
  parkedErrors: 0,
  refused: { count: 0, newest: null },
  removed: 0,
  oldestUndecided: null,
  oldestError: null,
  notAdopted: 0,
  hubOverrules: false,
  progress: null,
  lastSession: null,
  lastSuccess: null,
  next: { at: null, reason: 'none', tries: 0 },
  contact: null,
  network: null,
  offlineSince: null,
  intervalMinutes: null,
  onChange: false,
  tables: [],
  storage: { replica: 0, conflicts: 0, log: 0, spool: 0, free: null },
};

/** The engine's end of the tray's line. */
interface Far {
  status: Status;
  readonly calls: [string, unknown][];
  /** How often a line was opened. */
  lines: number;
  ring(): void;
  lose(): void;
  connect(): Carrier & { close(): void };
}

function createFar(): Far {
  let hear = (_text: string): void => undefined;
  let end = (): void => undefined;
  const say = (message: EngineMessage): void => hear(JSON.stringify(message));
  const far: Far = {
    status: upToDate,
    calls: [],
    lines: 0,
    ring: () => say({ topic: 'status', revision: 1 }),
    lose: () => end(),
    connect() {
      far.lines++;
      return {
        post(text) {
          const { id, call, input } = JSON.parse(text) as { id: number; call: string; input: unknown };
          if (call !== 'status.read') far.calls.push([call, input]);
          const value = call === 'status.read' ? far.status : {};
          queueMicrotask(() => say({ id, reply: { ok: true, value } }));
        },
        receive: (handler) => void (hear = handler),
        closed: (handler) => void (end = handler),
        close: () => undefined,
      };
    },
  };
  return far;
}

interface Scene extends HandMadeElectron {
  readonly far: Far;
  readonly window: HandMadeWindow;
}

function openScene(file = join(temporaryFolder(), 'window.json')): Scene {
  const electron = createElectron();
  const far = createFar();
  const state = openStateFile(file);
  const { connect } = far;
  const shell = openShell(electron.parts, shellOptions(electron.parts, { connect, state }));
  openTray(electron.parts, { pictures: '/window/tray', title: 'Concord', words: shellWords(), state, connect, shell });
  onTestFinished(() => electron.parts.app.quit());
  const [window] = electron.seen.windows;
  if (!window) throw new Error('no window was opened');
  return { ...electron, far, window };
}

const labels = ({ seen }: Scene): unknown[] =>
  seen.tray.menu.map(({ type, label, enabled }) =>
    type === 'separator' ? '–' : enabled === false ? `(${label})` : label,
  );

describe('the icon', () => {
  test('before the engine answers, then as the title bar says; the badge counts what needs a person', async () => {
    const scene = openScene();
    const { tray } = scene.seen;
    expect([tray.isThere, tray.picture, tray.tip]).toEqual([true, 'starting.png', 'Concord\nConcord is starting']);
    await expect.poll(() => tray.tip).toBe('Concord\nConnected · up to date');
    expect([tray.picture, tray.badge]).toEqual(['up-to-date.png', 0]);
    scene.far.status = { ...upToDate, condition: 'needs-you', undecided: 2, connectivity: 'no-network' };
    scene.far.ring();
    await expect.poll(() => tray.tip).toBe('Concord\nNo network · 2 conflicts need you');
    expect([tray.picture, tray.badge]).toEqual(['needs-you.png', 2]);
    scene.far.status = { ...upToDate, condition: 'error', undecided: 1, openErrors: 3, parked: 1 };
    scene.far.ring();
    await expect.poll(() => tray.tip).toBe('Concord\nConnected · 3 errors, 1 conflict');
    expect(labels(scene)).toEqual([
      '(Connected · 3 errors, 1 conflict)',
      '–',
      'Open Concord',
      'Sync now',
      'Work offline',
      '–',
      'Conflicts (1) …',
      'Errors (4) …',
      '–',
      'Go on when the window is closed',
      'Quit',
    ]);
    scene.far.lose();
    expect([tray.tip, tray.picture, tray.badge]).toEqual([
      'Concord\nConcord’s engine is being started again',
      'starting.png',
      0,
    ]);
    await expect.poll(() => [scene.far.lines, tray.picture]).toEqual([2, 'error.png']);
  });

  test('there is a picture for every condition, in both sizes', () => {
    const folder = fileURLToPath(new URL('../../resources/public/tray', import.meta.url));
    const conditions: Status['condition'][] = [
      'error',
      'needs-you',
      'warning',
      'syncing',
      'waiting',
      'never-synchronised',
      'up-to-date',
    ];
    for (const name of [...conditions, 'starting'])
      expect([name, existsSync(join(folder, `${name}.png`)), existsSync(join(folder, `${name}@2x.png`))]).toEqual([
        name,
        true,
        true,
      ]);
  });
});

describe('the menu', () => {
  test('takes the steps that need no window; grey where they cannot be taken', async () => {
    const scene = openScene();
    const { tray } = scene.seen;
    await expect.poll(() => tray.picture).toBe('up-to-date.png');
    expect(labels(scene).filter((label) => String(label).startsWith('('))).toEqual([
      '(Connected · up to date)',
      '(Conflicts (0) …)',
      '(Errors (0) …)',
    ]);
    tray.choose('Sync now');
    tray.choose('Work offline');
    expect(scene.far.calls).toEqual([
      ['sync.start', {}],
      ['agent.configure', { offline: true }],
    ]);
    scene.far.status = { ...upToDate, connectivity: 'working-offline', offlineSince: '2026-06-15T08:00:00Z' };
    scene.far.ring();
    await expect.poll(() => labels(scene)).toContain('Go online');
    expect(labels(scene)).toContain('(Sync now)');
    tray.choose('Go online');
    expect(scene.far.calls.at(-1)).toEqual(['agent.configure', { offline: false }]);
  });

  test('opens the window, at the inbox or the errors where there are some', async () => {
    const scene = openScene();
    const { tray } = scene.seen;
    scene.far.status = { ...upToDate, condition: 'error', undecided: 1, openErrors: 1 };
    scene.far.ring();
    await expect.poll(() => tray.picture).toBe('error.png');
    tray.choose('Conflicts');
    tray.choose('Errors');
    tray.press();
    expect(scene.window.urls).toEqual(['concord://app/', 'concord://app/#/conflicts', 'concord://app/#/errors']);
    expect(scene.window.deeds).toEqual(['show', 'focus', 'show', 'focus', 'show', 'focus']);
  });
});

describe('closing the window', () => {
  test('hides it, says so the first time only, and quitting is not held back', async () => {
    const scene = openScene();
    expect([scene.window.close(), scene.window.close()]).toEqual(['kept', 'kept']);
    expect(scene.window.deeds).toEqual(['hide', 'hide']);
    expect(scene.seen.tray.notes).toEqual([
      'Concord goes on: Sessions run on while the window is closed. Its icon in the tray opens the window again, and ends Concord.',
    ]);
    scene.parts.app.emit('second-instance', {}, []);
    expect(scene.window.deeds.slice(2)).toEqual(['show', 'focus']);
    scene.parts.app.quit();
    expect(scene.window.close()).toBe('closed');
    await expect.poll(() => [scene.seen.hasEnded, scene.seen.tray.isThere]).toEqual([true, false]);
  });

  test('ends the program where that was chosen, also after the next start', () => {
    const file = join(temporaryFolder(), 'window.json');
    const first = openScene(file);
    first.seen.tray.choose('Go on', false);
    expect(first.window.close()).toBe('closed');
    const next = openScene(file);
    expect(next.window.close()).toBe('closed');
    next.seen.tray.choose('Go on', true);
    expect(next.window.close()).toBe('kept');
  });
});
