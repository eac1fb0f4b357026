// Every type of cell with its ends: what hubs hold before and after somebody has edited another column of the row.

import type Sqlite from 'better-sqlite3';
import type { HubDb } from '../support/postgres.ts';
import type { HubKind } from './scene.ts';

/** The columns of the table `kind`, beside its key and a note, by what they hold. */
const columns = {
  small: 'smallint',
  wide: 'bigint',
  floating: 'double precision',
  price: 'decimal(12, 4)',
  exact: 'decimal(28, 10)',
  words: 'text',
  short_words: 'varchar(40)',
  fixed: 'char(5)',
  flag: 'boolean',
  bytes: 'blob',
  id: 'uuid',
  day: 'date',
  hour: 'time',
  moment: 'datetime',
  instant: 'timestamp with time zone',
} as const;

/** A column of the table `kind`. */
export type CellColumn = keyof typeof columns;

const names = Object.keys(columns) as CellColumn[];

/** SQL that makes the table. */
export const cellSchema = `create table kind (label varchar(20) primary key, note text,
  ${names.map((name) => `${name} ${columns[name]}`).join(', ')});`;

/** Values of a row as SQL; what is not named is null. */
type CellRow = Readonly<Partial<Record<CellColumn, string>>>;

/** Rows that a hub holds, by label. */
export const cellRows: Readonly<Record<string, CellRow>> = {
  nothing: {},
  empty: { words: `''`, short_words: `''`, fixed: `'     '`, bytes: `x''`, small: '0', floating: '0', price: '0' },
  least: {
    small: '-32768',
    wide: '-9223372036854775808',
    floating: '-1.7976931348623157e308',
    price: '-99999999.9999',
    flag: 'false',
    id: `'00000000-0000-0000-0000-000000000000'`,
    day: `'0001-01-01'`,
    hour: `'00:00:00'`,
    moment: `'0001-01-01 00:00:00'`,
    instant: `'0001-01-01 00:00:00+00'`,
  },
  most: {
    small: '32767',
    wide: '9223372036854775807',
    floating: '1.7976931348623157e308',
    price: '99999999.9999',
    flag: 'true',
    id: `'ffffffff-ffff-ffff-ffff-ffffffffffff'`,
    day: `'9999-12-31'`,
    hour: `'23:59:59.999999'`,
    moment: `'9999-12-31 23:59:59.999999'`,
    instant: `'9999-12-31 23:59:59.999999+00'`,
  },
  usual: {
    small: '7',
    wide: '9007199254740993',
    floating: '0.1',
    price: '12.5000',
    exact: '12345.0100000000',
    words: `'Zoë 東京 🚲 "quoted" \\ back'`,
    short_words: `'tab	and trailing space '`,
    fixed: `'ab   '`,
    flag: 'true',
    bytes: `x'00ff10'`,
    id: `'a1b2c3d4-0000-4000-8000-0123456789ab'`,
    day: `'2024-02-29'`,
    hour: `'13:05:00'`,
    moment: `'2024-03-31 02:30:00.123456'`,
    instant: `'2024-03-31 02:30:00.5+02'`,
  },
  dates: { words: `'2024-01-02T03:04:05Z'`, short_words: `'2024-01-02'`, fixed: `'12:00'` },
  offsets: { words: `'2024-01-02T03:04:05+05:30'`, short_words: `'2024-01-02T03:04:05.1230000'`, fixed: `'1.50 '` },
  numbers: { words: `'0012.5000'`, short_words: `'1e5'`, price: '0.1000', exact: '0.1000000000' },
};

/** Decimals beyond what a double holds. */
export const longDecimals: Readonly<Record<string, CellRow>> = {
  long: { exact: '1234567890123456.0100000000' },
  longest: { exact: '-999999999999999999.9999999999' },
};

/** SQL that puts rows on a hub. */
export const cellInserts = (rows: Readonly<Record<string, CellRow>>): string =>
  Object.entries(rows)
    .map(([label, row]) => {
      const given = Object.entries(row);
      const list = ['label', ...given.map(([name]) => name)].join(', ');
      return `insert into kind (${list}) values (${[`'${label}'`, ...given.map(([, sql]) => sql)].join(', ')});`;
    })
    .join('\n');

/** Every cell as its database spells it; null where there is none. */
export type Cells = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** Reads all cells of the table `kind`, as text. */
export function readCells(db: HubDb | Sqlite.Database, kind: HubKind | 'a replica'): Cells {
  const isFile = kind === 'a replica' || kind === 'Concord on SQLite';
  const asText = (name: CellColumn): string => {
    if (columns[name] === 'blob') return isFile ? `hex(${name})` : `encode(${name}, 'hex')`;
    return isFile && columns[name] === 'double precision' ? `printf('%!.17g', ${name})` : `cast(${name} as text)`;
  };
  const cells = names.map((name) => `case when ${name} is null then null else ${asText(name)} end as ${name}`);
  const rows = db.prepare(`select label, ${cells.join(', ')} from kind order by label`).all() as Record<
    string,
    string | null
  >[];
  return Object.fromEntries(rows.map(({ label, ...rest }) => [label ?? '', rest]));
}

/** The cells that differ, as `label.column: before → after`. */
export function changedCells(before: Cells, after: Cells): string[] {
  return Object.entries(before).flatMap(([label, row]) =>
    Object.entries(row)
      .filter(([name, cell]) => after[label]?.[name] !== cell)
      .map(([name, cell]) => `${label}.${name}: ${cell} → ${after[label]?.[name]}`),
  );
}
