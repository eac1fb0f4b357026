// Movements of stock over the last two months; keys are the day and a running number in it.

import type { OfficeContext } from './context.ts';
import type { Product, StockMovement, WorkOrder } from './rows.ts';

const days = 42;
const perDay = 10;

/** All movements, oldest first. */
export function makeMovements(
  context: OfficeContext,
  orders: readonly WorkOrder[],
  products: readonly Product[],
): StockMovement[] {
  const dice = context.dice('stock_movements');
  const goods = products.filter((product) => product.stock > 0);
  const recent = orders.slice(-days * perDay).filter((order) => order.technician !== null);
  return Array.from({ length: days * perDay }, (_, place) => {
    const offset = Math.floor(place / perDay) - days;
    const at = place % perDay;
    const [reason, sign] = dice.weighted(reasons);
    const order = reason === 'Used on site' ? dice.pick(recent) : null;
    return {
      id: Number(context.date(offset).replaceAll('-', '')) * 100_000 + at + 1,
      product: dice.pick(goods).id,
      technician: order?.technician ?? null,
      work_order: order?.number ?? null,
      moved: context.dateTime(offset, 420 + at * 58 + dice.int(0, 57)),
      quantity: sign * dice.int(1, reason === 'Delivery' ? 40 : 4),
      reason,
    };
  });
}

const reasons: readonly (readonly [readonly [reason: string, sign: 1 | -1], weight: number])[] = [
  [['Used on site', -1], 12],
  [['Delivery', 1], 5],
  [['Return', 1], 2],
  [['Stock-taking', -1], 1],
];
