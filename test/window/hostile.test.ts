// Rows that would like to be more than text: markup, scripts, signs of control and of direction, a megabyte in one cell. On
// every screen they are text, and nothing beside them moves or turns around.

import type { Page } from 'playwright';
import { expect } from 'vitest';
import { setDesk, story } from './desk.ts';
import { seen } from './seen.ts';

const markup = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b>bold</b>`;
const turned = '\u202Eexe.gnp\u2066 \u2069\u2069 \u05e9\u05dc\u05d5\u05dd';
const control = 'bell\u0007 escape\u001b[31m zero\u200bwidth\ufeff nul-next\u0001';
const long = 'x'.repeat(1_000_000);

const hostile = `
  update sites set name = '${markup}', contact = '${turned}' where number = 'S-0418';
  update customers set name = '${turned}', contact = '${markup}', address = '${control}' where number = 'C-0231';
  update work_orders set title = '${turned}', notes = '${long}', contact = '${markup}', access_code = '${control}'
    where number = 'WO-10488';
  insert into products (id, article_no, name, category, unit, price, stock, discontinued)
    values (666, '${markup}', '${turned}', '${control}', 'pc', 1, 1, 0);`;
const mine = `
  update work_orders set title = '${turned}', contact = '${markup}', notes = 'mine ' || '${long}' where number = 'WO-10482';
  update sites set name = '${markup}' where number = 'S-0198';`;
/** Waits to be sent: a record, and its parent whose name says nothing good either. */
const waiting = `
  update work_orders set contact = '${turned}', site_phone = '${markup.slice(0, 40)}', notes = '${markup} ${long}'
    where number = 'WO-10491';
  update sites set contact = '${markup}', access_code = '${turned}' where number = 'S-0419';
  insert into products (id, article_no, name, category, unit, price, stock, discontinued)
    values (667, '${turned}', '${markup}', '${control}', 'pc', 1, 1, 0);`;
const annas = [
  `update work_orders set title = '${markup}', contact = '${turned}', notes = 'theirs ' || '${long}' where number = 'WO-10482'`,
  `update sites set name = '${turned}' where number = 'S-0198'`,
];

/** Words of ours that stand from right to left, elements that came from data, and what moves the page sideways. */
async function harm(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const range = document.createRange();
    const at = (node: Node, place: number): DOMRect => {
      range.setStart(node, place);
      range.setEnd(node, place + 1);
      return range.getBoundingClientRect();
    };
    const flipped: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      if (text.length > 5000 || !(node.parentElement?.checkVisibility() ?? false)) continue;
      // Within a text of its own kind the data may run as it likes.
      const ours = text.replaceAll(/\u2068.*\u2069/gsu, (data) => ' '.repeat(data.length));
      if (/[\u202a-\u202e\u2066-\u2069]/.test(ours)) continue;
      for (const { 0: word, index } of ours.matchAll(/[A-Za-z]{3,}/g)) {
        const [first, last] = [at(node, index), at(node, index + word.length - 1)];
        if (first.top === last.top && last.left < first.left && first.width > 0)
          flipped.push(`${word}: ${text.slice(0, 60)}`);
      }
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    return {
      flipped,
      strangers: document.querySelectorAll('img[src="x"], body script:not([src])').length,
      hacked: 'hacked' in window,
      sideways: scrollWidth - clientWidth,
    };
  });
}

const places: readonly (readonly [at: string, shows: string])[] = [
  ['/status', 'The green tick needs'],
  ['/feed/2', 'Balance 0'],
  ['/conflicts/ORDER', 'Anna Berger'],
  ['/conflicts/SITE', 'Anna Berger'],
  ['/data/sites', '<img src=x'],
  ['/data/sites?record=S-0418', '<img src=x'],
  ['/data/customers?record=C-0231', 'Contact'],
  ['/data/work_orders?record=WO-10488', 'Contact'],
  ['/data/products?record=666', 'Price'],
  ['/changes', 'Goes when you send it or synchronise'],
  ['/telemetry', 'Failures a day'],
  ['/telemetry/events', '<img src=x'],
  ['/settings/about', '<img src=x'],
  ['/settings/storage', 'Together'],
  ['/settings/retention', 'Sessions'],
];

story('hostile rows are text on every screen, and turn nothing around (CF-09, AX-05)', async () => {
  const desk = await setDesk({ more: hostile, user: `${markup} ${turned}` });
  desk.db.exec(mine);
  await desk.anna(...annas);
  await desk.sync();
  desk.db.exec(waiting);
  const { page, client } = desk;
  const { entries } = await client.call('conflicts.list', { limit: 10, offset: 0 });
  const no = (name: string): string => String(entries.find(({ key }) => Object.values(key).includes(name))?.no);
  const origin = new URL(page.url()).origin;
  const found: Record<string, unknown> = {};
  for (const [place, shows] of places) {
    await page.goto(`${origin}/#${place.replace('ORDER', no('WO-10482')).replace('SITE', no('S-0198'))}`);
    await seen(page.getByRole('main').getByText(shows).first()).toBeVisible();
    found[place] = await harm(page);
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('onerror');
  await seen(page.getByRole('option', { name: /<img src=x/ }).first()).toBeVisible();
  found['command'] = await harm(page);
  const harmless = { flipped: [], strangers: 0, hacked: false, sideways: 0 };
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((place) => [place, harmless])));
});
