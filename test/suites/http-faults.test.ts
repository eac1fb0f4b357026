// H36 … H40, H43 … H50: what can happen to calls on their way (CONFORMANCE 10), against a Concord hub and, where W-285 asks for
// more care, as towards a stock one. CG-j, the matrix under the same faults, stands in http-repeats.

import { describe, expect, test } from 'vitest';
import { readTokens } from '../../main/hub/door/tokens.ts';
import { CallFailure } from '../../main/remote/failure.ts';
import type { Answer } from '../../main/remote/transport.ts';
import { lockSession } from '../../main/replica/lock.ts';
import { ConcordError } from '../../main/sync/problem.ts';
import { bodyHash } from '../../main/wire/hash.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { commonSchema, commonTables } from '../support/common-model.ts';
import { expectSession } from '../support/figures.ts';
import type { HubDb } from '../support/postgres.ts';
import {
  httpBindings,
  setStage,
  type Binding,
  type Stage,
  type StageOptions,
  type StageReplica,
  type SyncOptions,
} from '../support/stage.ts';
import {
  countCalls,
  cut,
  everyStepOnce,
  foreignSession,
  lastPart,
  lostAfter,
  lostBefore,
  nth,
  once,
  unavailable,
  wireFault,
  type WireCall,
} from '../support/wire-faults.ts';

const tables = Object.keys(commonTables);

const opening =
  (binding: Binding) =>
  (options: Partial<StageOptions> = {}): Promise<Stage> =>
    setStage({ binding, schema: commonSchema, tables, batchKb: 100, ...options });

/** Adds rows that fill several parts of 100 KB. */
const addRows = (place: HubDb, first: number, count: number): unknown =>
  place.exec(`insert into employee with recursive n (i) as (select ${first} union all select i + 1 from n where i < ${first + count - 1})
    select i, 'first ' || i, 'a last name that is long enough to make a part full after a while, even for few rows ' || i from n`);

const employees = ({ db }: StageReplica): unknown => db.prepare('select count(*) from employee').pluck().get();
const hubEmployees = ({ hubDb }: Stage): unknown => hubDb.prepare('select count(*) from employee').pluck().get();
const rowsOf = ({ hubDb }: Stage): number =>
  tables.reduce((sum, table) => sum + Number(hubDb.prepare(`select count(*) from ${table}`).pluck().get()), 0);

/** Notes which steps are repeated. */
const repeats = (options: SyncOptions): SyncOptions & { readonly steps: number[] } => {
  const steps: number[] = [];
  return { ...options, steps, onRepeat: ({ step }) => void steps.push(step) };
};

