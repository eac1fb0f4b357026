// Changes and Data in every state, and the way of the focus (AX-02…AX-05); pictures are kept in test-output/pictures.

import { expect } from 'vitest';
import { story } from './desk.ts';
import { seen } from './seen.ts';
import { busyDesk, expectFaultless, press, type State } from './states.ts';

const states: readonly State[] = [
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

story(
  'Changes, Data: axe finds nothing, nothing is cut or scrolled sideways, in any colours, size or language (AX-02, AX-03, AX-05)',
  () => expectFaultless(states),
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
