// The work orders: about ten a workday over the last twenty months, the latest reaching a few weeks ahead.

import type { Dice } from '../dice.ts';
import { orderStatuses, type OrderStatus } from '../schema.ts';
import { jobs, type Job, type Trade } from '../words/trades.ts';
import { numbered, type OfficeContext } from './context.ts';
import { knownOrders, type KnownOrder } from './known.ts';
import { visitNotes } from './notes.ts';
import type { Site, Technician, WorkOrder } from './rows.ts';

const count = 4400;
const lastNumber = 10_506;
const perDay = 10;

/** A work order before its lines are known; `offset` is the workday of its start. */
export interface OrderDraft {
  readonly order: WorkOrder;
  readonly job: Job;
  readonly offset: number | null;
  readonly minutes: number;
}

/** All work orders in the order of their numbers; amounts follow from the lines (lines.ts). */
export function makeOrders(
  context: OfficeContext,
  sites: readonly Site[],
  technicians: readonly Technician[],
): OrderDraft[] {
  const dice = context.dice('work_orders');
  const busyFirst = dice.some(sites, sites.length);
  const active = technicians.filter((person) => person.active === 1);
  const workers = Map.groupBy(active, (person) => person.trade);
  const bySite = new Map(sites.map((site) => [site.number, site]));
  return Array.from({ length: count }, (_, place) => {
    const number = numbered('WO-', 5, lastNumber - count + 1 + place);
    const known = knownOrders[number];
    const site = (known && bySite.get(known.site)) ?? busySite(dice, busyFirst);
    const trade = known?.trade ?? dice.weighted(tradesByVolume);
    const job = jobOf(dice, trade, known?.title);
    const plan = planOf(dice, -(count - place) / perDay, job);
    const [offset, minutes] = known ? (known.start ?? [null, 0]) : [plan.offset, plan.minutes];
    const status = known?.status ?? statusFor(dice, offset);
    const draft = { number, site, trade, job, plan, offset, minutes, status };
    const order = makeOrder(context, dice, draft, workers.get(trade) ?? technicians);
    return { order: known ? { ...order, ...fixedCells(order, known) } : order, job, offset, minutes };
  });
}

const tradesByVolume = [
  ['Heating', 11],
  ['Water', 6],
  ['Cooling', 5],
] as const;

interface Plan {
  readonly created: number;
  readonly createdMinutes: number;
  readonly offset: number | null;
  readonly minutes: number;
  readonly priority: number;
}

/** When an order came in, how urgent it is, and when the visit is. */
function planOf(dice: Dice, at: number, job: Job): Plan {
  const created = Math.floor(at);
  const createdMinutes = 425 + (at - created) * 540 + dice.next() * 30;
  const priority = dice.weighted(priorities);
  const lead =
    priority === 1 ? 1 : priority === 2 ? dice.int(1, 5) : priority === 3 ? dice.int(3, 14) : dice.int(10, 40);
  const latest = job.hours > 6 ? 480 : 900;
  const minutes = 420 + dice.int(0, (latest - 420) / 30) * 30;
  const isOpen = created + lead > -6 && dice.chance(0.12);
  return { created, createdMinutes, priority, minutes, offset: isOpen ? null : created + lead };
}

const priorities = [
  [1, 1],
  [2, 3],
  [3, 6],
  [4, 3],
] as const;

/** How far an order has come, from the workday of its visit. */
function statusFor(dice: Dice, offset: number | null): OrderStatus {
  const way = ways.find(({ from }) => (offset ?? Infinity) >= from);
  return dice.weighted(orderStatuses.map((status) => [status, way?.shares[status] ?? 0] as const));
}

interface Way {
  /** The first workday of the visit, from today, for which it holds. */
  readonly from: number;
  readonly shares: Readonly<Partial<Record<OrderStatus, number>>>;
}

const ways: readonly Way[] = [
  { from: Infinity, shares: { New: 7, 'On hold': 3 } },
  { from: 1, shares: { Scheduled: 17, New: 2, 'On hold': 1 } },
  { from: 0, shares: { 'In progress': 9, Scheduled: 8 } },
  { from: -10, shares: { Done: 68, 'In progress': 8, 'On hold': 8, Invoiced: 16 } },
  { from: -30, shares: { Invoiced: 70, Done: 25, 'On hold': 5 } },
  { from: -Infinity, shares: { Invoiced: 195, Done: 4, 'On hold': 1 } },
];

interface Draft {
  readonly number: string;
  readonly site: Site;
  readonly trade: Trade;
  readonly job: Job;
  readonly plan: Plan;
  readonly offset: number | null;
  readonly minutes: number;
  readonly status: OrderStatus;
}

function makeOrder(context: OfficeContext, dice: Dice, draft: Draft, fitting: readonly Technician[]): WorkOrder {
  const { site, plan, offset, minutes, status } = draft;
  const isOver = status === 'Done' || status === 'Invoiced';
  const visited = isOver || status === 'In progress' ? (offset ?? plan.created) : plan.created;
  const touched = Math.max(plan.created, Math.min(-1, visited + dice.int(0, 3)));
  return {
    number: draft.number,
    title: draft.job.title,
    site: site.number,
    customer: site.customer,
    technician: status === 'New' && dice.chance(0.9) ? null : dice.pick(fitting).login,
    status,
    priority: plan.priority,
    trade: draft.trade,
    start: offset === null ? null : context.dateTime(offset, minutes),
    due: dice.chance(0.8) ? context.date((offset ?? plan.created + 10) + dice.int(0, 10)) : null,
    hours_planned: draft.job.hours + dice.pick([0, 0, 0, 0.5, 1]),
    amount: null,
    notes: visitNotes(dice, draft.trade, draft.job, status),
    contact: site.contact,
    site_phone: site.phone,
    access_code: site.access_code,
    signed: isOver && dice.chance(0.94) ? 1 : 0,
    created: context.dateTime(plan.created, plan.createdMinutes),
    updated: context.dateTime(touched, dice.int(996, 1050)),
  };
}

/** A third of the sites has most of the work, and some have none. */
function busySite(dice: Dice, sites: readonly Site[]): Site {
  return sites[Math.floor(sites.length * dice.next() ** 1.6)] ?? dice.pick(sites);
}

function jobOf(dice: Dice, trade: Trade, title: string | undefined): Job {
  const likely = jobs[trade].find((job) => title?.startsWith(job.title));
  return likely ?? dice.weighted(jobs[trade].map((job) => [job, job.weight] as const));
}

function fixedCells(order: WorkOrder, known: KnownOrder): Pick<WorkOrder, 'title' | 'technician' | 'notes'> {
  const { title, technician = order.technician, notes = order.notes } = known;
  return { title, technician, notes };
}
