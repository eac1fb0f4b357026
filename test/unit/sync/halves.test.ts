// A hub that stops whole uploads without naming a record: the record is found, everything else goes (ER-07).

import { describe, expect, test } from 'vitest';
import { mayHalve, sendInHalves } from '../../../main/sync/halves.ts';
import type { HubAnswer, RowBatch, Upload } from '../../../main/sync/orchestrator.ts';
import { ConcordError } from '../../../main/sync/problem.ts';
import type { Scope } from '../../../main/sync/scope.ts';
import type { SessionInput } from '../../../main/sync/session-input.ts';
import { uploadRows } from '../../../main/sync/upload-rows.ts';
import { categorySchema, scopeOf } from '../../support/schemas.ts';
import { applied, isNew, table } from './session-fakes.ts';

const scope: Scope = scopeOf(categorySchema);
const width = categorySchema.tables[0]?.columns.length ?? 0;
const refusal = (details = '23505: duplicate key value'): ConcordError =>
  new ConcordError('hub-refused', { reason: 'PostgresException' }, details);

/** Category rows by key and parent. */
const rowsOf = (keys: readonly (readonly [string, string | null])[]): RowBatch['rows'] =>
  keys.map(([key, parent]) => [key, parent, ...Array.from({ length: width - 2 }, () => null)]);

function uploadOf(upserts: RowBatch['rows'], deletes: RowBatch['rows'] = []): Upload {
  return {
    clientTime: 7n,
    counts: [{ table, upserts: upserts.length, deletes: deletes.length }],
    async *batches() {
      yield { table, kind: 'upsert', rows: upserts };
      if (deletes.length > 0) yield { table, kind: 'delete', rows: deletes };
      await Promise.resolve();
    },
    close: () => undefined,
  };
}

/** A hub that applies an upload whole or not at all: never with these keys, never a child without its parent. */
function strictHub(bad: readonly string[], how: { readonly isBroken?: boolean } = {}) {
  const stored = new Set<unknown>();
  const tries: unknown[][] = [];
  const remote: SessionInput['remote'] = {
    openScope: () => Promise.resolve(scope),
    getOperation: () => Promise.resolve('normal'),
    getSnapshot: () => Promise.resolve(null),
    endSession: () => Promise.resolve(),
    isConcord: () => false,
    async sendChanges({ upload }): Promise<HubAnswer> {
      const rows: RowBatch['rows'][number][] = [];
      for await (const batch of upload.batches()) rows.push(...batch.rows);
      tries.push(rows.map(([key]) => key));
      const next = new Set([...stored, ...rows.map(([key]) => key)]);
      const fails = rows.some(([key, parent]) => bad.includes(String(key)) || (parent !== null && !next.has(parent)));
      if (fails || how.isBroken) throw refusal();
      for (const [key] of rows) stored.add(key);
      return {
        hubTime: 9n,
        policy: 'server-wins',
        selected: [],
        applied: [applied({ applied: rows.length, received: rows.length })],
        refused: null,
        kept: null,
        unsent: [],
        repeated: false,
        download: () => ({
          parts: [],
          complete: async () => {},
          read: () => Promise.reject(new Error()),
          end: async () => {},
          close: async () => {},
        }),
      };
    },
  };
  return { remote, stored, tries };
}

function halve(hub: ReturnType<typeof strictHub>, upload: Upload): Promise<HubAnswer> {
  const input: SessionInput = {
    local: {} as SessionInput['local'],
    remote: hub.remote,
    type: 'normal',
    outdatedAction: 'ask',
    enter: () => undefined,
    checkpoint: () => undefined,
    now: () => new Date(0),
  };
  const client = { ...isNew, id: 'c', scopeName: 'DefaultScope', hash: 'h', parameters: [] } as never;
  return sendInHalves(input, { scope, client, round: 'normal', upload, failure: refusal() });
}

const plain = (count: number): RowBatch['rows'] =>
  rowsOf(Array.from({ length: count }, (_, at): [string, null] => [`k${at}`, null]));

test('R-154 parents come before children within a table, deletes last', async () => {
  const rows = await uploadRows(
    uploadOf(
      rowsOf([
        ['child', 'parent'],
        ['parent', 'top'],
        ['top', null],
        ['lone', 'elsewhere'],
      ]),
      rowsOf([['gone', null]]),
    ),
    categorySchema,
  );
  expect(rows.map(({ key }) => key[0])).toEqual(['top', 'parent', 'child', 'lone', 'gone']);
});

test('R-155 only a stock hub’s refusal of rows is looked into, and none that passes', () => {
  const some = uploadOf(plain(2));
  expect(mayHalve(refusal(), some, false)).toBe(true);
  expect(mayHalve(refusal(), some, true)).toBe(false);
  expect(mayHalve(refusal('40P01: deadlock detected'), some, false)).toBe(false);
  expect(mayHalve(new ConcordError('hub-unreachable', { url: 'x' }), some, false)).toBe(false);
  expect(mayHalve(refusal(), { ...some, counts: [] }, false)).toBe(false);
});

describe('R-156', () => {
  test.each([1, 2, 3, 7, 64, 1000])(
    'R-156 one of %i is found by few uploads wherever it stands; the rest is sent',
    async (count) => {
      for (const at of new Set([0, Math.floor(count / 3), count - 1])) {
        const hub = strictHub([`k${at}`]);
        const answer = await halve(hub, uploadOf(plain(count)));
        expect(hub.tries.length).toBeLessThanOrEqual(Math.max(1, Math.ceil(2 * Math.log2(count))));
        expect(answer.refused).toMatchObject([
          { key: [`k${at}`], isAlone: true, message: 'another record has the same value' },
        ]);
        expect(hub.stored.size).toBe(count - 1);
        expect(answer.applied).toMatchObject([{ applied: count - 1, failed: 1, received: count }]);
      }
    },
  );

  test('R-156 what needs the refused row is held, children of children too; others go', async () => {
    const hub = strictHub(['bad']);
    const answer = await halve(
      hub,
      uploadOf(
        rowsOf([
          ['grandchild', 'child'],
          ['child', 'bad'],
          ['bad', null],
          ['good', null],
          ['goodchild', 'good'],
        ]),
      ),
    );
    expect(answer.refused?.map(({ key }) => key[0])).toEqual(['bad']);
    expect(answer.unsent.map(({ key, code }) => [key[0], code])).toEqual([
      ['child', 'parent-refused'],
      ['grandchild', 'parent-refused'],
    ]);
    expect(hub.stored).toEqual(new Set(['good', 'goodchild']));
  });

  test('R-156 several at fault are each found; after eight the rest waits', async () => {
    const three = strictHub(['k3', 'k17', 'k18']);
    expect((await halve(three, uploadOf(plain(20)))).refused).toHaveLength(3);
    expect(three.stored.size).toBe(17);
    const many = strictHub(Array.from({ length: 12 }, (_, at) => `k${at * 2}`));
    const answer = await halve(many, uploadOf(plain(24)));
    expect([answer.refused?.length, answer.repeated]).toEqual([8, true]);
  });

  test('R-156 a hub that takes nothing at all blames no row', async () => {
    const hub = strictHub([], { isBroken: true });
    await expect(halve(hub, uploadOf(plain(8)))).rejects.toMatchObject({ code: 'hub-refused' });
  });
});
