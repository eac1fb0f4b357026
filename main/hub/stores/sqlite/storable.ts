// What SQLite would store otherwise than it was sent is refused in words instead (W-202, SF-09).

import type { Cell, Row } from '../../../sync/cell.ts';
import { significantDigits } from '../../../sync/decimal.ts';
import type { Column } from '../../../sync/schema.ts';

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** Why a row cannot be stored as sent; null = it can. Cells that are `kept` as stored are not asked. */
export type StoreCheck = (row: Row, kept: Row | null) => string | null;

/** The check of a table's columns, made once. */
export function storeCheck(columns: readonly Column[]): StoreCheck {
  return (row, kept) => {
    for (let i = 0; i < row.length; i++) {
      const cell = row[i] ?? null;
      if (cell === null || typeof cell === 'number' || (kept !== null && kept[i] === cell)) continue;
      const fault = cellFault(columns[i], cell);
      if (fault !== null) return `${columns[i]?.name ?? ''}: ${fault}`;
    }
    return null;
  };
}

function cellFault(column: Column | undefined, cell: NonNullable<Cell>): string | null {
  if (typeof cell === 'bigint') {
    return cell < int64.min || cell > int64.max ? 'the number is larger than this hub can store' : null;
  }
  if (typeof cell !== 'string') return null;
  if (column?.type === 'decimal' && cell.length > 15) return decimalFault(cell);
  return cell.isWellFormed() ? null : 'the text holds half a character';
}

/** W-202: numeric columns of SQLite keep 15 digits of a fraction, and whole numbers of 64 bits. */
function decimalFault(text: string): string | null {
  if (significantDigits(text) <= 15 || isWhole64(text)) return null;
  return 'the number has more than 15 digits, which this hub’s column would round';
}

function isWhole64(text: string): boolean {
  const whole = /^-?\d{1,19}(?=(?:\.0*)?$)/.exec(text)?.[0];
  return whole !== undefined && BigInt(whole) >= int64.min && BigInt(whole) <= int64.max;
}
