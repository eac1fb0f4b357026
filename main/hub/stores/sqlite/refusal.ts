// Why a table refuses a row, in words without SQL (HB-08, W-264).

import type { ChangeKind } from '../../../sync/conflict.ts';
import { isConstraint } from '../../../sqlite/problem.ts';
import { RowRefused, type RefusalCode } from '../refusal.ts';

/** The reason if the row is at fault; anything else is thrown again. */
export function reasonOf(thrown: unknown, kind: ChangeKind): { readonly code: RefusalCode; readonly message: string } {
  if (thrown instanceof RowRefused) return { code: thrown.code, message: thrown.message };
  if (!isConstraint(thrown) || !(thrown instanceof Error)) throw thrown;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return { code: 'row-refused', message: inWords(code, thrown.message, kind) };
}

function inWords(code: string, message: string, kind: ChangeKind): string {
  const detail = message.replace(/^[^:]*: ?/, '');
  if (code.endsWith('_UNIQUE') || code.endsWith('_PRIMARYKEY') || code.endsWith('_ROWID'))
    return `another record has the same ${columnNames(detail)}`;
  if (code.endsWith('_NOTNULL')) return `${columnNames(detail)}: a value is required`;
  if (code.endsWith('_FOREIGNKEY'))
    return kind === 'upsert' ? 'its parent record is missing' : 'other records still belong to it';
  if (code.endsWith('_CHECK'))
    return /^\w+$/.test(detail) ? `the rule ${detail} is broken` : 'a rule of the table is broken';
  if (code.endsWith('_TRIGGER')) return message;
  if (code.endsWith('MISMATCH') || code.endsWith('_DATATYPE')) return 'a value does not fit its column';
  return code.endsWith('TOOBIG') ? 'the record is too large' : 'a rule of the table is broken';
}

/** `table.a, table.b` as `a, b`; the text of an index over expressions is left out. */
function columnNames(detail: string): string {
  if (detail.startsWith('index ')) return 'value';
  return detail
    .split(', ')
    .map((name) => name.slice(name.indexOf('.') + 1))
    .join(', ');
}
