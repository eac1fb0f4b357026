// The desktop shell over a hand-made Electron: one instance, one sandboxed window with no way out of its own page, lines for
// our own page only, and an orderly end.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { announceScheme, isFirstInstance, openShell, type ShellOptions } from '../../main/electron/shell.ts';
import { createElectron, type HandMadeElectron, type HandMadeWindow } from '../support/electron-parts.ts';
import { temporaryFolder } from '../support/files.ts';
import { shellOptions } from '../support/shell-options.ts';

const noLine: ShellOptions['connect'] = () => {
  throw new Error('no line was expected');
};

interface Scene extends HandMadeElectron {
  readonly window: HandMadeWindow;
}

function openScene(options: Partial<ShellOptions> = {}): Scene {
  const electron = createElectron();
  openShell(electron.parts, shellOptions(electron.parts, { connect: noLine, ...options }));
  const [window] = electron.seen.windows;
  if (!window) throw new Error('no window was opened');
  return { ...electron, window };
}

describe('instance and window', () => {
  test('the first instance stays, a second one is told so', () => {
    expect([true, false].map((isFirst) => isFirstInstance(createElectron({ isFirst }).parts))).toEqual([true, false]);
  });

  test('a second start brings the window forward, also one that is minimized', () => {
    const { parts, window } = openScene();
    parts.app.emit('second-instance', {}, ['concord']);
    window.minimized = true;
    parts.app.emit('second-instance', {}, ['concord']);
    expect(window.deeds).toEqual(['show', 'focus', 'restore', 'show', 'focus']);
    expect(window.urls).toEqual(['concord://app/']);
  });

  test('the window is sandboxed and isolated, loads our page only, and shows when it is ready', () => {
    const { seen, window } = openScene();
    expect(seen.windows).toHaveLength(1);
    expect(window.options.webPreferences).toEqual({
      preload: '/app/dist/preload/electron.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(window.options).toMatchObject({ title: 'Concord', show: false, width: 1280, height: 800 });
    expect([window.options.minWidth, window.options.minHeight]).toEqual([480, 480]);
    expect([window.urls, window.deeds]).toEqual([['concord://app/'], []]);
    window.emit('ready-to-show');
    window.emit('ready-to-show');
    expect(window.deeds).toEqual(['show']);
  });

  test('concord:// is a secure origin of its own', () => {
    const { parts, seen } = createElectron();
    announceScheme(parts);
    expect(seen.schemes).toEqual([
      { scheme: 'concord', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });
});

describe('no way out', () => {
  test.each(['https://evil.example/', 'file:///etc/passwd', 'concord://other/', 'concord://app.evil/', 'javascript:0'])(
    'to %s: no navigation, no window, no webview',
    (url) => {
      const { window } = openScene();
      expect([window.asks('navigate', url), window.asks('open', url), window.asks('webview', url)]).toEqual([
        'denied',
        'denied',
        'denied',
      ]);
    },
  );

  test('within our page one may go about', () => {
    const { window } = openScene();
    expect(window.asks('navigate', 'concord://app/#/conflicts')).toBe('allowed');
    expect(window.asks('open', 'concord://app/')).toBe('denied');
  });

  test.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem'] as const)(
    'the permission %s is neither given nor there',
    (name) => {
      expect(openScene().seen.permission(name)).toEqual([false, false]);
    },
  );
});

test('copying a text is the one thing that the page may do outside itself', () => {
  expect(openScene().seen.permission('clipboard-sanitized-write')).toEqual([true, true]);
});

describe('files of the window', () => {
  const served = (): Scene => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'window/assets'), { recursive: true });
    writeFileSync(join(folder, 'window/index.html'), '<!doctype html><meta nonce="__STYLE_NONCE__">');
    writeFileSync(join(folder, 'window/assets/app.js'), 'void 0;');
    writeFileSync(join(folder, 'secret.json'), '{}');
    return openScene({ folder: join(folder, 'window') });
  };

  test('the page comes with its policy: nothing from elsewhere, styles by a nonce that is new each time', async () => {
    const { seen } = served();
    const pages = [await seen.files('concord://app/'), await seen.files('concord://app/')];
    const policies = pages.map((page) => page.headers.get('content-security-policy') ?? '');
    for (const policy of policies) {
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w+/=]+'; /);
      expect(policy).toContain("frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    }
    expect(new Set(policies).size).toBe(2);
    const nonce = /'nonce-([^']+)'/.exec(policies[0] ?? '')?.[1];
    expect(await pages[0]?.text()).toBe(`<!doctype html><meta nonce="${nonce}">`);
  });

  test('assets by their names; nothing of another host, of another folder, or that is not there', async () => {
    const { seen } = served();
    const script = await seen.files('concord://app/assets/app.js');
    expect([script.status, script.headers.get('content-type'), await script.text()]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'void 0;',
    ]);
    const others = [
      'concord://other/',
      'concord://app/..%2Fsecret.json',
      'concord://app/%2e%2e/secret.json',
      'concord://app/none.js',
    ];
    for (const url of others) expect([url, (await seen.files(url)).status]).toEqual([url, 404]);
  });
});

describe('who may speak', () => {
  test('only the main frame of our page is given a line, and only its texts arrive', async () => {
    const posted: string[] = [];
    const line = {
      post: (text: string) => void posted.push(text),
      receive: () => undefined,
      closed: () => undefined,
      close: () => undefined,
    };
    const { openPage } = openScene({ connect: () => line });
    const framed = openPage('concord://app/', { parent: {} });
    await expect(framed.parts.ipcRenderer.invoke('concord:open')).rejects.toThrow('may not speak');
    const foreign = openPage('https://evil.example/');
    await expect(foreign.parts.ipcRenderer.invoke('concord:open')).rejects.toThrow('may not speak');
    const own = openPage();
    await own.parts.ipcRenderer.invoke('concord:open');
    for (const page of [foreign, framed, own]) page.parts.ipcRenderer.send('concord:call', 'hello');
    own.parts.ipcRenderer.send('concord:call', { not: 'a text' });
    own.parts.ipcRenderer.send('concord:call', 'last');
    await expect.poll(() => posted.at(-1)).toBe('last');
    expect(posted).toEqual(['hello', 'last']);
  });
});

describe('the end', () => {
  test('closing the window ends the engine first, once, however often one asks; then the program', async () => {
    const end = Promise.withResolvers<void>();
    let closes = 0;
    const { parts, seen } = openScene({
      close() {
        closes++;
        return end.promise;
      },
    });
    parts.app.emit('window-all-closed');
    parts.app.quit();
    expect([closes, seen.hasEnded]).toEqual([1, false]);
    end.resolve();
    await expect.poll(() => seen.hasEnded).toBe(true);
    expect(closes).toBe(1);
  });

  test('an engine that cannot end in order does not keep the program', async () => {
    const { parts, seen } = openScene({ close: () => Promise.reject(new Error('the disk is gone')) });
    parts.app.quit();
    await expect.poll(() => seen.hasEnded).toBe(true);
  });
});
