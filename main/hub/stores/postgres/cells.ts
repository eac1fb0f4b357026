// Cells as PostgreSQL writes and reads them: texts, without rounding and without a change of kind (SF-09).

import { integerFromText, isInteger, type Cell, type CellType } from '../../../sync/cell.ts';
import { plainDecimal } from '../../../sync/decimal.ts';
import type { TravellingColumn } from './registry.ts';

/** The expression that selects a column so that its text depends on no setting but a connection's manners. */
export function selectCell({ type, quoted, typeName }: TravellingColumn, prefix: string): string {
  const name = prefix + quoted;
  if (type === 'instant') return `(${name} at time zone 'UTC')`;
  return typeName === 'bpchar' ? `${name}::text` : name;
}

/** The converter of one column's texts into cells. */
export function cellReader(type: CellType): (text: string) => Cell {
  if (isInteger(type)) return (text) => (text.length < 16 ? Number(text) : (integerFromText(text) ?? text));
  switch (type) {
    case 'bool':
      return (text) => text === 't';
    case 'double':
    case 'float':
      return Number;
    case 'bytes':
      return (text) => Buffer.from(text.slice(2), 'hex');
    case 'datetime':
      return wallClock;
    case 'instant':
      return (text) => (isUsual(text) ? `${wallClock(text)}+00:00` : text);
    case 'time':
      return clock;
    default:
      return (text) => text;
  }
}

/** Turns the texts of a row's cells into cells, in place. */
export function rowReader(types: readonly CellType[], skip = 0): (texts: (string | null)[]) => Cell[] {
  const work = types.flatMap((type, at) => {
    const isText = type === 'text' || type === 'decimal' || type === 'guid' || type === 'date';
    return isText ? [] : [{ at: at + skip, read: cellReader(type) }];
  });
  return (texts) => {
    const cells = texts as Cell[];
    for (const { at, read } of work) {
      const text = cells[at];
      if (typeof text === 'string') cells[at] = read(text);
    }
    return cells;
  };
}

/** `infinity` and years before the first or beyond 9999 stay as they are. */
function isUsual(text: string): boolean {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text);
}

function wallClock(text: string): string {
  return text.charCodeAt(10) === 32 && isUsual(text) ? `${text.slice(0, 10)}T${text.slice(11)}` : text;
}

/** A stock peer takes seven digits of a second or none. */
function clock(text: string): string {
  const point = text.indexOf('.');
  return point < 0 ? text : text.padEnd(point + 8, '0');
}

/** A cell as the text that PostgreSQL casts to the column's type. */
export function cellText(cell: Cell): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  if (cell instanceof Uint8Array)
    return `\\x${Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength).toString('hex')}`;
  return String(cell);
}

/** An array literal of texts, for one parameter that carries a column of many rows. */
export function arrayText(cells: Iterable<Cell>): string {
  let text = '{';
  for (const cell of cells) {
    if (text.length > 1) text += ',';
    const value = cellText(cell);
    text += value === null ? 'NULL' : `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
  }
  return `${text}}`;
}

/** An array literal of rows, each an array of its texts. */
export function rowsText(rows: readonly (readonly Cell[])[]): string {
  return `{${rows.map(arrayText).join(',')}}`;
}

/** What becomes of a cell in a column, beyond what PostgreSQL refuses by itself. */
export type StoreFault = { readonly refused: string } | 'rounded' | null;

/** The check of one column: PostgreSQL would round some values without a word (SF-09, W-202). */
export function storeFault({ type, fraction }: TravellingColumn): ((cell: NonNullable<Cell>) => StoreFault) | null {
  switch (type) {
    case 'decimal':
      return fraction === null ? null : (cell) => scaleFault(String(cell), fraction);
    case 'datetime':
    case 'instant':
    case 'time':
      return (cell) => (fractionDigits(String(cell)) > Math.min(fraction ?? 6, 6) ? 'rounded' : null);
    case 'float':
      return (cell) => (typeof cell === 'number' && Number.isFinite(cell) && !isSingle(cell) ? 'rounded' : null);
    case 'text':
      return (cell) => {
        const half = typeof cell === 'string' && !cell.isWellFormed();
        return half ? { refused: 'the text holds half a character' } : null;
      };
    default:
      return null;
  }
}

function scaleFault(text: string, scale: number): StoreFault {
  const digits = (plainDecimal(text) ?? '').split('.')[1]?.replace(/0+$/, '').length ?? 0;
  return digits > scale ? { refused: `at most ${scale} digits after the point are kept by this hub’s column` } : null;
}

function fractionDigits(text: string): number {
  return (/\.(\d+)(?=$|Z|[+-]\d\d)/.exec(text)?.[1] ?? '').replace(/0+$/, '').length;
}

/** True if PostgreSQL writes a single of this value just so: the shortest text that reads back as the same single. */
function isSingle(value: number): boolean {
  const single = Math.fround(value);
  return [6, 7, 8, 9].some((digits) => {
    const shortest = Number(single.toPrecision(digits));
    return Math.fround(shortest) === single && shortest === value;
  });
}
