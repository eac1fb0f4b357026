// Numbers as they were read, turned into what they mean without passing through a double (W-41, W-79).

import { JsonNumber, type JsonValue } from './json-value.ts';

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** The digits of a number as they stood in the JSON text (W-41). */
export function numberText(json: number | JsonNumber): string {
  return typeof json === 'number' ? String(json) : json.text;
}

/** True for both forms of a JSON number. */
export function isJsonNumber(json: unknown): json is number | JsonNumber {
  return typeof json === 'number' || json instanceof JsonNumber;
}

/** The whole number that a JSON number spells without point or exponent; null if it spells none. */
export function wholeNumber(json: JsonValue | undefined): bigint | null {
  if (typeof json === 'number' && Number.isSafeInteger(json)) return BigInt(json);
  if (!isJsonNumber(json)) return null;
  const text = numberText(json);
  return /^-?\d{1,40}$/.test(text) ? BigInt(text) : null;
}

/** A timestamp or another signed 64-bit number of a message (W-41, W-79). Throws a RangeError if it is none. */
export function toBigInt(json: JsonValue | undefined): bigint {
  const value = wholeNumber(json);
  if (value === null || value < int64.min || value > int64.max)
    throw new RangeError('not a signed 64-bit whole number');
  return value;
}

/** A whole number as a number where it is safe, else as a bigint. */
export function smallest(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
