// What a person at the window waits for, measured in a real Chromium over the bench's replica (Speed): the way to each screen,
// frames while scrolling, an event's way to the eye, memory, and the script that the first screen loads.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright';
import { windowFolder } from '../../main/cli/window-folder.ts';
import { startHost } from '../../main/host/host.ts';
import { launchChromium } from '../support/chromium.ts';
import { screens, type Screen } from '../../main/window/screens.ts';
import { fillLog, openTelemetryLog } from '../support/telemetry-log.ts';
import { openBenchEngine, type BenchEngine } from './engine.ts';
import { plainSql } from './hub.ts';
import { count, figure, type Figure } from './table.ts';

/** A part of each screen that is there only when the screen shows what it is for. */
const shown: Readonly<Record<Exclude<Screen, 'hub'>, string>> = {
  status: 'main table tbody tr',
  feed: 'main [role=table] a[data-row]',
  conflicts: 'main [role=listbox] [role=option]',
  errors: 'main h1',
  changes: 'main [role=grid] [role=row]',
  data: 'main [role=grid] [role=gridcell]',
  telemetry: 'main h2',
  settings: 'main h1',
};

/** What the window is opened on. */
export interface Ground {
  readonly replica: string;
  readonly hub: string;
  /** The hub's database. */
  readonly database: string;
  readonly rows: number;
}

/** The figures of the window over the bench's rows and as many events. */
export async function windowFigures(ground: Ground): Promise<Figure[]> {
  const log = openTelemetryLog(ground.replica);
  fillLog(log, { events: ground.rows, until: new Date() });
  log.close();
  const engine = await openBenchEngine(ground.replica, ground.hub);
  try {
    await leaveWork(engine, ground.database);
    return [...(await pages(engine, ground)), ...(await inBrowser(engine))];
  } finally {
    await engine.close();
  }
}

/** 1,000 conflicts are undecided, and 1,000 changes wait while the way to the screens is measured. */
async function leaveWork(engine: BenchEngine, database: string): Promise<void> {
  plainSql(database, `update item set note = 'left by them' where id between 5001 and 6000`);
  engine.sql(`update item set note = 'left by me' where id between 5001 and 6000`);
  await engine.sync();
}

async function inBrowser(engine: BenchEngine): Promise<Figure[]> {
  const host = await startHost({
    port: 0,
    folder: windowFolder(console.error),
    connect: engine.connect,
    onRenew: () => undefined,
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const script = weighScripts(page);
    await page.goto(host.address);
    await page.waitForSelector(shown.status);
    engine.sql(`update item set note = 'waits' where id between 7001 and 8000`);
    const kilobytes = Math.round((await script()) / 1000);
    const figures = [figure('script of the first screen, compressed', `${kilobytes} kB`, '350 kB', kilobytes < 350)];
    figures.push(await paints(page));
    const plain = await plainScroll(browser);
    figures.push(await scrolls(page, plain, { screen: 'data', area: 'main [role=grid]' }));
    figures.push(
      await scrolls(page, plain, { screen: 'telemetry', area: 'main [role=grid]', address: '#/telemetry/events' }),
    );
    figures.push(await scrolls(page, plain, { screen: 'feed', area: 'main [role=table] [role=rowgroup]' }));
    figures.push(await eyes(page, engine));
    figures.push(await memory(browser));
    return figures;
  } finally {
    await browser.close();
    await host.close();
  }
}

/** Pages of 200 anywhere in the grid, the events and the history, while sessions carry 1,000 rows each way (FD-08, PD-04). */
async function pages(engine: BenchEngine, { database, rows }: Ground): Promise<Figure[]> {
  const table = { name: 'item', schema: '' };
  const anywhere = (): number => Math.floor(Math.random() * (rows - 200));
  const { client } = engine;
  const reads: Readonly<Record<string, () => Promise<unknown>>> = {
    rows: () =>
      client.call('data.page', {
        table,
        filters: [],
        text: '',
        only: 'all',
        sort: [],
        limit: 200,
        offset: anywhere(),
      }),
    events: () => client.call('telemetry.list', { limit: 200, offset: anywhere() }),
    sessions: () => client.call('feed.list', { limit: 200 }),
  };
  for (const read of Object.values(reads)) await read();
  const times = new Map(Object.keys(reads).map((name) => [name, [] as number[]]));
  let going = true;
  const sessions = (async () => {
    for (let i = 0; going; i++) {
      plainSql(database, `update item set note = 'down ${i}' where id <= 1000`);
      engine.sql(`update item set note = 'up ${i}' where id > 1000 and id <= 2000`);
      await engine.sync();
    }
  })();
  for (let i = 0; i < 100; i++)
    for (const [name, read] of Object.entries(reads)) {
      const started = performance.now();
      await read();
      times.get(name)?.push(performance.now() - started);
    }
  going = false;
  await sessions;
  return [...times].map(([name, all]) => {
    const p95 = all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? 0;
    return figure(`a page of 200 ${name} while sessions run, p95`, `${p95.toFixed(0)} ms`, '50 ms', p95 < 50);
  });
}

/** Bytes of script that the page has loaded, as a server that compresses would send them. */
function weighScripts(page: Page): () => Promise<number> {
  const loads: Promise<number>[] = [];
  page.on('response', (response) => {
    if (/\.m?js(\?|$)/.test(response.url())) loads.push(response.body().then((body) => gzipSync(body).length));
  });
  return async () => (await Promise.all(loads)).reduce((sum, bytes) => sum + bytes, 0);
}

/** From the click on the rail, where the pointer has just come, to the frame that shows the screen's own content, the slowest screen of all. */
async function paints(page: Page): Promise<Figure> {
  const times: { readonly screen: Screen; readonly ms: number }[] = [];
  for (const screen of [...screens.filter((name) => name !== 'status' && name !== 'hub'), 'status'] as const) {
    await page.hover(`nav a[href^="#/${screen}"]`);
    const ms = await page.evaluate(untilShown, { link: `nav a[href^="#/${screen}"]`, part: shown[screen] });
    times.push({ screen, ms });
  }
  const slowest = times.reduce((most, item) => (item.ms > most.ms ? item : most));
  const all = times.map(({ screen, ms }) => `${screen} ${ms.toFixed(0)}`).join(', ');
  return figure('click to screen, slowest', `${slowest.ms.toFixed(0)} ms (${all})`, '400 ms', slowest.ms < 400);
}

/** Runs in the page. */
function untilShown({ link, part }: { readonly link: string; readonly part: string }): Promise<number> {
  return new Promise((resolve) => {
    const before = document.querySelector('main')?.firstElementChild;
    const started = performance.now();
    const look = (): void => {
      const main = document.querySelector('main');
      if (document.querySelector(part) && main?.getAttribute('aria-label') !== null && !before?.isConnected)
        requestAnimationFrame(() => resolve(performance.now() - started));
      else if (performance.now() - started > 30_000) resolve(Number.POSITIVE_INFINITY);
      else requestAnimationFrame(look);
    };
    document.querySelector<HTMLElement>(link)?.click();
    requestAnimationFrame(look);
  });
}

/** A screen and where it scrolls. */
interface Scroll {
  readonly screen: Screen;
  readonly area: string;
  readonly address?: string;
}

/** Five seconds of steady scrolling: the 99th percentile of the time between frames, beside that of a page without script. */
async function scrolls(page: Page, plain: number, { screen, area, address = `#/${screen}` }: Scroll): Promise<Figure> {
  await page.evaluate((hash) => void (window.location.hash = hash), address);
  await page.waitForSelector(area);
  await page.waitForFunction((selector) => document.querySelectorAll(`${selector} [role=row]`).length > 5, area);
  const p99 = await scrollFrames(page, area);
  const measured = `${p99.toFixed(0)} ms; ${plain.toFixed(0)} ms on a page without script`;
  return figure(`scrolling ${screen}, a frame, p99`, measured, '34 ms', p99 < 34);
}

/** What this machine's Chromium can do at all: as many cells that simply stand there. */
async function plainScroll(browser: Browser): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const row = `<p>${'<span>cell of a table</span>'.repeat(9)}</p>`;
  await page.setContent(`<!doctype html><style>main { height: 700px; overflow: auto; font: 13px sans-serif }
    p { display: grid; grid-template-columns: repeat(9, 1fr); height: 31px; margin: 0; border-bottom: 1px solid #ddd }
    </style><main>${row.repeat(600)}</main>`);
  const p99 = await scrollFrames(page, 'main');
  await page.close();
  return p99;
}

