// One cell as JSON for a stock peer: only what it converts exactly to the column's type; the rest becomes NULL there
// without a word, so it is a misfit here (W-75, W-138).

import type { CellType } from '../sync/cell.ts';
import { normalDecimal } from '../sync/decimal.ts';
import type { Misfit } from './cell-misfit.ts';
import { decimalJson, decimalOf, textJson } from './cell-text.ts';
import { asIsWriter, bytesWriter, isGuid, numberOr, type Value, type ValueWriter } from './cell-writers.ts';
import { dateTimeText, isTimeSpan, isUsualDateTime } from './dates.ts';
import { rangeOf } from './integers.ts';

type Factory = (misfit: Misfit, type: CellType) => ValueWriter;

const largestDecimal = 2n ** 96n - 1n;
const largestFloat = 3.4028235677973366e38;

const writers: Readonly<Record<CellType, Factory>> = {
  bool: boolWriter,
  byte: integerWriter,
  sbyte: integerWriter,
  short: integerWriter,
  ushort: integerWriter,
  int: integerWriter,
  uint: integerWriter,
  long: integerWriter,
  ulong: integerWriter,
  decimal: decimalWriter,
  double: doubleWriter,
  float: doubleWriter,
  text: textWriter,
  char: charWriter,
  chars: charWriter,
  guid: guidWriter,
  bytes: bytesWriter,
  datetime: dateTimeWriter,
  instant: instantWriter,
  time: timeWriter,
  date: dateWriter,
  any: asIsWriter,
};

/** The writer of a column towards a stock peer (§8, W-75, W-279, W-280). */
export function stockWriter(type: CellType, misfit: Misfit): ValueWriter {
  return writers[type](misfit, type);
}

function boolWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    if (value === true || value === 1) return 'true';
    if (value === false || value === 0) return 'false';
    if (typeof value === 'string' && /^(?:true|1)$/i.test(value)) return 'true';
    if (typeof value === 'string' && /^(?:false|0)$/i.test(value)) return 'false';
    throw misfit('is not true or false');
  };
}

function integerWriter(misfit: Misfit, type: CellType): ValueWriter {
  const inRange = rangeOf(type);
  return (value) => {
    const whole = wholeOf(value);
    if (whole === null) throw misfit('is not a whole number');
    if (!inRange(whole)) throw misfit('is out of the range of its column');
    return String(whole);
  };
}

function wholeOf(value: Value): number | bigint | null {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? value : Number.isInteger(value) ? BigInt(value) : null;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : null;
}

function decimalWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    const plain = decimalOf(value instanceof Uint8Array ? 'bytes' : typeof value === 'boolean' ? Number(value) : value);
    if (plain === null) throw misfit('is not a decimal number');
    if (plain.length > 15 && !fitsDecimal(plain)) throw misfit('has more digits than a stock peer keeps');
    return decimalJson(plain);
  };
}

/** W-280: 96 bits of digits, 28 of them behind the point. */
function fitsDecimal(plain: string): boolean {
  const [whole = '', fraction = ''] = (normalDecimal(plain) ?? '').replace('-', '').split('.');
  return fraction.length <= 28 && whole.length <= 29 && BigInt(whole + fraction) <= largestDecimal;
}

function doubleWriter(misfit: Misfit, type: CellType): ValueWriter {
  return (value) => {
    const number = typeof value === 'string' && decimalOf(value) === null ? Number.NaN : Number(value);
    if (value instanceof Uint8Array) throw misfit('bytes cannot travel in this column');
    if (type === 'float' && Math.abs(number) >= largestFloat) throw misfit('is out of the range of its column');
    return typeof value === 'bigint' ? String(value) : numberOr(number, misfit);
  };
}

function textWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    const text = textOf(value, misfit);
    const json = textJson(text);
    if (json.length !== text.length + 2 && !text.isWellFormed()) throw misfit('holds half a character');
    return json;
  };
}

/** W-279: a stock peer makes NULL of anything but exactly one character. */
function charWriter(misfit: Misfit): ValueWriter {
  const write = textWriter(misfit);
  return (value) => {
    if (textOf(value, misfit).length !== 1) throw misfit('is not exactly one character');
    return write(value);
  };
}

function guidWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    if (typeof value !== 'string' || !isGuid(value)) throw misfit('is not a guid');
    return `"${value.toLowerCase()}"`;
  };
}

/** §8: the wall clock as stored and no zone: a stock reader would move it into its own. */
function dateTimeWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    if (typeof value === 'string' && isUsualDateTime(value)) return `"${value}"`;
    const found = typeof value === 'string' ? dateTimeText(value) : null;
    if (!found) throw misfit('is not a date and time');
    return textJson(found.wallClock);
  };
}

/** §8: without an offset a stock reader would take its own zone. */
function instantWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    const found = typeof value === 'string' ? dateTimeText(value) : null;
    if (!found) throw misfit('is not a date and time');
    if (found.zone === null) throw misfit('has no offset from UTC');
    return textJson(String(value));
  };
}

function timeWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
    if (typeof value !== 'string' || !isTimeSpan(value)) throw misfit('is not a time');
    return textJson(value);
  };
}

function dateWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    const found = typeof value === 'string' ? dateTimeText(value) : null;
    if (!found?.midnight || found.zone !== null) throw misfit('is not a date');
    return textJson(found.wallClock.slice(0, 10));
  };
}

function textOf(value: Value, misfit: Misfit): string {
  if (typeof value === 'number') return numberOr(value, misfit);
  if (value instanceof Uint8Array) throw misfit('bytes cannot travel in this column');
  return String(value);
}
