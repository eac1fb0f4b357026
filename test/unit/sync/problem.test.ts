// The table of problems: what people read.

import { describe, expect, it } from 'vitest';
import {
  ConcordError,
  problemFrom,
  problemTable,
  restoreProblem,
  type ProblemCode,
} from '../../../main/sync/problem.ts';

const codes = Object.keys(problemTable) as ProblemCode[];

/** Words that mean nothing to the person who reads. */
const jargon =
  /\b(exception|null|undefined|stack|trace|thread|mutex|payload|json|sql|http error|timeout|tuple|boolean|string|integer|remote|client|server|orchestrator|invalid state|fatal|abort(ed)?)\b/i;

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

const valuesOf = (code: ProblemCode): Record<string, string> => {
  const { says, cure } = problemTable[code];
  return Object.fromEntries(placeholders(says + cure).map((name) => [name, `<${name}>`]));
};

/** Trying again helps in these, since the cause goes by itself. */
const passing: readonly ProblemCode[] = [
  'hub-name-unknown',
  'hub-port-closed',
  'hub-unreachable',
  'hub-no-answer',
  'hub-busy',
  'hub-answer-broken',
  'hub-session-lost',
  'replica-behind',
  'hub-restored',
  'delivery-short',
  'replica-locked',
  'file-in-use',
  'session-running',
  'cancelled',
  'database-unreachable',
  'engine-lost',
];

describe('the table', () => {
  it.each(codes)('R-120 SF-07 %s says what happened in one sentence', (code) => {
    const { says } = problemTable[code];
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    if (says === '{reason}') return expect(code).toBe('usage');
    expect(says).toMatch(/^(\p{Lu}|\{|“)/u);
    expect(says).toMatch(/\.$/);
    expect(says).not.toMatch(/\.\s/);
    expect(says).not.toMatch(jargon);
    expect(says).not.toMatch(/['"]|\s\s/);
  });

  it.each(codes)('R-120 SF-07 %s says what to do', (code) => {
    const { cure } = problemTable[code];
    expect(cure).toMatch(/^\p{Lu}.*\.$/u);
    expect(cure).not.toMatch(jargon);
    expect(cure).not.toMatch(/['"]|\s\s/);
    expect(cure).not.toMatch(/^Nothing was [^;,]*$/);
  });

  it('R-120 SF-07 tells whether trying again helps', () => {
    expect(codes.filter((code) => problemTable[code].retryable)).toEqual(passing);
  });
});

describe('a problem', () => {
  it.each(codes)('R-120 %s is filled in with the facts', (code) => {
    const problem = problemFrom(new ConcordError(code, valuesOf(code)));
    const { says, cure } = problemTable[code];
    expect(problem.message).toBe(says.replace(/\{(\w+)\}/g, '<$1>'));
    expect(problem.cure).toBe(cure.replace(/\{(\w+)\}/g, '<$1>'));
    expect(problem).toEqual({
      code,
      message: problem.message,
      cure: problem.cure,
      retryable: passing.includes(code),
      ...(says.includes('{column}') && { column: '<column>' }),
    });
  });

  it.each(codes)('R-120 %s shows no braces where a fact is not known', (code) => {
    const { message, cure } = problemFrom(new ConcordError(code));
    expect(message + cure).not.toMatch(/[{}]/);
    expect([...(message + cure)].filter((letter) => letter === '…')).toHaveLength(
      placeholders(problemTable[code].says + problemTable[code].cure).length,
    );
  });

  it.each([
    ['a number', 413, 'The hub is busy or being restarted (413).'],
    ['zero', 0, 'The hub is busy or being restarted (0).'],
    ['an empty text', '', 'The hub is busy or being restarted ().'],
    ['a text with braces', '{status}', 'The hub is busy or being restarted ({status}).'],
    ['a text with a dollar sign', '$&', 'The hub is busy or being restarted ($&).'],
  ])('R-120 a fact may be %s', (_, status, message) => {
    expect(new ConcordError('hub-busy', { status }).message).toBe(message);
  });

  it('R-120 is an error with code, cure and details', () => {
    const error = new ConcordError('table-unknown', { table: 'x', tables: 'a, b' }, 'raw');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'ConcordError',
      code: 'table-unknown',
      cure: 'The tables are: a, b.',
      details: 'raw',
    });
    expect(problemFrom(error)).toEqual({
      code: 'table-unknown',
      message: 'There is no table “x” here.',
      cure: 'The tables are: a, b.',
      retryable: false,
      details: 'raw',
    });
  });
});

describe('a problem that crossed a thread', () => {
  it.each([
    ['column-unknown', { table: 't', column: 'c', columns: 'a, b' }, 'raw'],
    ['hub-busy', { status: 503 }, undefined],
  ] as [ProblemCode, Record<string, string | number>, string | undefined][])(
    'R-121 %s is the same error again',
    (code, values, details) => {
      const problem = problemFrom(new ConcordError(code, values, details));
      const error = restoreProblem(structuredClone(problem));
      expect(error).toBeInstanceOf(ConcordError);
      expect(problemFrom(error)).toStrictEqual(problem);
    },
  );

  it('R-121 one that tells neither cure nor column takes the table’s', () => {
    const error = restoreProblem({ code: 'outdated', message: 'Told before.' });
    expect(error).toMatchObject({ message: 'Told before.', cure: problemTable.outdated.cure, column: undefined });
  });
});

describe('anything else that is thrown', () => {
  const cure = 'The details help whoever looks into it.';
  it('R-121 W-264 an error is unexpected, its stack in the details', () => {
    const error = new TypeError('x is not a function');
    expect(problemFrom(error)).toEqual({
      code: 'unexpected',
      message: 'Something unexpected happened: x is not a function.',
      cure,
      retryable: false,
      details: error.stack,
    });
  });

  it.each([
    ['a text', 'gone', 'gone'],
    ['nothing', undefined, 'undefined'],
    ['an object', { toString: (): string => 'odd' }, 'odd'],
  ])('R-121 %s is unexpected, without details', (_, thrown, reason) => {
    expect(problemFrom(thrown)).toStrictEqual({
      code: 'unexpected',
      message: `Something unexpected happened: ${reason}.`,
      cure,
      retryable: false,
    });
  });
});