async function scrollFrames(page: Page, area: string): Promise<number> {
  const frames = await page.evaluate(
    (selector) =>
      new Promise<number[]>((resolve) => {
        const scroller = document.querySelector(selector);
        const times: number[] = [];
        let last = performance.now();
        const step = (now: number): void => {
          times.push(now - last);
          last = now;
          scroller?.scrollBy(0, 48);
          if (times.length < 300) requestAnimationFrame(step);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(step);
      }),
    area,
  );
  return frames.toSorted((a, b) => a - b)[Math.floor(frames.length * 0.99)] ?? 0;
}

/** From the order of a session to its line in the feed of a window that looks on (FD-01). */
async function eyes(page: Page, engine: BenchEngine): Promise<Figure> {
  // Anew, from the top: a list that was scrolled gathers what is new behind a button (AX-04).
  await page.evaluate(() => void (window.location.hash = '#/status'));
  await page.waitForSelector(shown.status);
  await page.evaluate(() => void (window.location.hash = '#/feed'));
  await page.waitForSelector(shown.feed);
  const times: number[] = [];
  for (let i = 0; i < 10; i++) {
    const newest = await page.locator(shown.feed).first().getAttribute('href');
    const seen = page.evaluate(
      ({ part, address }) =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            const first = document.querySelector(part)?.getAttribute('href');
            if (first !== address) resolve(Date.now());
            else requestAnimationFrame(look);
          };
          look();
        }),
      { part: shown.feed, address: newest },
    );
    engine.sql(`update item set note = 'seen ${i}' where id = ${i + 1}`);
    const ended = (await engine.sync()) && Date.now();
    times.push((await seen) - ended);
  }
  const slowest = Math.max(...times);
  return figure('an ended session in sight, slowest of 10', `${slowest} ms`, '500 ms', slowest < 500);
}

/** The proportional share of memory of the largest page's process; Linux tells it. */
async function memory(browser: Browser): Promise<Figure> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const bytes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => shareOf(id));
  const megabytes = Math.round(Math.max(...bytes) / 1e6);
  return figure('window memory', count(megabytes, 'MB'), '250 MB', megabytes < 250);
}

function shareOf(pid: number): number {
  const share = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(share?.[1] ?? Number.NaN) * 1024;
}
