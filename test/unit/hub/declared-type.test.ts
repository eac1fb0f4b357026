// Declared SQLite types in the wire's terms (W-203).

import { expect, test } from 'vitest';
import { readDeclaredType } from '../../../main/hub/stores/sqlite/declared-type.ts';
import { affinityOf } from '../../../main/sqlite/affinity.ts';

const stockNames = new Set([
  'integer',
  'float',
  'decimal',
  'bit',
  'bigint',
  'numeric',
  'blob',
  'image',
  'datetime',
  'time',
  'text',
  'varchar',
  'real',
  'smallint',
]);

test.each([
  ['VARCHAR ( 25 )', { type: 'text', typeName: 'varchar', maxLength: 25 }],
  ['character varying(10)', { type: 'text', typeName: 'varchar', maxLength: 10 }],
  ['decimal(10,2)', { type: 'decimal', precision: 10, scale: 2 }],
  ['NUMERIC(8)', { type: 'decimal', precision: 8, scale: 0 }],
  ['Double  Precision', { type: 'double' }],
  ['unsigned big int', { type: 'long', typeName: 'bigint' }],
  ['timestamp without time zone', { type: 'datetime' }],
  ['timestamptz', { type: 'text' }],
  ['varchar(max)', { type: 'text', maxLength: 0 }],
  ['point', { type: 'long' }],
])('W-203 %s', (declared, expected) => {
  const read = readDeclaredType(declared);
  expect(read).toMatchObject(expected);
  expect(stockNames).toContain(read.typeName);
});

test.each([
  ['INT', 'integer'],
  ['CHARINT', 'integer'],
  ['varchar(5)', 'text'],
  ['', 'blob'],
  ['double', 'real'],
  ['STRING', 'numeric'],
])('affinity of "%s" is %s, by SQLite’s own rule', (declared, affinity) => {
  expect(affinityOf(declared)).toBe(affinity);
});
