// What the headers of a request and of an answer say (§2.2, §2.3).

import { readConcordAgent, type ConcordAgent } from './agent-header.ts';
import { bodyHash } from './hash.ts';
import { headerNames } from './header-names.ts';
import { parseJson } from './json.ts';
import { isJsonObject, type JsonObject } from './json-value.ts';
import { RequestProblem } from './request-problem.ts';
import { steps, type Step } from './steps.ts';
import { protocolVersion } from './versions.ts';

/** The smallest batch size in KB; a missing or smaller one counts as this (W-14). */
export const minimumBatchSizeKb = 100;

/** Reads one header by its lower-case name. */
export type GetHeader = (name: string) => string | undefined;

/** What a client says in the headers of one call. */
export interface RequestHeadersInput {
  readonly sessionId: string;
  readonly scopeName: string;
  readonly step: Step;
  readonly clientScopeId: string | null;
  /** Told on steps 4 and 6 only; the others say 0. */
  readonly batchSizeKb: number;
  readonly body: Uint8Array | string;
  /** Value of `concord-agent`, from `concordAgentHeader`. */
  readonly concordAgent?: string;
  readonly acceptGzip: boolean;
  /** True for a server that asks for the members of 1.0.x (W-106, W-251). */
  readonly olderFormat?: boolean;
}

/** What a hub read from the headers of one call. */
export interface RequestHeaders {
  readonly sessionId: string;
  readonly scopeName: string;
  /** Any number: an unknown one is the hub's to refuse (W-49). */
  readonly step: number;
  readonly clientScopeId: string | null;
  readonly batchSizeKb: number;
  readonly version: string | null;
  readonly hash: string | null;
  /** Key of a row converter that the client wants (W-33). */
  readonly converter: string | null;
  readonly concordAgent: ConcordAgent | null;
}

/** What a client read from the headers of an answer. */
export interface ResponseHeaders {
  /** Type name of the error; null on success (W-96). */
  readonly error: string | null;
  readonly hash: string | null;
  /** Version of Concord's extras; null for a stock hub (W-285). */
  readonly concordHub: number | null;
  /** Which Concord hub it is, at whatever address; null where it does not tell. */
  readonly hubId: string | null;
}

/** The headers of a call, all that W-10 asks for but cookies. */
export function requestHeaders(input: RequestHeadersInput): Record<string, string> {
  const headers: Record<string, string> = {
    [headerNames.sessionId]: input.sessionId,
    [headerNames.scopeId]: input.clientScopeId ?? '',
    [headerNames.scopeName]: input.scopeName,
    [headerNames.step]: String(input.step),
    [headerNames.format]: formatHeader(input),
    [headerNames.version]: protocolVersion,
    [headerNames.hash]: bodyHash(input.body),
    [headerNames.contentType]: 'application/json',
  };
  if (input.acceptGzip) headers[headerNames.acceptEncoding] = 'gzip';
  if (input.concordAgent !== undefined) headers[headerNames.concordAgent] = input.concordAgent;
  return headers;
}

/** Reads the headers of a call. Throws a RequestProblem that names the header which is missing or broken (W-12). */
export function readRequestHeaders(get: GetHeader): RequestHeaders {
  const step = needed(get, headerNames.step);
  if (!/^\d{1,9}$/.test(step)) throw headerProblem('header-invalid', `The header ${headerNames.step} is no number.`);
  return {
    sessionId: needed(get, headerNames.sessionId).toLowerCase(),
    scopeName: needed(get, headerNames.scopeName),
    step: Number(step),
    clientScopeId: optional(get, headerNames.scopeId)?.toLowerCase() ?? null,
    batchSizeKb: batchSize(optional(get, headerNames.format)),
    version: optional(get, headerNames.version),
    hash: optional(get, headerNames.hash),
    converter: optional(get, headerNames.converter),
    concordAgent: readConcordAgent(get(headerNames.concordAgent)),
  };
}

/** The headers of a good answer (W-15); `concordHub` adds the version of Concord's extras, `hubId` which hub it is (W-286). */
export function responseHeaders(input: {
  readonly sessionId: string;
  readonly body: Uint8Array | string;
  readonly concordHub: boolean;
  readonly hubId?: string | null;
}): Record<string, string> {
  return {
    [headerNames.sessionId]: input.sessionId,
    [headerNames.format]: 'json',
    [headerNames.hash]: bodyHash(input.body),
    [headerNames.contentType]: 'application/json',
    ...(input.concordHub && { [headerNames.concordHub]: '1' }),
    ...(typeof input.hubId === 'string' && { [headerNames.concordHubId]: input.hubId }),
  };
}

/** The headers of an error answer: the type name alone, and no hash (W-15, W-95). */
export function errorHeaders(input: {
  readonly typeName: string;
  readonly concordHub: boolean;
}): Record<string, string> {
  return {
    [headerNames.error]: input.typeName,
    [headerNames.contentType]: 'application/json',
    ...(input.concordHub && { [headerNames.concordHub]: '1' }),
  };
}

/** Reads the headers of an answer; none of them is needed (W-15). */
export function readResponseHeaders(get: GetHeader): ResponseHeaders {
  const hub = optional(get, headerNames.concordHub) ?? '';
  return {
    error: optional(get, headerNames.error),
    hash: optional(get, headerNames.hash),
    concordHub: /^\d{1,6}$/.test(hub) ? Number(hub) : null,
    hubId: optional(get, headerNames.concordHubId),
  };
}

/** W-251: the serializer header in its present or its older form; batch size 0 where none is asked for. */
function formatHeader({ step, batchSizeKb, olderFormat }: RequestHeadersInput): string {
  const size = step === steps.sendChanges || step === steps.estimate ? batchSizeKb : 0;
  return JSON.stringify(olderFormat ? { f: 'json', s: size } : { serializerKey: 'json', clientBatchSize: size });
}

/** W-14, W-251: either form, names without case, anything unreadable counts as the minimum. */
function batchSize(header: string | null): number {
  const format = formatObject(header);
  const size = Object.entries(format).find(([name]) => /^(clientbatchsize|s)$/i.test(name))?.[1];
  return typeof size === 'number' && Number.isInteger(size) ? Math.max(size, minimumBatchSizeKb) : minimumBatchSizeKb;
}

function formatObject(header: string | null): JsonObject {
  try {
    const format = parseJson(header ?? '{}');
    return isJsonObject(format) ? format : {};
  } catch {
    return {};
  }
}

function needed(get: GetHeader, name: string): string {
  const value = optional(get, name);
  if (value === null) throw headerProblem('header-missing', `The header ${name} is missing.`);
  return value;
}

function optional(get: GetHeader, name: string): string | null {
  return get(name)?.trim() || null;
}

function headerProblem(code: 'header-missing' | 'header-invalid', message: string): RequestProblem {
  return new RequestProblem(code, 'HttpHeaderMissingException', message);
}
