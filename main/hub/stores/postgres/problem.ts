// PostgreSQL's conditions in Concord's words (W-247): what is a row's own fault, what passes, what is the database's.

import { DatabaseError } from 'pg';
import { ConcordError, type ProblemCode } from '../../../sync/problem.ts';
import type { ChangeKind } from '../../../sync/conflict.ts';
import { RowRefused, type RefusalCode } from '../refusal.ts';

/** Classes of SQLSTATE that say nothing of a row: connection, transaction, resources, operator, syntax, the server itself. */
const notOfRows = new Set([
  '08',
  '0A',
  '25',
  '28',
  '2D',
  '3D',
  '3F',
  '40',
  '42',
  '53',
  '54',
  '55',
  '57',
  '58',
  'F0',
  'XX',
]);

/** True if a statement failed because of the rows it was given. */
export function isRowFault(thrown: unknown): boolean {
  if (thrown instanceof RowRefused) return true;
  return thrown instanceof DatabaseError && !notOfRows.has((thrown.code ?? 'XX').slice(0, 2));
}

/** True if the same transaction may well succeed a moment later: a deadlock, or two that could not be put in order. */
export function isWorthRepeating(thrown: unknown): boolean {
  return thrown instanceof DatabaseError && (thrown.code === '40001' || thrown.code === '40P01');
}

const codes: Readonly<Record<string, ProblemCode>> = {
  '55P03': 'replica-locked',
  '40001': 'replica-locked',
  '40P01': 'replica-locked',
  '53100': 'disk-full',
  '25006': 'replica-read-only',
};

/** The coded error of something that the driver threw; what is no trouble of the database's stays as it is. */
export function postgresProblem(thrown: unknown, database: string): unknown {
  if (thrown instanceof ConcordError || !(thrown instanceof Error)) return thrown;
  if (thrown instanceof DatabaseError) {
    const state = thrown.code ?? '';
    const details = `${state}: ${thrown.message}`;
    const known = codes[state];
    if (known) return new ConcordError(known, { file: `the database ${database}` }, details);
    if (/^(08|28|3D|53|57P)/.test(state)) return unreachable(thrown.message, database, details);
    if (state === '42501') return new ConcordError('database-unsuitable', { reason: thrown.message }, details);
    return thrown;
  }
  return isConnectionFault(thrown) ? unreachable(plainReason(thrown), database, thrown.message) : thrown;
}

function unreachable(reason: string, database: string, details: string): ConcordError {
  return new ConcordError('database-unreachable', { database, reason }, details);
}

const connectionCodes =
  /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_|ENOENT|ERR_SSL|SELF_SIGNED|CERT_)/;
const connectionWords =
  /connection terminated|connection ended|timeout (expired|exceeded)|not queryable|does not support SSL|client has encountered a connection error|client was closed|SASL|password must be/i;

function isConnectionFault(thrown: Error): boolean {
  if (thrown instanceof AggregateError)
    return thrown.errors.some((item) => item instanceof Error && isConnectionFault(item));
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return connectionCodes.test(code) || connectionWords.test(thrown.message);
}

function plainReason(thrown: Error): string {
  if (thrown instanceof AggregateError && thrown.errors[0] instanceof Error) return plainReason(thrown.errors[0]);
  const code = 'code' in thrown ? thrown.code : '';
  if (code === 'ECONNREFUSED') return 'nothing answers there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'there is no such machine';
  return code === 'ECONNRESET' || /terminated|ended/i.test(thrown.message) ? 'the connection was cut' : thrown.message;
}

/** Why a row is at fault, in words without SQL (HB-08, W-264); anything else is thrown again. */
export function reasonOf(thrown: unknown, kind: ChangeKind): { readonly code: RefusalCode; readonly message: string } {
  if (thrown instanceof RowRefused) return { code: thrown.code, message: thrown.message };
  if (!(thrown instanceof DatabaseError) || !isRowFault(thrown)) throw thrown;
  const { code = '', message, detail = '', column = '', constraint = '' } = thrown;
  return { code: 'row-refused', message: inWords({ code, message, detail, column, constraint }, kind) };
}

/** What PostgreSQL tells of a statement that failed; texts that it does not tell are empty. */
export interface Condition {
  readonly code: string;
  readonly message: string;
  readonly detail: string;
  readonly column: string;
  readonly constraint: string;
}

/** Why a row was refused, in words without SQL. */
export function inWords({ code, message, detail, column, constraint }: Condition, kind: ChangeKind): string {
  switch (code) {
    case '23505':
      return `another record has the same ${columnNames(detail)}`;
    case '23502':
      return `${column === '' ? 'a column' : column}: a value is required`;
    case '23503':
    case '23001':
      return kind === 'upsert' ? 'its parent record is missing' : 'other records still belong to it';
    case '23514':
    case '23P01':
      return /^\w+$/.test(constraint) ? `the rule ${constraint} is broken` : 'a rule of the table is broken';
    case '22001':
      return 'a text is too long for its column';
    case '22003':
      return 'a number is out of the range of its column';
  }
  if (code.startsWith('22')) return 'a value does not fit its column';
  return code.startsWith('23') || code === '44000' ? 'a rule of the table is broken' : message;
}

/** `Key (a, b)=(1, 2) already exists.` in any language; the text of an index over expressions is left out. */
function columnNames(detail: string): string {
  const names = /\((.*?)\)=\(/.exec(detail)?.[1] ?? '';
  if (names === '' || /[(:]/.test(names)) return 'value';
  return names.replace(/"((?:[^"]|"")*)"/g, (_, name: string) => name.replaceAll('""', '"'));
}
