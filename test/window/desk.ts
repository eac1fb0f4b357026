// A desk to tell stories at: a hub, Anna's replica, my replica behind the real engine and host, and my window in Chromium.

import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { windowFolder } from '../../main/cli/window-folder.ts';
import { startEngine, type Engine } from '../../main/engine/engine-thread.ts';
import { startHost } from '../../main/host/host.ts';
import { createClient, type Client } from '../../main/window/client.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { temporaryFolder } from '../support/files.ts';
import { layRelay, type Relay } from '../support/relay.ts';
import { setStage, type Stage, type StageOptions, type StageReplica } from '../support/stage.ts';
import { directions, office, tables } from './office.ts';

/** What a desk is set up with. */
export interface DeskOptions {
  /** SQL that the hub's tables are made with, beside the office. */
  readonly more?: string;
  readonly hub?: Partial<StageOptions>;
  /** SQL that makes my file before Concord first sees it. */
  readonly before?: string;
  /** False: my first session is part of the story. */
  readonly isFilled?: boolean;
  readonly readOnly?: boolean;
  readonly page?: BrowserContextOptions;
  /** What the person in front of it is called. */
  readonly user?: string;
  /** Where the window opens, after `#`. */
  readonly at?: string;
}

/** The desk. */
export interface Desk {
  /** My window. */
  readonly page: Page;
  readonly stage: Stage;
  readonly relay: Relay;
  /** Another program's connection to my file. */
  readonly db: Sqlite.Database;
  /** The engine's calls, for what a story only presumes. */
  readonly client: Client;
  /** One session of mine, to its end. */
  sync(): Promise<void>;
  /** Anna Berger changes her replica and sends it. */
  anna(...statements: readonly string[]): Promise<void>;
  /** Another window of the same person. */
  open(at?: string): Promise<Page>;
  /** The thread of the engine dies. */
  killEngine(): Promise<void>;
}

let browser: Promise<Browser> | null = null;

afterAll(async () => {
  await (await browser)?.close();
});

/** The browser of all stories of a file. */
export function sharedBrowser(): Promise<Browser> {
  return (browser ??= launchChromium());
}

const hasChromium = findChromium() !== null;
if (!hasChromium) console.warn('There is no Chromium here: the tests of the window are skipped.');

/** A story; left out, with the reason printed, only where there is no Chromium. */
export function story(title: string, tell: () => Promise<void>): void {
  test.skipIf(!hasChromium)(title, { timeout: 480_000 }, tell);
}

/** How the window looks to a person where a story does not say otherwise. */
export const look = {
  viewport: { width: 1280, height: 800 },
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  reducedMotion: 'reduce',
} as const;

/** Sets a desk; everything is taken down when the test has finished, which fails if the page ever complained. */
export async function setDesk(options: DeskOptions = {}): Promise<Desk> {
  const folder = temporaryFolder();
  const stage = await setStage({
    binding: 'over HTTP',
    schema: `${office};\n${options.more ?? ''}`,
    tables,
    directions,
    folder,
    ...options.hub,
  });
  if (stage.url === null) throw new Error('the hub has no address');
  const relay = await layRelay(stage.url);
  const file = join(folder, 'mine.db');
  if (options.before !== undefined) runSql(file, options.before);
  const { engine, thread } = await openEngine({
    file,
    hub: relay.url,
    readOnly: options.readOnly ?? false,
    user: options.user ?? 'Maya Lindqvist',
  });
  const client = createClient(engine.connect({ readOnly: false }));
  const sync = (): Promise<void> => runSession(client);
  if (options.isFilled ?? true) await sync();
  const open = await serve(engine, options);
  const db = openSql(file);
  let anna: StageReplica | null = null;
  return {
    stage,
    relay,
    db,
    client,
    sync,
    open,
    page: await open(options.at),
    async anna(...statements) {
      anna ??= await stage.replica('Anna Berger');
      await anna.sync();
      for (const statement of statements) anna.db.exec(statement);
      await anna.sync();
    },
    async killEngine() {
      const worker = thread();
      const gone = once(worker, 'exit');
      await worker.terminate();
      await gone;
    },
  };
}

interface EngineOptions {
  readonly file: string;
  readonly hub: string;
  readonly readOnly: boolean;
  readonly user: string;
}

async function openEngine(options: EngineOptions): Promise<{ engine: Engine; thread(): Worker }> {
  let thread: Worker | null = null;
  const note = (worker: Worker): void => void (thread = worker);
  process.on('worker', note);
  onTestFinished(() => void process.removeListener('worker', note));
  const engine = await startEngine(
    {
      ...options,
      create: true,
      device: 'Laptop-07',
      title: 'Brunner Field Service',
      intervalMinutes: null,
      lives: true,
    },
    { lost: () => undefined },
  );
  onTestFinished(() => engine.close());
  return {
    engine,
    thread() {
      if (!thread) throw new Error('there is no thread');
      return thread;
    },
  };
}

/** The host, and windows of one browser that share its cookie. */
async function serve(engine: Engine, options: DeskOptions): Promise<Desk['open']> {
  const readOnly = options.readOnly ?? false;
  const host = await startHost({
    port: 0,
    folder: windowFolder(console.warn),
    connect: () => engine.connect({ readOnly }),
    onRenew: () => undefined,
  });
  onTestFinished(() => host.close());
  const context = await (await sharedBrowser()).newContext({ ...look, ...options.page });
  const faults: string[] = [];
  onTestFinished(async () => {
    await context.close();
    expect(faults, 'what the page complained of').toEqual([]);
  });
  context.on('weberror', (error) => void faults.push(error.error().message));
  context.on('console', (message) => {
    const isLost = /WebSocket (is closed|connection to)/.test(message.text());
    if (message.type() === 'error' && !isLost) faults.push(message.text());
  });
  let address = host.address;
  return async (at = '') => {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(address);
    address = new URL(host.address).origin;
    if (at !== '') await page.goto(`${address}/#${at}`);
    return page;
  };
}

/** Starts a session and waits until the history says how it ended. */
async function runSession(client: Client): Promise<void> {
  const newest = async (): Promise<{ no: number; result: string } | undefined> =>
    (await client.call('feed.list', { limit: 1 })).sessions[0];
  const before = (await newest())?.no ?? 0;
  await client.call('sync.start', {});
  const ended = async (): Promise<string | null> => {
    const last = await newest();
    return last && last.no > before && last.result !== 'running' ? last.result : null;
  };
  await expect.poll(ended, { timeout: 30_000, interval: 40 }).toBe('done');
}

function openSql(file: string): Sqlite.Database {
  const db = new Sqlite(file);
  db.pragma('foreign_keys = on');
  onTestFinished(() => void db.close());
  return db;
}

function runSql(file: string, sql: string): void {
  if (existsSync(file)) throw new Error(`${file} is there already`);
  const db = new Sqlite(file);
  db.exec(sql);
  db.close();
}
