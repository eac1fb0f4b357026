// The other side of the bench: a database of eight-column rows, a hub process, and the plain insert it is measured against.

import Sqlite from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const table = `create table item (id integer primary key, code varchar(20) not null, name varchar(60), amount real, quantity integer,
  due datetime, note text, done bit)`;

function* makeRows(rows: number): Iterable<(string | number | null)[]> {
  for (let id = 1; id <= rows; id++) {
    yield [
      id,
      `C-${id}`,
      `Item number ${id} of the bench`,
      id * 1.25,
      id % 1000,
      '2026-06-15T08:00:00',
      id % 3 ? `note ${id}` : null,
      id % 2,
    ];
  }
}

function fill(db: Sqlite.Database, rows: number): void {
  const insert = db.prepare('insert into item values (?, ?, ?, ?, ?, ?, ?, ?)');
  db.exec('begin');
  for (const row of makeRows(rows)) insert.run(row);
  db.exec('commit');
}

/** Makes the hub's database. */
export function makeHubDatabase(file: string, rows: number): void {
  const db = new Sqlite(file);
  db.pragma('journal_mode = wal');
  db.exec(table);
  fill(db, rows);
  db.close();
}

/** Rows a second of a plain insert of the same rows into a table with the same tracking: an entry a row, by trigger. */
export function plainInsert(file: string, rows: number): number {
  const db = new Sqlite(file);
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.exec(`${table};
    create table clock (id integer primary key, stamp integer); insert into clock values (1, 0);
    create table tracking (k0 primary key, stamp integer not null, gone integer not null, at text, held integer not null) without rowid;
    create trigger track after insert on item begin
      update clock set stamp = max(stamp + 1, cast(replace(strftime('%Y%m%d%H%M%f', 'now'), '.', '') as integer));
      insert into tracking values (new.id, (select stamp from clock), 0, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 0)
        on conflict (k0) do update set stamp = excluded.stamp;
    end`);
  const started = performance.now();
  fill(db, rows);
  const seconds = (performance.now() - started) / 1000;
  db.close();
  return rows / seconds;
}

/** One statement by a program that knows nothing of Concord. */
export function plainSql(file: string, sql: string): void {
  const db = new Sqlite(file, { timeout: 5000 });
  db.exec(sql);
  db.close();
}

/** `concord hub` as a process of its own. */
export async function startBenchHub(database: string): Promise<{ url: string; close(): Promise<void> }> {
  const concord = fileURLToPath(new URL('../../main/cli/concord.ts', import.meta.url));
  const child = spawn(process.execPath, [concord, 'hub', '--database', database, '--tables', 'item', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the hub ended with ${code}`)));
  });
  return {
    url: (JSON.parse(first) as { url: string }).url,
    close: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit');
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
