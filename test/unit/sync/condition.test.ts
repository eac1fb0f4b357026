// The language of a filter's custom condition.

import { expect, test } from 'vitest';
import { operandsOf, readCondition, type Condition } from '../../../main/sync/condition.ts';

/** A tree in one line. */
function told(condition: Condition): string {
  const operand = (item: ReturnType<typeof operandsOf>[number]): string => {
    if (item.is === 'column') return item.table === null ? item.column : `${item.table}.${item.column}`;
    if (item.is === 'parameter') return `@${item.name}`;
    return item.is === 'number' ? item.digits : JSON.stringify(item.value);
  };
  switch (condition.is) {
    case 'and':
    case 'or':
      return `(${condition.parts.map(told).join(` ${condition.is} `)})`;
    case 'not':
      return `not ${told(condition.part)}`;
    case 'null':
      return `${operand(condition.operand)} is null`;
    case 'in':
      return `${operand(condition.operand)} in [${condition.list.map(operand).join(' ')}]`;
    case 'compare':
      return `${operand(condition.left)} ${condition.by} ${operand(condition.right)}`;
  }
}

test.each([
  ['a = 1', 'a = 1'],
  ['a = 1 and b = 2 or c = 3', '((a = 1 and b = 2) or c = 3)'],
  ['a = 1 AND (b <> 2 Or c != -3.50)', '(a = 1 and (b <> 2 or c <> -3.50))'],
  ['not a = 1 and b = 2', '(not a = 1 and b = 2)'],
  ['not (a = 1 or b = 2)', 'not (a = 1 or b = 2)'],
  ['t.a is not null and b is null', '(not t.a is null and b is null)'],
  ["a in ('x', @y, 3)", 'a in ["x" @y 3]'],
  ["a not in ('it''s')", 'not a in ["it\'s"]'],
  ["a not like 'B%' and @p <= true", '(not a like "B%" and @p <= true)'],
  ['"extra note" = "od""d"."x.y"', 'extra note = od"d.x.y'],
  ["'; drop table t; --' = ünï", '"; drop table t; --" = ünï'],
])('R-27 %s', (text, tree) => {
  expect(told(readCondition(text))).toBe(tree);
});

test.each([
  ['', 'its end'],
  ['a =', 'its end'],
  ['a = 1 b', '“b”'],
  ['a = 1; drop table t', '“; drop table t”'],
  ['a = 1 -- x', '“-- x”'],
  ['a = 1 /* x */', '“/* x */”'],
  ['(a = 1', 'its end'],
  ['a between 1 and 2', '“between”'],
  ['lower(a) = 1', '“(”'],
  ['a = (select 1)', '“(”'],
  ['a = 1e5', '“1e5”'],
  ['a.b.c = 1', '“.”'],
  ["a = 'x", "“'x”"],
  ['a = "x', '“"x”'],
  ['a not = 1', '“=”'],
  ['and = 1', '“and”'],
  [`${'('.repeat(60)}a = 1${')'.repeat(60)}`, 'nests too deep'],
])('R-27 what is none is refused with its place: %s', (text, place) => {
  expect(() => readCondition(text)).toThrow(
    expect.objectContaining({ code: 'filter-invalid', message: expect.stringContaining(place) as string }),
  );
});
