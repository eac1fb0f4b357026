// A whole app over a real file, as the terminal opens it, and what a test wants to see of the file beside it.

import Sqlite from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { EndedSession, SyncRequest } from '../../main/agent/session.ts';
import { createApp, type App } from '../../main/app.ts';
import type { AppConfig } from '../../main/config.ts';
import type { LoggedEvent } from '../../main/telemetry/event-log.ts';
import { temporaryFile } from './files.ts';

/** An app that ends with the running test. */
export async function openTestApp(config: Partial<AppConfig> & { readonly hub?: string } = {}): Promise<App> {
  const app = await createApp({
    file: config.file ?? temporaryFile(),
    create: true,
    user: 'Ann',
    device: 'Desk 1',
    ...config,
  });
  const close = onceOnly(() => app.close());
  onTestFinished(close);
  return { ...app, close };
}

/** One session, asked for by hand. */
export function sync(app: App, request: Partial<SyncRequest> = {}): Promise<EndedSession> {
  return app.agent.sync({ type: 'normal', trigger: 'by-hand', outdatedAction: 'ask', ...request });
}

/** Another program's connection to a file. */
export function otherProgram(file: string): Sqlite.Database {
  const db = new Sqlite(file);
  db.pragma('foreign_keys = on');
  onTestFinished(() => void db.close());
  return db;
}

/** Statements run by another program that comes and goes. */
export function edit(file: string, ...statements: readonly string[]): void {
  const db = new Sqlite(file);
  try {
    for (const statement of statements) db.exec(statement);
  } finally {
    db.close();
  }
}

/** The rows of a table as another program reads them, in the order of their first column; wide integers are bigints. */
export function rowsIn(file: string, table: string): unknown[][] {
  const narrow = (cell: unknown): unknown =>
    typeof cell === 'bigint' && BigInt.asIntN(53, cell) === cell ? Number(cell) : cell;
  const rows = lookAt(file, (db) =>
    db
      .prepare(`select * from ${quoted(table)} order by 1`)
      .raw()
      .safeIntegers()
      .all(),
  );
  return (rows as unknown[][]).map((row) => row.map(narrow));
}

/** Tables that a session may write although it fails: its own lines in the history, and the clock. */
const passing = new Set([
  '_concord_session',
  '_concord_session_kind',
  '_concord_session_line',
  '_concord_session_table',
  '_concord_clock',
]);

/** Every table of a file, Concord's too, with every cell as SQLite spells it: two equal dumps are the same data. */
export function dump(file: string): Record<string, unknown> {
  return lookAt(file, (db) => {
    const names = db
      .prepare(`select name from sqlite_schema where type = 'table' order by name`)
      .pluck()
      .all() as string[];
    const kept = names.filter((name) => !passing.has(name));
    const schema = db.prepare(`select type, name, sql from sqlite_schema order by type, name`).raw().all();
    return { schema, ...Object.fromEntries(kept.map((name) => [name, cellsOf(db, name)])) };
  });
}

function cellsOf(db: Sqlite.Database, table: string): unknown[] {
  const columns = db.prepare(`select name from pragma_table_info(?)`).pluck().all(table) as string[];
  const cells = columns.map((name) => `quote(${quoted(name)})`).join(', ');
  return db
    .prepare(`select ${cells} from ${quoted(table)} order by 1, 2`)
    .raw()
    .all();
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Tables that are not Concord's. */
export function userTables(file: string): string[] {
  return Object.keys(dump(file)).filter((name) => name !== 'schema' && !/^(_concord_|sqlite_)/.test(name));
}

/** The events of a session, oldest first. */
export function eventsOf(app: App, session?: number): LoggedEvent[] {
  return app.log.read({ after: 0, limit: 10_000, ...(session !== undefined && { session }) });
}

function lookAt<T>(file: string, look: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(file, { readonly: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

function onceOnly(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= work());
}
