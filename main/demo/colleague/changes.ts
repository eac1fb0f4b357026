// What the colleague may change in a record, and to what: plain functions of the row, the moment and the dice.

import { addWorkdays, dateText, dateTimeText, dayNumber } from '../calendar.ts';
import type { Dice } from '../dice.ts';
import { contactName } from '../office/customers.ts';
import { sentences } from '../office/notes.ts';
import { dispatchPhrases } from '../words/phrases.ts';
import { openingHours } from '../words/places.ts';
import type { SqlValue } from '../../sqlite/database.ts';

/** Cells by column name, as SQLite stores them. */
export type Cells = Readonly<Record<string, SqlValue>>;

/** What a change is made from. */
export interface Situation {
  readonly dice: Dice;
  readonly row: Cells;
  readonly now: Date;
  /** Logins that may be given work. */
  readonly technicians: readonly string[];
}

/** One change that makes sense in a table. */
export interface Change {
  readonly column: string;
  /** How often it is chosen beside the others of its table. */
  readonly weight: number;
  /** The new cells; beside the column itself others may have to follow it. */
  readonly make: (situation: Situation) => Cells;
}

type Value = (situation: Situation, old: SqlValue) => SqlValue;

const change = (column: string, weight: number, value: Value): Change => ({
  column,
  weight,
  make: (situation) => ({ [column]: value(situation, situation.row[column] ?? null) }),
});

const phone: Value = ({ dice }, old) =>
  `${/^\+?\d[\d ]*? 555? /.exec(String(old))?.[0] ?? '040 555 '}0${dice.int(100, 999)}`;
const contact: Value = ({ dice }) => contactName(dice);
const addSentence: Value = ({ dice }, old) =>
  [old, sentences(dice, [dice.pick(dispatchPhrases)])].filter(Boolean).join(' ');
const accessCode: Value = ({ dice }) => `${dice.int(1000, 9999)}#`;
const technician: Value = ({ dice, technicians }, old) => (technicians.length > 0 ? dice.pick(technicians) : old);
const flag: Value = (_, old) => (old === 1 ? 0 : 1);
const price: Value = ({ dice }, old) =>
  Math.max(5, Math.round((Number(old) || 40) * dice.int(92, 112) * 0.2) * 5) / 100;

/** The changes that may be made, by table; other tables are left alone. */
export const changes: Readonly<Record<string, readonly Change[]>> = {
  work_orders: [
    change('status', 9, nextStatus),
    change('notes', 8, addSentence),
    change('start', 6, otherStart),
    change('technician', 5, technician),
    change('site_phone', 3, phone),
    change('contact', 2, contact),
    change('amount', 2, price),
    change('priority', 2, ({ dice }) => dice.int(1, 4)),
    change('due', 2, ({ dice, now }) => dateText(addWorkdays(dayNumber(now), dice.int(2, 20)))),
    change('access_code', 1, accessCode),
    change('hours_planned', 1, ({ dice }) => dice.int(2, 16) / 2),
    change('signed', 0.5, flag),
    change(
      'title',
      0.2,
      ({ dice }, old) => `${String(old).replace(/, .*/, '')}, ${dice.pick(['urgent', 'part 2', 'again'])}`,
    ),
  ],
  bookings: [
    { column: 'start', weight: 6, make: moveBooking },
    {
      column: 'finish',
      weight: 1,
      make: ({ dice, row }) => ({ finish: later(row['finish'] ?? null, 0, dice.int(1, 4) * 30) }),
    },
    change('technician', 4, technician),
    change('confirmed', 3, flag),
    change('note', 2, ({ dice }) => dice.pick(['Customer is told', 'Fixed time', 'Call on the way', 'Large van'])),
    change('travel_km', 0.5, ({ dice }) => dice.int(20, 900) / 10),
  ],
  work_order_lines: [
    change('quantity', 5, ({ dice }, old) => Math.max(1, Math.round(Number(old)) + dice.int(-1, 3))),
    change('price', 3, price),
    change('done', 2, flag),
    change('discount_percent', 1, ({ dice }) => dice.pick([2, 3, 5, 10])),
  ],
  customers: [
    change('phone', 5, phone),
    change('contact', 4, contact),
    change('notes', 3, addSentence),
    change('payment_days', 2, ({ dice }) => dice.pick([8, 10, 14, 21, 30])),
    change('discount_percent', 1, ({ dice }) => dice.pick([2, 3, 5, 7.5, 10])),
    change('credit_limit', 1, ({ dice }) => dice.int(4, 90) * 500),
  ],
  sites: [
    change('access_code', 5, accessCode),
    change('contact', 4, contact),
    change('phone', 4, phone),
    change('opening_hours', 2, ({ dice }) => dice.pick(openingHours)),
    change('notes', 2, addSentence),
  ],
  products: [
    change('price', 5, price),
    change('stock', 4, ({ dice }, old) => Math.max(0, Number(old) + dice.int(-6, 20))),
    change('shelf', 1, ({ dice }) => `${dice.pick(['A', 'B', 'C', 'D'])}${dice.int(1, 24)}-${dice.int(1, 6)}`),
    change('min_stock', 1, ({ dice }) => dice.pick([0, 2, 5, 10, 20])),
  ],
};

