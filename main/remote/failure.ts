// What went wrong on the way to a hub, in Concord's words (W-95…W-98), and whether the same call may be tried again.

import { ConcordError, type ProblemCode } from '../sync/problem.ts';
import { readErrorBody } from '../wire/messages/error-body.ts';
import { shownAddress } from './address.ts';

/** A failed call: the error, whether repeating it can help, and how long the hub asks to wait. */
export class CallFailure extends Error {
  readonly problem: ConcordError;
  readonly repeatable: boolean;
  readonly waitMs: number | null;

  constructor(problem: ConcordError, repeatable: boolean, waitMs: number | null = null) {
    super(problem.message);
    this.problem = problem;
    this.repeatable = repeatable;
    this.waitMs = waitMs;
  }
}

/** Something answers, but neither TLS nor HTTP: plain HTTP behind https://, a mail server, the wrong port. */
const strangerCodes = /^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST))/;
const certificateCodes = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH)/;
/** A connection that is not made in time counts as unreachable: these mean a hub that took the call and is silent. */
const timeoutCodes: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** No computer of that name, or nobody who could say. */
const nameCodes: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN']);

/** A call that brought no whole answer. */
export function transportFailure(thrown: unknown, call: { url: URL; seconds: number }): CallFailure {
  const code = codeOf(thrown);
  const details = thrown instanceof Error ? `${code}: ${thrown.message}` : String(thrown);
  if (thrown instanceof Error && (thrown.name === 'AbortError' || code === 'UND_ERR_ABORTED')) {
    return new CallFailure(new ConcordError('cancelled'), false);
  }
  if (strangerCodes.test(code) || isNoHttp(thrown, code)) {
    return new CallFailure(new ConcordError('hub-is-no-hub', { url: shownAddress(call.url) }, details), false);
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new CallFailure(new ConcordError('hub-answer-broken', {}, details), false);
  }
  if (certificateCodes.test(code)) return new CallFailure(new ConcordError('hub-certificate', {}, details), false);
  if (nameCodes.has(code)) {
    return new CallFailure(new ConcordError('hub-name-unknown', { host: call.url.hostname }, details), true);
  }
  if (timeoutCodes.has(code)) {
    return new CallFailure(new ConcordError('hub-no-answer', { seconds: call.seconds }, details), true);
  }
  return new CallFailure(new ConcordError('hub-unreachable', { url: call.url.origin }, details), true);
}

/** What an answer that is no success says. */
export interface FailedAnswer {
  readonly status: number;
  readonly typeName: string | null;
  readonly text: string;
  readonly location: string | null;
  readonly retryAfter: string | null;
}

const plainStatus: Readonly<Record<number, ProblemCode>> = {
  401: 'hub-credentials',
  403: 'hub-forbidden',
  404: 'hub-not-found',
  413: 'hub-part-too-large',
};
const busyStatus: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Names of a hub's errors that Concord has a sentence for; any other is shown as it is. */
const typed: readonly (readonly [RegExp, ProblemCode])[] = [
  [/SessionLost/, 'hub-session-lost'],
  [/FilterParametersRefused/, 'parameters-refused'],
  [/OutOfDate/, 'outdated'],
  [/ReplicaBehind/, 'replica-behind'],
  [/HubRestored/, 'hub-restored'],
  [/ScopeNameFromClientIsInvalid|MissingServerScope|InvalidScopeInfo|MissingSchemaInScope/, 'scope-unknown'],
];

/** An answer with an error status (W-96, W-97, W-104). */
export function answerFailure(answer: FailedAnswer, call: { url: URL; scope: string }): CallFailure {
  const { status, text } = answer;
  const details = `${status} ${answer.typeName ?? ''} ${text.slice(0, 2000)}`.trim();
  const values = { url: shownAddress(call.url), status, scope: call.scope, target: answer.location ?? '' };
  if (busyStatus.has(status)) return busyFailure(new ConcordError('hub-busy', values, details), answer.retryAfter);
  const body = answer.typeName === null ? null : readErrorBody(text);
  const name = body?.tn ?? answer.typeName;
  if (name !== null)
    return new CallFailure(typedProblem(name, { ...values, reason: body?.m ?? name }, details), /SyncHash/.test(name));
  return new CallFailure(
    new ConcordError(plainCode(status), { ...values, reason: `status ${status}` }, details),
    false,
  );
}

/** W-96: a server that fails may well be a hub; only an answer that no hub gives says that there is none. */
function plainCode(status: number): ProblemCode {
  if (status >= 500) return 'hub-refused';
  return plainStatus[status] ?? (status >= 300 && status < 400 ? 'hub-redirects' : 'hub-is-no-hub');
}

function typedProblem(name: string, values: Record<string, string | number>, details: string): ConcordError {
  const code = typed.find(([pattern]) => pattern.test(name))?.[1];
  return code ? new ConcordError(code, values, details) : new ConcordError('hub-refused', { reason: name }, details);
}

/** SC-08: Retry-After is obeyed to the second; what is longer than a minute is no business of this session. */
function busyFailure(problem: ConcordError, retryAfter: string | null): CallFailure {
  const waitMs = waitOf(retryAfter);
  return new CallFailure(problem, waitMs === null || waitMs <= 60_000, waitMs);
}

/** Retry-After in seconds or as a date, in milliseconds; null where there is none. */
function waitOf(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : null;
}

/** undici's parser gives up; on a chunk it does so in the middle of an answer, which is a cut one. */
function isNoHttp(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && thrown.name === 'HTTPParserError' && !/CHUNK|EOF/.test(code);
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return thrown.cause ? codeOf(thrown.cause) : '';
}
