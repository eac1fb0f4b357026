// Every screen and state, light and dark: checked for access by axe, for what does not fit a narrow or enlarged window, and
// kept as pictures to look at in test-output/pictures (AX-02, AX-03).

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page, ViewportSize } from 'playwright';
import { expect } from 'vitest';
import { fillOffice } from './busy-office.ts';
import { look, setDesk, story, type Desk } from './desk.ts';
import { moreCustomers } from './office.ts';
import { seen } from './seen.ts';

/** A screen in one state: where it is, how one gets there, and what is seen then. */
interface State {
  readonly name: string;
  readonly at: string;
  readonly shows: string | RegExp;
  readonly reach?: (page: Page) => Promise<void>;
  /** A menu is open. */
  readonly isMenu?: boolean;
}

const pictures = fileURLToPath(new URL('../../test-output/pictures', import.meta.url));
const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

/** The states; `ONE`, `DELETED` and `ADDED` stand for conflicts. */
const states: readonly State[] = [
  { name: 'status', at: '/status', shows: 'Needs you: 6 conflicts are undecided' },
  {
    name: 'status-ways',
    at: '/status',
    shows: 'Send, then read everything anew …',
    isMenu: true,
    reach: (page) => press(page, 'More ways to synchronise'),
  },
  { name: 'status-errors', at: '/status/errors', shows: 'C-0231' },
  { name: 'feed', at: '/feed/2', shows: 'Balance 0' },
  {
    name: 'feed-filters',
    at: '/feed/1?mode=first&period=7d',
    shows: 'Cancelled',
    isMenu: true,
    reach: (page) => press(page, 'Columns'),
  },
  { name: 'feed-none', at: '/feed/1?text=nothing+of+that+name', shows: 'No session matches' },
  { name: 'conflict', at: '/conflicts/ONE', shows: 'Status and Notes still need you.' },
  {
    name: 'conflict-typing',
    at: '/conflicts/ONE',
    shows: '1 of 2 decided',
    async reach(page) {
      await page.getByRole('radio', { name: 'Status, Mine: Done' }).click();
      await press(page, 'Type a value for Notes');
    },
  },
  { name: 'conflict-deleted', at: '/conflicts/DELETED', shows: 'Restore the site' },
  { name: 'conflict-added', at: '/conflicts/ADDED', shows: 'both added a product with this key' },
  {
    name: 'conflicts-all',
    at: '/conflicts',
    shows: 'Keep theirs for 6 records?',
    reach: (page) => press(page, 'Keep theirs for all 6'),
  },
  { name: 'conflicts-none', at: '/conflicts?tab=confirmed', shows: 'Nothing is confirmed yet' },
  { name: 'conflicts-keys', at: '/conflicts', shows: 'Next conflict', reach: (page) => page.keyboard.press('?') },
  { name: 'changes', at: '/changes', shows: 'Goes when you send it or synchronise' },
  {
    name: 'changes-chosen',
    at: '/changes',
    shows: '2 records chosen',
    reach: (page) =>
      page
        .getByRole('checkbox', { name: /^Choose (WO-10497|7f9619ff)/ })
        .evaluateAll((boxes) => boxes.forEach((box) => (box as HTMLElement).click())),
  },
  { name: 'changes-none', at: '/changes?text=zzz', shows: 'None of 4 changes matches' },
  { name: 'data', at: '/data/customers', shows: '5,002 records' },
  { name: 'data-record', at: '/data/work_orders?record=WO-10497', shows: 'goes to the hub with the next session' },
  {
    name: 'data-filter',
    at: '/data/work_orders',
    shows: 'Show these',
    reach: (page) => press(page, /^Status$/),
  },
  { name: 'data-none', at: '/data/customers?text=zzz', shows: 'None of 5,002 customers matches' },
  { name: 'data-empty', at: '/data/technician_skills', shows: 'There are no technician skills yet' },
  {
    name: 'data-tables',
    at: '/data/customers',
    shows: 'Stock movements',
    isMenu: true,
    reach: (page) => press(page, 'Choose a table'),
  },
  {
    name: 'data-new',
    at: '/data/products',
    shows: 'Fields with * are required.',
    reach: (page) => press(page, 'New product'),
  },
  {
    name: 'data-editing',
    at: '/data/work_orders?record=WO-10497',
    shows: 'Still to mend: Amount.',
    async reach(page) {
      await press(page, 'Edit');
      await page.getByRole('textbox', { name: 'Amount' }).fill('a lot');
    },
  },
];

/** The states as addresses of this desk. */
async function addressed({ client, page }: Desk): Promise<readonly State[]> {
  const { entries } = await client.call('conflicts.list', { limit: 20, offset: 0 });
  const no = (name: string): string => String(entries.find(({ key }) => Object.values(key).includes(name))?.no);
  const added = String(entries.find(({ type }) => type === 'local-insert/hub-insert')?.no);
  const origin = new URL(page.url()).origin;
  return states.map((state) => ({
    ...state,
    at: `${origin}/#${state.at.replace('ONE', no('WO-10482')).replace('DELETED', no('S-0418')).replace('ADDED', added)}`,
  }));
}

