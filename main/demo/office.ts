// The sample office “Brunner Field Service”: a new database with everything a field-service office keeps (CL-07).

import { setImmediate as nextTurn } from 'node:timers/promises';
import { bindCell } from '../sqlite/cells.ts';
import { openWriter, type SqlValue, type Writer } from '../sqlite/database.ts';
import { tableNames } from '../sqlite/introspect.ts';
import { quote, quoteAll } from '../sqlite/names.ts';
import { createSlices } from '../sqlite/slices.ts';
import { writeTransaction } from '../sqlite/transaction.ts';
import { dayNumber } from './calendar.ts';
import { makeBookings } from './office/bookings.ts';
import { createContext } from './office/context.ts';
import { makeCustomers } from './office/customers.ts';
import { makeLines } from './office/lines.ts';
import { makePhotos } from './office/photos.ts';
import { makeProducts } from './office/products.ts';
import { makeSites } from './office/sites.ts';
import { makeMovements } from './office/stock.ts';
import { makeSkills, makeTechnicians } from './office/technicians.ts';
import { makeOrders } from './office/work-orders.ts';
import { officeSchema, officeTables, type OfficeTable } from './schema.ts';

export { officeTables, type OfficeTable } from './schema.ts';

/** The name of the office, as the window's head shows it. */
export const officeName = 'Brunner Field Service';

/** How far the making of an office is. */
export interface OfficeProgress {
  readonly table: OfficeTable;
  /** Rows written so far, and in all. */
  readonly written: number;
  readonly total: number;
}

/** What decides the content of an office: the same seed and day give the same rows. */
export interface OfficeOptions {
  /** Default 1. */
  readonly seed?: number;
  /** The day that its dates lie around; its time of day does not count. Default: the real day. */
  readonly today?: Date;
  /** Told after each table. */
  readonly progress?: (progress: OfficeProgress) => void;
}

type Rows = readonly Readonly<Record<string, SqlValue>>[];

/** Makes the office in a new file (about 26,000 rows, in write-ahead mode); a file with tables is refused and left alone. */
export async function createOffice(file: string, options: OfficeOptions = {}): Promise<void> {
  const db = openWriter(file, { create: true });
  try {
    if (tableNames(db).length > 0) throw new Error(`${file} holds tables already; an office needs a new file`);
    const tables = await makeTables(options.seed ?? 1, dayNumber(options.today ?? new Date()));
    await writeTransaction(db, () => writeTables(db, tables, options.progress));
    db.value('pragma wal_checkpoint(truncate)');
  } finally {
    db.close();
  }
}

/** Makes the rows, with a pause after each table so that the thread answers others (law 6). */
async function makeTables(seed: number, today: number): Promise<Readonly<Record<OfficeTable, Rows>>> {
  const context = createContext(seed, today);
  const make = async <T>(work: () => T): Promise<T> => {
    await nextTurn();
    return work();
  };
  const customers = await make(() => makeCustomers(context));
  const sites = await make(() => makeSites(context, customers));
  const technicians = await make(() => makeTechnicians(context));
  const products = await make(() => makeProducts(context));
  const drafts = await make(() => makeOrders(context, sites, technicians));
  const { orders, lines } = await make(() => makeLines(context, drafts, products, customers));
  return {
    customers,
    sites,
    technicians,
    technician_skills: makeSkills(context, technicians),
    products,
    work_orders: orders,
    work_order_lines: lines,
    bookings: await make(() => makeBookings(context, drafts)),
    stock_movements: await make(() => makeMovements(context, orders, products)),
    site_photos: await collect(makePhotos(context, sites)),
  };
}

/** What a generator yields, with a pause after each. */
async function collect<T>(items: Iterable<T>): Promise<T[]> {
  const made: T[] = [];
  for (const item of items) {
    made.push(item);
    await nextTurn();
  }
  return made;
}

async function writeTables(
  db: Writer,
  tables: Readonly<Record<OfficeTable, Rows>>,
  progress: OfficeOptions['progress'],
): Promise<void> {
  db.exec(officeSchema);
  const total = officeTables.reduce((sum, table) => sum + tables[table].length, 0);
  let written = 0;
  for (const table of officeTables) {
    await insertRows(db, table, tables[table]);
    written += tables[table].length;
    progress?.({ table, written, total });
  }
}

async function insertRows(db: Writer, table: OfficeTable, rows: Rows): Promise<void> {
  const names = Object.keys(rows[0] ?? {});
  const blanks = names.map(() => '?').join(', ');
  const insert = db.statement(`insert into ${quote(table)} (${quoteAll(names)}) values (${blanks})`);
  const slices = createSlices();
  for (const row of rows) {
    insert.run(...names.map((name) => bindCell(row[name] ?? null)));
    if (slices.due()) await slices.pause();
  }
}
