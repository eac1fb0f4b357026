// Rules of the hub's owner for single rows: functions by table that look at each row before it is written, and refuse or mend
// it (HB-08, R-170 to R-172).

import { pathToFileURL } from 'node:url';
import { recordToJson, type Row } from '../sync/cell.ts';
import { ConcordError } from '../sync/problem.ts';
import type { TableName } from '../sync/schema.ts';
import { mended, type MendingTable } from './mended.ts';
import { plainAnswer, type RuleAnswer, type RuleRow } from './rule-answer.ts';
import type { RowFault } from './stores/refusal.ts';

/** What a rule knows besides the row: the row of a delete is the one that goes. */
export interface RuleView {
  readonly action: 'insert' | 'update' | 'delete';
  readonly before: RuleRow | null;
  /** Why the table refuses the row, when all others are in: absent at the first asking. */
  readonly refused?: { readonly code: string; readonly message: string };
}

/** One rule; it answers at once. */
export type RowRule = (row: RuleRow, view: RuleView) => RuleAnswer;

/** A change on its way into a table; `next` null = a delete. */
export interface RuledChange extends MendingTable {
  readonly table: TableName;
  readonly next: Row | null;
  readonly before: Row | null;
  /** Why its table refuses it, where the rule is asked once more. */
  readonly refused?: RowFault | undefined;
}

/** What becomes of a row: it is written as it is (null), as it is mended, or not. */
export type Judgement = null | { readonly row: Row } | RowFault;

/** Asks the rules about a row. */
export type RowJudge = (change: RuledChange) => Judgement;

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
  const tell = (table: string, reason: string): void => {
    if (!told.has(table)) failed(new ConcordError('rules-failed', { table, reason }));
    told.add(table);
  };
  const ask = (rule: RowRule, change: RuledChange): Judgement => {
    const { next, before, refused } = change;
    const was = before && recordOf(change, before);
    const name = nameOf(change.table);
    try {
      const action = next === null ? 'delete' : before === null ? 'insert' : 'update';
      const row = next === null ? (was ?? {}) : recordOf(change, next);
      const why = refused && { refused: { code: refused.code, message: refused.message } };
      const judgement = judgementOf(change, plainAnswer(rule(row, { action, before: was, ...why })));
      if (judgement && 'code' in judgement && judgement.code !== 'rule-refused') tell(name, judgement.message);
      return judgement;
    } catch (thrown) {
      tell(name, textOf(thrown));
      return { code: 'rule-failed', message: 'a rule of the hub could not be asked' };
    }
  };
  return (change) => {
    const { table, next, refused } = change;
    const rule = rules.get(nameOf(table)) ?? rules.get(table.name);
    if (!rule) return refused ?? null;
    const { refused: _, ...first } = change;
    const judgement = ask(rule, first);
    if (!refused || (judgement && 'code' in judgement)) return judgement;
    return onceMore(ask(rule, { ...change, next: judgement?.row ?? next }), refused);
  };
}

/** without a new answer, or with one that cannot be used, the table's own reason stands. */
function onceMore(judgement: Judgement, refused: RowFault): Judgement {
  if (!judgement || ('code' in judgement && judgement.code !== 'rule-refused')) return refused;
  return judgement;
}

function judgementOf(change: RuledChange, answer: RuleAnswer): Judgement {
  if (!answer) return null;
  if ('set' in answer) return mended(change, change.next, answer.set);
  const { message, column } = answer;
  return { code: 'rule-refused', message: column === undefined ? message : `${column}: ${message}` };
}

function recordOf({ columns }: RuledChange, row: Row): RuleRow {
  return recordToJson(Object.fromEntries(columns.map((column, at) => [column.name, row[at] ?? null])));
}

function nameOf({ name, schema }: TableName): string {
  return schema === '' ? name : `${schema}.${name}`;
}

function unreadable(file: string, reason: string): ConcordError {
  return new ConcordError('rules-unreadable', { file, reason });
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
