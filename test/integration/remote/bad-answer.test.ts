// Answers that are broken on the way or by the hub: asked again where that can help, and nothing half read is believed
// (W-18, W-20, W-98, W-285; H45, H49, H50).

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { edit, rowsIn, sync } from '../../support/replica-app.ts';
import { cutBody, cutChunks, reply } from '../../support/replies.ts';
import type { Intercept } from '../../support/stock-hub.ts';
import { stepsOf } from '../../support/sync-call.ts';
import { atStep, rewrite, spoil } from '../../support/faults.ts';
import { createBench } from '../../support/shop.ts';
import { quickenPauses } from '../../support/quick-pauses.ts';
import { meets } from './bad-hub.ts';

quickenPauses();

const broken = { code: 'hub-answer-broken', result: 'failed' } as const;
const cut = { code: 'hub-unreachable', result: 'interrupted' } as const;
const wrongHash = { 'dotmim-sync-hash': 'c0ffee' };

describe('asked three times, then the session ends with nothing changed', () => {
  test.each([
    ['an empty body', spoil(2, () => reply({})), broken, [2, 2, 2]],
    ['malformed JSON', rewrite(13, () => '{"sc":{"id":'), broken, [2, 13, 13, 13, 14]],
    ['JSON that is no message', rewrite(13, () => '[1, 2]'), broken, [2, 13, 13, 13, 14]],
    [
      'a member that has to be there is missing',
      rewrite(4, (text) => text.replace('"step":10', '"stop":10')),
      broken,
      [2, 13, 4, 4, 4, 14],
    ],
    ['a body shorter than announced (H49)', spoil(13, cutBody), cut, [2, 13, 13, 13, 14]],
    ['chunks without an end (H49)', spoil(7, cutChunks), cut, [2, 13, 4, 7, 7, 7, 14]],
    [
      'a wrong hash (W-18)',
      spoil(2, (good) => reply({ ...good, headers: { ...good.headers, ...wrongHash } })),
      broken,
      [2, 2, 2],
    ],
    [
      'gzip that does not unpack',
      spoil(13, (good) => reply({ ...good, headers: { 'content-encoding': 'gzip' } })),
      broken,
      [2, 13, 13, 13, 14],
    ],
  ] as const)('%s', async (_, intercept, expected, steps) => {
    const ended = await meets(await createBench(), intercept, { ...expected, steps });
    expect(ended.problem?.retryable).toBe(true);
  });

  test('gzip that is cut: what unpacks so far is not believed', async () => {
    const half = spoil(7, (good) => {
      const packed = gzipSync(String(good.body));
      return reply({ headers: { 'content-encoding': 'gzip' }, body: packed.subarray(0, packed.length >> 1) });
    });
    await meets(await createBench(), half, { ...broken, steps: [2, 13, 4, 7, 7, 7, 14] });
  });
});

describe('a fault that passes costs one repeat', () => {
  /** Each step is answered badly the first time, after the hub has worked or before. */
  const onceEach = (spoiled: (step: number) => Intercept): Intercept => {
    const seen = new Set<number>();
    return (call, work) => {
      if (seen.has(call.step) || call.step === 14) return null;
      seen.add(call.step);
      return spoiled(call.step)(call, work);
    };
  };

  test.each([
    ['H38 before the hub works', (step: number) => atStep(step, reply({ status: 503 }))],
    ['H39 after the hub has worked, the answer is lost', (step: number) => spoil(step, cutBody)],
  ])('%s: a whole session, each step asked once more', async (_, fault) => {
    const { app, hub, file } = await createBench();
    const asked = hub.calls().length;
    hub.intercept = onceEach(fault);
    const ended = await sync(app);
    expect(ended).toMatchObject({
      result: 'done',
      summary: { uploaded: 1, downloaded: 1, appliedHere: 1, conflicts: 0, repeats: 5 },
    });
    expect(stepsOf(hub.calls().slice(asked))).toEqual([2, 2, 13, 13, 4, 4, 7, 7, 11, 11, 14]);
    expect(
      rowsIn(file, 'orders')
        .slice(0, 2)
        .map((row) => row[2]),
    ).toEqual(['mine', 'theirs']);
    expect(hub.rows.present('orders')[0]?.[2]).toBe('mine');
  });
});

describe('odd, but whole', () => {
  test('H50 gzip is unpacked, also where it was not asked for; requests are never packed (W-08, W-20)', async () => {
    const { app, hub } = await createBench();
    hub.intercept = (_, work) => {
      const good = work();
      return reply({
        ...good,
        headers: { ...good.headers, 'content-encoding': 'gzip' },
        body: gzipSync(String(good.body)),
      });
    };
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 1, downloaded: 1 } });
    expect(hub.calls().every((call) => call.headers['content-encoding'] === undefined)).toBe(true);
  });

  test('H47 unknown members, missing optional ones, names in capitals, white space around everything (W-35, W-37, W-43)', async () => {
    const { app, hub } = await createBench();
    hub.intercept = (call, work) => {
      const good = work();
      const text = String(good.body)
        .replace('{', '{"later":{"n":1,"r":[[1]]}, ')
        .replace('"serverscope"', '"ServerScope"')
        .replace('"dirname":"shop","dir":"batches",', '')
        .replace(',"scs":null,"cca":null', ',"scs":null,"cca":null,"more":[]');
      return reply({
        body: `\n ${text.replaceAll('],"', '] ,\r\n\t"')} \n`,
        headers: { 'dotmim-sync-session-id': call.sessionId },
      });
    };
    edit(app.replica.file, `update orders set title = 'ours' where id = 3`);
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 2, downloaded: 1, repeats: 0 } });
  });

  test('W-57 properties of the hub make the round trip in its session', async () => {
    const { app, hub } = await createBench();
    const asked = hub.calls().length;
    hub.intercept = rewrite(2, (text) => text.replace('"pp":0', '"ap":{"tenant":"north"},"pp":0'));
    expect((await sync(app)).result).toBe('done');
    const told = hub
      .calls()
      .slice(asked)
      .map((call) => (call.message['sc'] as { ap?: unknown }).ap);
    expect(told).toEqual([undefined, ...Array.from({ length: 5 }, () => ({ tenant: 'north' }))]);
  });
});