/** Makes a change that differs from the row and from the cells of another author; null if none was found. */
export function makeChange(wanted: Change, situation: Situation, others: Cells = {}): Cells | null {
  for (let tries = 0; tries < 12; tries++) {
    const cells = wanted.make(situation);
    const made = cells[wanted.column] ?? null;
    if (!alike(made, situation.row[wanted.column] ?? null) && !alike(made, others[wanted.column])) return cells;
  }
  return null;
}

/** A wall-clock text moved by days and minutes; the time of day stays within the day. Null stays null. */
export function later(text: SqlValue, days: number, minutes: number): SqlValue {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)/.exec(String(text));
  if (!match) return null;
  const day = Date.parse(`${match[1]}T00:00:00Z`) / 86_400_000;
  const at = Number(match[2]) * 60 + Number(match[3]) + minutes;
  return dateTimeText(days === 0 ? day : addWorkdays(day, days), Math.max(0, Math.min(at, 1439)));
}

const ways: Readonly<Record<string, readonly string[]>> = {
  New: ['Scheduled', 'On hold'],
  Scheduled: ['In progress', 'On hold'],
  'In progress': ['Done', 'On hold'],
  'On hold': ['Scheduled', 'In progress'],
  Done: ['Invoiced', 'In progress'],
  Invoiced: ['Done'],
};

function nextStatus({ dice }: Situation, old: SqlValue): SqlValue {
  const likely = ways[String(old)];
  return dice.pick(likely && dice.chance(0.8) ? likely : ['Scheduled', 'In progress', 'On hold', 'Done']);
}

/** A visit that lies ahead is moved a little; another gets a new date. */
function otherStart({ dice, now }: Situation, old: SqlValue): SqlValue {
  const fresh = dateTimeText(addWorkdays(dayNumber(now), dice.int(1, 6)), dice.int(14, 32) * 30);
  const isAhead = old !== null && String(old) >= dateText(dayNumber(now));
  return isAhead && dice.chance(0.6) ? (later(old, dice.int(0, 2), dice.int(-3, 6) * 30) ?? fresh) : fresh;
}

function moveBooking({ dice, row }: Situation): Cells {
  const [days, minutes] = [dice.int(0, 3), dice.int(-2, 4) * 30];
  const [start, finish] = [row['start'] ?? null, row['finish'] ?? null];
  return { start: later(start, days, minutes) ?? start, finish: later(finish, days, minutes) ?? finish };
}

/** Equal as a person sees it: `T` or a space in a date, 1 or 1.0. */
function alike(a: SqlValue, b: SqlValue | undefined): boolean {
  const plain = (value: SqlValue | undefined): string => String(value ?? '').replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ');
  return plain(a) === plain(b) && (a === null) === ((b ?? null) === null);
}
