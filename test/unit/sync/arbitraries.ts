// Random cells, records and columns for the property tests of the rules.

import fc from 'fast-check';
import type { Cell, CellRecord, CellType } from '../../../main/sync/cell.ts';
import type { Column } from '../../../main/sync/schema.ts';
import { column } from '../../support/schemas.ts';

const unsafe = fc.oneof(
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
);

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));

/** A cell as a column of each type holds it. */
export const cellsOf: Readonly<Partial<Record<CellType, fc.Arbitrary<Exclude<Cell, null>>>>> = {
  bool: fc.boolean(),
  int: fc.integer(),
  long: fc.oneof(fc.maxSafeInteger(), unsafe),
  ulong: fc.oneof(fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n })),
  decimal: fc.tuple(fc.integer(), fc.nat(999)).map(([whole, rest]) => `${whole}.${rest}`),
  double: finite,
  text: fc.string({ unit: 'binary' }),
  guid: fc.uuid(),
  bytes: fc.uint8Array(),
  datetime: fc.date({ min: new Date(0), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 19)),
};

/** Types with an arbitrary above. */
export const knownTypes = Object.keys(cellsOf) as CellType[];

/** A cell of a column of this type, null as well. */
export function cellOfType(type: CellType): fc.Arbitrary<Cell> {
  return fc.option(cellsOf[type] ?? fc.string(), { nil: null });
}

/** Three columns of few values each, so that equal ones meet often. `constructor` is what every object has. */
export const mergeColumnsUnderTest: readonly Column[] = [
  column('a', 'text'),
  column('constructor', 'int'),
  column('b', 'any'),
];

const few: fc.Arbitrary<Cell> = fc.constantFrom<Cell>(null, '', 'x', 'y', 0, 1);

/** A record in which columns may be absent. */
export const sparseRecord: fc.Arbitrary<CellRecord> = fc.record(
  { a: few, constructor: few, b: few },
  { requiredKeys: [], noNullPrototype: true },
);

/** A record in which every column is present. */
export const fullRecord: fc.Arbitrary<CellRecord> = fc.record(
  { a: few, constructor: few, b: few },
  { noNullPrototype: true },
);

/** Base, mine and theirs, each of which may be missing. */
export const anyVersions = fc.record(
  {
    base: fc.option(sparseRecord, { nil: null }),
    mine: fc.option(sparseRecord, { nil: null }),
    theirs: fc.option(sparseRecord, { nil: null }),
  },
  { noNullPrototype: true },
);
