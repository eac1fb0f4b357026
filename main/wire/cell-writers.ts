// One cell as JSON for a Concord peer: what the column's type asks for, and any foreign text or number as it is (W-288).

import type { Cell, CellType } from '../sync/cell.ts';
import type { Misfit } from './cell-misfit.ts';
import { decimalJson, decimalOf, numberJson, textJson } from './cell-text.ts';

/** A cell that is not null. */
export type Value = NonNullable<Cell>;

/** Writes one cell that is not null; throws a CellMisfit. */
export type ValueWriter = (value: Value) => string;

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for a hyphenated guid in any case (W-39). */
export function isGuid(text: string): boolean {
  return guid.test(text);
}

/** The writer of a column towards a Concord peer (§8): text and numbers always travel, also where they are foreign. */
export function peerWriter(type: CellType, misfit: Misfit): ValueWriter {
  if (type === 'bytes') return bytesWriter(misfit);
  const asIs = asIsWriter(misfit);
  if (type === 'bool') return (value) => (value === 0 || value === 1 ? String(value === 1) : asIs(value));
  if (type === 'guid') {
    return (value) => (typeof value === 'string' && isGuid(value) ? `"${value.toLowerCase()}"` : asIs(value));
  }
  if (type !== 'decimal') return asIs;
  return (value) => {
    if (typeof value === 'boolean' || value instanceof Uint8Array) return asIs(value);
    const plain = decimalOf(value);
    return plain === null ? asIs(value) : decimalJson(plain);
  };
}

/** Base64 (§8); a column of bytes holds nothing else, a text there would be read as Base64. */
export function bytesWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    if (!(value instanceof Uint8Array)) throw misfit('is not bytes');
    return `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}"`;
  };
}

/** A cell by its own kind (§8, `any`). */
export function asIsWriter(misfit: Misfit): ValueWriter {
  return (value) => {
    if (typeof value === 'string') return textJson(value);
    if (typeof value === 'number') return numberOr(value, misfit);
    if (value instanceof Uint8Array) throw misfit('bytes cannot travel in this column');
    return String(value);
  };
}

/** A number, or the misfit of NaN and infinities (W-39). */
export function numberOr(value: number, misfit: Misfit): string {
  const json = numberJson(value);
  if (json === null) throw misfit('is not a finite number');
  return json;
}
