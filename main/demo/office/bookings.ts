// The bookings: who is where and when. A long job takes several days.

import type { Dice } from '../dice.ts';
import { numbered, type OfficeContext } from './context.ts';
import { knownOrders } from './known.ts';
import type { Booking } from './rows.ts';
import type { OrderDraft } from './work-orders.ts';

const lastNumber = 7763;
const dayEnds = 1020;

/** All bookings by their start; a number is an office's label, the key is a guid. */
export function makeBookings(context: OfficeContext, drafts: readonly OrderDraft[]): Booking[] {
  const dice = context.dice('bookings');
  const made = drafts.flatMap((draft) => bookingsOf(context, dice, draft));
  const taken = new Set(Object.values(knownOrders).flatMap(({ booking }) => booking ?? []));
  const free: string[] = [];
  for (let value = lastNumber; free.length < made.length; value--) {
    const number = numbered('B-', 4, value);
    if (!taken.has(number)) free.unshift(number);
  }
  const inOrder = made.sort((a, b) => compare(a.start, b.start) || compare(a.id, b.id));
  return inOrder.map((booking, place) => ({ ...booking, number: booking.number ?? free[place] ?? null }));
}

function bookingsOf(context: OfficeContext, dice: Dice, { order, job, offset, minutes }: OrderDraft): Booking[] {
  const { technician } = order;
  if (offset === null || technician === null) return [];
  const known = knownOrders[order.number]?.booking ?? null;
  if (known === null && order.status === 'On hold' && dice.chance(0.5)) return [];
  const days = Math.max(1, Math.ceil(job.hours / 8));
  const isOver = order.status === 'Done' || order.status === 'Invoiced';
  return Array.from({ length: days }, (_, day) => {
    const starts = day === 0 ? minutes : 420;
    const finish = Math.min(starts + Math.min(job.hours, 8) * 60, dayEnds);
    return {
      id: dice.guid(),
      number: day === 0 ? known : null,
      work_order: order.number,
      technician,
      start: context.dateTime(offset + day, starts),
      finish: context.dateTime(offset + day, Math.max(finish, starts + 30)),
      travel_km: dice.chance(0.85) ? dice.int(4, 960) / 10 : null,
      confirmed: isOver || dice.chance(0.6) ? 1 : 0,
      note: dice.chance(0.12) ? dice.pick(bookingNotes) : null,
    };
  });
}

const bookingNotes = [
  'With trainee',
  'Take the large van',
  'Ring 30 min before',
  'Fixed time',
  'Can be moved',
] as const;

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
