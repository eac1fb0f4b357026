// Concord's extras between the wire and the domain: refused and kept rows, authors of changes (W-286).

import type { Cell, Row } from '../sync/cell.ts';
import type { HeldRows } from '../sync/carried.ts';
import type { Author, KeyedRow, RefusedRow } from '../sync/orchestrator.ts';
import { ConcordError } from '../sync/problem.ts';
import { findTable, type Column, type Schema, type TableName } from '../sync/schema.ts';
import { CellMisfit } from './cell-misfit.ts';
import { cellReader, cellWriter } from './cells.ts';
import { kindFromWire, kindToWire } from './enums.ts';
import { parseJson } from './json.ts';
import type { JsonValue } from './json-value.ts';
import type {
  AuthorMessage,
  KeptRowMessage,
  RefusedRowMessage,
  SummaryExtras,
  UploadExtras,
} from './messages/extras.ts';

const peer = { stock: false } as const;

/** The extras of a final summary. */
export function summaryExtrasToWire(
  schema: Schema,
  rows: {
    readonly refused: readonly RefusedRow[];
    readonly kept: readonly KeyedRow[];
    readonly isNarrowed: boolean;
    readonly seal: string | null;
  },
): SummaryExtras {
  return {
    refused: rows.refused.map((row) => ({
      ...keyToWire(schema, row),
      st: kindToWire(row.kind),
      code: row.code,
      m: row.message,
    })),
    kept: rows.kept.map((row) => keyToWire(schema, row)),
    narrow: rows.isNarrowed,
    ...(rows.seal !== null && { seal: rows.seal }),
  };
}

/** Rows that the hub refused; null where it does not tell. Throws `hub-answer-broken` for a row the scope cannot have. */
export function refusedFromWire(schema: Schema, extras: SummaryExtras | undefined): readonly RefusedRow[] | null {
  const refused = extras?.refused?.map((row: RefusedRowMessage) => ({
    ...keyFromWire(schema, row),
    kind: kindFromWire(row.st),
    code: row.code,
    message: row.m,
  }));
  return refused ?? null;
}

/** Rows for which the hub kept its own; null where it does not tell. Throws as `refusedFromWire`. */
export function keptFromWire(schema: Schema, extras: SummaryExtras | undefined): readonly KeyedRow[] | null {
  return extras?.kept?.map((row) => keyFromWire(schema, row)) ?? null;
}

/** What a client holds already. */
export function heldToWire({ hubTime, from, tables }: HeldRows): UploadExtras {
  return {
    held: {
      ts: hubTime,
      from,
      tables: tables.map(({ name, schema, columns }) => ({ t: name, s: schema, c: columns })),
    },
  };
}

/** What a client holds already; null where it does not tell. */
export function heldFromWire(extras: UploadExtras | undefined): HeldRows | null {
  const held = extras?.held;
  if (!held) return null;
  const tables = held.tables.map(({ t, s = '', c }) => ({ name: t, schema: s, columns: c }));
  return { hubTime: held.ts, from: held.from, tables };
}

/** Authors of the rows of a part, for its `by`. */
export function authorsToWire(by: readonly (Author | null)[]): readonly AuthorMessage[] {
  return by.map((author) => {
    if (!author) return null;
    const { user, device, at, left } = author;
    return left ? [user, device, at, leftFilter] : [user, device, at];
  });
}

/** Authors of the rows of a part; undefined where the hub does not tell or tells of another number of rows. */
export function authorsFromWire(
  by: readonly AuthorMessage[] | undefined,
  rows: number,
): readonly (Author | null)[] | undefined {
  if (by?.length !== rows) return undefined;
  return by.map((author) => {
    if (!author) return null;
    const [user, device, at, why] = author;
    return { user, device, at, ...(why === leftFilter && { left: true as const }) };
  });
}

/** Of a delete: the record left the client's filter. */
const leftFilter = 'left';

function keyToWire(schema: Schema, { table, key }: KeyedRow): KeptRowMessage {
  const cells = keyColumns(schema, table).map((column, i): JsonValue => {
    const cell: Cell = key[i] ?? null;
    return parseJson(cellWriter(column, peer)(cell));
  });
  return { t: table.name, s: table.schema, key: cells };
}

function keyFromWire(schema: Schema, { t, s = '', key }: KeptRowMessage): KeyedRow {
  const table = { name: t, schema: s };
  const columns = keyColumns(schema, table);
  if (columns.length !== key.length) throw broken(`a key of ${key.length} cells for table ${t}`);
  return { table, key: readKey(columns, key) };
}

function readKey(columns: readonly Column[], key: readonly JsonValue[]): Row {
  try {
    return columns.map((column, i) => cellReader(column, peer)(key[i] ?? null));
  } catch (error) {
    throw error instanceof CellMisfit ? broken(error.message) : error;
  }
}

function keyColumns(schema: Schema, name: TableName): readonly Column[] {
  const table = findTable(schema, name);
  if (!table) throw broken(`rows of table ${name.name}, which the scope does not have`);
  return table.key.flatMap((column) => table.columns.find((item) => item.name === column) ?? []);
}

function broken(details: string): ConcordError {
  return new ConcordError('hub-answer-broken', {}, details);
}
