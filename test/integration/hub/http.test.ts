// The HTTP door: whole sessions and repeated steps (WIRE 5, 12, 14; W-99…W-103, W-286).

import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startHubServer } from '../../../main/hub/door/server.ts';
import { createHub } from '../../../main/hub/hub.ts';
import { bodyHash } from '../../../main/wire/hash.ts';
import { categorySql } from './bench.ts';
import { wireClient } from './wire-client.ts';

import { row, serve } from './serve.ts';

describe('a whole session', () => {
  test('W-107 W-149 W-286 steps 2, 13, 10, 4, 7, 11, 14 as stock knows them', async () => {
    const { bench, url } = await serve(
      {},
      `${categorySql} insert into category (category_id, name) values ('h', 'HUB')`,
    );
    const stock = wireClient(url);
    const opened = await stock.open();
    expect(opened.status).toBe(200);
    expect(opened.json.serverscope).toMatchObject({
      n: 'DefaultScope',
      v: '1.3.0.0',
      lst: null,
      s: { tbls: [{ tn: 'category', sn: '', cols: [] }], fils: [] },
    });
    expect(Object.keys(opened.json)).toEqual(['sc', 'serverscope']);
    expect([
      opened.headers.get('dotmim-sync-session-id'),
      opened.headers.get('dotmim-sync-serialization-format'),
      opened.headers.get('concord-hub'),
    ]).toEqual([stock.session, 'json', '1']);
    expect(opened.headers.get('dotmim-sync-hash')).toBe(bodyHash(opened.text));
    expect((await stock.operation({ isNew: true })).json).toMatchObject({
      sc: { id: stock.session, csid: stock.id },
      so: 0,
    });
    expect((await stock.snapshot()).text).toMatch(/"rct":0,"step":10,"scs":\{"tcs":\[\]\},"cca":\{"tca":\[\]\}\}$/);
    const summary = (await stock.sendAll(bench.scope, { isNew: true })).json;
    expect(summary).toMatchObject({
      sc: { way: 1 },
      rct: 0,
      step: 10,
      scs: { tcs: [{ n: 'category', s: '', d: 0, u: 1 }] },
      cca: { tca: [] },
    });
    expect(summary.bi).toMatchObject({
      ts: 0,
      count: 1,
      parts: [{ index: 0, last: true, rc: 1, tn: 'category', ts: '', state: 16 }],
    });
    expect(summary.bi.parts[0].file).toMatch(/^[\w.-]+$/);
    expect(summary).not.toHaveProperty('concord');
    const part = await stock.part(0);
    expect(part.text).toMatch(
      /"rct":0,"changes":\{"t":\[\{"n":"category","s":"","c":\[.*\],"r":\[\[16,"h",null,"HUB",null,null\]\]\}\]\},"scs":.*"cca":.*"policy":0\}$/,
    );
    expect((await stock.endDownload()).json).toMatchObject({
      ss: 11,
      bi: 0,
      bc: 0,
      islb: false,
      rct: 0,
      changes: null,
      scs: null,
      cca: null,
      policy: 0,
    });
    expect((await stock.end()).json).toEqual({ sc: expect.objectContaining({ id: stock.session }) });
  });

  test('W-51 W-286 parts, conflicts and authors towards a Concord client', async () => {
    const { bench, url } = await serve();
    bench.other.exec(`insert into category (category_id, name) values ('r', 'HUB')`);
    const headers = { 'concord-agent': `1; user=${encodeURIComponent('Änne')}; device=pc%3B1` };
    const ann = wireClient(url, { headers });
    await ann.open();
    const rows = [
      ['category', 'upsert', row('r', 'REP'), row('a', 'A'), row('n', 'A')],
      ['category', 'delete', row('x', '')],
    ] as const;
    expect((await ann.send(bench.scope, { rows, lsst: 0n }, 0)).text).toMatch(/"rct":0,"step":4\}$/);
    const { json } = await ann.send(bench.scope, { rows, lsst: 0n }, 1);
    expect(json.cca.tca).toEqual([
      { tn: 'category', sn: '', st: 16, rc: 1, a: 1, f: 1, trc: 4, tac: 1 },
      { tn: 'category', sn: '', st: 8, rc: 1, a: 0, f: 0, trc: 4, tac: 1 },
    ]);
    expect(json.concord).toEqual({
      refused: [
        { t: 'category', s: '', key: ['n'], st: 16, code: 'row-refused', m: 'another record has the same name' },
      ],
      kept: [
        { t: 'category', s: '', key: ['r'] },
        { t: 'category', s: '', key: ['x'] },
      ],
      seal: expect.stringMatching(/^\d+\.[0-9a-f]{16}$/),
    });
    const bob = wireClient(url, { headers: { 'concord-agent': '1' } });
    await bob.open();
    await bob.sendAll(bench.scope, { lsst: 0n });
    const part = (await bob.part(0)).json;
    const by = Object.fromEntries(
      part.changes.t[0].r.map((item: string[], at: number) => [item[1], part.concord.by[at]]),
    );
    expect(by).toEqual({ r: null, a: ['Änne', 'pc;1', '2026-03-01T08:00:00.000Z'] });
    expect(Object.keys(part).slice(-2)).toEqual(['policy', 'concord']);
  });

  test('W-124 W-125 step 6 counts and changes nothing; step 12 tells the clock without a session', async () => {
    const { bench, url } = await serve();
    bench.other.exec(`insert into category (category_id, name) values ('r', 'HUB')`);
    const client = wireClient(url);
    expect((await client.time()).json).toMatchObject({ rct: 1 });
    await client.open();
    expect((await client.estimate({ lsst: 0n })).json).toMatchObject({
      ss: 7,
      bi: 0,
      bc: 0,
      islb: true,
      rct: 1,
      changes: null,
      scs: { tcs: [{ n: 'category', d: 0, u: 1 }] },
      policy: 0,
    });
    expect((await client.estimate({ lsst: 1n })).json.scs).toEqual({ tcs: [] });
    expect(await bench.store.clients()).toEqual([]);
  });

  test('W-56 W-57 the context comes back, with `ap`; only before rows without the keys that mislead (W-81)', async () => {
    const { bench, url } = await serve(
      {},
      `${categorySql} insert into category (category_id, name) values ('h', 'HUB')`,
    );
    const client = wireClient(url);
    const sc = (extra: string): string =>
      `{"sc":{"id":"${client.session}","csid":"${client.id}","sn":"DefaultScope","typ":1,"ap":{"r":"1","own":"ä"},"ps":[{"pn":"p","v":12345678901234567890}],"pp":0.75}${extra}}`;
    await client.open();
    const answer = await client.post(11, sc(',"bireq":0'));
    expect(answer.text).toContain(
      `"typ":1,"ps":[{"pn":"p","v":12345678901234567890}],"ap":{"r":"1","own":"ä"},"pp":0.75}`,
    );
    await client.sendAll(bench.scope, { isNew: true });
    expect((await client.post(7, sc(',"bireq":0'))).json.sc.ap).toEqual({ own: 'ä' });
  });
});

