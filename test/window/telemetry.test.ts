// Telemetry as an administrator meets it: from a figure to its events, to one event, to a spreadsheet; the switch and its gap;
// by keyboard alone; every state looked at (TL-04…TL-06, TL-08, TL-09, TL-11, TL-13, FD-08, AX-01…AX-04).

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { setDesk, story, type Desk, type DeskOptions } from './desk.ts';
import { faultless, looked } from './looks.ts';
import { seen } from './seen.ts';
import { recordOffice } from './telemetry-office.ts';

/** The days of the engine's calendar and of the window's are the same. */
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

/** A desk with two weeks of an office in its telemetry; its clock is the real one. */
async function officeDesk(options: DeskOptions = {}): Promise<{ desk: Desk; page: Page }> {
  const desk = await setDesk({ ...options, page: { timezoneId: timeZone, ...options.page } });
  await recordOffice({ file: desk.db.name, now: new Date(), days: 14, gapAgo: 5 });
  const page = await desk.open('/telemetry');
  await seen(card(page, 'Failures a day')).toBeVisible();
  return { desk, page };
}

const card = (page: Page, name: string): Locator => page.getByRole('region', { name });
const list = (page: Page): Locator => page.getByRole('grid', { name: 'Recorded events' });
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });
const whole = (text: string | null): number => Number(/[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));

/** Chooses in the menu of a chip. */
async function choose(page: Page, chip: string, item: string | RegExp): Promise<void> {
  await button(page, chip).click();
  await page.getByRole('menuitemradio', { name: item }).click();
}

