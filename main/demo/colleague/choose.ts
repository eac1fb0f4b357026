// What the colleague does next: pure choices, without a look at any database.

import type { Dice } from '../dice.ts';
import { changes, type Cells, type Change } from './changes.ts';

/** A record that the user has edited and not yet sent. */
export interface RecentEdit {
  readonly table: string;
  readonly key: Readonly<Record<string, unknown>>;
  /** The columns that the user changed, with the user's values, where known. */
  readonly changed?: Readonly<Record<string, unknown>>;
}

/** Work of her own, with how often she does it. */
export const ownWorks = [
  ['change-order', 46],
  ['change-booking', 14],
  ['change-customer', 6],
  ['change-site', 6],
  ['change-product', 5],
  ['change-line', 5],
  ['add-line', 6],
  ['add-booking', 4],
  ['add-order', 3],
  ['delete-booking', 2],
  ['delete-line', 2],
  ['delete-site', 1],
] as const;

/** A kind of work of her own. */
export type OwnWork = (typeof ownWorks)[number][0];

/** What she sets out to do. */
export type Intent =
  | { readonly kind: 'own'; readonly work: OwnWork }
  /** Edit the user's record; `mayDelete`: delete it instead if nothing refers to it. */
  | { readonly kind: 'meet'; readonly record: RecentEdit; readonly mayDelete: boolean };

/** The name of a record among others. */
export function recordName({ table, key }: RecentEdit): string {
  return JSON.stringify([table, ...Object.values(key).map(String)]);
}

/**
 * The next intent. A record that the user is at is met with high probability, once (`met` holds the names of those that
 * were); one in eight of those meetings may be a delete.
 */
export function chooseIntent(dice: Dice, recent: readonly RecentEdit[], met: ReadonlySet<string>): Intent {
  const within = recent.filter((record) => record.table in changes);
  const fresh = within.filter((record) => !met.has(recordName(record)));
  if (fresh.length > 0 && dice.chance(0.9)) return meet(dice, fresh);
  if (within.length > 0 && dice.chance(0.1)) return meet(dice, within);
  return { kind: 'own', work: dice.weighted(ownWorks) };
}

/** One or two changes in a record of this table; empty for a table that she leaves alone. */
export function chooseChanges(dice: Dice, table: string): Change[] {
  return draw(dice, changes[table] ?? [], dice.int(1, 2));
}

/**
 * Changes that overlap with the user's: one of the columns that the user changed (where that is not known: the two that
 * people change most) and one other.
 */
export function chooseOverlap(dice: Dice, { table, changed }: RecentEdit): Change[] {
  const offered = changes[table] ?? [];
  if (!changed) return [...offered.slice(0, 2), ...draw(dice, offered.slice(2), 1)];
  const shared = offered.filter(({ column }) => column in changed);
  const others = offered.filter(({ column }) => !(column in changed));
  return [...draw(dice, shared, 1), ...draw(dice, others, 1)];
}

/** The user's cells of a recent edit, as far as SQLite can hold them. */
export function userCells({ changed }: RecentEdit): Cells {
  return toCells(changed ?? {});
}

/** Cells of a record that came from elsewhere; what SQLite cannot hold is left out. */
export function toCells(record: Readonly<Record<string, unknown>>): Cells {
  const kept = Object.entries(record).flatMap(([name, value]): [string, Cells[string]][] => {
    if (typeof value === 'boolean') return [[name, Number(value)]];
    const isCell = value === null || ['number', 'bigint', 'string'].includes(typeof value);
    return isCell || value instanceof Uint8Array ? [[name, value as Cells[string]]] : [];
  });
  return Object.fromEntries(kept);
}

function meet(dice: Dice, records: readonly RecentEdit[]): Intent {
  return { kind: 'meet', record: dice.pick(records), mayDelete: dice.int(1, 8) === 1 };
}

function draw(dice: Dice, offered: readonly Change[], count: number): Change[] {
  if (count === 0 || offered.length === 0) return [];
  const first = dice.weighted(offered.map((change) => [change, change.weight] as const));
  const rest = offered.filter((change) => change !== first);
  return [first, ...draw(dice, rest, count - 1)];
}
