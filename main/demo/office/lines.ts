// The lines of the work orders, and the amounts that follow from them.

import type { Dice } from '../dice.ts';
import type { OfficeContext } from './context.ts';
import { knownOrders } from './known.ts';
import type { Customer, Product, WorkOrder, WorkOrderLine } from './rows.ts';
import type { OrderDraft } from './work-orders.ts';

/** Lines and finished work orders. */
export interface OrdersWithLines {
  readonly orders: readonly WorkOrder[];
  readonly lines: readonly WorkOrderLine[];
}

/** What a line costs, in cents. */
export function lineCents(line: Pick<WorkOrderLine, 'quantity' | 'price' | 'discount_percent'>): number {
  return Math.round(line.quantity * line.price * (100 - (line.discount_percent ?? 0)));
}

/** Gives each work order its lines: labour, travel and parts; new ones may have none yet, and then no amount. */
export function makeLines(
  context: OfficeContext,
  drafts: readonly OrderDraft[],
  products: readonly Product[],
  customers: readonly Customer[],
): OrdersWithLines {
  const dice = context.dice('work_order_lines');
  const shelves = Map.groupBy(
    products.filter((product) => product.price < 7000),
    (product) => product.category,
  );
  const labour = Map.groupBy(shelves.get('Labour') ?? [], (product) => product.unit);
  const discounts = new Map(customers.map((customer) => [customer.number, customer.discount_percent]));
  const made = drafts.map(({ order, job }) => {
    const known = knownOrders[order.number];
    const hours = dice.pick(labour.get('h') ?? []);
    const trip = dice.pick(labour.get('trip') ?? []);
    if (known) return withAmount(order, known.amount === null ? [] : flatLines(order, trip, known.amount));
    if (order.status === 'New' && dice.chance(0.6)) return withAmount(order, []);
    const parts = job.needs.flatMap((need) => partsFrom(dice, shelves.get(need) ?? []));
    const discount = discounts.get(order.customer) ?? null;
    return withAmount(order, [
      lineOf(hours, (order.hours_planned ?? 1) + dice.int(-1, 2) * 0.25, null),
      ...(dice.chance(0.72) ? [lineOf(trip, 1, null)] : []),
      ...parts.map((part) => lineOf(part, partQuantity(dice, part), discount)),
    ]);
  });
  return { orders: made.map(({ order }) => order), lines: made.flatMap(({ lines }) => lines) };
}

type LineDraft = Omit<WorkOrderLine, 'work_order' | 'line_no' | 'done'>;

function withAmount(order: WorkOrder, drafts: readonly LineDraft[]): { order: WorkOrder; lines: WorkOrderLine[] } {
  const done = order.status === 'Done' || order.status === 'Invoiced' ? 1 : 0;
  const lines = drafts.map((draft, place) => ({ work_order: order.number, line_no: place + 1, ...draft, done }));
  const cents = lines.reduce((sum, line) => sum + lineCents(line), 0);
  return { order: { ...order, amount: lines.length > 0 ? cents / 100 : null }, lines };
}

/** Travel, and the rest as one price. */
function flatLines(order: WorkOrder, trip: Product, amount: number): LineDraft[] {
  const travel = lineOf(trip, 1, null);
  const rest = Math.round(amount * 100 - lineCents(travel)) / 100;
  const flat = { product: null, description: `${order.title}, fixed price`, unit: 'pcs' };
  return [travel, { ...flat, quantity: 1, price: rest, discount_percent: null }];
}

function partsFrom(dice: Dice, shelf: readonly Product[]): Product[] {
  return shelf.length > 0 && dice.chance(0.62) ? [dice.pick(shelf)] : [];
}

function partQuantity(dice: Dice, part: Product): number {
  if (part.unit === 'm') return dice.int(2, 48) / 2;
  return part.price > 60 ? 1 : dice.int(1, 4);
}

function lineOf(product: Product, quantity: number, discount: number | null): LineDraft {
  return {
    product: product.id,
    description: product.name,
    quantity: Math.max(quantity, 0.5),
    unit: product.unit,
    price: product.price,
    discount_percent: discount,
  };
}
