// What a test with real peers asks of the ends: row by row the same, read by plain SQL from every database.

import type Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import type { Counters } from '../support/books.ts';
import type { HubDb } from '../support/postgres.ts';
import type { PeerCounters } from './net-client.ts';

/** The counters of a quiet session. */
export const nothing: PeerCounters = { D: 0, U: 0, AC: 0, AS: 0, FC: 0, FS: 0, RC: 0 };

/** What a stock client would tell of a session. */
export function plain({ rcC: _, rcS: __, ...rest }: Counters): PeerCounters {
  return rest;
}

/** A place that holds rows. */
export interface Place {
  readonly name: string;
  readonly db: HubDb | Sqlite.Database;
}

/** Every table, named with the columns of its key, holds the same rows everywhere. */
export function sameTables(
  scene: { readonly hubDb: HubDb },
  replicas: readonly Place[],
  tables: Readonly<Record<string, string>>,
): void {
  for (const [table, key] of Object.entries(tables)) {
    const rows = rowsOf(scene.hubDb, table, key);
    for (const { name, db } of replicas) expect(rowsOf(db, table, key), `${table} of ${name}`).toEqual(rows);
  }
}

/** The rows of a table, in the order of their key, with times, numbers and bytes as they would be read by a person. */
export function rowsOf(db: HubDb | Sqlite.Database, table: string, key: string): unknown[] {
  const order = key
    .split(', ')
    .map((column) => `cast(${column} as text)`)
    .join(', ');
  const rows = db.prepare(`select * from ${table} order by ${order}`).all() as Record<string, unknown>[];
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, readable(cell)])));
}

function readable(cell: unknown): unknown {
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex');
  if (typeof cell !== 'string') return cell;
  if (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/.test(cell)) return cell.replace('T', ' ').replace(/\.?0+$/, '');
  return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
}