describe('repeats over HTTP (H38–H40, H48)', () => {
  test.each([
    ['stock', {}],
    ['Concord', { 'concord-agent': '1' }],
  ])('every step twice from a %s client: the counters of one delivery (I7)', async (_name, headers) => {
    const { bench, url } = await serve();
    bench.other.exec(`insert into category (category_id, name) values ('r', 'HUB')`);
    const client = wireClient(url, { headers });
    const twice = async <T extends { text: string; status: number }>(step: () => Promise<T>): Promise<T> => {
      const [first, second] = [await step(), await step()];
      expect([second.status, second.text]).toEqual([200, first.text]);
      return second;
    };
    const rows = [
      ['category', 'upsert', row('r', 'REP'), row('a', 'A')],
      ['category', 'upsert', row('b', 'B')],
    ] as const;
    await twice(() => client.open());
    await twice(() => client.operation({ lsst: 0n }));
    await twice(() => client.snapshot());
    await twice(() => client.send(bench.scope, { rows, lsst: 0n }, 0));
    const summary = await twice(() => client.send(bench.scope, { rows, lsst: 0n }, 1));
    expect(summary.json.cca.tca).toEqual([{ tn: 'category', sn: '', st: 16, rc: 1, a: 2, f: 0, trc: 3, tac: 2 }]);
    await twice(() => client.part(0));
    await twice(() => client.endDownload());
    await client.end();
    expect(await bench.store.hubTime()).toBe(3n);
  });

  test('the last part three times at once is applied once (W-102)', async () => {
    const { bench, url } = await serve();
    const client = wireClient(url);
    await client.open();
    const rows = [['category', 'upsert', ...Array.from({ length: 2000 }, (_, i) => row(`k${i}`, `n${i}`))]] as const;
    const answers = await Promise.all([0, 1, 2].map(() => client.send(bench.scope, { rows, lsst: 0n }, 0)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await bench.store.hubTime()).toBe(2000n);
  });

  test('H48 the hub restarts between two parts: the session is lost; after the last part: it is answered', async () => {
    const first = await serve();
    const rows = [
      ['category', 'upsert', row('a', 'A')],
      ['category', 'upsert', row('b', 'B')],
    ] as const;
    const client = wireClient(first.url);
    await client.open();
    await client.send(first.bench.scope, { rows, lsst: 0n }, 0);
    const second = await startHubServer({
      hub: await createHub({
        store: first.bench.store,
        spoolFolder: join(first.bench.folder, 'other'),
        now: () => first.bench.now.at,
      }),
      port: 0,
    });
    onTestFinished(() => second.close());
    const moved = wireClient(second.url, { id: client.id, headers: { 'dotmim-sync-session-id': client.session } });
    const lost = await moved.post(4, client.partBody(first.bench.scope, { rows, lsst: 0n }, 1));
    expect([lost.status, lost.headers.get('dotmim-sync-error'), lost.json.tn]).toEqual([
      400,
      'HttpSessionLostException',
      'HttpSessionLostException',
    ]);
    const whole = await client.send(first.bench.scope, { rows, lsst: 0n }, 1);
    const repeated = await moved.post(4, client.partBody(first.bench.scope, { rows, lsst: 0n }, 1));
    expect([repeated.status, repeated.json.cca, repeated.json.rct]).toEqual([200, whole.json.cca, whole.json.rct]);
  });
});
