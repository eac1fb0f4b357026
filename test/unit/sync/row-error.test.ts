// What a record's error means, from what tables of all kinds say (ER-02, ER-06, ER-09).

import { describe, expect, test } from 'vitest';
import { fixerOf, isPassing, reasonOfRefusal, typeOfCause } from '../../../main/sync/row-error.ts';

const refused = (message: string, kind: 'upsert' | 'delete' = 'upsert', code = 'row-refused') =>
  Object.values(reasonOfRefusal({ code, message, kind }));

describe('what a refusal means', () => {
  test.each([
    ['another record has the same name', 'exists', 'name'],
    ['another record has the same first, last', 'exists', null],
    ['name: a value is required', 'value-missing', 'name'],
    ['its parent record is missing', 'parent-missing', null],
    ['the rule phone_length is broken', 'rule', null],
    ['a text is too long for its column', 'value-too-long', null],
    ['a number is out of the range of its column', 'value-invalid', null],
    ['UNIQUE constraint failed: category.name', 'exists', 'name'],
    ['UNIQUE constraint failed: a.first, a.last', 'exists', null],
    ['NOT NULL constraint failed: item.note', 'value-missing', 'note'],
    ['FOREIGN KEY constraint failed', 'parent-missing', null],
    ['CHECK constraint failed: length(phone) <= 12', 'rule', null],
    ['23505: duplicate key value violates unique constraint "customer_name_key"', 'exists', null],
    ['23502: null value in column "name" of relation "customer" violates not-null constraint', 'value-missing', 'name'],
    ['23503: insert or update on table "b" violates foreign key constraint "b_a"', 'parent-missing', null],
    ['23514: new row for relation "customer" violates check constraint "short"', 'rule', null],
    ['22001: value too long for type character varying(20)', 'value-too-long', null],
    ["Cannot insert the value NULL into column 'Name', table 'dbo.Customer'", 'value-missing', 'Name'],
    ["Violation of UNIQUE KEY constraint 'UQ'. Cannot insert duplicate key in object", 'exists', null],
    ["Column 'name' cannot be null", 'value-missing', 'name'],
    ["Duplicate entry 'x' for key 'name'", 'exists', null],
    ['something of its own', 'other', null],
  ])('R-150 %s', (message, cause, column) => expect(refused(message)).toEqual([cause, column]));

  test('R-150 a delete is kept by its children, a code goes before the words, a named column before a found one', () => {
    expect(refused('FOREIGN KEY constraint failed', 'delete')).toEqual(['children-left', null]);
    expect(refused('23503: update or delete violates foreign key constraint', 'delete')).toEqual([
      'children-left',
      null,
    ]);
    expect(refused('name: a value is required', 'upsert', 'table-read-only')).toEqual(['read-only', null]);
    expect(refused('amount: too many digits', 'upsert', 'value-invalid')).toEqual(['value-invalid', 'amount']);
    const told = { code: 'rule-refused', message: 'At most 20 letters', kind: 'upsert', column: 'phone' } as const;
    expect(reasonOfRefusal(told)).toEqual({ cause: 'rule', column: 'phone' });
  });
});

test('R-151 R-152 every cause has one of four types, and somebody who can settle it', () => {
  expect(['exists', 'parent-missing', 'parent-given-up', 'rule'].map((cause) => typeOfCause(cause as 'rule'))).toEqual([
    'exists',
    'not-found',
    'conflict',
    'other',
  ]);
  expect([
    fixerOf('rule', 'hub'),
    fixerOf('rule', 'here'),
    fixerOf('exists', 'here'),
    fixerOf('read-only', 'hub'),
  ]).toEqual(['you', 'administrator', 'you', 'administrator']);
});

test('R-153 what passes by itself is no record’s fault', () => {
  expect(
    [
      '40P01: deadlock detected',
      '57014: canceling statement due to statement timeout',
      'Execution Timeout Expired',
      '53300: too many connections',
    ].map(isPassing),
  ).not.toContain(false);
  expect(['23505: duplicate key value', 'NOT NULL constraint failed: a.b'].map(isPassing)).not.toContain(true);
});
