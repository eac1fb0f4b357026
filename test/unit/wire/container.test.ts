// Containers to rows: good ones, reordered ones, and every way to be wrong.

import { describe, expect, it } from 'vitest';
import { sameRow } from '../../../main/sync/cell.ts';
import { ConcordError } from '../../../main/sync/problem.ts';
import { findTable, syncColumns, type Schema } from '../../../main/sync/schema.ts';
import { CellMisfit } from '../../../main/wire/cell-misfit.ts';
import type { JsonValue } from '../../../main/wire/json-value.ts';
import { parseJson } from '../../../main/wire/json.ts';
import type { ContainerSet } from '../../../main/wire/messages/container.ts';
import { readEnsureScopesResponse } from '../../../main/wire/messages/ensure-scopes.ts';
import { readSendChangesResponse } from '../../../main/wire/messages/more-changes.ts';
import { readSendChangesRequest } from '../../../main/wire/messages/send-changes.ts';
import { readContainer, type MisfitRow } from '../../../main/wire/read-container.ts';
import { readUpload } from '../../../main/wire/read-upload.ts';
import { RequestProblem } from '../../../main/wire/request-problem.ts';
import { rowWriter } from '../../../main/wire/rows.ts';
import { scopeFromWire } from '../../../main/wire/schema.ts';
import { column, schemaOf, table } from './tables.ts';
import { allExchanges, exchangesOf, vectorFiles, type Exchange } from './vectors.ts';

const stock = { stock: true };
const schema = schemaOf(
  table('orders', column('id', 'int'), column('title', 'text'), column('n', 'long')),
  { ...table('orders', column('id', 'int')), schema: 'sales' },
  { ...table('ORDERS', column('id', 'int')), schema: 'sales' },
);

/** A part as a message reader gives it. */
function container(rows: string, columns = ''): ContainerSet {
  return parseJson(`{"t":[{"n":"orders","s":""${columns},"r":${rows}}]}`) as unknown as ContainerSet;
}

function codeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof ConcordError || error instanceof RequestProblem) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

describe('readContainer', () => {
  it('W-73 W-83 reads rows in the order of the schema where `c` is missing', () => {
    expect(readContainer(schema, container('[[16,1,"a",20240925101112123],[16,2,null,null]]'), stock)).toEqual({
      table: { name: 'orders', schema: '' },
      kind: 'upsert',
      rows: [
        [1, 'a', 20240925101112123n],
        [2, null, null],
      ],
    });
  });

  it('W-74 reads of a deleted row the key alone', () => {
    const batch = readContainer(schema, container('[[8,1,"left over",{}]]'), stock);
    expect(batch).toMatchObject({ kind: 'delete', rows: [[1, null, null]] });
  });

  it('W-83 follows `c` where it names the columns in another order or case', () => {
    const columns = ',"c":[{"n":"N","t":"7"},{"n":"title","t":"17"},{"n":"id","t":"6","p":1}]';
    expect(readContainer(schema, container('[[16,5,"a",1]]', columns), stock)?.rows).toEqual([[1, 'a', 5]]);
  });

  it('W-46 W-50 gives null for no table and for an empty row list', () => {
    expect(readContainer(schema, { t: [] }, stock)).toBeNull();
    expect(readContainer(schema, {}, stock)).toBeNull();
    expect(readContainer(schema, container('[]'), stock)).toBeNull();
  });

  it('W-83 finds the table exactly first, then without case, then without schema', () => {
    const name = (n: string, s?: string) =>
      readContainer(schema, { t: [{ n, s, r: [[8, 1]] }] } as never, stock)?.table;
    expect(name('orders', 'sales')).toEqual({ name: 'orders', schema: 'sales' });
    expect(name('ORDERS', 'sales')).toEqual({ name: 'ORDERS', schema: 'sales' });
    expect(name('ORDERS', 'SALES')).toEqual({ name: 'orders', schema: 'sales' });
    const rows = { t: [{ n: 'Orders', r: [[16, 1, 'a', 2]] }] } as unknown as ContainerSet;
    expect(readContainer(schema, rows, stock)?.table).toEqual({ name: 'orders', schema: '' });
  });

  it.each([
    ['[[16,1,"a"]]', '', 'row-width'],
    ['[[16,1,"a",2],[16,1,"a",2,3]]', '', 'row-width'],
    ['[[16]]', '', 'row-width'],
    ['[[16,1,"a"]]', ',"c":[{"n":"id","t":"6"},{"n":"title","t":"17"}]', 'row-width'],
    ['[[]]', '', 'hub-answer-broken'],
    ['[[2,1,"a",2]]', '', 'hub-answer-broken'],
    ['[[32,1,"a",2]]', '', 'hub-answer-broken'],
    ['[["16",1,"a",2]]', '', 'hub-answer-broken'],
    ['[[16,1,"a",2],[8,2,null,null]]', '', 'hub-answer-broken'],
    ['[[16,1,"a",2]]', ',"c":[{"n":"id","t":"6"},{"n":"id","t":"6"},{"n":"n","t":"7"}]', 'hub-answer-broken'],
    ['[[16,1,"a",2]]', ',"c":[{"n":"id","t":"6"},{"n":"other","t":"6"},{"n":"n","t":"7"}]', 'hub-answer-broken'],
  ])('W-67 W-68 W-71 %s%s is %s', (rows, columns, code) => {
    expect(codeOf(() => readContainer(schema, container(rows, columns), stock))).toBe(code);
  });

  it('W-83 takes one column of `c` for one column of the table only', () => {
    const twins = schemaOf(table('orders', column('id', 'int'), column('ID', 'int')));
    const columns = ',"c":[{"n":"id","t":"6"},{"n":"x","t":"6"}]';
    expect(codeOf(() => readContainer(twins, container('[[16,1,2]]', columns), stock))).toBe('hub-answer-broken');
  });

  it('W-68 refuses a second table and a table that the scope does not have', () => {
    const two = { t: [...(container('[[8,1]]').t ?? []), ...(container('[[8,1]]').t ?? [])] };
    expect(codeOf(() => readContainer(schema, two, stock))).toBe('hub-answer-broken');
    const other = { t: [{ n: 'secrets', r: [[8, 1]] }] } as unknown as ContainerSet;
    expect(codeOf(() => readContainer(schema, other, stock))).toBe('table-not-in-scope');
  });

  it('W-75 W-78 throws a cell that cannot be, or reports its row and reads the others', () => {
    const rows = container('[[16,1,"a","x"],[16,2,"b",3],[16,null,"c",4],[16,"y","c",4]]');
    expect(() => readContainer(schema, rows, stock)).toThrow(CellMisfit);
    const misfits: MisfitRow[] = [];
    const batch = readContainer(schema, rows, { ...stock, misfit: (row) => void misfits.push(row) });
    expect(batch?.rows).toEqual([[2, 'b', 3]]);
    expect(misfits.map(({ index, key, misfit }) => [index, key, misfit.column])).toEqual([
      [0, [1], 'n'],
      [2, null, 'id'],
      [3, null, 'id'],
    ]);
  });
});

