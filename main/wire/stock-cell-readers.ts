// One JSON value of a stock peer as a cell of its column (§8): tolerant in form, strict in meaning.

import type { CellType } from '../sync/cell.ts';
import { normalDecimal } from '../sync/decimal.ts';
import type { Misfit } from './cell-misfit.ts';
import { asIsReader, bytesReader, type ValueReader } from './cell-readers.ts';
import { decimalOf } from './cell-text.ts';
import { isGuid } from './cell-writers.ts';
import { dateTimeText, isTimeSpan, isUsualDateTime, timeSpanOfTicks } from './dates.ts';
import { rangeOf } from './integers.ts';
import type { JsonValue } from './json-value.ts';
import { isJsonNumber, numberText, smallest, wholeNumber } from './numbers.ts';

type Factory = (misfit: Misfit, type: CellType) => ValueReader;

const readers: Readonly<Record<CellType, Factory>> = {
  bool: boolReader,
  byte: integerReader,
  sbyte: integerReader,
  short: integerReader,
  ushort: integerReader,
  int: integerReader,
  uint: integerReader,
  long: integerReader,
  ulong: integerReader,
  decimal: decimalReader,
  double: doubleReader,
  float: doubleReader,
  text: textReader,
  char: textReader,
  chars: textReader,
  guid: guidReader,
  bytes: bytesReader,
  datetime: dateTimeReader,
  instant: instantReader,
  time: timeReader,
  date: dateReader,
  any: asIsReader,
};

/** The reader of a column towards a stock peer (§8, W-41, W-279). */
export function stockReader(type: CellType, misfit: Misfit): ValueReader {
  return readers[type](misfit, type);
}

function boolReader(misfit: Misfit): ValueReader {
  return (json) => {
    if (typeof json === 'boolean') return json;
    if (json === 1 || (typeof json === 'string' && /^(?:1|true)$/i.test(json))) return true;
    if (json === 0 || (typeof json === 'string' && /^(?:0|false)$/i.test(json))) return false;
    throw misfit('is not true or false');
  };
}

function integerReader(misfit: Misfit, type: CellType): ValueReader {
  const inRange = rangeOf(type);
  return (json) => {
    const whole = typeof json === 'number' && Number.isSafeInteger(json) ? json : wholeOf(json);
    if (whole === null) throw misfit('is not a whole number');
    if (!inRange(whole)) throw misfit('is out of the range of its column');
    return whole;
  };
}

/** Also `5.0`, `1E+02`, digits in a text and bools, as loosely typed stores send them. */
function wholeOf(json: NonNullable<JsonValue>): number | bigint | null {
  if (typeof json === 'boolean') return Number(json);
  const whole = wholeNumber(json);
  if (whole !== null) return smallest(whole);
  const text = isJsonNumber(json) ? numberText(json) : typeof json === 'string' ? json : '';
  const plain = /^[-+.\deE]{1,40}$/.test(text) ? normalDecimal(text) : null;
  return plain === null || plain.includes('.') ? null : smallest(BigInt(plain));
}

/** W-280: the digits as they came, never through a double. */
function decimalReader(misfit: Misfit): ValueReader {
  return (json) => {
    const text = isJsonNumber(json) ? numberText(json) : json;
    const plain = typeof text === 'string' ? decimalOf(text) : null;
    if (plain === null) throw misfit('is not a decimal number');
    return plain;
  };
}

function doubleReader(misfit: Misfit): ValueReader {
  return (json) => {
    if (typeof json === 'number') return json;
    const text = isJsonNumber(json) ? numberText(json) : json;
    const value = typeof text === 'string' && decimalOf(text) !== null ? Number(text) : Number.NaN;
    if (!Number.isFinite(value)) throw misfit('is not a finite number');
    return value;
  };
}

/** W-45: a text is never taken for a date; a number in a text column keeps its digits. */
function textReader(misfit: Misfit): ValueReader {
  return (json) => {
    if (typeof json === 'string') return json;
    if (isJsonNumber(json)) return numberText(json);
    throw misfit('is not a text');
  };
}

function guidReader(misfit: Misfit): ValueReader {
  return (json) => {
    if (typeof json !== 'string' || !isGuid(json)) throw misfit('is not a guid');
    return json.toLowerCase();
  };
}

/** §8: the wall clock, whatever zone stands behind it. */
function dateTimeReader(misfit: Misfit): ValueReader {
  return (json) => {
    if (typeof json === 'string' && isUsualDateTime(json)) return json;
    const found = typeof json === 'string' ? dateTimeText(json) : null;
    if (!found) throw misfit('is not a date and time');
    return found.wallClock;
  };
}

function instantReader(misfit: Misfit): ValueReader {
  return (json) => {
    if (typeof json !== 'string' || !dateTimeText(json)) throw misfit('is not a date and time');
    return json;
  };
}

/** §8: a number is one of 100-ns ticks. */
function timeReader(misfit: Misfit): ValueReader {
  return (json) => {
    const ticks = wholeNumber(json);
    if (ticks !== null) return timeSpanOfTicks(ticks);
    if (typeof json !== 'string' || !isTimeSpan(json)) throw misfit('is not a time');
    return json;
  };
}

function dateReader(misfit: Misfit): ValueReader {
  return (json) => {
    const found = typeof json === 'string' ? dateTimeText(json) : null;
    if (!found?.midnight || found.zone !== null) throw misfit('is not a date');
    return found.wallClock.slice(0, 10);
  };
}
