// Rows to containers and parts.

import { describe, expect, it } from 'vitest';
import { syncColumns } from '../../../main/sync/schema.ts';
import { CellMisfit } from '../../../main/wire/cell-misfit.ts';
import { containerColumns, createPartWriter, emptyContainer, rowWriter } from '../../../main/wire/rows.ts';
import { column, table } from './tables.ts';

const peer = { stock: false };
const orders = {
  ...table('orders', column('id', 'int'), column('title', 'text'), column('by', 'bytes')),
  schema: 'sales',
};
const start =
  '{"t":[{"n":"orders","s":"sales","c":[{"n":"id","t":"6","p":1},{"n":"title","t":"17"},{"n":"by","t":"12"}],"r":[';

describe('containerColumns', () => {
  it('W-72 leaves out computed, read-only and auto-increment columns, but no key', () => {
    const wide = table(
      't',
      column('id', 'int', { autoIncrement: true }),
      column('c', 'int', { computed: true }),
      column('r', 'int', { readOnly: true }),
      column('a', 'int', { autoIncrement: true }),
      column('x', 'any', { foreignType: 'My.Type, My' }),
    );
    expect(containerColumns(wide)).toEqual([
      { n: 'id', t: '6', p: 1 },
      { n: 'x', t: 'My.Type, My' },
    ]);
    expect(rowWriter(wide, peer)([1, 'v'], 'upsert')).toBe('[16,1,"v"]');
    expect(syncColumns(wide)).toHaveLength(2);
  });
});

describe('rowWriter', () => {
  const write = rowWriter(orders, peer);

  it('W-73 writes the state, then one value a column', () => {
    expect(write([1, 'x', new Uint8Array([1])], 'upsert')).toBe('[16,1,"x","AQ=="]');
    expect(write([1, null, null], 'upsert')).toBe('[16,1,null,null]');
  });

  it('W-74 writes of a deleted row the key alone, whatever else it holds', () => {
    expect(write([1, 'x', null], 'delete')).toBe('[8,1,null,null]');
    expect(write([1], 'delete')).toBe('[8,1,null,null]');
  });

  it('W-78 refuses a null in the key', () => {
    expect(() => write([null, 'x', null], 'upsert')).toThrow(new CellMisfit('id', 'is null in a key'));
    expect(() => write([null], 'delete')).toThrow(CellMisfit);
  });
});

describe('createPartWriter', () => {
  const writer = (limitBytes: number) => createPartWriter({ table: orders, kind: 'upsert', limitBytes, options: peer });

  it('W-46 W-50 has nothing to flush without rows; the empty container has no table', () => {
    const parts = writer(1000);
    expect(parts.flush()).toBeNull();
    expect(parts.rows).toBe(0);
    expect(emptyContainer).toBe('{"t":[]}');
  });

  it('W-80 W-86 finishes a part with the row that exceeds the limit, `r` last', () => {
    const parts = writer(start.length + 20);
    expect(parts.add([1, 'a', null])).toBeNull();
    expect(parts.rows).toBe(1);
    const text = `${start}[16,1,"a",null],[16,2,"ë",null]]}]}`;
    expect(parts.add([2, 'ë', null])).toEqual({ text, rows: 2, bytes: Buffer.byteLength(text) });
    expect(parts.rows).toBe(0);
    expect(parts.flush()).toBeNull();
    expect(parts.add([3, 'c', null])).toBeNull();
    expect(parts.flush()).toEqual({ text: `${start}[16,3,"c",null]]}]}`, rows: 1, bytes: start.length + 19 });
  });

  it('W-86 a part of exactly the limit is not finished yet', () => {
    const whole = Buffer.byteLength(`${start}[16,1,"a",null]]}]}`);
    expect(writer(whole).add([1, 'a', null])).toBeNull();
    expect(writer(whole - 1).add([1, 'a', null])?.bytes).toBe(whole);
  });

  it('W-75 leaves the part as it was when a row does not fit', () => {
    const parts = writer(10_000);
    parts.add([1, 'a', null]);
    const { bytes } = parts;
    expect(() => parts.add([2, 'b', 'no bytes'])).toThrow(CellMisfit);
    expect([parts.rows, parts.bytes]).toEqual([1, bytes]);
    expect(parts.flush()?.text).toBe(`${start}[16,1,"a",null]]}]}`);
  });
});
