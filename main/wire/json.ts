// Lossless JSON (W-41…W-43): no digit of a number changes between reading and writing.

import { maxDepth, parseExact } from './exact-json.ts';
import { JsonNumber, JsonText, type JsonValue, type JsonWritable } from './json-value.ts';

/** A number token, outside or inside a text, that a double might spell otherwise. */
const risky = /[[,:\s](?:-0(?!\.)|-?0\.00000|-?\d[\d.]{15}|-?[\d.]*(?:\d[eE]|\.\d*0(?!\d)))/;

/**
 * Parses JSON without loss (W-41). A number becomes a JavaScript number only if `String` spells it again; else it keeps
 * its text. Members called `__proto__` are plain members. Throws a SyntaxError on anything malformed or too deep.
 */
export function parseJson(text: string): JsonValue {
  const first = text.charCodeAt(0);
  if ((first !== 123 && first !== 91) || risky.test(text)) return parseExact(text);
  const value = nativeValue(text);
  return value === undefined || isDeeper(value, maxDepth) ? parseExact(text) : value;
}

/** Writes JSON without white space, escaping only what JSON demands (W-42, W-43). NaN and infinities throw (W-39). */
export function writeJson(value: JsonWritable): string {
  return writeWith(value, quoteJson);
}

/** One JSON text in quotes. */
export function quoteJson(text: string): string {
  return JSON.stringify(text);
}

/** Writes JSON with a given way of quoting texts. */
export function writeWith(value: JsonWritable, quote: (text: string) => string): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value !== 'object') return scalar(value);
  if (value instanceof JsonNumber || value instanceof JsonText) return value.text;
  if (isList(value)) return `[${value.map((item) => writeWith(item, quote)).join(',')}]`;
  const members: string[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${quote(name)}:${writeWith(member, quote)}`);
  }
  return `{${members.join(',')}}`;
}

function scalar(value: null | boolean | number | bigint): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError('JSON has no number for NaN or infinity');
  return String(value);
}

function isList(value: object): value is readonly JsonWritable[] {
  return Array.isArray(value);
}

/** The engine's own parser, for texts without risky numbers; what it refuses is told by the exact one. */
function nativeValue(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function isDeeper(value: JsonValue, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof item === 'object' && item !== null && isDeeper(item, limit - 1)) return true;
  }
  return false;
}