describe.each(httpBindings)('faults %s', (binding) => {
  const open = opening(binding);

  test('H36 the hub forgets the session during an upload: not repeated; the next session brings everything', async () => {
    const stage = await open();
    const replicas = [await stage.replica('A'), await stage.replica('B')];
    for (const replica of replicas) await replica.sync();
    for (const [k, replica] of replicas.entries()) {
      addRows(replica.db, 10_000 * (k + 1), 3000);
      const noted = repeats({ wire: wireFault((call) => call.step === 4 && call.before >= 2, foreignSession) });
      await expect(replica.sync(noted)).rejects.toMatchObject({ code: 'hub-session-lost' });
      expect([noted.steps, hubEmployees(stage)]).toEqual([[], 2 + 3000 * k]);
      await expectSession(replica, `D${3000 * k} AC${3000 * k} U3000 AS3000`);
      expect(hubEmployees(stage)).toBe(2 + 3000 * (k + 1));
    }
    await expectSettled(stage, replicas, commonTables);
  });

  test('H37 the session is lost for the download: the changes are not', async () => {
    const stage = await open();
    const a = await stage.replica('A');
    await a.sync();
    addRows(stage.hubDb, 10_000, 5000);
    const noted = repeats({ wire: wireFault((call) => call.step === 7, foreignSession) });
    await expect(a.sync(noted)).rejects.toMatchObject({ code: 'hub-session-lost' });
    expect([noted.steps, employees(a)]).toEqual([[], 2]);
    await expectSession(a, 'D5000 AC5000');
    await expectSettled(stage, [a], commonTables);
  });

  test.each([
    ['H38 a 503 before the hub works', unavailable],
    ['H38 the request lost', lostBefore],
    ['H39 the answer lost', lostAfter],
    ['H49 the answer cut', cut],
  ])('%s, once at each step: every step is repeated once and nothing changes', async (_, fault) => {
    const stage = await open();
    const a = await stage.replica('A');
    const first = repeats({ wire: wireFault(everyStepOnce, fault) });
    await expectSession(a, `D${rowsOf(stage)} AC${rowsOf(stage)}`, first);
    // Step 14 is a farewell: whether it arrives does not matter (W-54).
    expect(first.steps.toSorted((x, y) => x - y)).toEqual([2, 4, 7, 10, 11, 13]);
    addRows(a.db, 10_000, 1000);
    addRows(stage.hubDb, 20_000, 2000);
    const second = repeats({ wire: wireFault(everyStepOnce, fault) });
    await expectSession(a, 'U1000 AS1000 D2000 AC2000', second);
    expect(second.steps.toSorted((x, y) => x - y)).toEqual([2, 4, 7, 11, 13]);
    await expectQuiet([a]);
    expectSame(stage, [a], commonTables);
  });

  test.each([
    ['first', 'lost before', nth(4), lostBefore],
    ['first', 'answer lost', nth(4), lostAfter],
    ['first', 'answer cut', nth(4), cut],
    ['last', 'lost before', once(lastPart), lostBefore],
    ['last', 'answer lost', once(lastPart), lostAfter],
    ['last', 'answer cut', once(lastPart), cut],
  ] as const)('H40 the %s part of an upload, %s: AS is exact', async (_part, _what, fits, fault) => {
    const stage = await open();
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    addRows(a.db, 10_000, 3000);
    const calls = new Map<number, number>();
    const noted = repeats({ wire: (transport) => countCalls(calls)(wireFault(fits, fault)(transport)) });
    await expectSession(a, 'U3000 AS3000', noted);
    expect(noted.steps).toEqual([4]);
    expect(calls.get(4)).toBeGreaterThan(3);
    expect(hubEmployees(stage)).toBe(3002);
    await expectSession(b, 'D3000 AC3000');
    await expectSettled(stage, [a, b], commonTables);
  });

  test.each([
    ['lost before', lostBefore],
    ['answer lost', lostAfter],
    ['answer cut', cut],
  ])('H40 H49 towards a stock hub the last of several parts is not repeated, %s (W-285)', async (_, fault) => {
    const stage = await open({ concord: false });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    addRows(a.db, 10_000, 3000);
    const noted = repeats({ wire: wireFault(once(lastPart), fault) });
    await expect(a.sync(noted)).rejects.toBeDefined();
    expect(noted.steps).toEqual([]);
    await expectSession(a, 'U3000 AS3000');
    await expectSession(b, 'D3000 AC3000');
    await expectSettled(stage, [a, b], commonTables);
  });

  test('H40 towards a stock hub a single part is repeated', async () => {
    const stage = await open({ concord: false });
    const a = await stage.replica('A');
    await a.sync();
    addRows(a.db, 10_000, 10);
    const noted = repeats({ wire: wireFault(once(lastPart), lostAfter) });
    await expectSession(a, 'U10 AS10', noted);
    expect(noted.steps).toEqual([4]);
    await expectSettled(stage, [a], commonTables);
  });

  test('an answer lost three times: the session fails, the next one says the same once more and nothing doubles', async () => {
    const stage = await open();
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    addRows(a.db, 10_000, 1);
    const noted = repeats({ wire: wireFault(lastPart, lostAfter) });
    await expect(a.sync(noted)).rejects.toMatchObject({ code: 'hub-unreachable' });
    expect(noted.steps).toEqual([4, 4]);
    await expectSession(a, 'U1 AS1');
    await expectSession(b, 'D1 AC1');
    await expectSettled(stage, [a, b], commonTables);
  });

  test('H43 the hub answers 401: sign-in needed, and no storm of repeats', async () => {
    const stage = await open({ door: { tokens: readTokens('somebody 0123456789abcdef0123456789abcdef') } });
    const a = await stage.replica('A');
    const calls = new Map<number, number>();
    const noted = repeats({ wire: countCalls(calls) });
    for (let i = 0; i < 3; i++) await expect(a.sync(noted)).rejects.toMatchObject({ code: 'hub-credentials' });
    expect([noted.steps, [...calls.keys()]]).toEqual([[], calls.has(14) ? [2, 14] : [2]]);
    expect(calls.get(2)).toBe(3);
  });

  test('H44 a part is too large for the way: a clear error, nothing lost, smaller parts go', async () => {
    const stage = await open({ batchKb: 5000, door: { bodyBounds: { least: 130_000, most: 130_000 } } });
    const a = await stage.replica('A');
    await a.sync();
    addRows(a.db, 10_000, 3000);
    const noted = repeats({});
    await expect(a.sync(noted)).rejects.toMatchObject({ code: 'hub-part-too-large' });
    expect([noted.steps, hubEmployees(stage)]).toEqual([[], 2]);
    await expectSession(a, 'U3000 AS3000', { batchKb: 100 });
    await expectSettled(stage, [a], commonTables);
  });

  test.each([2, 13, 4, 7, 11])(
    'H45 a proxy’s HTML page instead of the answer to step %i: a readable error',
    async (step) => {
      const stage = await open();
      const a = await stage.replica('A');
      await a.sync();
      addRows(a.db, 10_000, 1);
      addRows(stage.hubDb, 20_000, 1);
      const page = '<html><head><title>Please sign in</title></head><body>Hotel Wi-Fi</body></html>';
      const wire = wireFault(nth(step), async (call) => ({ ...(await call.send()), text: page }));
      await expect(a.sync({ wire })).rejects.toMatchObject({ code: 'hub-is-no-hub' });
      expect(employees(a)).toBe(3);
      await expectSession(a, 'U1 AS1 D1 AC1');
      await expectSettled(stage, [a], commonTables);
    },
  );

  test('H46 a second session of one replica is refused while the first runs', async () => {
    const stage = await open();
    const a = await stage.replica('A');
    const lock = lockSession(a.file, a.replica.reader);
    expect(() => lockSession(a.file, a.replica.reader)).toThrow(ConcordError);
    await expectSession(a, `D${rowsOf(stage)} AC${rowsOf(stage)}`);
    lock.release();
    lockSession(a.file, a.replica.reader).release();
  });

  test('H47 members that one side does not know are ignored, absent extras as well', async () => {
    const stage = await open();
    const a = await stage.replica('A');
    let taken = 0;
    const strange: SyncOptions = {
      wire: wireFault(
        () => true,
        (call) => meddle(call, () => taken++),
      ),
    };
    await expectSession(a, `D${rowsOf(stage)} AC${rowsOf(stage)}`, strange);
    stage.hubDb.exec(`insert into tag values (10, 'hub')`);
    await expectSession(a, 'D1 AC1', strange);
    a.db.exec(`insert into tag values (11, 'rep')`);
    await expectSession(a, 'U1 AS1', strange);
    expect(taken).toBeGreaterThan(2);
    await expectSettled(stage, [a], commonTables);
  });

  test('H48 the hub crashes between two parts of an upload: the session is lost, the next brings everything', async () => {
    const stage = await open();
    const a = await stage.replica('A');
    await a.sync();
    addRows(a.db, 10_000, 3000);
    const wire = wireFault(nth(4, 2), async (call) => {
      await stage.restart('after a crash');
      return call.send();
    });
    await expect(a.sync({ wire })).rejects.toMatchObject({ code: 'hub-session-lost' });
    expect(hubEmployees(stage)).toBe(2);
    await expectSession(a, 'U3000 AS3000');
    await expectSettled(stage, [a], commonTables);
  });

  test('H48 the hub restarts after it has applied, its answer is lost: the repeat gets the same counters (W-101)', async () => {
    const stage = await open();
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await a.sync();
    await b.sync();
    addRows(a.db, 10_000, 3000);
    stage.hubDb.exec(`insert into tag values (10, 'hub')`);
    const wire = wireFault(once(lastPart), async (call) => {
      await call.send();
      await stage.restart();
      throw new CallFailure(new ConcordError('hub-unreachable', { url: 'test' }, 'lost'), true, 0);
    });
    await expectSession(a, 'U3000 AS3000 D1 AC1', { wire });
    await expectSession(b, 'D3001 AC3001');
    await expectSettled(stage, [a, b], commonTables);
  });

  test('H48 the hub crashes during a download: the session fails, the next one brings it', async () => {
    const stage = await open();
    const a = await stage.replica('A');
    await a.sync();
    addRows(a.db, 10_000, 1);
    addRows(stage.hubDb, 20_000, 3000);
    // Whoever asks meanwhile waits for it, however long it takes.
    let restarted: Promise<void> | null = null;
    const isLater = (call: WireCall): boolean => call.step === 7 && call.before > 0;
    const wire = wireFault(isLater, async (call) => {
      await (restarted ??= stage.restart('after a crash'));
      return call.send();
    });
    await expect(a.sync({ wire })).rejects.toMatchObject({ code: 'hub-session-lost' });
    expect([employees(a), hubEmployees(stage)]).toEqual([3, 3003]);
    await expectSession(a, 'U1 AS1 D3000 AC3000');
    await expectSettled(stage, [a], commonTables);
  });

  test.each([nth(7), nth(7, 1)])('H49 a part of the download is cut: only that is asked for again', async (fits) => {
    const stage = await open();
    const a = await stage.replica('A');
    await a.sync();
    addRows(stage.hubDb, 10_000, 3000);
    const noted = repeats({ wire: wireFault(fits, cut) });
    await expectSession(a, 'D3000 AC3000', noted);
    expect(noted.steps).toEqual([7]);
    await expectQuiet([a]);
    expectSame(stage, [a], commonTables);
  });

  test.each([
    ['always', true],
    ['always', false],
    ['never', true],
    ['never', false],
  ] as const)('H50 the hub packs %s, the replica takes it: %s: the same result', async (gzip, acceptGzip) => {
    const stage = await open({ door: { gzip } });
    const [a, b] = [await stage.replica('A'), await stage.replica('B')];
    await expectSession(a, `D${rowsOf(stage)} AC${rowsOf(stage)}`, { acceptGzip });
    await b.sync({ acceptGzip });
    addRows(a.db, 10_000, 2000);
    await expectSession(a, 'U2000 AS2000', { acceptGzip });
    await expectSession(b, 'D2000 AC2000', { acceptGzip });
    await expectSettled(stage, [a, b], commonTables);
  });
});

/** Adds members to request and answer, and takes Concord's own out of the answer. */
async function meddle({ body, headers, send }: WireCall, taken: () => void): Promise<Answer> {
  const strange = body.replace(/^\{/, '{"x-new":{"a":[1,null,{"t":"}"}]},').replace('"sc":{', '"sc":{"later":true,');
  const answer = await send({ body: strange, headers: { ...headers, 'dotmim-sync-hash': bodyHash(strange) } });
  const bare = answer.text.replace(/,"concord":\{.*\}(?=\}$)/s, '');
  if (bare !== answer.text) taken();
  return { ...answer, text: bare.replace(/^\{/, '{"x-old":"y",') };
}
