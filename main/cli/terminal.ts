// What a command prints and how it ends: results to standard output, messages to standard error (CL-03).

import { ConcordError, problemFrom, type ProblemCode } from '../sync/problem.ts';

/** The ends of a command (CL-01). */
export const exits = { done: 0, failed: 1, usage: 2, undecided: 3, errors: 4, unreachable: 5, cancelled: 130 } as const;

/** The exit code of an error. */
export function exitOf(code: ProblemCode): number {
  if (misused.has(code)) return exits.usage;
  if (unreachable.has(code)) return exits.unreachable;
  return code === 'cancelled' ? exits.cancelled : exits.failed;
}

const misused: ReadonlySet<ProblemCode> = new Set([
  'usage',
  'config-invalid',
  'column-unknown',
  'table-unknown',
  'hub-address-invalid',
]);

const unreachable: ReadonlySet<ProblemCode> = new Set([
  'hub-unreachable',
  'hub-name-unknown',
  'hub-port-closed',
  'hub-no-answer',
  'hub-busy',
  'hub-not-found',
  'hub-is-no-hub',
  'hub-redirects',
  'hub-certificate',
]);

/** Where a command writes. */
export interface Terminal {
  readonly json: boolean;
  /** One result: an object with `--json`, else its text. */
  result(object: unknown, text: string): void;
  /** A message for people; never part of the result. */
  say(text: string): void;
}

/** A terminal over the process's own streams. */
export function openTerminal(json: boolean): Terminal {
  return {
    json,
    result: (object, text) => void process.stdout.write(`${json ? JSON.stringify(object) : text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** Prints an error and returns the exit code that belongs to it. */
export function tellProblem(terminal: Terminal, thrown: unknown): number {
  const problem = problemFrom(thrown);
  if (terminal.json) process.stdout.write(`${JSON.stringify({ error: problem })}\n`);
  terminal.say(`concord: ${problem.message} ${problem.cure} [${problem.code}]`);
  if (problem.code === 'unexpected' && problem.details !== undefined) terminal.say(problem.details);
  return exitOf(problem.code);
}

/** A usage error with its sentence. */
export function wrongUse(reason: string): ConcordError {
  return new ConcordError('usage', { reason });
}
