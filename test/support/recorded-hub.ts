// A hub that gives the answers of a recording (test/vectors), step by step, with the ids of the run put in.

import { bodyHash } from '../../main/wire/hash.ts';
import { parseJson } from '../../main/wire/json.ts';
import type { JsonObject } from '../../main/wire/json-value.ts';
import { exchangesOf, type Exchange } from '../unit/wire/vectors.ts';
import { reply } from './replies.ts';
import type { Intercept } from './stock-hub.ts';
import { memberOf, textOf, type SyncCall } from './sync-call.ts';

/** The calls of one recorded session. */
export type RecordedSession = readonly Exchange[];

/** The sessions of a recording: each begins with step 2. */
export function recordedSessions(file: string): readonly RecordedSession[] {
  const sessions: Exchange[][] = [];
  for (const exchange of exchangesOf(file)) {
    if (exchange.step === 2) sessions.push([]);
    sessions.at(-1)?.push(exchange);
  }
  return sessions;
}

/** The scope that a recorded session was answered with. */
export function recordedScope(session: RecordedSession | undefined): JsonObject {
  const answer = session?.find((exchange) => exchange.step === 2)?.response.body;
  return memberOf(parseJson(answer ?? 'null'), 'serverscope') as JsonObject;
}

/** Answers the sessions of a run with recorded ones, in their order; what was not recorded is a 500. */
export function playback(sessions: readonly RecordedSession[]): Intercept {
  const left = [...sessions];
  let current = { id: '', rest: [] as Exchange[] };
  return (call) => {
    if (call.sessionId !== current.id) current = { id: call.sessionId, rest: [...(left.shift() ?? [])] };
    const at = current.rest.findIndex((exchange) => questionOf(exchange) === questionIn(call));
    const [exchange] = at < 0 ? [] : current.rest.splice(at, 1);
    if (!exchange) return reply({ status: 500, body: `nothing recorded for ${questionIn(call)}` });
    return reply({ status: exchange.status, headers: headersOf(exchange, call), body: bodyOf(exchange, call) });
  };
}

function questionIn(call: SyncCall): string {
  return call.step === 7 ? `7 ${textOf(call.message['bireq'])}` : String(call.step);
}

function questionOf({ step, request }: Exchange): string {
  return step === 7 ? `7 ${textOf(memberOf(parseJson(request.body), 'bireq'))}` : String(step);
}

function bodyOf({ request, response }: Exchange, call: SyncCall): string {
  const session = request.headers['dotmim-sync-session-id'] ?? '';
  const client = request.headers['dotmim-sync-scope-id'] ?? '';
  const body = response.body.replaceAll(session, call.sessionId);
  return client === '' ? body : body.replaceAll(client, call.clientId);
}

function headersOf(exchange: Exchange, call: SyncCall): Record<string, string | readonly string[]> {
  const { 'dotmim-sync-hash': hash, ...headers } = exchange.response.headers;
  return {
    ...headers,
    ...(hash !== undefined && { 'dotmim-sync-hash': bodyHash(bodyOf(exchange, call)) }),
    ...(headers['dotmim-sync-session-id'] !== undefined && { 'dotmim-sync-session-id': call.sessionId }),
  };
}
