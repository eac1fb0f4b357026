// SQLite's result codes in Concord's words (W-247).

import { existsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ConcordError, type ProblemCode } from '../sync/problem.ts';

/** A constraint that a row broke: the row is at fault, not the file (WIRE 23). */
export class ConstraintError extends Error {
  /** SQLite's extended code, such as `SQLITE_CONSTRAINT_UNIQUE`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ConstraintError';
    this.code = code;
  }
}

const fileProblems: Readonly<Record<string, ProblemCode>> = {
  SQLITE_BUSY: 'replica-locked',
  SQLITE_LOCKED: 'replica-locked',
  SQLITE_READONLY: 'replica-read-only',
  SQLITE_PERM: 'replica-read-only',
  SQLITE_FULL: 'disk-full',
  SQLITE_CORRUPT: 'replica-damaged',
  SQLITE_NOTADB: 'replica-not-sqlite',
  SQLITE_CANTOPEN: 'replica-missing',
};

/** The coded error of something that SQLite threw; anything else stays as it is. */
export function sqliteProblem(thrown: unknown, file: string): unknown {
  // Whoever still asks while everything is closed was waiting for an engine that is gone.
  if (thrown instanceof TypeError && thrown.message === 'The database connection is not open')
    return new ConcordError('engine-lost');
  const code = codeOf(thrown);
  if (code === null || !(thrown instanceof Error)) return thrown;
  // MISMATCH: a text in an INTEGER PRIMARY KEY; TOOBIG: beyond SQLite's row size. The row's fault, as a constraint is.
  const rowFault = code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_MISMATCH' || code === 'SQLITE_TOOBIG';
  if (rowFault) return new ConstraintError(code, thrown.message);
  const problem = fileProblems[code] ?? fileProblems[code.split('_').slice(0, 2).join('_')];
  return problem ? new ConcordError(problem, { file: basename(file) }, `${code}: ${thrown.message}`) : thrown;
}

/** The coded error of a path that could not be opened: a folder is no database, and none is made in a folder that is not there. */
export function openingProblem(thrown: unknown, file: string): unknown {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    return new ConcordError('replica-not-sqlite', { file: basename(file) });
  if (!existsSync(dirname(file))) return new ConcordError('replica-missing', { file });
  return sqliteProblem(thrown, file);
}

/** The coded error of a statement run in a hot loop, where `sqliteProblem` is asked only on failure. */
export function isConstraint(thrown: unknown): boolean {
  const code = codeOf(thrown);
  return (
    code !== null && (code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_MISMATCH' || code === 'SQLITE_TOOBIG')
  );
}

/** True if another connection holds the lock that was asked for. */
export function isBusy(thrown: unknown): boolean {
  if (thrown instanceof ConcordError) return thrown.code === 'replica-locked';
  const code = codeOf(thrown);
  return code !== null && (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'));
}

function codeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return null;
  return thrown.code.startsWith('SQLITE_') ? thrown.code : null;
}
