// What a hub accounts for is compared with what was sent, before a watermark is saved (W-285, R-63, R-85, W-246, L6).

import { describe, expect, test } from 'vitest';
import type { EndedSession } from '../../../main/agent/session.ts';
import { dump, edit, eventsOf, rowsIn, sync } from '../../support/replica-app.ts';
import { reply } from '../../support/replies.ts';
import type { Intercept } from '../../support/stock-hub.ts';
import { type Bench, createBench, guid } from '../../support/shop.ts';
import { rewrite } from '../../support/faults.ts';

/** Two updates wait here. */
async function twoChanges(concord = false): Promise<Bench> {
  const bench = await createBench({}, { concord });
  edit(bench.file, `update orders set title = 'mine too' where id = 3`);
  return bench;
}

const mark = ({ app }: Bench): bigint | null | undefined => app.replica.scopes()[0]?.client.lastSync;

const changeSummary = (change: (text: string) => string): Intercept => rewrite(4, change);
const fewer = changeSummary((text) => text.replace('"a":2,"f":0,"trc":2,"tac":2', '"a":1,"f":0,"trc":2,"tac":1'));
const partsLost = changeSummary((text) => text.replace('"a":2,"f":0,"trc":2,"tac":2', '"a":2,"f":0,"trc":1,"tac":2'));

const shortOf = (ended: EndedSession): unknown =>
  ended.summary.short.map(({ table, kind, sent, accounted }) => [table.name, kind, sent, accounted]);

describe('a stock hub accounts for less than was sent', () => {
  test.each([
    ['a + f + rc below the rows sent', fewer, [['orders', 'upsert', 2, 1]]],
    ['trc below U: parts were dropped', partsLost, [['orders', 'upsert', 2, 2]]],
  ] as const)(
    '%s: the mark stays and the rows go again; alike a second time, it moves; both are told',
    async (_, intercept, short) => {
      const bench = await twoChanges();
      const { app, hub } = bench;
      const before = mark(bench);
      hub.intercept = intercept;
      const first = await sync(app);
      expect(first).toMatchObject({ result: 'done', summary: { uploaded: 2, downloaded: 1 } });
      expect(shortOf(first)).toEqual(short);
      expect(mark(bench)).toBe(before);
      expect(eventsOf(app, first.no).at(-1)).toMatchObject({ level: 'warning', data: { short: [{ sent: 2 }] } });
      const second = await sync(app);
      expect(second).toMatchObject({ result: 'done', summary: { uploaded: 2, repeats: 0, conflicts: 0 } });
      expect(shortOf(second)).toEqual(short);
      expect(mark(bench)).toBeGreaterThan(before ?? 0n);
      expect((await sync(app)).summary).toMatchObject({ uploaded: 0, short: [] });
    },
  );

  test('a second time with a repeat proves nothing: the mark stays until a session without one', async () => {
    const bench = await twoChanges();
    const { app, hub } = bench;
    const before = mark(bench);
    hub.intercept = fewer;
    await sync(app);
    let busy = true;
    hub.intercept = (call, work) => {
      if (call.step !== 4 || !busy) return fewer(call, work);
      busy = false;
      return reply({ status: 503 });
    };
    expect((await sync(app)).summary).toMatchObject({ uploaded: 2, repeats: 1, short: [{ sent: 2 }] });
    expect(mark(bench)).toBe(before);
    expect((await sync(app)).summary).toMatchObject({ uploaded: 2, repeats: 0, short: [{ sent: 2 }] });
    expect(mark(bench)).toBeGreaterThan(before ?? 0n);
  });

  test('more than was sent is no fault: a forced row counts twice (W-117)', async () => {
    const bench = await twoChanges();
    bench.hub.intercept = changeSummary((text) => text.replace('"rc":0,"a":2', '"rc":2,"a":2'));
    expect((await sync(bench.app)).summary).toMatchObject({ uploaded: 2, short: [] });
    expect((await sync(bench.app)).summary.uploaded).toBe(0);
  });
});

test('a Concord hub that accounts for less is not believed: the session fails, nothing changes (R-82)', async () => {
  const { app, hub, file } = await twoChanges(true);
  const before = dump(file);
  hub.intercept = fewer;
  expect(await sync(app)).toMatchObject({ result: 'failed', problem: { code: 'hub-answer-broken' } });
  expect(dump(file)).toEqual(before);
});

test('a decision that goes up beside a failed row is sent, not confirmed (W-246, Decisions 13)', async () => {
  const { app, hub, file } = await createBench();
  edit(file, `update orders set title = 'mine' where id = 2`);
  await sync(app);
  const [entry] = app.inbox.list({ limit: 1, offset: 0 }).entries;
  await app.inbox.resolve({ no: entry?.no ?? 0, choice: { keep: 'mine' }, by: 'Ann' });
  edit(file, `update orders set title = 'other' where id = 5`);
  hub.intercept = changeSummary((text) => text.replace('"a":2,"f":0', '"a":1,"f":1'));
  const ended = await sync(app);
  expect(ended).toMatchObject({ result: 'done', summary: { uploaded: 2, appliedHub: 1, failedHub: 1 } });
  expect(app.inbox.get(entry?.no ?? 0).state).toBe('sent');
  expect(app.inbox.history(entry?.no ?? 0).at(-1)?.why).toBe('not confirmed by this hub');
  expect(rowsIn(file, 'orders')[1]).toEqual([2, guid(1), 'mine']);
});
