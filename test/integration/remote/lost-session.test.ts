// A hub that forgets the session in its middle: not asked again, and the next session loses nothing (W-26, H36, H37, H48).

import { describe, expect, test } from 'vitest';
import { column, scopeOf, table } from '../../support/schemas.ts';
import { dump, edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { reply, silence } from '../../support/replies.ts';
import { startStockHub, wireScope, type StockHub } from '../../support/stock-hub.ts';
import { stepsOf } from '../../support/sync-call.ts';

const notes = wireScope(
  scopeOf({
    tables: [table('note', [column('id', 'int'), column('text', 'text')], ['id'])],
    relations: [],
    filters: [],
  }),
);

/** The session is gone after so many calls of a step were worked on. */
function forgetAfter(hub: StockHub, step: number, calls: number): void {
  let seen = 0;
  hub.intercept = (call) => {
    if (call.step === step && ++seen > calls) hub.forget(call.sessionId);
    return null;
  };
}

const lost = { result: 'interrupted', problem: { code: 'hub-session-lost', retryable: true }, summary: { repeats: 0 } };

describe('session lost', () => {
  test('H36 H48 in mid-upload: 3,000 rows in parts; the next session sends all', async () => {
    const hub = await startStockHub({ scope: notes });
    const app = await openTestApp({ hub: hub.url });
    await sync(app);
    const { file } = app.replica;
    edit(
      file,
      `with recursive n(id) as (select 1 union all select id + 1 from n where id < 3000)
       insert into note select id, printf('%.*c', 600, 'x') from n`,
    );
    const before = dump(file);
    const asked = hub.calls().length;
    forgetAfter(hub, 4, 2);
    expect(await sync(app)).toMatchObject(lost);
    expect(stepsOf(hub.calls().slice(asked))).toEqual([2, 13, 4, 4, 4, 14]);
    expect(dump(file)).toEqual(before);
    expect(hub.rows.present('note')).toEqual([]);
    hub.intercept = null;
    expect(await sync(app)).toMatchObject({
      result: 'done',
      summary: { uploaded: 3000, appliedHub: 3000, downloaded: 0 },
    });
    expect(hub.rows.present('note')).toHaveLength(3000);
  });

  test.each([
    ['of an ordinary session', false],
    ['of a first session', true],
  ])(
    'H37 in mid-download %s: 5,000 rows in parts; the parts are not asked for in vain, the next session brings all',
    async (_, isFirst) => {
      const hub = await startStockHub({ scope: notes, rowsAPart: 250 });
      const app = await openTestApp({ hub: hub.url });
      if (!isFirst) await sync(app);
      const { file } = app.replica;
      hub.rows.put('note', ...Array.from({ length: 5000 }, (_row, id) => [id, 'new']));
      const asked = hub.calls().length;
      forgetAfter(hub, 7, 3);
      expect(await sync(app)).toMatchObject(lost);
      const parts = hub
        .calls()
        .slice(asked)
        .filter((call) => call.step === 7)
        .map((call) => call.message['bireq']);
      expect(new Set(parts).size).toBe(parts.length);
      expect(parts.length).toBeLessThan(10);
      expect(Object.keys(dump(file)).includes('note')).toBe(!isFirst);
      hub.intercept = null;
      expect(await sync(app)).toMatchObject({
        result: 'done',
        summary: { uploaded: 0, downloaded: 5000, appliedHere: 5000 },
      });
      expect(rowsIn(file, 'note')).toHaveLength(5000);
    },
  );
});

test('one part of many that cannot be had: the others are not fetched in vain, nor waited for (W-89, FD-06)', async () => {
  const hub = await startStockHub({ scope: notes, rowsAPart: 10 });
  const app = await openTestApp({ hub: hub.url });
  await sync(app);
  hub.rows.put('note', ...Array.from({ length: 500 }, (_, id) => [id, 'new']));
  const before = dump(app.replica.file);
  const asked = hub.calls().length;
  hub.intercept = (call) => {
    if (call.step !== 7) return null;
    if (call.message['bireq'] === 2) return reply({ status: 404 });
    return call.message['bireq'] === 3 ? silence : null;
  };
  expect(await sync(app)).toMatchObject({ result: 'failed', problem: { code: 'hub-not-found' } });
  expect(stepsOf(hub.calls().slice(asked)).filter((step) => step === 7).length).toBeLessThan(15);
  expect(dump(app.replica.file)).toEqual(before);
  hub.intercept = null;
  expect(await sync(app)).toMatchObject({ result: 'done', summary: { downloaded: 500 } });
});
