// The colleague's own work: which record she takes up, and the rows she adds or deletes.

import { addWorkdays, dateText, dayNumber, momentText } from '../calendar.ts';
import type { Dice } from '../dice.ts';
import { sentences } from '../office/notes.ts';
import { callPhrases } from '../words/phrases.ts';
import { jobs } from '../words/trades.ts';
import type { Reader, SqlValue, Writer } from '../../sqlite/database.ts';
import { later, makeChange, type Cells, type Change } from './changes.ts';
import { chooseChanges, type OwnWork } from './choose.ts';
import { deleteRecord, insertRecord, isUnreferenced, pickRow, readRecord, updateRecord } from './records.ts';
import type { RecordName } from './records.ts';
import { tellAdded, tellChange, tellDeleted } from './tell.ts';

/** Her replica, her dice and her clock. */
export interface Desk {
  readonly db: Writer;
  readonly dice: Dice;
  readonly now: Date;
}

type Work = (desk: Desk) => string | null;

/** Does a piece of work and tells it; null if there is nothing it could be done to. */
export const ownWork: Readonly<Record<OwnWork, Work>> = {
  'change-order': (desk) => changeAny(desk, 'work_orders', openOrders),
  'change-booking': (desk) => changeAny(desk, 'bookings', nextBookings(desk.now)),
  'change-customer': (desk) => changeAny(desk, 'customers', `select number from customers where active = 1 order by 1`),
  'change-site': (desk) => changeAny(desk, 'sites', `select number from sites order by 1`),
  'change-product': (desk) => changeAny(desk, 'products', `select id from products where discontinued = 0 order by 1`),
  'change-line': (desk) => changeAny(desk, 'work_order_lines', openLines),
  'add-line': addLine,
  'add-booking': addBooking,
  'add-order': (desk) => addOrder(desk, nextOrderNumber(desk.db)),
  'delete-booking': (desk) => deleteAny(desk, 'bookings', `select id from (${nextBookings(desk.now)} limit 200)`),
  'delete-line': (desk) => deleteAny(desk, 'work_order_lines', openLines),
  'delete-site': (desk) => deleteAny(desk, 'sites', idleSites),
};

const openOrders = `select number from (select number from work_orders where status not in ('Done', 'Invoiced') order by number desc limit 150)`;
const openLines = `select work_order, line_no from work_order_lines where line_no > 1 and work_order in (${openOrders})`;
const idleSites = `select number from sites where number not in (select site from work_orders) order by number`;
const nextBookings = (now: Date): string =>
  `select id from bookings where start >= '${dateText(dayNumber(now) - 1)}' order by start, id`;

/** Applies changes to a row, leaving the other author's values (`others`) alone; null if none could be made. */
export function changeRecord(desk: Desk, record: RecordName, wanted: readonly Change[], others?: Cells): string | null {
  const row = readRecord(desk.db, record);
  if (!row) return null;
  const people = technicians(desk.db, row['trade'] ?? null);
  let cells: Cells = {};
  for (const change of wanted) {
    const situation = { dice: desk.dice, row: { ...row, ...cells }, now: desk.now, technicians: people };
    if (!(change.column in cells)) cells = { ...cells, ...makeChange(change, situation, others) };
  }
  if (Object.keys(cells).length === 0) return null;
  updateRecord(desk.db, record, cells, momentText(desk.now));
  if (record.table === 'work_order_lines') settleAmount(desk, String(row['work_order']));
  return tellChange(spoken(record, row), cells);
}

/** Deletes a record that nothing refers to; null if it is not there or something does. */
export function removeRecord(desk: Desk, record: RecordName): string | null {
  const row = readRecord(desk.db, record);
  if (!row || !isUnreferenced(desk.db, record.table, row)) return null;
  deleteRecord(desk.db, record);
  if (record.table === 'work_order_lines') settleAmount(desk, String(row['work_order']));
  return tellDeleted(spoken(record, row));
}