/** Goes there as a new visitor would. */
async function visit(page: Page, { at, shows, reach }: State): Promise<void> {
  await page.goto('about:blank');
  await page.goto(at);
  await seen(page.getByRole('banner')).toContainText('1 error, 6 conflicts');
  await seen(page.getByRole('main')).not.toContainText('Opening …');
  await reach?.(page);
  await seen(page.getByText(shows).first()).toBeVisible();
}

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}

/** What axe has to say of the page as it stands. */
async function axe(page: Page, { isMenu = false }: State): Promise<readonly string[]> {
  // Tabster's helpers are focusable on purpose and never seen. An open menu is a layer of its own, in no landmark.
  const builder = new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-tabster-dummy]');
  return faultsOf(await builder.disableRules(isMenu ? ['region'] : []).analyze());
}

/** What a change of colours alone can break. */
async function contrast(page: Page): Promise<readonly string[]> {
  return faultsOf(await new AxeBuilder({ page }).setLegacyMode(true).withRules(['color-contrast']).analyze());
}

function faultsOf({ violations }: Awaited<ReturnType<AxeBuilder['analyze']>>): readonly string[] {
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' ')}`);
}

/** Narrow windows; the last is 1280 × 800 at 200 %. */
const narrow = [
  { width: 1000, height: 700 },
  { width: 760, height: 700 },
  { width: 640, height: 400 },
] as const;

async function wear(page: Page, viewport: ViewportSize, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
}

/** How far the page can be scrolled sideways, in CSS pixels; its layers are given time to find their places. */
async function sideways(page: Page): Promise<number> {
  const deadline = Date.now() + 3000;
  for (;;) {
    const beyond = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    if (beyond === 0 || Date.now() > deadline) return beyond;
  }
}

async function busyDesk(): Promise<Desk> {
  const desk = await setDesk({ more: moreCustomers(5000) });
  await fillOffice(desk);
  return desk;
}

story(
  'every screen, light and dark, wide and narrow: axe finds nothing, nothing is scrolled sideways (AX-02, AX-03)',
  async () => {
    const desk = await busyDesk();
    const { page } = desk;
    const found: Record<string, unknown> = {};
    for (const state of await addressed(desk)) {
      await wear(page, look.viewport, 'light');
      await visit(page, state);
      const light = await axe(page, state);
      await picture(page, state.name);
      await wear(page, look.viewport, 'dark');
      const dark = await contrast(page);
      await picture(page, `${state.name}-dark`);
      const wide = [];
      for (const viewport of narrow) {
        await wear(page, viewport, 'light');
        wide.push(await sideways(page));
        await picture(page, `${state.name}-${viewport.width}`);
      }
      found[state.name] = { light, dark, wide };
    }
    const nothing = { light: [], dark: [], wide: narrow.map(() => 0) };
    expect(found).toEqual(Object.fromEntries(states.map(({ name }) => [name, nothing])));
  },
);

story('focus is visible wherever the Tab key leads, and what changes is said aloud (AX-03, AX-04)', async () => {
  const desk = await busyDesk();
  const { page } = desk;
  for (const at of ['/status', '/feed', '/conflicts', '/changes', '/data/work_orders?record=WO-10497']) {
    await page.goto(`${new URL(page.url()).origin}/#${at}`);
    await seen(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    const stops = new Map<string, boolean>();
    for (let presses = 0; presses < 25; presses++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(focusRing);
      if (stop) stops.set(stop.name, stop.isSeen);
    }
    const unseen = [...stops].filter(([, isSeen]) => !isSeen).map(([name]) => name);
    expect(unseen, at).toEqual([]);
    expect(stops.size, at).toBeGreaterThan(5);
  }
  desk.db.exec(`update work_orders set status = 'Done' where number = 'WO-10505'`);
  await seen(page.getByRole('banner').getByRole('status')).toContainText('1 error, 6 conflicts');
});

/** The focused element, and whether a person can tell that it has the focus; null for the page itself and helpers. */
function focusRing(): { name: string; isSeen: boolean } | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body || element.dataset['tabsterDummy'] !== undefined)
    return null;
  const active = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
  const rings = [element, element.parentElement, active].flatMap((item) =>
    item ? [getComputedStyle(item), getComputedStyle(item, '::after')] : [],
  );
  const isSeen = rings.some(
    ({ outlineStyle, outlineWidth, boxShadow, borderBottomWidth, transform }) =>
      (outlineStyle !== 'none' && outlineWidth !== '0px') ||
      boxShadow !== 'none' ||
      (borderBottomWidth === '2px' && transform !== 'none'),
  );
  return { name: `${element.tagName} ${element.textContent} ${element.getAttribute('aria-label') ?? ''}`, isSeen };
}
