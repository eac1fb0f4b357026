// What a hub's caller is told of a failure: a type name that stock clients know, a sentence, Concord's code (W-95, W-264).

import { ConcordError, problemFrom, type ProblemCode } from '../sync/problem.ts';
import { RequestProblem } from '../wire/request-problem.ts';

/** A failure in the terms of §11. */
export interface Failure {
  /** HTTP status; 400 for all that stock answers so. */
  readonly status: number;
  /** `tn`; null for an answer that is no protocol error (403, 503). */
  readonly typeName: string | null;
  readonly message: string;
  /** Concord's own code. */
  readonly code: string;
  /** True if the caller is told nothing but a reference: the fault is the hub's. */
  readonly isHidden: boolean;
}

const typeNames: Partial<Readonly<Record<ProblemCode, string>>> = {
  'hub-session-lost': 'HttpSessionLostException',
  'scope-unknown': 'HttpScopeNameFromClientIsInvalidException',
  'session-stopped': 'RollbackException',
  'row-refused': 'ApplyChangesException',
  'table-not-in-scope': 'NullReferenceException',
  'row-width': 'ArgumentException',
  'database-unsuitable': 'MissingTableException',
  'parameters-refused': 'FilterParametersRefusedException',
  outdated: 'OutOfDateException',
  'replica-behind': 'ReplicaBehindException',
  'hub-restored': 'HubRestoredException',
};

/** The failure that something thrown means. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof RequestProblem) {
    const { code, typeName, message } = thrown;
    return { status: 400, typeName, message, code, isHidden: false };
  }
  if (!(thrown instanceof ConcordError)) return hidden('unexpected');
  const { code } = thrown;
  if (code === 'replica-locked' || code === 'database-unreachable') return busy;
  if (code === 'hub-forbidden') return forbidden;
  const typeName = typeNames[code];
  if (typeName === undefined) return hidden(code);
  const message =
    code === 'parameters-refused' && thrown.details !== undefined
      ? thrown.details
      : `${thrown.message} ${problemFrom(thrown).cure}`;
  return { status: 400, typeName, message, code, isHidden: false };
}

/** What a replica has a sentence of its own for. */
const kept: ReadonlySet<ProblemCode> = new Set([
  'outdated',
  'hub-session-lost',
  'scope-unknown',
  'parameters-refused',
  'replica-behind',
  'hub-restored',
]);

/** The same failure as a replica in this process meets it: as if it had come over HTTP. */
export function failureAsRemote(thrown: unknown): unknown {
  const { typeName, code } = failureOf(thrown);
  const details = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof ConcordError && kept.has(thrown.code)) return thrown;
  if (code === 'hub-busy') return new ConcordError('hub-busy', { status: 503 }, details);
  return new ConcordError('hub-refused', { reason: typeName ?? code }, details);
}

const busy: Failure = {
  status: 503,
  typeName: null,
  message: 'The hub’s database is busy.',
  code: 'hub-busy',
  isHidden: false,
};

const forbidden: Failure = {
  status: 403,
  typeName: null,
  message: 'This replica belongs to another identity.',
  code: 'hub-forbidden',
  isHidden: false,
};

function hidden(code: ProblemCode): Failure {
  return { status: 400, typeName: 'Exception', message: 'The hub could not do this.', code, isHidden: true };
}
