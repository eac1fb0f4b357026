// A request of the sync protocol as a test looks at it: step, session, message.

import { parseJson } from '../../main/wire/json.ts';
import { isJsonObject, JsonNumber, type JsonObject, type JsonValue } from '../../main/wire/json-value.ts';
import type { HttpCall } from './http-server.ts';

/** What a call says of itself. */
export interface SyncCall extends HttpCall {
  readonly step: number;
  readonly sessionId: string;
  /** Empty in step 2. */
  readonly clientId: string;
  readonly message: JsonObject;
}

/** Reads a request; throws if it is none of the protocol. */
export function syncCall(call: HttpCall): SyncCall {
  const message = parseJson(call.body);
  if (!isJsonObject(message)) throw new Error(`no message: ${call.body.slice(0, 100)}`);
  return {
    ...call,
    step: Number(call.headers['dotmim-sync-step']),
    sessionId: call.headers['dotmim-sync-session-id'] ?? '',
    clientId: call.headers['dotmim-sync-scope-id'] ?? '',
    message,
  };
}

/** A member somewhere below, by its path; undefined if there is none. */
export function memberOf(value: JsonValue | undefined, ...path: readonly (string | number)[]): JsonValue | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(value)) return memberOf((value as readonly JsonValue[])[Number(name)], ...rest);
  return isJsonObject(value) ? memberOf(value[String(name)], ...rest) : undefined;
}

/** An integer of a message with all its digits; null where there is none. */
export function bigOf(value: JsonValue | undefined): bigint | null {
  if (value instanceof JsonNumber) return BigInt(value.text);
  return typeof value === 'number' ? BigInt(value) : null;
}

/** A member that is a text or a number, as a text; empty where there is none. */
export function textOf(value: JsonValue | undefined): string {
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The rows of a message with one table, each with its state first; none is an empty list. */
export function rowsOf(message: JsonValue | undefined): readonly (readonly JsonValue[])[] {
  const rows = memberOf(message, 'changes', 't', 0, 'r');
  return Array.isArray(rows) ? (rows as readonly (readonly JsonValue[])[]) : [];
}

/** The steps of calls, in order. */
export function stepsOf(calls: readonly HttpCall[]): number[] {
  return calls.map((call) => Number(call.headers['dotmim-sync-step']));
}
