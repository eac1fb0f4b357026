// One JSON value as a cell: by the column's type where a stock peer wrote it, as it is where a Concord peer did (§8).

import type { Cell, CellType } from '../sync/cell.ts';
import { sameDecimal } from '../sync/decimal.ts';
import type { Misfit } from './cell-misfit.ts';
import { decimalOf } from './cell-text.ts';
import { JsonNumber, type JsonValue } from './json-value.ts';
import { isJsonNumber, numberText, smallest, wholeNumber } from './numbers.ts';

/** Reads one JSON value that is not null; throws a CellMisfit. */
export type ValueReader = (json: NonNullable<JsonValue>) => Cell;

/** The reader of a column towards a Concord peer: what `peerWriter` wrote comes back the same (W-288). */
export function peerReader(type: CellType, misfit: Misfit): ValueReader {
  if (type === 'bytes') return bytesReader(misfit);
  const asIs = asIsReader(misfit);
  if (type !== 'decimal') return asIs;
  return (json) => (isJsonNumber(json) ? (decimalOf(numberText(json)) ?? asIs(json)) : asIs(json));
}

/** Bytes of a Base64 text (W-39). */
export function bytesReader(misfit: Misfit): ValueReader {
  return (json) => {
    if (typeof json !== 'string' || json.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(json)) {
      throw misfit('is not a Base64 text');
    }
    return new Uint8Array(Buffer.from(json, 'base64'));
  };
}

/** A cell by the JSON's own kind (§8, `any`): no text is ever taken for a date (W-45). */
export function asIsReader(misfit: Misfit): ValueReader {
  return (json) => {
    if (typeof json === 'string' || typeof json === 'boolean') return json;
    if (isJsonNumber(json)) return numberCell(json);
    throw misfit('is neither text nor number');
  };
}

/** W-41: whole numbers with all their digits, others as a number if that is the same value, else as their text. */
export function numberCell(json: number | JsonNumber): number | bigint | string {
  if (typeof json === 'number' && (Number.isSafeInteger(json) || !Number.isInteger(json))) return json;
  const whole = wholeNumber(json);
  if (whole !== null && whole >= -(2n ** 63n) && whole < 2n ** 64n) return smallest(whole);
  const text = numberText(json);
  const value = Number(text);
  return Number.isFinite(value) && sameDecimal(String(value), text) ? value : text;
}
