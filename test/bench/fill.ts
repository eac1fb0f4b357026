// `fill.ts FILE ROWS` makes a database of eight-column rows; `fill.ts FILE ROWS REPLICA` inserts them into a table with the
// tracking of that replica and prints the rows per second.

import Sqlite from 'better-sqlite3';

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
function makeHubDatabase(file: string, rows: number): void {
  const db = new Sqlite(file);
  db.pragma('journal_mode = wal');
  db.exec(table);
  fill(db, rows);
  db.close();
}

/** Rows a second of a plain insert of the same rows into a table with the same tracking: that of the replica `like`. */
function plainInsert(file: string, rows: number, like: string): number {
  const db = new Sqlite(file);
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.exec(`attach '${like}' as replica`);
  const texts = db
    .prepare(`select sql from replica.sqlite_schema where sql is not null order by type = 'trigger', rowid`)
    .pluck()
    .all() as string[];
  for (const text of texts) db.exec(text);
  db.exec(`insert into _concord_clock select * from replica._concord_clock; detach replica`);
  const started = performance.now();
  fill(db, rows);
  const seconds = (performance.now() - started) / 1000;
  const tracked = db.prepare(`select count(*) from _concord_t1`).pluck().get();
  db.close();
  if (tracked !== rows) throw new Error(`${String(tracked)} of ${rows} rows were tracked`);
  return rows / seconds;
}

const [file = '', rows = '', like] = process.argv.slice(2);
if (like === undefined) makeHubDatabase(file, Number(rows));
else process.stdout.write(String(plainInsert(file, Number(rows), like)));
