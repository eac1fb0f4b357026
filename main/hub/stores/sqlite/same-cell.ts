// When an arriving cell leaves the stored one as it is: same value, or what a peer makes of it on its way (W-288, L24).

import { sameValue, type Cell } from '../../../sync/cell.ts';
import { normalDecimal } from '../../../sync/decimal.ts';
import type { Column } from '../../../sync/schema.ts';

/** Compares a stored cell with an arriving one. */
export type SameCell = (stored: Cell, incoming: Cell) => boolean;

/** The comparison for one column (W-288). */
export function sameCellOf(column: Column): SameCell {
  const { type } = column;
  const beyond = beyondValue(type);
  return (stored, incoming) => {
    if (stored === incoming) return true;
    if (stored === null || incoming === null) return false;
    return sameValue(type, stored, incoming) || beyond(stored, incoming);
  };
}

type Filled = NonNullable<Cell>;

function beyondValue(type: Column['type']): (stored: Filled, incoming: Filled) => boolean {
  switch (type) {
    case 'decimal':
      return (stored, incoming) => roundedTo15(stored) === normalDecimal(String(incoming));
    case 'double':
    case 'float':
      return (stored, incoming) =>
        typeof stored === 'number' && typeof incoming === 'number' && sameIn15Digits(stored, incoming);
    case 'datetime':
      return (stored, incoming) => sameText(stored, incoming, wallClock);
    case 'time':
      return (stored, incoming) => sameText(stored, incoming, clock);
    case 'text':
      // A column without text affinity may store a number where a peer's column holds its digits.
      return (stored, incoming) => typeof stored !== typeof incoming && String(stored) === String(incoming);
    default:
      return () => false;
  }
}

/** A stock peer passes decimals through a double of 15 digits (W-280). */
function roundedTo15(stored: Filled): string | null {
  const value = Number(stored);
  return Number.isFinite(value) ? normalDecimal(value.toPrecision(15)) : null;
}

function sameIn15Digits(stored: number, incoming: number): boolean {
  const isNear = Math.abs(stored - incoming) <= Math.abs(stored) * 1e-14;
  return isNear && Number(stored.toPrecision(15)) === incoming;
}

function sameText(stored: Filled, incoming: Filled, form: (text: string) => string): boolean {
  return typeof stored === 'string' && typeof incoming === 'string' && form(stored) === form(incoming);
}

/** `2024-05-01`, `2024-05-01T00:00`, `2024-05-01 00:00:00.000Z` are one wall clock: zones do not travel in this type. */
function wallClock(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ]([\d:.]+))?(?:Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text.trim());
  return match ? `${match[1]} ${clock(match[2] ?? '00:00:00')}` : text;
}

function clock(text: string): string {
  const full = /^-?(?:\d+\.)?\d\d?:\d\d$/.test(text) ? `${text}:00` : text;
  return full.replace(/(:\d\d\.\d*?)0+$/, '$1').replace(/\.$/, '');
}
