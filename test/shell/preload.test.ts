// The preload's door: what a page can reach of Electron, and nothing beside it.

import { expect, test, vi } from 'vitest';
import { openShell } from '../../main/electron/shell.ts';
import type { Carrier } from '../../main/window/carrier.ts';
import type { ConcordDoor } from '../../preload/door.ts';
import { createElectron, type HandMadePage } from '../support/electron-parts.ts';
import { shellOptions } from '../support/shell-options.ts';

/** The other end of a page's line. */
interface Line extends Carrier {
  readonly posted: string[];
  say(text: string): void;
  close(): void;
}

function createLine(): Line {
  const posted: string[] = [];
  let hear = (_text: string): void => undefined;
  let end = (): void => undefined;
  return {
    posted,
    post: (text) => void posted.push(text),
    receive: (handler) => void (hear = handler),
    closed: (handler) => void (end = handler),
    say: (text) => hear(text),
    close: () => end(),
  };
}

async function openPage(): Promise<{ readonly page: HandMadePage; readonly lines: Line[] }> {
  const lines: Line[] = [];
  const electron = createElectron();
  const connect = (): Line => {
    const line = createLine();
    lines.push(line);
    return line;
  };
  openShell(electron.parts, shellOptions(electron.parts, { connect }));
  const page = electron.openPage();
  vi.resetModules();
  vi.doMock('electron', () => page.parts);
  await import('../../preload/electron.ts');
  vi.doUnmock('electron');
  return { page, lines };
}

const doorOf = (page: HandMadePage): ConcordDoor => page.world['concord'] as ConcordDoor;

test('a page finds `concord.open` and, once open, three members: no channel, no module, no event', async () => {
  const { page } = await openPage();
  expect([Object.keys(page.world), Object.keys(doorOf(page))]).toEqual([['concord'], ['open']]);
  const carrier = await doorOf(page).open();
  expect(Object.keys(carrier).toSorted()).toEqual(['closed', 'post', 'receive']);
  const heard: unknown[][] = [];
  carrier.receive((...given) => void heard.push(given));
  expect([carrier.post('x'), heard]).toEqual([undefined, []]);
});

test('texts go both ways, and nothing but the text', async () => {
  const { page, lines } = await openPage();
  const carrier = await doorOf(page).open();
  const heard: unknown[][] = [];
  carrier.receive((...given) => void heard.push(given));
  carrier.post('to the engine');
  lines[0]?.say('to the page');
  await expect.poll(() => [lines[0]?.posted, heard]).toEqual([['to the engine'], [['to the page']]]);
});

test('a page that opens its line again hears each message once, and the end of the new line only', async () => {
  const { page, lines } = await openPage();
  const heard: string[] = [];
  const ends: string[] = [];
  for (const name of ['first', 'second', 'third']) {
    const carrier = await doorOf(page).open();
    carrier.receive((text) => void heard.push(`${name}: ${text}`));
    carrier.closed(() => void ends.push(name));
  }
  lines[0]?.say('late');
  lines[2]?.say('hello');
  await expect.poll(() => heard).toContain('third: hello');
  lines[2]?.close();
  await expect.poll(() => ends).toEqual(['third']);
  expect(heard).toEqual(['third: hello']);
});