/** Adds a work order under this number. */
export function addOrder({ db, dice, now }: Desk, number: string): string | null {
  const site = pickRow(db, dice.next, `select number, customer, contact, phone, access_code from sites order by 1`);
  if (!site) return null;
  const trade = dice.pick(['Heating', 'Cooling', 'Water'] as const);
  const job = dice.pick(jobs[trade]);
  const moment = momentText(now);
  insertRecord(db, 'work_orders', {
    number,
    title: job.title,
    site: site['number'] ?? null,
    customer: site['customer'] ?? null,
    status: 'New',
    priority: dice.int(1, 4),
    trade,
    due: dateText(addWorkdays(dayNumber(now), dice.int(2, 15))),
    hours_planned: job.hours,
    notes: sentences(dice, [job.asks, dice.pick(callPhrases)]),
    contact: site['contact'] ?? null,
    site_phone: site['phone'] ?? null,
    access_code: site['access_code'] ?? null,
    signed: 0,
    created: moment,
    updated: moment,
  });
  return tellAdded({ table: 'work_orders', key: { number } });
}

function changeAny(desk: Desk, table: string, sql: string): string | null {
  const key = pickRow(desk.db, desk.dice.next, sql);
  return key ? changeRecord(desk, { table, key }, chooseChanges(desk.dice, table)) : null;
}

function deleteAny(desk: Desk, table: string, sql: string): string | null {
  const key = pickRow(desk.db, desk.dice.next, sql);
  return key ? removeRecord(desk, { table, key }) : null;
}

function addLine(desk: Desk): string | null {
  const { db, dice } = desk;
  const order = pickRow(db, dice.next, openOrders)?.['number'];
  const product = pickRow(db, dice.next, `select id, name, unit, price from products where price < 300 order by id`);
  if (typeof order !== 'string' || !product) return null;
  const last = Number(db.value(`select coalesce(max(line_no), 0) from work_order_lines where work_order = ?`, order));
  const key = { work_order: order, line_no: last + 1 };
  insertRecord(db, 'work_order_lines', {
    ...key,
    product: product['id'] ?? null,
    description: product['name'] ?? '',
    quantity: dice.int(1, 4),
    unit: product['unit'] ?? 'pcs',
    price: product['price'] ?? 0,
    done: 0,
  });
  settleAmount(desk, order);
  return tellAdded({ table: 'work_order_lines', key });
}

function addBooking({ db, dice, now }: Desk): string | null {
  const planned = `select number, start, technician from work_orders where technician is not null and start >= ?`;
  const order = pickRow(db, dice.next, `${planned} order by number`, dateText(dayNumber(now) - 1));
  if (!order) return null;
  const start = later(order['start'] ?? null, dice.int(0, 3), 0);
  const key = { id: dice.guid() };
  const serial = Number(db.value(`select max(cast(substr(number, 3) as integer)) from bookings`)) + 1;
  insertRecord(db, 'bookings', {
    ...key,
    number: `B-${serial}`,
    work_order: order['number'] ?? null,
    technician: order['technician'] ?? null,
    start,
    finish: later(start, 0, 90),
    confirmed: 0,
  });
  return tellAdded({ table: 'bookings', key: { number: `B-${serial}` } });
}

/** The amount of an order is the sum of its lines. */
function settleAmount({ db, now }: Desk, order: string): void {
  const sum = `select round(sum(round(quantity * price * (100 - coalesce(discount_percent, 0)))) / 100, 2)`;
  const amount = db.value(`${sum} from work_order_lines where work_order = ?`, order) ?? null;
  updateRecord(db, { table: 'work_orders', key: { number: order } }, { amount }, momentText(now));
}

function nextOrderNumber(db: Reader): string {
  const last = Number(db.value(`select max(cast(substr(number, 4) as integer)) from work_orders`));
  return `WO-${String(last + 1).padStart(5, '0')}`;
}

/** Who may be given work, of this trade where the record has one. */
function technicians(db: Reader, trade: SqlValue): string[] {
  const sql = `select login from technicians where active = 1 and trade = coalesce(?, trade) order by login`;
  return db.all<{ login: string }>(sql, trade).map(({ login }) => login);
}

/** A booking is spoken of by its number, not by its guid. */
function spoken({ table, key }: RecordName, row: Cells): RecordName {
  const { number } = row;
  return { table, key: table === 'bookings' && typeof number === 'string' ? { number } : key };
}
