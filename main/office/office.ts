// The office's own thread: an embedded hub with sample data, and Anna Berger, a colleague with a replica of her own (CL-07).

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createApp, type App } from '../app.ts';
import { colleague as anna, createColleague, type RecentEdit } from '../demo/colleague.ts';
import { createOffice, officeTables } from '../demo/office.ts';
import { startHubServer, type HubServer } from '../hub/door/server.ts';
import { createHub } from '../hub/hub.ts';
import { openSqliteStore } from '../hub/stores/sqlite/sqlite-store.ts';
import { officeFiles } from './office-files.ts';
import { listWaiting } from '../replica/pending.ts';
import { loadTables } from '../replica/tracked-table.ts';
import { openReader, type Reader } from '../sqlite/database.ts';
import { hasTable } from '../sqlite/introspect.ts';
import { problemFrom } from '../sync/problem.ts';
import type { Direction } from '../sync/schema.ts';

/** What the thread is told at its start. */
export interface OfficeOrder {
  /** Where hub, Anna's replica and the user's replica lie. */
  readonly folder: string;
  readonly scope: string;
}

/** What the thread tells. */
export type OfficeNews =
  | { readonly making: { readonly written: number; readonly total: number } }
  | { readonly open: string }
  | { readonly failed: ReturnType<typeof problemFrom> }
  | { readonly ended: true };

const oneWay: Readonly<Record<string, Direction>> = {
  technicians: 'download-only',
  technician_skills: 'download-only',
  stock_movements: 'upload-only',
};

/** Anna acts on her own every 20 s or so; on something you are at she is quicker. */
const lookMs = 1000;
const meetMs = 4000;

const port = parentPort;
if (port) void run(port, workerData as OfficeOrder);

async function run(line: NonNullable<typeof port>, order: OfficeOrder): Promise<void> {
  const tell = (news: OfficeNews): void => line.postMessage(news);
  try {
    const office = await openOffice(order, (making) => tell({ making }));
    line.once('message', () => void office.close().then(() => tell({ ended: true })));
    tell({ open: office.url });
  } catch (thrown) {
    tell({ failed: problemFrom(thrown) });
  }
}

async function openOffice(
  order: OfficeOrder,
  making: (progress: { written: number; total: number }) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const files = officeFiles(order.folder);
  mkdirSync(order.folder, { recursive: true });
  if (!existsSync(files.hub)) {
    // Made under another name first: an office that was interrupted half way must not be taken for a whole one. What is
    // left of that one is made anew.
    const unfinished = `${files.hub}.new`;
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(unfinished + end, { force: true });
    await createOffice(unfinished, { progress: making });
    renameSync(unfinished, files.hub);
  }
  const server = await openHub(files.hub, order.scope);
  const hers = await openAnna(files.anna, { hub: server.url, scope: order.scope });
  const watch = watchUser(files.replica, hers);
  return {
    url: server.url,
    async close() {
      await watch.close();
      await hers.close();
      await server.close();
    },
  };
}

async function openHub(file: string, scope: string): Promise<HubServer> {
  const now = (): Date => new Date();
  const store = await openSqliteStore(file, { now });
  await store.provision({
    name: scope,
    setup: {
      tables: officeTables.map((name) => ({ name, schema: '', columns: [], direction: oneWay[name] ?? 'both' })),
      filters: [],
      affixes: {},
    },
  });
  const hub = await createHub({ store, spoolFolder: `${file}-concord-spool`, name: 'Brunner Field Service', now });
  return startHubServer({ hub, port: 0 });
}

async function openAnna(file: string, { hub, scope }: { hub: string; scope: string }): Promise<App> {
  const app = await createApp({
    file,
    create: true,
    hub,
    scope,
    user: anna.name,
    device: anna.device,
    intervalMinutes: null,
  });
  await app.agent.sync({ type: 'normal', trigger: 'start', outdatedAction: 'reinitialize' });
  return app;
}

/** Anna at work: on her own now and then, and soon on whatever the user has changed and not yet sent. */
function watchUser(replica: string, hers: App): { close(): Promise<void> } {
  const user = openUser(replica);
  const colleague = createColleague({
    edit: (work) => hers.replica.write(() => work(hers.replica.db)),
    recent: () => Promise.resolve(user.recent()),
    synchronize: async () => {
      await hers.agent.sync({ type: 'normal', trigger: 'on-change', outdatedAction: 'reinitialize' });
    },
    random: Math.random,
    now: () => new Date(),
  });
  colleague.start();
  let meeting: NodeJS.Timeout | null = null;
  const look = setInterval(() => {
    if (meeting || !user.hasNews()) return;
    meeting = setTimeout(() => {
      void colleague
        .step()
        .catch(() => undefined)
        .finally(() => (meeting = null));
    }, meetMs);
  }, lookMs);
  return {
    async close() {
      clearInterval(look);
      if (meeting) clearTimeout(meeting);
      await colleague.stop();
      user.close();
    },
  };
}

interface User {
  recent(): RecentEdit[];
  /** True once after each new waiting record. */
  hasNews(): boolean;
  close(): void;
}

/** The user's waiting records, read from the replica as any program could; none while there is no replica yet. */
function openUser(file: string): User {
  let reader: Reader | null = null;
  let seen = new Set<string>();
  const read = (): RecentEdit[] => {
    reader ??= existsSync(file) ? openReader(file) : null;
    if (!reader || !hasTable(reader, '_concord_table')) return [];
    const open = reader;
    return loadTables(open).flatMap((table) =>
      listWaiting(open, table, { limit: 20, offset: 0 })
        .filter((item) => item.waitsFor === null)
        .map(({ key, columns }) => ({
          table: table.physical,
          key,
          changed: Object.fromEntries(columns.map(({ column, new: value }) => [column, value])),
        })),
    );
  };
  const recent = (): RecentEdit[] => {
    try {
      return read();
    } catch {
      // A replica that cannot be read is the engine's to tell; Anna looks again later.
      reader?.close();
      reader = null;
      return [];
    }
  };
  return {
    recent,
    hasNews() {
      const names = new Set(recent().map(({ table, key }) => JSON.stringify([table, Object.values(key).map(String)])));
      const isNews = [...names].some((name) => !seen.has(name));
      seen = names;
      return isNews;
    },
    close: () => reader?.close(),
  };
}
