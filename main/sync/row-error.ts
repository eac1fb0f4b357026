// What a record's error means, read from what the table said: its cause, the column, its type (ER-01, ER-02, ER-09). Pure.

import type { ChangeKind } from './conflict.ts';

/** Why a table does not take a record, as far as its words tell. */
export const rowCauses = [
  'exists',
  'parent-missing',
  'children-left',
  'value-missing',
  'value-too-long',
  'value-invalid',
  'rule',
  'read-only',
  'parent-given-up',
  'other',
] as const;

/** One cause. */
export type RowCause = (typeof rowCauses)[number];

/** The four types of ER-02, in its order. */
export const rowErrorTypes = ['conflict', 'not-found', 'exists', 'other'] as const;

/** One type. */
export type RowErrorType = (typeof rowErrorTypes)[number];

/** What is known of an error beside its words. */
export interface RowReason {
  readonly cause: RowCause;
  /** The column at fault, where one is named. */
  readonly column: string | null;
}

/** What a table said, and about what kind of change. */
export interface RowRefusal {
  readonly code: string;
  readonly message: string;
  readonly kind: ChangeKind;
  /** The column where the hub names it itself. */
  readonly column?: string | null;
}

type Pattern = readonly [words: RegExp, cause: RowCause | ((kind: ChangeKind) => RowCause)];

const byKind = (kind: ChangeKind): RowCause => (kind === 'upsert' ? 'parent-missing' : 'children-left');

/** Concord's own words first, then those of SQLite, PostgreSQL, SQL Server and MySQL; a named group `column` is the column. */
const patterns: readonly Pattern[] = [
  [/^another record has the same (?<column>[^,]+)$/, 'exists'],
  [/^another record has the same/, 'exists'],
  [/^its parent record is missing/, 'parent-missing'],
  [/^other records still belong to it/, 'children-left'],
  [/^(?<column>.+): a value is required/, 'value-missing'],
  [/^a text is too long/, 'value-too-long'],
  [/^a (value|number) (does not fit|is out of)/, 'value-invalid'],
  [/^(the|a) rule .*broken/, 'rule'],
  [/UNIQUE constraint failed: (?:\S+\.)?(?<column>[^.,]+)$/, 'exists'],
  [/UNIQUE constraint failed|PRIMARY KEY must be unique/, 'exists'],
  [/NOT NULL constraint failed: (?:\S+\.)?(?<column>[^.,]+)$/, 'value-missing'],
  [/FOREIGN KEY constraint failed/, byKind],
  [/CHECK constraint failed/, 'rule'],
  [
    /\b23505\b|duplicate key value|cannot insert duplicate key|violation of (unique|primary) key|duplicate entry/i,
    'exists',
  ],
  [/\b23502\b.*column "(?<column>[^"]+)"/s, 'value-missing'],
  [
    /cannot insert the value NULL into column '(?<column>[^']+)'|column '(?<name>[^']+)' cannot be null/i,
    'value-missing',
  ],
  [/\b23502\b|not-null constraint/, 'value-missing'],
  [/\b23503\b|\b23001\b|foreign key constraint|REFERENCE constraint/i, byKind],
  [/\b23514\b|\b23P01\b|check constraint/i, 'rule'],
  [/\b22001\b|too long for type|would be truncated|data too long/i, 'value-too-long'],
  [/\b22\w{3}: |invalid input syntax|out of range/i, 'value-invalid'],
];

/** what a refusal means. */
export function reasonOfRefusal({ code, message, kind, column = null }: RowRefusal): RowReason {
  if (code === 'table-read-only') return { cause: 'read-only', column };
  if (code === 'parent-given-up' || code === 'parent-kept') return { cause: 'parent-given-up', column };
  const told = /^(?<column>\w+): /.exec(message)?.groups?.['column'] ?? null;
  if (code === 'rule-refused') return { cause: 'rule', column: column ?? told };
  if (code === 'rule-failed') return { cause: 'other', column };
  for (const [words, cause] of patterns) {
    const found = words.exec(message);
    if (!found) continue;
    const named = found.groups?.['column'] ?? found.groups?.['name'] ?? null;
    return { cause: typeof cause === 'string' ? cause : cause(kind), column: column ?? named };
  }
  return code === 'value-invalid' ? { cause: 'value-invalid', column: column ?? told } : { cause: 'other', column };
}

/** the type of a cause (ER-02, D4). */
export function typeOfCause(cause: RowCause): RowErrorType {
  if (cause === 'exists') return 'exists';
  if (cause === 'parent-missing') return 'not-found';
  return cause === 'parent-given-up' ? 'conflict' : 'other';
}

/** who can settle it: the person whose change it is, or the hub's administrator (ER-09). */
export function fixerOf(cause: RowCause, side: 'here' | 'hub'): 'you' | 'administrator' {
  if (cause === 'read-only' || cause === 'other') return 'administrator';
  return side === 'hub' || cause === 'exists' || cause === 'children-left' ? 'you' : 'administrator';
}

/** failures that pass by themselves: no record is ever held to account for them (ER-06, W-247). */
export function isPassing(details: string): boolean {
  return /\b(40001|40P01|55P03|57\w{3}|53\w{3}|08\w{3}):|deadlock|time-?out|timed out|database is (locked|busy)/i.test(
    details,
  );
}
