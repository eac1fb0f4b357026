// When a part of an upload may be sent again: a stock hub loses what it had when its apply fails (W-285, L1, H40, H48, H49).

import { describe, expect, test } from 'vitest';
import { edit, rowsIn, sync } from '../../support/replica-app.ts';
import { cutBody, cutConnection, reply, silence } from '../../support/replies.ts';
import { stockError, type Intercept } from '../../support/stock-hub.ts';
import { rowsOf, stepsOf } from '../../support/sync-call.ts';
import { type Bench, createBench, guid } from '../../support/shop.ts';

/** An update and a delete wait: two parts. */
async function twoParts(options: { concord?: boolean; answerSeconds?: number } = {}): Promise<Bench> {
  const { concord = false, ...config } = options;
  const bench = await createBench(config, { concord });
  edit(bench.file, `delete from orders where id = 6`);
  return bench;
}

/** The first call that carries the given part is answered by `fault`. */
function onceAtPart(part: 'first' | 'last', fault: Intercept): Intercept {
  let done = false;
  return (call, work) => {
    if (done || call.step !== 4 || (call.message['islb'] === true) !== (part === 'last')) return null;
    done = true;
    return fault(call, work);
  };
}

function partsSent({ hub }: Bench, from: number): unknown[] {
  const uploads = hub
    .calls()
    .slice(from)
    .filter((call) => call.step === 4);
  return uploads.map((call) => [call.message['bi'], call.message['islb'], rowsOf(call.message).length]);
}

const both = [
  [0, false, 1],
  [1, true, 1],
];

describe('L1 the last of several parts is never sent again to a stock hub', () => {
  test.each([
    [
      '400: its apply has failed, the parts are gone',
      'hub-refused',
      'failed',
      () => reply(stockError('PostgresException', '40P01: deadlock')),
    ],
    ['503', 'hub-busy', 'interrupted', () => reply({ status: 503 })],
    ['the connection is cut', 'hub-unreachable', 'interrupted', () => cutConnection],
    ['no answer in time', 'hub-no-answer', 'interrupted', () => silence],
    ['the answer is empty (W-98)', 'hub-answer-broken', 'failed', () => reply({})],
    ['the answer is cut, the hub has worked (H49)', 'hub-unreachable', 'interrupted', (_, work) => cutBody(work())],
    [
      'the answer does not match its hash (W-18)',
      'hub-answer-broken',
      'failed',
      (_, work) => reply({ ...work(), headers: { 'dotmim-sync-hash': 'x' } }),
    ],
  ] as [string, string, string, Intercept][])('%s', async (_, code, result, fault) => {
    const bench = await twoParts({ answerSeconds: 0.3 });
    const { app, hub, file } = bench;
    const asked = hub.calls().length;
    hub.intercept = onceAtPart('last', (call, work) => {
      const answer = fault(call, work);
      hub.dropParts(call.sessionId);
      return answer;
    });
    const ended = await sync(app);
    expect(ended).toMatchObject({ result, problem: { code }, summary: { repeats: 0 } });
    expect(partsSent(bench, asked)).toEqual(both);
    expect(stepsOf(hub.calls().slice(asked))).toEqual([2, 13, 4, 4, 14]);
    const next = hub.calls().length;
    expect(await sync(app)).toMatchObject({
      result: 'done',
      summary: { uploaded: 2, appliedHub: 2, downloaded: 1, conflicts: 0 },
    });
    expect(partsSent(bench, next)).toEqual(both);
    expect(hub.rows.present('orders').map((row) => row[2])).toEqual(['mine', 'theirs', 'o3', 'o4', 'o5']);
    expect(rowsIn(file, 'orders').map((row) => row[2])).toEqual(['mine', 'theirs', 'o3', 'o4', 'o5']);
  });
});

describe('what may be sent again', () => {
  const busyOnce = (part: 'first' | 'last'): Intercept => onceAtPart(part, () => reply({ status: 503 }));

  test('the one part of an upload', async () => {
    const { app, hub } = await createBench();
    const asked = hub.calls().length;
    hub.intercept = busyOnce('last');
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 1, appliedHub: 1, repeats: 1 } });
    expect(stepsOf(hub.calls().slice(asked))).toEqual([2, 13, 4, 4, 7, 11, 14]);
  });

  test('a part that is not the last', async () => {
    const bench = await twoParts();
    const asked = bench.hub.calls().length;
    bench.hub.intercept = busyOnce('first');
    expect(await sync(bench.app)).toMatchObject({
      result: 'done',
      summary: { uploaded: 2, appliedHub: 2, repeats: 1 },
    });
    expect(partsSent(bench, asked)).toEqual([both[0], ...both]);
  });

  test('H40 a part that the hub had taken already: counted twice there, and no fault (W-100)', async () => {
    const { app, hub } = await twoParts();
    hub.intercept = onceAtPart('first', (_, work) => {
      work();
      return cutConnection;
    });
    const ended = await sync(app);
    expect(ended).toMatchObject({ result: 'done', summary: { uploaded: 2, appliedHub: 3, short: [], repeats: 1 } });
    expect(hub.rows.present('orders')[0]).toEqual([1, guid(1), 'mine']);
  });

  test('the last part to a Concord hub, which keeps the others (W-101)', async () => {
    const bench = await twoParts({ concord: true });
    const asked = bench.hub.calls().length;
    bench.hub.intercept = busyOnce('last');
    expect(await sync(bench.app)).toMatchObject({
      result: 'done',
      summary: { uploaded: 2, appliedHub: 2, repeats: 1 },
    });
    expect(partsSent(bench, asked)).toEqual([...both, both[1]]);
  });
});
