// What a rule of the hub's owner answers, made plain: it comes from code of the owner's, and across a thread (HB-08, R-170).

import type { JsonCell } from '../sync/cell.ts';

/** A row by column, in JSON's types: what JSON has no number for stands as text, bytes as `{ base64 }`. */
export type RuleRow = Readonly<Record<string, JsonCell>>;

/** A rule's answer: nothing is against it; why it is refused, and the column at fault; or the cells that mend it. */
export type RuleAnswer =
  null | undefined | { readonly message: string; readonly column?: string } | { readonly set: RuleRow };

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
  const { message, column, set } = answer as Readonly<Record<'message' | 'column' | 'set', unknown>>;
  if (typeof set === 'object' && set !== null && !Array.isArray(set) && message === undefined) return plainSet(set);
  if (typeof message !== 'string' || message === '' || set !== undefined)
    throw new TypeError('it must answer null, { message, column } or { set: { column: value } }');
  return { message: message.slice(0, longestAnswer), ...(typeof column === 'string' && { column }) };
}

function plainSet(set: object): RuleAnswer {
  const cells = Object.entries(set).map(([column, cell]: [string, unknown]) => [column, plainCell(column, cell)]);
  return cells.length === 0 ? null : { set: Object.fromEntries(cells) as RuleRow };
}

function plainCell(column: string, cell: unknown): JsonCell {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean') return cell;
  const { base64 } = Object(cell) as { readonly base64?: unknown };
  if (typeof base64 === 'string') return { base64 };
  throw new TypeError(`it sets ${column} to what is no text, number, yes or no, null or { base64 }`);
}
