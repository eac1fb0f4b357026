// JSON spelt as a stock peer spells it (W-42), so that recorded bodies come out byte for byte.

import { isJsonObject, JsonText, type JsonObject, type JsonValue, type JsonWritable } from './json-value.ts';
import { writeWith } from './json.ts';

/** Codes of the columns whose cells a stock writer does not escape: bytes, date-times with and without offset. */
const rawCodes: ReadonlySet<JsonValue | undefined> = new Set(['12', '13', '14']);

const shortEscapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};

/** Writes JSON with the escapes of a stock writer (W-42): texts escaped, cells of Base64 and dates raw. */
export function writeStockJson(value: JsonValue): string {
  return writeWith(withRawCells(value), quoteStock);
}

/** A text with everything escaped that a stock writer escapes. */
function quoteStock(text: string): string {
  return `"${text.replace(/[^ -~]|[<>&'+"`\\]/g, (char) => shortEscapes[char] ?? unicodeEscape(char))}"`;
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The same value with the raw cells of its containers finished already. */
function withRawCells(value: JsonValue): JsonWritable {
  if (Array.isArray(value)) return value.map(withRawCells);
  if (!isJsonObject(value)) return value;
  const { c: columns, r: rows } = value;
  if (Array.isArray(columns) && Array.isArray(rows)) return { ...value, r: rows.map((row) => rawRow(columns, row)) };
  return mapMembers(value);
}

function mapMembers(value: JsonObject): JsonWritable {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withRawCells(member)]));
}

/** One row: its first item is the state, cell i belongs to column i − 1. */
function rawRow(columns: readonly JsonValue[], row: JsonValue): JsonWritable {
  if (!Array.isArray(row)) return row;
  return row.map((cell, i) => {
    const column = columns[i - 1];
    const raw = typeof cell === 'string' && isJsonObject(column) && rawCodes.has(column['t']);
    return raw ? new JsonText(`"${cell}"`) : cell;
  });
}
