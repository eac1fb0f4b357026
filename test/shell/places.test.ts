// Where the window opens: at the address that somebody sent, and where it stood on the screen (frame).

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { followAddresses } from '../../main/electron/addresses.ts';
import { openStateFile } from '../../main/electron/shell-state.ts';
import { openShell } from '../../main/electron/shell.ts';
import { createElectron, type HandMadeElectron, type HandMadeWindow } from '../support/electron-parts.ts';
import { temporaryFolder } from '../support/files.ts';
import { shellOptions } from '../support/shell-options.ts';

interface Scene extends HandMadeElectron {
  readonly window: HandMadeWindow;
}

const noLine = (): never => {
  throw new Error('no line was expected');
};

function openScene({ args = [], early = [], file }: { args?: string[]; early?: string[]; file?: string } = {}): Scene {
  const electron = createElectron();
  const addresses = followAddresses(electron.parts, args);
  for (const address of early) electron.parts.app.emit('open-url', { preventDefault: () => undefined }, address);
  const state = openStateFile(file ?? join(temporaryFolder(), 'window.json'));
  openShell(electron.parts, shellOptions(electron.parts, { connect: noLine, addresses, state }));
  const [window] = electron.seen.windows;
  if (!window) throw new Error('no window was opened');
  return { ...electron, window };
}

describe('an address from outside', () => {
  test('is opened by an installed Concord; one in a checkout does not claim the scheme', () => {
    const [installed, checkout] = [createElectron(), createElectron({ isPackaged: false })];
    for (const { parts } of [installed, checkout]) followAddresses(parts, []);
    expect([installed.seen.claimed, checkout.seen.claimed]).toEqual([['concord'], []]);
  });

  test('on the command line, or clicked before the window is there: it opens at that place', () => {
    expect(openScene({ args: ['.', '--office=x', 'concord://feed/8'] }).window.urls).toEqual([
      'concord://app/#/feed/8',
    ]);
    expect(openScene({ early: ['concord://conflicts?table=sites'] }).window.urls).toEqual([
      'concord://app/#/conflicts?table=sites',
    ]);
  });

  test('while the window is open: the same window goes there and comes forward', () => {
    const { parts, seen, window } = openScene();
    parts.app.emit('second-instance', {}, ['concord.exe', 'concord://data/work_orders?record=WO-10482']);
    let isHandled = false;
    parts.app.emit('open-url', { preventDefault: () => (isHandled = true) }, 'concord://feed/8');
    expect(seen.windows).toHaveLength(1);
    expect(window.urls.slice(1)).toEqual([
      'concord://app/#/data/work_orders?record=WO-10482',
      'concord://app/#/feed/8',
    ]);
    parts.app.emit('second-instance', {}, ['concord://feed/8']);
    expect(window.urls).toHaveLength(3);
    expect([window.deeds.slice(0, 4), isHandled]).toEqual([['show', 'focus', 'show', 'focus'], true]);
  });

  test.each([
    'concord://app/',
    'concord://app/index.html#/status',
    'concord://evil/',
    'https://evil.example/',
    'javascript:alert(1)',
    'concord://status@evil.example/',
  ])('%s leads nowhere', (address) => {
    const { parts, window } = openScene({ args: [address], early: [address] });
    parts.app.emit('second-instance', {}, [address]);
    parts.app.emit('open-url', { preventDefault: () => undefined }, address);
    expect(window.urls).toEqual(['concord://app/']);
  });
});

describe('the window’s place on the screen', () => {
  test('is kept when it is closed, and taken up again; so is filling the screen', () => {
    const file = join(temporaryFolder(), 'folder/window.json');
    const first = openScene({ file });
    Object.assign(first.window, { bounds: { x: 40, y: 60, width: 900, height: 700 }, maximized: true });
    first.window.close();
    const next = openScene({ file });
    expect(next.window.options).toMatchObject({ x: 40, y: 60, width: 900, height: 700 });
    next.window.emit('ready-to-show');
    expect(next.window.deeds).toEqual(['maximize', 'show']);
  });

  test.each([
    ['beyond all screens', { bounds: { x: 4000, y: 60, width: 900, height: 700 } }],
    ['too small', { bounds: { x: 0, y: 0, width: 90, height: 7 } }],
    ['no numbers', { bounds: { x: 'left' } }],
    ['nothing at all', null],
  ])('%s: it opens as at first', (_, kept) => {
    const file = join(temporaryFolder(), 'window.json');
    writeFileSync(file, JSON.stringify(kept));
    const { options } = openScene({ file }).window;
    expect([options.x, options.y, options.width, options.height]).toEqual([undefined, undefined, 1280, 800]);
  });

  test('a file that cannot be read or written costs nothing but the place', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'window.json'), '{');
    const state = openStateFile(join(folder, 'window.json'));
    expect(state.read()).toEqual({ bounds: null, isMaximized: false, stays: true, saidStays: false });
    state.keep({ stays: false });
    expect(JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'))).toMatchObject({ stays: false });
    const refused = openStateFile(join(folder, 'window.json/below.json'));
    refused.keep({ saidStays: true });
    expect(refused.read().saidStays).toBe(true);
  });
});
