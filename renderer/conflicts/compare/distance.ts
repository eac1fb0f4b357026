// How far apart two values are: numbers by their difference, dates by their distance; and the sum of both changes (RS-04).

import { isInteger, type Cell } from '../../../main/sync/cell.ts';
import { plainDecimal } from '../../../main/sync/decimal.ts';
import type { Column } from '../../../main/sync/schema.ts';

/** A distance between two cells of one column. */
export type Distance =
  { readonly kind: 'number'; readonly by: string } | { readonly kind: 'time'; readonly ms: number } | null;

type Kind = Pick<Column, 'type'>;

/** How far the second cell is from the first; null where that means nothing, or for the same value. */
export function distance(column: Kind, from: Cell | undefined, to: Cell | undefined): Distance {
  if (from === undefined || to === undefined || from === null || to === null) return null;
  if (isNumber(column)) {
    const by = add([decimal(to), negative(decimal(from))]);
    return by === null || /^-?0(\.0*)?$/.test(by) ? null : { kind: 'number', by };
  }
  if (!['date', 'datetime', 'instant'].includes(column.type)) return null;
  const ms = instant(to) - instant(from);
  return Number.isFinite(ms) && ms !== 0 ? { kind: 'time', ms } : null;
}

/** The base with both sides' changes added, as text; null for anything but numbers. */
export function sumOfChanges(
  column: Kind,
  { base, mine, theirs }: { base: Cell | undefined; mine: Cell | undefined; theirs: Cell | undefined },
): string | null {
  if (!isNumber(column) || base == null || mine == null || theirs == null) return null;
  return add([decimal(mine), decimal(theirs), negative(decimal(base))]);
}

function isNumber({ type }: Kind): boolean {
  return isInteger(type) || type === 'decimal' || type === 'double' || type === 'float';
}

function decimal(cell: Cell): string | null {
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'bigint'
    ? plainDecimal(String(cell))
    : null;
}

function negative(text: string | null): string | null {
  if (text === null) return null;
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}

/** The exact sum of decimal texts; null if one of them is none. */
function add(texts: readonly (string | null)[]): string | null {
  const scale = Math.max(...texts.map((text) => text?.split('.')[1]?.length ?? 0));
  let sum = 0n;
  for (const text of texts) {
    if (text === null) return null;
    const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
    const value = BigInt(whole + fraction.padEnd(scale, '0'));
    sum += text.startsWith('-') ? -value : value;
  }
  const digits = String(sum < 0n ? -sum : sum).padStart(scale + 1, '0');
  const cut = digits.length - scale;
  const text = scale > 0 ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits;
  return plainDecimal(sum < 0n ? `-${text}` : text);
}

/** A time without a zone is a wall clock; two of them are apart as on the clock. */
function instant(cell: Cell): number {
  if (typeof cell !== 'string') return Number.NaN;
  const text = cell.replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`);
}