describe('readUpload', () => {
  it('W-83 answers a client as stock would', () => {
    const problem = (rows: ContainerSet): unknown => {
      try {
        return readUpload(schema, rows, stock);
      } catch (error) {
        return error;
      }
    };
    const unknown = { t: [{ n: 'secrets', r: [[8, 1]] }] } as unknown as ContainerSet;
    expect(problem(unknown)).toMatchObject({ code: 'request-broken', typeName: 'NullReferenceException' });
    expect(problem(container('[[16,1]]'))).toMatchObject({ code: 'request-broken', typeName: 'ArgumentException' });
    expect(problem(container('[[16,1,"a",2]]'))).toMatchObject({ kind: 'upsert' });
  });
});

function sessionOf({ request }: Exchange): string {
  return request.headers['dotmim-sync-session-id'] ?? '';
}

function schemaIn({ response }: Exchange): Schema {
  return scopeFromWire(readEnsureScopesResponse(response.body).serverscope).schema;
}

function rowsIn({ step, status, request, response }: Exchange): ContainerSet {
  if (step === 4) return readSendChangesRequest(request.body).changes;
  return (step === 7 && status === 200 && readSendChangesResponse(response.body).changes) || {};
}

const filesWithRows = vectorFiles.filter((file) => exchangesOf(file).some((call) => rowsIn(call).t?.length));

describe('recorded rows', () => {
  it.each(filesWithRows)('W-45 W-75 %s: every row is read by its column and fits a stock peer again', (file) => {
    const exchanges = exchangesOf(file);
    const schemas = new Map(
      exchanges.filter(({ step }) => step === 2).map((call) => [sessionOf(call), schemaIn(call)]),
    );
    for (const call of exchanges) {
      const recorded = schemas.get(sessionOf(call));
      const batch = recorded && readContainer(recorded, rowsIn(call), stock);
      const found = batch && findTable(recorded, batch.table);
      if (!found) continue;
      const columns = syncColumns(found);
      const again = batch.rows.map((row) => parseJson(rowWriter(found, stock)(row, batch.kind)) as JsonValue[]);
      const back = readContainer(recorded, { t: [{ n: found.name, r: again }] }, stock)?.rows ?? [];
      expect(back).toHaveLength(batch.rows.length);
      batch.rows.forEach((row, i) => expect(sameRow(columns, row, back[i] ?? [])).toBe(true));
    }
  });

  it('W-72 there are recorded rows of every kind to read', () => {
    const rows = allExchanges.flatMap((call) => rowsIn(call).t ?? []).flatMap((item) => item.r);
    expect(rows.filter((row) => row[0] === 16).length).toBeGreaterThan(100);
    expect(rows.filter((row) => row[0] === 8).length).toBeGreaterThan(10);
  });

  it('W-41 W-279 W-280 types: no digit is lost, no date is guessed', () => {
    const exchanges = exchangesOf('types');
    const first = exchanges.find((exchange) => exchange.step === 2);
    const part = exchanges.find(({ step, response }) => step === 7 && response.body.includes('"n":"si"'));
    const recorded = scopeFromWire(readEnsureScopesResponse(first?.response.body ?? '').serverscope).schema;
    const { changes } = readSendChangesResponse(part?.response.body ?? '');
    const rows = readContainer(recorded, changes ?? {}, stock)?.rows ?? [];
    expect(rows.find((row) => row[0] === 3)).toEqual([
      3,
      32767,
      9223372036854775807n,
      '1234567890123460000000000000',
      '123456789012346000',
      3.4028235e38,
      Number.MAX_VALUE,
      true,
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      '9999-12-31T00:00:00',
      '23:59:59.9999990',
      '9999-12-31T23:59:59.999999',
      '9999-12-30T23:59:59.999999+00:00',
      '2024-01-31',
      '2024-05-01T10:00:00',
      new Uint8Array([0, 255, 16]),
    ]);
  });
});
