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

const certificateCodes = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|EPROTO)/;
const timeoutCodes: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** A call that brought no whole answer. */
export function transportFailure(thrown: unknown, call: { url: URL; seconds: number }): CallFailure {
  const code = codeOf(thrown);
  const details = thrown instanceof Error ? `${code}: ${thrown.message}` : String(thrown);
  if (thrown instanceof Error && (thrown.name === 'AbortError' || code === 'UND_ERR_ABORTED')) {
    return new CallFailure(new ConcordError('cancelled'), false);
  }
  if (certificateCodes.test(code)) return new CallFailure(new ConcordError('hub-certificate', {}, details), false);
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
  [/ScopeNameFromClientIsInvalid|MissingServerScope|InvalidScopeInfo|MissingSchemaInScope/, 'scope-unknown'],
];

/** An answer with an error status (W-96, W-97, W-104). */
export function answerFailure(answer: FailedAnswer, call: { url: URL; scope: string }): CallFailure {
  const { status, text } = answer;
  const details = `${status} ${answer.typeName ?? ''} ${text.slice(0, 2000)}`.trim();
  const values = { url: shownAddress(call.url), status, scope: call.scope, target: answer.location ?? '' };
  if (busyStatus.has(status))
    return new CallFailure(new ConcordError('hub-busy', values, details), true, waitOf(answer.retryAfter));
  const body = answer.typeName === null ? null : readErrorBody(text);
  const name = body?.tn ?? answer.typeName;
  if (name !== null) return new CallFailure(typedProblem(name, values, details), /SyncHash/.test(name));
  const code = plainStatus[status] ?? (status >= 300 && status < 400 ? 'hub-redirects' : 'hub-is-no-hub');
  return new CallFailure(new ConcordError(code, values, details), false);
}

function typedProblem(name: string, values: Record<string, string | number>, details: string): ConcordError {
  const code = typed.find(([pattern]) => pattern.test(name))?.[1];
  return code ? new ConcordError(code, values, details) : new ConcordError('hub-refused', { reason: name }, details);
}

/** Retry-After in seconds or as a date; at most a minute is waited within a session. */
function waitOf(header: string | null): number | null {
  if (header === null) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 60) * 1000 : null;
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return thrown.cause ? codeOf(thrown.cause) : '';
}