story(
  'from a figure to its events, to one event; last weeks into a spreadsheet that holds what was counted (TL-05, TL-06, TL-08)',
  async () => {
    const { page } = await officeDesk();
    const failures = card(page, 'Failures a day');
    const hubRow = failures.getByRole('row', { name: /^2005 Hub/ });
    const hubFailures = whole(await hubRow.getByRole('cell').nth(1).textContent());
    expect(hubFailures).toBeGreaterThan(5);
    const all = whole(await failures.getByRole('link', { name: /events$/ }).textContent());
    await failures.getByRole('link', { name: /events$/ }).click();
    await seen(page.getByText(new RegExp(`^${all} shown of [\\d,]+$`))).toBeVisible();
    await choose(page, 'Code', '2005 · Hub');
    await seen(page.getByText(new RegExp(`^${hubFailures} shown of`))).toBeVisible();
    await list(page).getByRole('row').nth(2).click();
    const pane = page.getByRole('region', { name: /^Session, event/ });
    await seen(pane).toContainText('2005 · Hub');
    await seen(pane.getByRole('definition').filter({ hasText: 'hub-busy' }).first()).toBeVisible();
    await seen(pane.getByRole('link', { name: /^Session \d/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await seen(pane).toHaveCount(0);
    await button(page, 'Clear all filters').click();
    await page.getByRole('tab', { name: 'Dashboard' }).click();

    const file = await exported(page);
    const rows: Record<string, string>[] = parse(file.text, { columns: true });
    expect(rows).toHaveLength(file.counted);
    expect(rows.filter((row) => row['errorCode'] === '2005')).toHaveLength(hubFailures);
    expect(rows.filter((row) => row['errorCode'] !== '')).toHaveLength(all);
    expect(file.text).not.toMatch(/Anna Berger|work_orders/);

    await choose(page, 'Person', 'Anna Berger');
    await page.getByRole('radio', { name: '+ names' }).check();
    await seen(page.getByText('The file will hold names of tables, columns and people, but no values.')).toBeVisible();
    const hers = await exported(page);
    const people = parse<Record<string, string>>(hers.text, { columns: true }).map((row) => row['userId']);
    expect(people).toHaveLength(hers.counted);
    expect(new Set(people)).toEqual(new Set(['Anna Berger']));
  },
);

/** Exports what the dashboard shows: what the card counted, and the file. */
async function exported(page: Page): Promise<{ counted: number; text: string }> {
  const form = card(page, 'Export');
  await seen(page.getByRole('tab', { name: /^Events [\d,]+$/ })).toBeVisible();
  const shown = await page.getByRole('tab', { name: /^Events/ }).textContent();
  const counted = whole(shown);
  await seen(form.getByText(new RegExp(`^${counted.toLocaleString('en-GB')} events$`))).toBeVisible();
  await form.getByRole('button', { name: 'Preview 20' }).click();
  const preview = page.getByRole('dialog').getByRole('region', { name: 'Lines of the file' });
  const lines = (await preview.textContent())?.split('\n') ?? [];
  expect(lines).toHaveLength(21);
  await page.keyboard.press('Escape');
  const waiting = page.waitForEvent('download');
  await form.getByRole('button', { name: 'Export', exact: true }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^concord-telemetry-.*\.csv$/);
  const text = readFileSync(await download.path(), 'utf8');
  const [head, ...written] = text.split(/\r?\n/);
  expect(head).toBe(lines[0]);
  const all = new Set(written);
  expect(lines.slice(1).filter((line) => !all.has(line))).toEqual([]);
  await seen(form.getByText(/^Writing [\d,]+ events, about .* into concord-telemetry-/)).toBeVisible();
  return { counted, text };
}

story(
  'switched off nothing more is recorded while sessions go on; switched on, the gap is marked in every chart (TL-09)',
  async () => {
    const desk = await setDesk({ at: '/telemetry', page: { timezoneId: timeZone } });
    const { page } = desk;
    const recording = page.getByRole('switch', { name: 'Record telemetry' });
    await seen(page.getByText('Recording, kept on this computer only')).toBeVisible();
    await recording.click();
    await seen(page.getByText('Nothing has been recorded since')).toBeVisible();
    const events = page.getByRole('tab', { name: /^Events [\d,]+$/ });
    const before = whole(await events.textContent());
    await desk.sync();
    await page.reload();
    await seen(events).toHaveAccessibleName(`Events ${before}`);
    const { total } = await desk.client.call('feed.list', { limit: 1 });
    expect(total).toBe(2);
    await recording.click();
    await seen(page.getByText('Recording, kept on this computer only')).toBeVisible();
    await desk.sync();
    await seen(events).not.toHaveAccessibleName(`Events ${before}`);
    await seen(page.getByText('Not recorded: ')).toBeVisible();
    await seen(card(page, 'Median duration, seconds').getByRole('img', { name: /Not recorded: / })).toBeVisible();
    await seen(card(page, 'Median duration, seconds').getByText('not recorded', { exact: true })).toBeVisible();
  },
);

story('new events gather above the list, which stays as it is until they are asked for (AX-04, FD-08)', async () => {
  const { desk, page } = await officeDesk();
  await page.getByRole('tab', { name: /^Events/ }).click();
  const rows = list(page).getByRole('row');
  await seen(rows.nth(1)).toBeVisible();
  const first = await rows.nth(1).textContent();
  await desk.sync();
  const fresh = button(page, /^\d+ new · Show$/);
  await seen(fresh).toBeVisible();
  expect(await rows.nth(1).textContent()).toBe(first);
  await fresh.click();
  await seen(fresh).toHaveCount(0);
  await seen(rows.nth(1)).not.toHaveText(first ?? '');
  await button(page, 'Duration').click();
  await seen(page.getByRole('columnheader', { name: 'Duration' })).toHaveAttribute('aria-sort', 'descending');
  await seen(rows.nth(1)).toContainText('First');
});

story('by keyboard alone: a day of a chart, its events, one of them, a search, back (AX-01, AX-03)', async () => {
  const { desk } = await officeDesk();
  const page = await desk.open('/status');
  await seen(page.getByRole('heading', { level: 1, name: 'Status' })).toBeVisible();
  await page.keyboard.press('Control+9');
  const days = card(page, 'Failures a day').getByRole('group').getByRole('link');
  await seen(days).toHaveCount(14);
  await days.last().focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await seen(days.nth(11)).toBeFocused();
  await seen(days.nth(11)).toHaveAccessibleName(/: Hub [1-9]\d*, /);
  await page.keyboard.press('Enter');
  await seen(list(page).getByRole('row').nth(1)).toContainText(/Failure|Expected/);
  await page.keyboard.press('/');
  await seen(page.getByRole('textbox', { name: 'Search messages and codes' })).toBeFocused();
  await page.keyboard.type('hub-busy');
  await page.keyboard.press('Enter');
  await seen(list(page)).toBeFocused();
  await page.waitForURL(/text=hub-busy/);
  await seen(list(page)).toHaveAttribute('aria-busy', 'false');
  await seen(list(page).getByRole('row').nth(2)).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const pane = page.getByRole('region', { name: /^Session, event/ });
  await seen(pane).toBeFocused();
  await seen(pane).toContainText('hub-busy');
  const name = await pane.getAttribute('aria-label');
  await page.keyboard.press('j');
  await seen(pane).not.toHaveAttribute('aria-label', name ?? '');
  await page.keyboard.press('Escape');
  await seen(list(page)).toBeFocused();
});

/** The states that are looked at: where, how one gets there, and what is seen then. */
const states: readonly {
  readonly name: string;
  readonly at: string;
  readonly shows: string | RegExp;
  readonly reach?: (page: Page) => Promise<void>;
}[] = [
  { name: 'telemetry', at: '/telemetry', shows: 'Not recorded: ' },
  { name: 'telemetry-table', at: '/telemetry?table=bookings', shows: /A session is of all tables/ },
  {
    name: 'telemetry-preview',
    at: '/telemetry',
    shows: /^20 of [\d,]+ events, as the file will hold them/,
    reach: (page) => button(page, 'Preview 20').click(),
  },
  {
    name: 'telemetry-event',
    at: '/telemetry/events?code=2005',
    shows: 'failureType',
    reach: (page) => list(page).getByRole('row').nth(1).click(),
  },
  { name: 'telemetry-none', at: '/telemetry/events?text=zzz', shows: 'No event fits these filters' },
];

story('every state, light and dark, wide and narrow: axe finds nothing (AX-02, AX-03)', async () => {
  const { page } = await officeDesk();
  const origin = new URL(page.url()).origin;
  const found: Record<string, unknown> = {};
  for (const { name, at, shows, reach } of states) {
    await page.goto('about:blank');
    await page.goto(`${origin}/#${at}`);
    await reach?.(page);
    await seen(page.getByText(shows).first()).toBeVisible();
    found[name] = await looked(page, { name });
  }
  expect(found).toEqual(Object.fromEntries(states.map(({ name }) => [name, faultless])));
});

story('a window that looks on may export, not switch (TL-08, TL-09)', async () => {
  const { page } = await officeDesk({ readOnly: true });
  await seen(page.getByRole('switch', { name: 'Record telemetry' })).toBeDisabled();
  await exported(page);
});
