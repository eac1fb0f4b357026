// R-27: the language in which a hub's owner writes a filter's custom condition: comparisons of columns, parameters and plain
// values, joined by and, or, not. It is read into a tree; no text of it ever reaches a database.

import { ConcordError } from './problem.ts';

/** One side of a comparison. A column without a table belongs to the filtered table; numbers are digits as written. */
export type Operand =
  | { readonly is: 'column'; readonly table: string | null; readonly column: string }
  | { readonly is: 'parameter'; readonly name: string }
  | { readonly is: 'text'; readonly value: string }
  | { readonly is: 'number'; readonly digits: string }
  | { readonly is: 'truth'; readonly value: boolean };

/** How two operands are compared. */
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'like';

/** A condition as a tree. */
export type Condition =
  | { readonly is: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly is: 'not'; readonly part: Condition }
  | { readonly is: 'null'; readonly operand: Operand }
  | { readonly is: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly is: 'compare'; readonly by: Comparison; readonly left: Operand; readonly right: Operand };

interface Token {
  readonly kind: 'name' | 'quoted' | 'parameter' | 'text' | 'number' | 'sign';
  readonly text: string;
}

const shapes: readonly (readonly [Token['kind'], RegExp])[] = [
  ['text', /^'((?:[^'\0]|'')*)'/],
  ['quoted', /^"((?:[^"\0]|"")+)"/],
  ['parameter', /^@([\p{L}_][\p{L}\p{N}_]*)/u],
  ['number', /^(-?\d{1,28}(?:\.\d{1,28})?)(?![\p{L}\p{N}_.])/u],
  ['name', /^([\p{L}_][\p{L}\p{N}_]*)/u],
  ['sign', /^(<>|!=|<=|>=|[=<>(),.])/],
];

/** How deep parentheses and `not` may nest. */
const deepest = 50;

/** R-27: reads a condition. Throws `filter-invalid` with the place that cannot be read. */
export function readCondition(text: string): Condition {
  const tokens = tokensOf(text);
  const reading: Reading = { tokens, at: 0, depth: 0 };
  const condition = readOr(reading);
  if (reading.at < tokens.length) throw unreadable(reading, 'and, or');
  return condition;
}

/** Every operand of a condition. */
export function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.is) {
    case 'and':
    case 'or':
      return condition.parts.flatMap(operandsOf);
    case 'not':
      return operandsOf(condition.part);
    case 'null':
      return [condition.operand];
    case 'in':
      return [condition.operand, ...condition.list];
    case 'compare':
      return [condition.left, condition.right];
  }
}

interface Reading {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const found = shapes.flatMap(([kind, shape]) => {
      const match = shape.exec(rest);
      return match ? [{ kind, whole: match[0], inner: match[1] ?? '' }] : [];
    })[0];
    if (!found) throw invalid(`“${rest.slice(0, 20)}” cannot be read in a condition`);
    const inner = found.kind === 'text' ? found.inner.replaceAll("''", "'") : found.inner.replaceAll('""', '"');
    tokens.push({ kind: found.kind, text: inner });
    rest = rest.slice(found.whole.length).trimStart();
  }
  return tokens;
}

function readOr(reading: Reading): Condition {
  return readJoined(reading, 'or', () => readJoined(reading, 'and', () => readNot(reading)));
}

function readJoined(reading: Reading, word: 'and' | 'or', next: () => Condition): Condition {
  const parts = [next()];
  while (takeWord(reading, word)) parts.push(next());
  const [only] = parts;
  return parts.length === 1 && only ? only : { is: word, parts };
}

function readNot(reading: Reading): Condition {
  if (++reading.depth > deepest) throw invalid('a condition nests too deep');
  try {
    if (takeWord(reading, 'not')) return { is: 'not', part: readNot(reading) };
    if (!takeSign(reading, '(')) return readComparison(reading);
    const inner = readOr(reading);
    if (!takeSign(reading, ')')) throw unreadable(reading, ')');
    return inner;
  } finally {
    reading.depth--;
  }
}

function readComparison(reading: Reading): Condition {
  const left = readOperand(reading);
  if (takeWord(reading, 'is')) {
    const isNot = takeWord(reading, 'not');
    if (!takeWord(reading, 'null')) throw unreadable(reading, 'null');
    return negated(isNot, { is: 'null', operand: left });
  }
  const isNot = takeWord(reading, 'not');
  if (takeWord(reading, 'in')) return negated(isNot, { is: 'in', operand: left, list: readList(reading) });
  if (takeWord(reading, 'like'))
    return negated(isNot, { is: 'compare', by: 'like', left, right: readOperand(reading) });
  const by = isNot ? undefined : comparisons.get(peek(reading)?.kind === 'sign' ? (peek(reading)?.text ?? '') : '');
  if (!by) throw unreadable(reading, 'a comparison');
  reading.at++;
  return { is: 'compare', by, left, right: readOperand(reading) };
}

const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ['=', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

function readList(reading: Reading): Operand[] {
  if (!takeSign(reading, '(')) throw unreadable(reading, '(');
  const list = [readOperand(reading)];
  while (takeSign(reading, ',')) list.push(readOperand(reading));
  if (!takeSign(reading, ')')) throw unreadable(reading, ')');
  return list;
}

const words = new Set(['and', 'or', 'not', 'is', 'in', 'like', 'null']);

function readOperand(reading: Reading): Operand {
  const token = peek(reading);
  if (!token || token.kind === 'sign') throw unreadable(reading, 'a column, a parameter or a value');
  const lower = token.text.toLowerCase();
  if (token.kind === 'name' && words.has(lower)) throw unreadable(reading, 'a column, a parameter or a value');
  reading.at++;
  if (token.kind === 'parameter') return { is: 'parameter', name: token.text };
  if (token.kind === 'text') return { is: 'text', value: token.text };
  if (token.kind === 'number') return { is: 'number', digits: token.text };
  if (token.kind === 'name' && (lower === 'true' || lower === 'false')) return { is: 'truth', value: lower === 'true' };
  if (!takeSign(reading, '.')) return { is: 'column', table: null, column: token.text };
  const column = peek(reading);
  if (!column || (column.kind !== 'name' && column.kind !== 'quoted')) throw unreadable(reading, 'a column');
  reading.at++;
  return { is: 'column', table: token.text, column: column.text };
}

function peek({ tokens, at }: Reading): Token | undefined {
  return tokens[at];
}

function takeWord(reading: Reading, word: string): boolean {
  const token = peek(reading);
  if (token?.kind !== 'name' || token.text.toLowerCase() !== word) return false;
  reading.at++;
  return true;
}

function takeSign(reading: Reading, sign: string): boolean {
  const token = peek(reading);
  if (token?.kind !== 'sign' || token.text !== sign) return false;
  reading.at++;
  return true;
}

function negated(isNot: boolean, condition: Condition): Condition {
  return isNot ? { is: 'not', part: condition } : condition;
}

function unreadable(reading: Reading, expected: string): ConcordError {
  const found = peek(reading);
  return invalid(`a condition has ${found ? `“${found.text}”` : 'its end'} where ${expected} is expected`);
}

function invalid(reason: string): ConcordError {
  return new ConcordError('filter-invalid', { reason });
}
