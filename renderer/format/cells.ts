// Cells for people: null, empty and long values told apart; numbers and dates in the region's format.

import type { TFunction } from 'i18next';
import type { CallOutput } from '../../main/window/contract.ts';
import type { ShownCell } from './names.ts';
import { bytesText } from './numbers.ts';

/** A column as the window knows it. */
export type WindowColumn = CallOutput<'data.tables'>[number]['columns'][number];

/** A cell in words. `quiet` = said of the value, not the value itself ("no value", "empty text"). */
export interface CellText {
  readonly text: string;
  readonly quiet: boolean;
}

const dateTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const dateTimeYear = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });
const dayYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** A cell as a person reads it. */
export function cellText(
  column: Pick<WindowColumn, 'type' | 'scale' | 'scaleSpecified'>,
  cell: ShownCell | undefined,
  t: TFunction,
): CellText {
  if (cell === undefined) return { text: '–', quiet: true };
  if (cell === null) return { text: t('app:cell.none'), quiet: true };
  if (cell === '') return { text: t('app:cell.empty'), quiet: true };
  if (typeof cell === 'object') return objectText(cell);
  if (typeof cell === 'boolean') return { text: t(cell ? 'app:cell.yes' : 'app:cell.no'), quiet: false };
  if (column.type === 'decimal' || column.type === 'double' || column.type === 'float')
    return { text: decimalText(column, cell), quiet: false };
  if (typeof cell === 'number') return { text: String(cell), quiet: false };
  if (column.type === 'date') return { text: dateText(cell.slice(0, 10)), quiet: false };
  if (column.type === 'datetime' || column.type === 'instant') return { text: dateText(cell), quiet: false };
  return { text: cell, quiet: false };
}

/** True for columns whose cells stand on the right, with tabular figures. */
export function isNumeric(column: Pick<WindowColumn, 'type'>): boolean {
  return ['byte', 'sbyte', 'short', 'ushort', 'int', 'uint', 'long', 'ulong', 'decimal', 'double', 'float'].includes(
    column.type,
  );
}

function objectText(cell: Extract<ShownCell, object>): CellText {
  if ('base64' in cell) return { text: bytesText(Math.floor((cell.base64.length * 3) / 4)), quiet: true };
  const { kind, size, start } = cell.cut;
  return kind === 'bytes' ? { text: bytesText(size), quiet: true } : { text: `${start}…`, quiet: false };
}

function decimalText(column: Pick<WindowColumn, 'scale' | 'scaleSpecified'>, cell: string | number): string {
  const text = String(cell);
  if (!/^-?\d+(\.\d+)?$/.test(text) || text.replace(/\D/g, '').length > 15) return text;
  const digits = column.scaleSpecified ? column.scale : (text.split('.')[1]?.length ?? 0);
  return numbersWith(digits, Math.max(digits, text.split('.')[1]?.length ?? 0)).format(Number(text));
}

const numberFormats = new Map<string, Intl.NumberFormat>();

/** Making one takes longer than writing a hundred numbers. */
function numbersWith(minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  const name = `${minimumFractionDigits} ${maximumFractionDigits}`;
  const format =
    numberFormats.get(name) ?? new Intl.NumberFormat(undefined, { minimumFractionDigits, maximumFractionDigits });
  numberFormats.set(name, format);
  return format;
}

/** A date without a zone is a wall clock: it is shown as it stands, never moved. */
function dateText(cell: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    cell,
  );
  if (!match) return cell;
  const [, year, month, date, hours, minutes, , zone] = match;
  const time = zone
    ? new Date(cell)
    : new Date(Number(year), Number(month) - 1, Number(date), Number(hours ?? 0), Number(minutes ?? 0));
  const thisYear = time.getFullYear() === new Date().getFullYear();
  if (hours === undefined) return (thisYear ? day : dayYear).format(time);
  return (thisYear ? dateTime : dateTimeYear).format(time);
}
