// Rules of the hub's owner for single rows: functions by table that look at each row before it is written (HB-08).

import { pathToFileURL } from 'node:url';
import { recordToJson, type JsonCell, type Row } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import type { Column, TableName } from '../sync/schema.ts';

/** A row by column, in JSON's types: what JSON has no number for stands as text, bytes as `{ base64 }`. */
export type RuleRow = Readonly<Record<string, JsonCell>>;

/** What a rule knows besides the row: the row of a delete is the one that goes. */
export interface RuleView {
  readonly action: 'insert' | 'update' | 'delete';
  readonly before: RuleRow | null;
}

/** A rule's answer: nothing is against it, or why it is refused, and the column at fault. */
export type RuleAnswer = null | undefined | { readonly message: string; readonly column?: string };

/** One rule; it answers at once. */
export type RowRule = (row: RuleRow, view: RuleView) => RuleAnswer;

/** A change on its way into a table; `next` null = a delete. */
export interface RuledChange {
  readonly table: TableName;
  readonly columns: readonly Pick<Column, 'name'>[];
  readonly next: Row | null;
  readonly before: Row | null;
}

/** Why a row is refused; null = it may be written. A column stands before the words: `phone: at most 20 letters`. */
export type RowJudge = (
  change: RuledChange,
) => { readonly code: 'rule-refused' | 'rule-failed'; readonly message: string } | null;

/** Reads a module that exports functions by table: `customers`, or `sales.customers`. Throws `rules-unreadable`. */
export async function loadRowRules(file: string): Promise<ReadonlyMap<string, RowRule>> {
  let loaded: Readonly<Record<string, unknown>>;
  try {
    loaded = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (thrown) {
    throw unreadable(file, thrown instanceof Error ? thrown.message : String(thrown));
  }
  const own = loaded['default'] ?? loaded;
  const found = typeof own === 'object' && own !== null ? Object.entries(own) : [];
  const odd = found.find(([, rule]) => typeof rule !== 'function');
  if (found.length === 0) throw unreadable(file, 'it exports no functions by table');
  if (odd) throw unreadable(file, `${odd[0]} is no function`);
  return new Map(found as [string, RowRule][]);
}

/** Asks the rules. One that fails refuses its row and is told once a table; the other rows go on. */
export function createRowJudge(rules: ReadonlyMap<string, RowRule>, failed: (thrown: unknown) => void): RowJudge {
  const told = new Set<string>();
  return ({ table, columns, next, before }) => {
    const name = table.schema === '' ? table.name : `${table.schema}.${table.name}`;
    const rule = rules.get(name) ?? rules.get(table.name);
    if (!rule) return null;
    const record = (row: Row): RuleRow =>
      recordToJson(Object.fromEntries(columns.map((column, at) => [column.name, row[at] ?? null])));
    const was = before && record(before);
    try {
      const action = next === null ? 'delete' : before === null ? 'insert' : 'update';
      const refusal = plainAnswer(rule(next === null ? (was ?? {}) : record(next), { action, before: was }));
      if (!refusal) return null;
      const { message, column } = refusal;
      return { code: 'rule-refused', message: column === undefined ? message : `${column}: ${message}` };
    } catch (thrown) {
      if (!told.has(name)) failed(new ConcordError('rules-failed', { table: name, reason: textOf(thrown) }));
      told.add(name);
      return { code: 'rule-failed', message: 'a rule of the hub could not be asked' };
    }
  };
}

/** Words beyond this are cut. */
const longestAnswer = 500;

/** A rule's answer, whatever it is an object of; throws a TypeError for one that is none. A promise is none: it comes too late. */
export function plainAnswer(answer: unknown): RuleAnswer {
  if (answer === null || answer === undefined) return null;
  if (answer instanceof Promise) {
    // What becomes of it is nobody's business any more.
    answer.catch(() => undefined);
    throw new TypeError('it must answer at once, not by a promise');
  }
  const { message, column } = answer as { readonly message?: unknown; readonly column?: unknown };
  if (typeof message !== 'string' || message === '') throw new TypeError('it must answer null or { message, column }');
  return { message: message.slice(0, longestAnswer), ...(typeof column === 'string' && { column }) };
}

function unreadable(file: string, reason: string): ConcordError {
  return new ConcordError('rules-unreadable', { file, reason });
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
