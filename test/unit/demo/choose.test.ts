// What the colleague chooses to do, and how her changes overlap with the user's.

import { describe, expect, it } from 'vitest';
import { changes, later, makeChange, type Cells } from '../../../main/demo/colleague/changes.ts';
import {
  chooseIntent,
  chooseOverlap,
  recordName,
  toCells,
  type RecentEdit,
} from '../../../main/demo/colleague/choose.ts';
import { createDice, createRandom } from '../../../main/demo/dice.ts';

const order: RecentEdit = {
  table: 'work_orders',
  key: { number: 'WO-10482' },
  changed: { status: 'Done', notes: 'Burner cleaned and nozzle replaced.' },
};
const seeds = Array.from({ length: 400 }, (_, seed) => createDice(createRandom(seed)));
const share = (items: readonly boolean[]): number => items.filter(Boolean).length / items.length;

describe('chooseIntent', () => {
  it('meets the user with high probability while an edit waits', () => {
    const met = seeds.map((dice) => chooseIntent(dice, [order], new Set()).kind === 'meet');
    expect(share(met)).toBeGreaterThan(0.82);
    expect(share(met)).toBeLessThan(1);
  });

  it('meets the same edit seldom again', () => {
    const again = seeds.map((dice) => chooseIntent(dice, [order], new Set([recordName(order)])).kind === 'meet');
    expect(share(again)).toBeLessThan(0.2);
  });

  it('goes for a delete in one of eight meetings', () => {
    const deletes = seeds.map((dice) => {
      const intent = chooseIntent(dice, [order], new Set());
      return intent.kind === 'meet' && intent.mayDelete;
    });
    expect(share(deletes)).toBeGreaterThan(0.05);
    expect(share(deletes)).toBeLessThan(0.19);
  });

  it('does her own work when nothing waits, or only tables that she leaves alone', () => {
    const foreign = { table: 'technicians', key: { login: 'jonas.weiss' } };
    for (const dice of seeds) {
      expect(chooseIntent(dice, [], new Set()).kind).toBe('own');
      expect(chooseIntent(dice, [foreign], new Set()).kind).toBe('own');
    }
  });
});

describe('chooseOverlap', () => {
  it('takes one column of the user’s and one other', () => {
    for (const dice of seeds) {
      const columns = chooseOverlap(dice, order).map((change) => change.column);
      expect(columns).toHaveLength(2);
      expect(columns.filter((column) => column in (order.changed ?? {}))).toHaveLength(1);
    }
  });

  it('takes the likeliest columns when the user’s are not known', () => {
    const columns = seeds.map((dice) =>
      chooseOverlap(dice, { ...order, changed: undefined }).map(({ column }) => column),
    );
    expect(columns.every((set) => set.includes('status') && set.includes('notes') && set.length === 3)).toBe(true);
  });

  it('takes another column when she has no idea for the user’s', () => {
    const created = { ...order, changed: { created: '2026-06-15 10:00:00' } };
    expect(seeds.every((dice) => chooseOverlap(dice, created).length === 1)).toBe(true);
  });
});

const row: Cells = {
  status: 'In progress',
  notes: 'Burner cleaned. Gasket to follow.',
  start: '2026-06-16 09:00:00',
  finish: '2026-06-16 11:30:00',
  technician: 'jonas.weiss',
  site_phone: '040 555 0142',
  phone: null,
  amount: 1240,
  price: 38.2,
  quantity: 2,
  stock: 0,
  signed: 0,
  title: 'Boiler service',
};
const situationOf = (seed: number) => ({
  dice: createDice(createRandom(seed)),
  row,
  now: new Date(2026, 5, 15, 10, 46),
  technicians: ['jonas.weiss', 'priya.raman', 'tomasz.nowak'],
});

describe('makeChange', () => {
  it('differs from the row and from what the user wrote, in every table', () => {
    for (const change of Object.values(changes).flat()) {
      for (let seed = 0; seed < 60; seed++) {
        const theirs = { status: 'On hold', technician: 'priya.raman', start: '2026-06-16T14:30:00' };
        const cells = makeChange(change, situationOf(seed), theirs);
        if (cells === null) continue;
        expect(cells[change.column]).not.toBe(row[change.column]);
        expect(String(cells[change.column]).replace('T', ' ')).not.toBe(
          String(theirs[change.column as 'start']).replace('T', ' '),
        );
      }
    }
  });

  it('gives up when there is no other value', () => {
    const [first] = changes['work_orders']?.filter(({ column }) => column === 'signed') ?? [];
    expect(first && makeChange(first, situationOf(1), { signed: 1 })).toBeNull();
  });

  it('adds to notes and keeps what stood there', () => {
    const [notes] = changes['work_orders']?.filter(({ column }) => column === 'notes') ?? [];
    expect(notes && makeChange(notes, situationOf(4))?.['notes']).toMatch(
      /^Burner cleaned\. Gasket to follow\. \S.+\.$/,
    );
  });

  it('keeps within the hub’s limits', () => {
    for (const change of Object.values(changes).flat()) {
      for (let seed = 0; seed < 200; seed++) {
        const cells = makeChange(change, situationOf(seed)) ?? {};
        expect(String(cells['phone'] ?? '').length).toBeLessThanOrEqual(20);
        expect(Number(cells['amount'] ?? cells['price'] ?? 0)).toBeGreaterThanOrEqual(0);
        expect(Number(cells['quantity'] ?? 1)).toBeGreaterThan(0);
        for (const column of ['amount', 'price'] as const) {
          expect(String(cells[column] ?? '0')).toMatch(/^\d+(\.\d{1,2})?$/);
        }
      }
    }
  });
});

describe('later', () => {
  it.each([
    ['2026-06-16 09:00:00', 0, 90, '2026-06-16 10:30:00'],
    ['2026-06-16T09:00:00', 1, 0, '2026-06-17 09:00:00'],
    ['2026-06-19 09:00:00', 1, -60, '2026-06-22 08:00:00'],
    ['2026-06-16 23:30', 0, 90, '2026-06-16 23:59:00'],
    ['soon', 0, 90, null],
    [null, 0, 90, null],
  ])('%s by %i days and %i minutes', (text, days, minutes, moved) => expect(later(text, days, minutes)).toBe(moved));
});

describe('toCells', () => {
  it('keeps what SQLite can hold', () => {
    const bytes = new Uint8Array([1]);
    expect(toCells({ a: true, b: 2n, c: null, d: undefined, e: {}, f: bytes, g: 'x' })).toEqual({
      a: 1,
      b: 2n,
      c: null,
      f: bytes,
      g: 'x',
    });
  });
});
