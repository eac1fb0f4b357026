// What a PostgreSQL type means on the wire (W-60, W-61, W-279), or why a column of it cannot travel.

import type { CellType } from '../../../sync/cell.ts';

/** A column's type as the catalogue tells it, domains resolved. */
export interface PgType {
  /** Name in the catalogue: `int4`, `_text`. */
  readonly name: string;
  /** b = base, e = enum, c = composite, r = range, m = multirange, p = pseudo. */
  readonly kind: string;
  /** A = array, and so on. */
  readonly category: string;
  /** True for types of PostgreSQL itself. */
  readonly builtIn: boolean;
  /** As PostgreSQL writes it, such as `character varying(50)`. */
  readonly written: string;
}

/** A type in the wire's terms. */
export interface WireType {
  readonly type: CellType;
  /** The name that a stock PostgreSQL client creates its column with. */
  readonly typeName: string;
  /** Characters of a text; 0 = unlimited. */
  readonly maxLength: number;
  readonly precision: number | null;
  readonly scale: number | null;
  /** Digits of a second's fraction. */
  readonly fraction: number;
}

const simple: Readonly<Record<string, readonly [CellType, string]>> = {
  int2: ['short', 'smallint'],
  int4: ['int', 'integer'],
  int8: ['long', 'bigint'],
  float4: ['float', 'real'],
  float8: ['double', 'double precision'],
  bool: ['bool', 'boolean'],
  uuid: ['guid', 'uuid'],
  bytea: ['bytes', 'bytea'],
  date: ['date', 'date'],
  time: ['time', 'time without time zone'],
  timestamp: ['datetime', 'timestamp without time zone'],
  timestamptz: ['instant', 'timestamp with time zone'],
  numeric: ['decimal', 'numeric'],
  text: ['text', 'text'],
  varchar: ['text', 'character varying'],
  bpchar: ['text', 'character'],
};

/** Types that travel as the text that PostgreSQL reads and writes; a stock peer is told `text`. */
const asText = new Set(
  `json jsonb xml interval timetz name citext bit varbit inet cidr macaddr macaddr8 tsvector tsquery point line lseg box
   path polygon circle hstore ltree jsonpath`.split(/\s+/),
);

/** The wire's type; a text tells why there is none, to follow the column's name. */
export function wireType(type: PgType): WireType | string {
  const [first = null, second = null] = numbersOf(type.written);
  const known = type.builtIn ? simple[type.name] : undefined;
  if (known) return withSizes(known, first, second);
  const isList = ['A', 'E', 'R'].includes(type.category) || ['e', 'r', 'm'].includes(type.kind);
  if (isList || asText.has(type.name)) {
    return { type: 'text', typeName: 'text', maxLength: 0, precision: null, scale: null, fraction: 6 };
  }
  if (type.name === 'money') return 'is of type money, whose text depends on the server’s language; use numeric';
  if (type.kind === 'c') return `is of the composite type ${type.written}, which cannot travel`;
  return `is of type ${type.written}, which cannot travel`;
}

function withSizes(
  [type, typeName]: readonly [CellType, string],
  first: number | null,
  second: number | null,
): WireType {
  const isDecimal = type === 'decimal';
  return {
    type,
    typeName,
    maxLength: type === 'text' ? (first ?? 0) : 0,
    precision: isDecimal ? first : null,
    scale: isDecimal && first !== null ? (second ?? 0) : null,
    fraction: ['time', 'datetime', 'instant'].includes(type) ? (first ?? 6) : 6,
  };
}

function numbersOf(written: string): number[] {
  return (/\(([^)]*)\)/.exec(written)?.[1] ?? '')
    .split(',')
    .flatMap((part) => (/^\s*\d+\s*$/.test(part) ? [Number(part)] : []));
}
