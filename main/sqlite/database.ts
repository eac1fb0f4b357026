// One SQLite connection. better-sqlite3 is named in this room only; other rooms see Reader and Writer.

import Sqlite, { type Statement } from 'better-sqlite3';
import { openingProblem, sqliteProblem } from './problem.ts';

/** What SQLite stores in a cell. Integers come as numbers; see `cells.ts` for those beyond 2^53. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** A prepared statement that yields rows as arrays. */
export interface RawStatement {
  get(...values: SqlValue[]): SqlValue[] | undefined;
  all(...values: SqlValue[]): SqlValue[][];
  iterate(...values: SqlValue[]): IterableIterator<SqlValue[]>;
}

/** A prepared statement that changes rows. */
export interface WriteStatement {
  run(...values: SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
}

/** A connection that can only look. Statements are prepared once and kept. */
export interface Reader {
  readonly file: string;
  /** All rows as objects; integers as numbers. */
  all<T>(sql: string, ...values: SqlValue[]): T[];
  /** The first row as an object. */
  get<T>(sql: string, ...values: SqlValue[]): T | undefined;
  /** The first cell of the first row; undefined without a row. Integers beyond 2^53 come rounded: use `big`. */
  value(sql: string, ...values: SqlValue[]): SqlValue | undefined;
  /** The first cell of every row. */
  column(sql: string, ...values: SqlValue[]): SqlValue[];
  /** The first cell as a bigint; undefined without a row or when it is null. */
  big(sql: string, ...values: SqlValue[]): bigint | undefined;
  raw(sql: string): RawStatement;
  /** Runs a statement without values, such as BEGIN or a pragma. */
  exec(sql: string): void;
  /** Changes with each commit of another connection, never with our own (PRAGMA data_version). */
  dataVersion(): number;
  readonly inTransaction: boolean;
  close(): void;
}

/** A connection that can change the file. */
export interface Writer extends Reader {
  run(sql: string, ...values: SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  statement(sql: string): WriteStatement;
}

/** How a file is opened. */
export interface OpenOptions {
  /** Create the file if there is none; otherwise `replica-missing`. */
  readonly create?: boolean;
  /** The file is a lock and holds nothing: no write-ahead log beside it. */
  readonly isLock?: boolean;
  /** Milliseconds that SQLite itself blocks on a lock; waiting without blocking is `transaction.ts`'s job. */
  readonly blockMs?: number;
}

/** Opens a connection for reading and writing, in write-ahead mode with foreign keys on (Decisions 1). */
export function openWriter(file: string, options: OpenOptions = {}): Writer {
  const db = connect(file, { fileMustExist: !options.create, timeout: options.blockMs ?? 20 });
  if (options.isLock) return wrap(db, file);
  try {
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = full');
    db.pragma('foreign_keys = on');
    db.pragma('temp_store = memory');
    db.pragma('cache_size = -16000');
  } catch (thrown) {
    db.close();
    throw sqliteProblem(thrown, file);
  }
  return wrap(db, file);
}

/** Opens a connection that cannot write. */
export function openReader(file: string, options: OpenOptions = {}): Reader {
  const db = connect(file, { fileMustExist: true, readonly: true, timeout: options.blockMs ?? 250 });
  try {
    db.pragma('query_only = on');
    db.pragma('temp_store = memory');
  } catch (thrown) {
    db.close();
    throw sqliteProblem(thrown, file);
  }
  return wrap(db, file);
}

function connect(file: string, options: Sqlite.Options): Sqlite.Database {
  try {
    return new Sqlite(file, options);
  } catch (thrown) {
    throw openingProblem(thrown, file);
  }
}

function wrap(db: Sqlite.Database, file: string): Writer {
  const prepare = preparer(db, file);
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw sqliteProblem(thrown, file);
    }
  };
  return {
    file,
    all: <T>(sql: string, ...values: SqlValue[]) => guard(() => prepare(sql, 'object').all(...values) as T[]),
    get: <T>(sql: string, ...values: SqlValue[]) => guard(() => prepare(sql, 'object').get(...values) as T | undefined),
    value: (sql, ...values) => guard(() => prepare(sql, 'value').get(...values) as SqlValue | undefined),
    column: (sql, ...values) => guard(() => prepare(sql, 'value').all(...values) as SqlValue[]),
    big: (sql, ...values) =>
      guard(() => (prepare(sql, 'big').get(...values) as bigint | null | undefined) ?? undefined),
    raw: (sql) => prepare(sql, 'raw') as unknown as RawStatement,
    run: (sql, ...values) => guard(() => prepare(sql, 'object').run(...values)),
    statement: (sql) => prepare(sql, 'object') as unknown as WriteStatement,
    exec: (sql) => guard(() => void db.exec(sql)),
    dataVersion: () => guard(() => db.pragma('data_version', { simple: true }) as number),
    get inTransaction() {
      return db.inTransaction;
    },
    close: () => db.close(),
  };
}

type Mode = 'object' | 'value' | 'big' | 'raw';

function preparer(db: Sqlite.Database, file: string): (sql: string, mode: Mode) => Statement<unknown[]> {
  const empty = (): Map<string, Statement<unknown[]>> => new Map();
  const caches = { object: empty(), value: empty(), big: empty(), raw: empty() } satisfies Record<Mode, unknown>;
  return (sql, mode) => {
    const cache = caches[mode];
    const known = cache.get(sql);
    if (known) return known;
    try {
      const statement = configure(db.prepare<unknown[]>(sql), mode);
      if (cache.size > 400) cache.clear();
      cache.set(sql, statement);
      return statement;
    } catch (thrown) {
      throw sqliteProblem(thrown, file);
    }
  };
}

function configure(statement: Statement<unknown[]>, mode: Mode): Statement<unknown[]> {
  if (mode === 'value') return statement.pluck();
  if (mode === 'big') return statement.pluck().safeIntegers();
  return mode === 'raw' ? statement.raw() : statement;
}
