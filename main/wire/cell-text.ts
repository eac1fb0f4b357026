// JSON texts of single values, shared by the writers of cells.

import { normalDecimal, plainDecimal, significantDigits } from '../sync/decimal.ts';
import { quoteJson } from './json.ts';

const needsEscape = /["\\\p{Cc}\p{Cs}]/u;

/** A text in quotes; most need no escape, which is quicker to see than to do. */
export function textJson(text: string): string {
  return needsEscape.test(text) ? quoteJson(text) : `"${text}"`;
}

/**
 * A number in the shortest form that says whether it is whole: one beyond 2^53 can only be a float and is written with an
 * exponent, so that it comes back as one. Null for NaN and infinities, which cannot travel (W-39).
 */
export function numberJson(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}

/** A decimal in plain notation as a JSON number where a double carries it unchanged, else as a text (§8, W-280). */
export function decimalJson(plain: string): string {
  return survivesDouble(plain) ? plain : `"${plain}"`;
}

/** The plain notation of a decimal cell; null if it is none or is beyond all bounds. */
export function decimalOf(value: number | bigint | string): string | null {
  if (typeof value === 'string' && /^-?(?:0|[1-9]\d{0,300})(?:\.\d{1,300})?$/.test(value)) return value;
  return plainDecimal(String(value));
}

/** At most 15 significant digits, no zeros at the end of the fraction, within a double's range. */
function survivesDouble(plain: string): boolean {
  if (plain.length <= 15) return /^-?\d+(?:\.\d*[1-9])?$/.test(plain) && plain !== '-0';
  if (normalDecimal(plain) !== plain || significantDigits(plain) > 15) return false;
  const size = Math.abs(Number(plain));
  return size >= 1e-300 && size <= 1e300;
}
