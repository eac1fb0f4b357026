// The ranges of the whole-number types.

import type { CellType } from '../sync/cell.ts';

const ranges: Partial<Record<CellType, { readonly min: bigint; readonly max: bigint }>> = {
  byte: { min: 0n, max: 255n },
  sbyte: { min: -128n, max: 127n },
  short: signed(16n),
  ushort: unsigned(16n),
  int: signed(32n),
  uint: unsigned(32n),
  long: signed(64n),
  ulong: unsigned(64n),
};

/** A test for one type: true if the whole number fits (§8: out of range = NULL at a stock receiver). */
export function rangeOf(type: CellType): (value: number | bigint) => boolean {
  const { min, max } = ranges[type] ?? signed(64n);
  const [low, high] = [Number(min), Number(max)];
  return (value) => (typeof value === 'number' ? value >= low && value <= high : value >= min && value <= max);
}

function signed(bits: bigint): { readonly min: bigint; readonly max: bigint } {
  return { min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n };
}

function unsigned(bits: bigint): { readonly min: bigint; readonly max: bigint } {
  return { min: 0n, max: 2n ** bits - 1n };
}
