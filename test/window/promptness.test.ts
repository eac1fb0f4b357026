// How soon the window tells: from what the engine recorded or rang to the words in the page, in moments that both ends marked
// (ST-01, ST-05, law 6).

import type { Page } from 'playwright';
import { expect } from 'vitest';
import { setDesk, story, type Desk } from './desk.ts';

/** Milliseconds within which the indicator and the notice follow (ST-01). */
const soon = 1000;

const order = `where number = 'WO-10482'`;
const mine = `update work_orders set status = 'Done' ${order}`;

interface Shown {
  readonly connectivity: string;
  readonly condition: string;
  readonly notice: string;
}

/** From now on the page marks the moment of each other word in its indicator or notice. */
async function watchIndicator(page: Page): Promise<void> {
  await page.getByRole('banner').locator('[data-condition]').waitFor();
  await page.evaluate(() => {
    let last = '';
    const look = (): void => {
      const indicator = document.querySelector<HTMLElement>('[data-condition]');
      const detail = {
        connectivity: indicator?.dataset['connectivity'] ?? 'lost',
        condition: indicator?.dataset['condition'] ?? 'lost',
        notice: document.querySelector('b[role=status]')?.textContent ?? '',
      };
      if (JSON.stringify(detail) === last) return;
      last = JSON.stringify(detail);
      performance.mark('shown', { detail });
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
  });
}

/** When the page first showed this since a moment; both in ms since 1970. */
async function shownSince(page: Page, since: number, wanted: Partial<Shown>): Promise<number> {
  const found = await page.waitForFunction(
    (asked) =>
      performance
        .getEntriesByName('shown')
        .map((mark) => ({
          at: performance.timeOrigin + mark.startTime,
          detail: (mark as PerformanceMark).detail as Shown,
        }))
        .find(
          ({ at, detail }) =>
            at >= asked.since &&
            Object.entries(asked.wanted).every(([name, value]) => detail[name as keyof Shown].startsWith(value)),
        )?.at,
    { since, wanted },
  );
  return Number(await found.jsonValue());
}

function clock(): number {
  return performance.timeOrigin + performance.now();
}

/** When the engine next rings for the status. */
function statusRing({ client }: Desk): Promise<number> {
  return new Promise((resolve) => {
    const end = client.on('status', () => {
      end();
      resolve(clock());
    });
  });
}

/** When the engine recorded an event of this name in a session. */
async function recordedAt({ client }: Desk, name: string, session: number): Promise<number> {
  const events = await client.call('feed.events', { after: 0, limit: 1000, session });
  return Date.parse(events.find((event) => event.name === name)?.at ?? '');
}

story(
  'the indicator follows a foreign write, a session’s start and a conflict within a second each (ST-01, PD-07)',
  async () => {
    const desk = await setDesk();
    const { page, relay } = desk;
    await watchIndicator(page);
    const ring = statusRing(desk);
    const written = clock();
    desk.db.exec(mine);
    const waiting = await shownSince(page, written, { condition: 'waiting' });
    const rung = await ring;
    // PD-07 gives the engine two seconds to see the file.
    expect(rung - written).toBeLessThan(2000);
    expect(waiting - rung).toBeLessThan(soon);

    await desk.anna(`update work_orders set status = 'On hold' ${order}`);
    relay.hold();
    await desk.client.call('sync.start', {});
    const syncing = await shownSince(page, written, { condition: 'syncing' });
    expect(syncing - (await recordedAt(desk, 'session.started', 2))).toBeLessThan(soon);

    relay.release();
    const told = await shownSince(page, written, { condition: 'needs-you' });
    const { entries } = await desk.client.call('conflicts.list', { tab: 'undecided', limit: 1, offset: 0 });
    expect(told - Date.parse(entries[0]?.raisedAt ?? '')).toBeLessThan(soon);
  },
);

story(
  'a dead engine and a closed hub are told within a second, and are over without a click (ST-05, law 6)',
  async () => {
    const desk = await setDesk();
    const { page, relay, client } = desk;
    await watchIndicator(page);
    await relay.cut();
    const cut = clock();
    await client.call('sync.start', {});
    const away = { connectivity: 'hub-not-answering', notice: 'Network or service unavailable' };
    const told = await shownSince(page, cut, away);
    const [session] = (await client.call('feed.list', { limit: 1 })).sessions;
    expect(told - (await recordedAt(desk, 'session.repeat', session?.no ?? 0))).toBeLessThan(soon);
    await relay.mend();
    const found = await shownSince(page, told, { connectivity: 'connected', condition: 'up-to-date', notice: '' });
    expect(found).toBeGreaterThan(told);
    expect(await page.locator('b[role=status]').count()).toBe(0);

    const killed = clock();
    await desk.killEngine();
    const lost = await shownSince(page, killed, { condition: 'lost', notice: 'Concord’s engine has stopped.' });
    expect(lost - killed).toBeLessThan(soon);
    await shownSince(page, lost, { condition: 'up-to-date' });
    expect(await page.locator('b[role=status]').count()).toBe(0);
  },
);
