// Every screen and state, light and dark: checked for access by axe, for what does not fit a narrow or enlarged window, and
// kept as pictures to look at in test-output/pictures (AX-02, AX-03).

import type { Page } from 'playwright';
import { expect } from 'vitest';
import { fillOffice } from './busy-office.ts';
import { look, setDesk, story, type Desk } from './desk.ts';
import { faultless, looked, narrow, picture, wear } from './looks.ts';
import { moreCustomers } from './office.ts';
import { seen } from './seen.ts';
import { bareWords, cutTexts, officeWords, speakPseudo } from './texts.ts';

/** A screen in one state: where it is, how one gets there, and what is seen then. */
interface State {
  readonly name: string;
  readonly at: string;
  readonly shows: string | RegExp;
  readonly reach?: (page: Page) => Promise<void>;
  /** A menu is open. */
  readonly isMenu?: boolean;
}

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
  { name: 'errors', at: '/errors', shows: 'Harbour View Hotel' },
  { name: 'error', at: '/errors/1', shows: 'Details for support' },
  {
    name: 'error-edit',
    at: '/errors/1',
    shows: 'Save and retry',
    reach: (page) => press(page, 'Edit and retry'),
  },
  {
    name: 'errors-clean',
    at: '/errors/1?tab=parked',
    shows: 'my change in it will not be sent',
    async reach(page) {
      await press(page, 'Clean up');
      await page.getByRole('menuitem', { name: 'Delete all entries …' }).click();
    },
  },
  { name: 'errors-none', at: '/errors?tab=resolved', shows: 'Nothing was resolved yet' },
  { name: 'feed', at: '/feed/2', shows: 'Balance 0' },
  {
    name: 'feed-filters',
    at: '/feed/1?mode=first&period=7d',
    shows: 'Bytes down',
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
  {
    name: 'command',
    at: '/status',
    shows: 'The hub answers.',
    reach: (page) => page.keyboard.press('Control+k'),
  },
  { name: 'conflicts-keys', at: '/conflicts', shows: 'Next conflict', reach: (page) => page.keyboard.press('?') },
  { name: 'changes', at: '/changes', shows: 'Goes when you send it or synchronise' },
  {
    name: 'changes-chosen',
    at: '/changes',
    shows: '2 records chosen',
    async reach(page) {
      await page.getByRole('checkbox', { name: 'Choose WO-10497' }).check();
      await page.getByRole('checkbox', { name: 'Choose 7f9619ff' }).check();
      // Its tooltip is a layer of its own, in no landmark.
      await page.mouse.move(0, 0);
      await seen(page.getByRole('tooltip')).toHaveCount(0);
    },
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

async function busyDesk(): Promise<Desk> {
  const desk = await setDesk({ more: moreCustomers(5000) });
  await fillOffice(desk);
  return desk;
}

story(
  'every screen in all colours, wide and narrow: axe finds nothing, nothing is scrolled sideways (AX-02, AX-03)',
  async () => {
    const desk = await busyDesk();
    const { page } = desk;
    const found: Record<string, unknown> = {};
    for (const state of await addressed(desk)) {
      await wear(page, look.viewport, 'light');
      await visit(page, state);
      found[state.name] = await looked(page, state);
    }
    expect(found).toEqual(Object.fromEntries(states.map(({ name }) => [name, faultless])));
  },
);

/** Whom and what the story names beside its tables, and what the engine says of cells and errors in its own sentences. */
const named = [
  'Brunner Field Service, Maya Lindqvist, Anna Berger, Laptop-07, DefaultScope, eth lo, zzz, a lot',
  'a number with a point is expected, such as 12.50',
];

/** What the conflicts and errors hold. */
async function heldWords({ client }: Desk): Promise<string[]> {
  const { entries } = await client.call('conflicts.list', { limit: 20, offset: 0 });
  const details = await Promise.all(entries.map(({ no }) => client.call('conflicts.get', { no })));
  const errors = await client.call('errors.list', { limit: 1000, offset: 0 });
  // What support is told stands there as it was sent.
  const whole = await Promise.all(errors.errors.map(({ no }) => client.call('errors.get', { no })));
  const raw = whole.flatMap(({ requestData, actionData, failureType }) => [requestData, actionData, failureType]);
  const cells = details.flatMap(({ base, mine, theirs }) =>
    [base, mine, theirs].flatMap((row) => Object.values(row ?? {})),
  );
  return [...cells.map(String), ...errors.errors.flatMap(({ message, code }) => [message, code]), ...raw];
}

story(
  'in a language that nobody speaks, every text wears its accents and, two fifths longer, finds its room (AX-02, AX-05)',
  async () => {
    const desk = await busyDesk();
    const { page } = desk;
    const own = officeWords([desk.stage.hubDb, desk.db], ...named, ...(await heldWords(desk)));
    const found: Record<string, unknown> = {};
    for (const state of await addressed(desk)) {
      await wear(page, look.viewport, 'light');
      await visit(page, state);
      await speakPseudo(page, true);
      const faults = [...(await bareWords(page, own))];
      for (const viewport of [look.viewport, narrow[2]]) {
        await wear(page, viewport, 'light');
        for (const cut of await cutTexts(page)) faults.push(`cut at ${viewport.width}: ${cut}`);
        await picture(page, `${state.name}-pseudo-${viewport.width}`);
      }
      await speakPseudo(page, false);
      found[state.name] = faults;
    }
    expect(found).toEqual(Object.fromEntries(states.map(({ name }) => [name, []])));
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
