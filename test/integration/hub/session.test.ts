// A session's life in the hub: whose it is, repeats, rounds, expiry, restarts (W-25…W-29, W-99…W-103, W-259, W-281, L1, L22).

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Caller } from '../../../main/hub/caller.ts';
import type { Hub, HubOptions } from '../../../main/hub/hub.ts';
import { openSqliteStore } from '../../../main/hub/stores/sqlite/sqlite-store.ts';
import type { Row } from '../../../main/sync/cell.ts';
import type { RowBatch } from '../../../main/sync/orchestrator.ts';
import type { ScopeClient, SyncType } from '../../../main/sync/scope.ts';
import { categorySql, hubOver, storeBench, type SqliteBench } from './bench.ts';

const row = (id: string, name: string): Row => [id, null, name, null, null];
const batch = (...rows: readonly Row[]): RowBatch => ({
  table: { name: 'category', schema: '' },
  kind: 'upsert',
  rows,
});
const annId = 'aaaaaaaa-0000-0000-0000-000000000001';
const bobId = 'bbbbbbbb-0000-0000-0000-000000000002';
let numbers = 0;

interface Desk {
  readonly bench: SqliteBench;
  readonly hub: Hub;
}

async function desk(more: Partial<HubOptions> = {}, sql = categorySql): Promise<Desk> {
  const bench = await storeBench(sql);
  return { bench, hub: await hubOver(bench, more) };
}

function callerOf(clientId: string | null = annId, more: Partial<Caller> = {}): Caller {
  return {
    sessionId: `session ${++numbers}`,
    scopeName: 'DefaultScope',
    identity: null,
    pinned: null,
    clientId,
    software: null,
    agent: { version: 1, user: 'Ann', app: null, device: 'pc' },
    ...more,
  };
}

function clientOf(id: string, lastHubSync: bigint | null, isNew = false): ScopeClient {
  return { id, scopeName: 'DefaultScope', hash: 'none', parameters: [], lastSync: 1n, lastHubSync, isNew };
}

interface Going {
  readonly batches?: readonly RowBatch[];
  readonly lsst?: bigint | null;
  readonly type?: SyncType;
  readonly isNew?: boolean;
}

/** A whole upload; returns its summary. */
async function exchange(
  { hub }: Desk,
  caller: Caller,
  { batches = [], lsst = 0n, type = 'normal', isNew = false }: Going = {},
) {
  await hub.steps.openScope(caller);
  for (const [index, item] of batches.entries()) await hub.steps.receive(caller, { index, batch: item, misfits: [] });
  return finish(hub, caller, { lsst, type, isNew, last: Math.max(batches.length - 1, 0) });
}

function finish(hub: Hub, caller: Caller, going: Going & { last: number }) {
  const client = clientOf(caller.clientId ?? annId, going.lsst ?? null, going.isNew);
  return hub.steps.finish(caller, {
    client,
    type: going.type ?? 'normal',
    clientTime: 7n,
    batchKb: 100,
    last: going.last,
    held: null,
    part: null,
  });
}

describe('repeats (W-99…W-103)', () => {
  test('W-101 a part that comes twice is stored once; a repeated last part gets the very same summary', async () => {
    const d = await desk();
    const caller = callerOf();
    await d.hub.steps.openScope(caller);
    for (let i = 0; i < 2; i++)
      await d.hub.steps.receive(caller, { index: 0, batch: batch(row('a', 'A')), misfits: [] });
    await d.hub.steps.receive(caller, { index: 1, batch: batch(row('b', 'B')), misfits: [] });
    const first = await finish(d.hub, caller, { last: 1, lsst: 0n });
    d.bench.other.exec(`update category set name = 'changed since' where category_id = 'a'`);
    await d.hub.steps.receive(caller, { index: 1, batch: batch(row('b', 'B')), misfits: [] });
    expect(await finish(d.hub, caller, { last: 1, lsst: 0n })).toBe(first);
    expect(first.applied).toMatchObject([{ applied: 2, received: 2 }]);
    expect(d.bench.other.prepare(`select name from category where category_id = 'a'`).pluck().get()).toBe(
      'changed since',
    );
  });

  test('W-102 a repeat that arrives while the first attempt runs waits for its answer', async () => {
    const d = await desk();
    const caller = callerOf();
    await d.hub.steps.openScope(caller);
    await d.hub.steps.receive(caller, {
      index: 0,
      batch: batch(...Array.from({ length: 5000 }, (_, i) => row(`k${i}`, `n${i}`))),
      misfits: [],
    });
    const answers = await Promise.all([1, 2, 3].map(() => finish(d.hub, caller, { last: 0, lsst: 0n })));
    expect(new Set(answers).size).toBe(1);
    expect(await d.bench.store.hubTime()).toBe(5000n);
  });

  test('W-28 L1 a failed apply leaves the parts where they are: the repeated last part applies all of them', async () => {
    const handlers: NonNullable<HubOptions['handlers']> = { onConflict: () => ({ resolution: 'throw' }) };
    const d = await desk({ handlers }, `${categorySql} insert into category (category_id, name) values ('c', 'C')`);
    d.bench.other.exec(`update category set name = 'HUB'`);
    const caller = callerOf();
    const going = { batches: [batch(row('a', 'A')), batch(row('c', 'REP'))], lsst: 0n };
    await expect(exchange(d, caller, going)).rejects.toMatchObject({ code: 'session-stopped' });
    delete handlers.onConflict;
    const summary = await finish(d.hub, caller, { last: 1, lsst: 0n });
    expect(summary.applied).toMatchObject([{ applied: 1, resolved: 1, received: 2 }]);
  });

  test('L1 a last part whose predecessors are missing is a lost session', async () => {
    const d = await desk();
    const caller = callerOf();
    await d.hub.steps.openScope(caller);
    await d.hub.steps.receive(caller, { index: 2, batch: batch(row('a', 'A')), misfits: [] });
    await expect(finish(d.hub, caller, { last: 2, lsst: 0n })).rejects.toMatchObject({ code: 'hub-session-lost' });
    expect(await d.bench.store.hubTime()).toBe(0n);
  });

  test('W-101 after a restart of the hub the last part is answered from what was written with the apply', async () => {
    const d = await desk();
    d.bench.other.exec(`insert into category (category_id, name) values ('h', 'HUB')`);
    const caller = callerOf();
    const going = { batches: [batch(row('a', 'A')), batch(row('h', 'REP'))], lsst: 0n };
    const before = await exchange(d, caller, going);
    const again = await hubOver(d.bench);
    const summary = await finish(again, caller, { last: 1, lsst: 0n });
    expect(summary).toEqual(before);
    expect((await again.steps.part(caller, 0)).text).toContain('"HUB"');
    const stranger = { ...caller, clientId: bobId };
    await expect(finish(again, { ...stranger }, { last: 1, lsst: 0n })).rejects.toMatchObject({
      code: 'hub-session-lost',
    });
    await expect(again.steps.part(callerOf(), 0)).rejects.toMatchObject({ code: 'hub-session-lost' });
  });

  test('W-29 step 2 after the summary begins a new round; before it, it is a mere repeat', async () => {
    const d = await desk();
    const caller = callerOf();
    await d.hub.steps.openScope(caller);
    await d.hub.steps.receive(caller, { index: 0, batch: batch(row('a', 'A')), misfits: [] });
    const first = await exchange(d, caller, { batches: [batch(row('ignored, part 0 is here', 'x'))] });
    expect(first.applied).toMatchObject([{ applied: 1 }]);
    const second = await exchange(d, caller, { batches: [batch(row('b', 'B'))] });
    expect(second.applied).toMatchObject([{ applied: 1 }]);
    expect(d.bench.other.prepare(`select category_id from category order by 1`).pluck().all()).toEqual(['a', 'b']);
  });

  test('W-89 W-91 parts may be read in any order and again until step 11, which may be repeated', async () => {
    const d = await desk(
      {},
      `${categorySql} with recursive n (i) as (select 1 union all select i + 1 from n where i < 9000) insert into category (category_id, name) select 'key' || i, 'a name that is long enough ' || i from n`,
    );
    const caller = callerOf();
    const { parts } = await exchange(d, caller, { lsst: null, isNew: true });
    expect(parts.length).toBeGreaterThan(3);
    const last = parts.length - 1;
    const read = await Promise.all([last, 0, 1, 0].map((index) => d.hub.steps.part(caller, index)));
    expect(read[1]?.text).toBe(read[3]?.text);
    await expect(d.hub.steps.part(caller, parts.length)).rejects.toMatchObject({ typeName: 'ArgumentException' });
    await d.hub.steps.endDownload(caller);
    await d.hub.steps.endDownload(caller);
    await expect(d.hub.steps.part(caller, 0)).rejects.toMatchObject({ code: 'request-broken' });
  });
});

describe('whose session it is (W-26, W-259, W-260)', () => {
  test('W-26 every step but 2 and 12 needs a session', async () => {
    const { hub } = await desk();
    const caller = callerOf();
    const client = clientOf(annId, 0n);
    await expect(hub.steps.operation(caller, client)).rejects.toMatchObject({ code: 'hub-session-lost' });
    await expect(hub.steps.snapshot(caller, [])).rejects.toMatchObject({ code: 'hub-session-lost' });
    await expect(hub.steps.receive(caller, { index: 0, batch: null, misfits: [] })).rejects.toMatchObject({
      code: 'hub-session-lost',
    });
    await expect(hub.steps.estimate(caller, { client, type: 'normal' })).rejects.toMatchObject({
      code: 'hub-session-lost',
    });
    await expect(hub.steps.endDownload(caller)).rejects.toMatchObject({ code: 'hub-session-lost' });
    expect(await hub.steps.time(caller)).toBe(0n);
    await hub.steps.endSession(caller, null);
  });

  test('W-259 another client or identity with the same session id is told nothing', async () => {
    const { hub } = await desk();
    const caller = callerOf();
    await hub.steps.openScope({ ...caller, clientId: null });
    await hub.steps.operation(caller, clientOf(annId, 0n));
    await expect(hub.steps.part({ ...caller, clientId: bobId }, 0)).rejects.toMatchObject({ code: 'hub-session-lost' });
    await expect(hub.steps.operation(caller, clientOf(bobId, 0n))).rejects.toMatchObject({ code: 'hub-session-lost' });
    await expect(hub.steps.part({ ...caller, identity: 'eve' }, 0)).rejects.toMatchObject({ code: 'hub-session-lost' });
    await expect(hub.steps.openScope({ ...caller, identity: 'eve' })).rejects.toMatchObject({
      code: 'hub-session-lost',
    });
  });

  test('W-260 a client id belongs to the identity that used it first, for ever', async () => {
    const d = await desk();
    const first = callerOf(annId, { identity: 'ann' });
    await exchange(d, first);
    const other = callerOf(annId, { identity: 'eve' });
    await d.hub.steps.openScope({ ...other, clientId: null });
    await expect(d.hub.steps.operation(other, clientOf(annId, 0n))).rejects.toMatchObject({ code: 'hub-forbidden' });
    expect((await d.bench.store.clients()).map(({ id, identity }) => [id, identity])).toEqual([[annId, 'ann']]);
  });

  test('W-13 a scope is found without case; a foreign one is refused', async () => {
    const { hub } = await desk();
    expect((await hub.steps.openScope(callerOf(annId, { scopeName: 'DEFAULTscope' }))).name).toBe('DefaultScope');
    await expect(hub.steps.openScope(callerOf(annId, { scopeName: 'other' }))).rejects.toMatchObject({
      code: 'scope-unknown',
    });
  });
});

describe('how long it lives (W-27, W-265)', () => {
  test('W-27 an idle session expires, each call renews it', async () => {
    const d = await desk();
    const caller = callerOf();
    await d.hub.steps.openScope(caller);
    const later = (minutes: number): void =>
      void (d.bench.now.at = new Date(d.bench.now.at.getTime() + minutes * 60_000));
    for (let i = 0; i < 3; i++) {
      later(50);
      await d.hub.steps.snapshot(caller, []);
    }
    later(61);
    await expect(d.hub.steps.snapshot(caller, [])).rejects.toMatchObject({ code: 'hub-session-lost' });
    expect([d.hub.sessions, await d.hub.sweep(), d.hub.sessions]).toEqual([1, 1, 0]);
  });

  test('W-27 a session in use never expires, however long the call takes', async () => {
    const d = await desk();
    const caller = callerOf();
    await d.hub.steps.openScope(caller);
    await d.hub.steps.receive(caller, {
      index: 0,
      batch: batch(...Array.from({ length: 3000 }, (_, i) => row(`k${i}`, `n${i}`))),
      misfits: [],
    });
    const running = finish(d.hub, caller, { last: 0, lsst: 0n });
    d.bench.now.at = new Date(d.bench.now.at.getTime() + 5 * 3_600_000);
    expect(await d.hub.sweep()).toBe(0);
    await running;
    await d.hub.steps.snapshot(caller, []);
  });

  test('W-265 the oldest idle session makes room; parts and texts are bounded', async () => {
    const { hub } = await desk({ limits: { sessionsPerClient: 2, partsPerUpload: 3, charactersPerUpload: 10 } });
    const [first, second, third] = [callerOf(), callerOf(), callerOf()];
    for (const caller of [first, second, third]) {
      await hub.steps.openScope(caller);
      await hub.steps.snapshot(caller, []);
    }
    await expect(hub.steps.snapshot(first, [])).rejects.toMatchObject({ code: 'hub-session-lost' });
    const big = { batch: batch(row('a', 'A')), misfits: [], source: { text: 'more than ten', read: () => null } };
    await expect(hub.steps.receive(third, { index: 3, ...big })).rejects.toMatchObject({ code: 'request-broken' });
    await hub.steps.receive(third, { index: 0, ...big });
    await expect(hub.steps.receive(third, { index: 1, ...big })).rejects.toMatchObject({ code: 'request-broken' });
  });

  test('W-266 what was received and prepared leaves the disk with the session', async () => {
    const d = await desk(
      {},
      `${categorySql} with recursive n (i) as (select 1 union all select i + 1 from n where i < 60000) insert into category (category_id, name) select 'key' || i, 'a name that is really long enough to fill the memory of the spool ' || i from n`,
    );
    const spool = join(d.bench.folder, 'concord-spool');
    const caller = callerOf();
    await exchange(d, caller, { lsst: null, isNew: true });
    expect(readdirSync(spool)).toHaveLength(1);
    await d.hub.steps.endSession(caller, null);
    expect(readdirSync(spool)).toHaveLength(0);
    await exchange(d, callerOf(), { lsst: null, isNew: true });
    await hubOver(d.bench);
    expect(existsSync(spool)).toBe(false);
  });
});

describe('what is selected and held against what (W-111, W-182, W-281)', () => {
  test('W-281 a re-read with upload is held against the hub time of the last session that this client ended well', async () => {
    const d = await desk();
    d.bench.other.exec(`insert into category (category_id, name) values ('a', 'A'), ('b', 'B')`);
    const caller = callerOf();
    const { hubTime } = await exchange(d, caller, { lsst: null, isNew: true });
    expect(hubTime).toBe(2n);
    await d.hub.steps.endSession(caller, null);
    d.bench.other.exec(`update category set name = 'B2' where category_id = 'b'`);
    const batches = [batch(row('a', 'mine'), row('b', 'mine too'))];
    const summary = await exchange(d, callerOf(), { batches, lsst: null, type: 'reinitialize-with-upload' });
    expect(summary.applied).toMatchObject([{ applied: 1, resolved: 1 }]);
    expect(summary.selected).toMatchObject([{ upserts: 2 }]);
    const stranger = await exchange(d, callerOf(bobId), {
      batches: [batch(row('a', 'bob'))],
      lsst: null,
      type: 'reinitialize-with-upload',
    });
    expect(stranger.applied).toMatchObject([{ applied: 0, resolved: 1 }]);
  });

  test('W-281 what a failed session was given never arrived: a re-read with upload does not overwrite it', async () => {
    const d = await desk();
    d.bench.other.exec(`insert into category (category_id, name) values ('a', 'A')`);
    const [good, cut] = [callerOf(), callerOf()];
    const { hubTime } = await exchange(d, good, { lsst: null, isNew: true });
    await d.hub.steps.endSession(good, null);
    d.bench.other.exec(`update category set name = 'A2' where category_id = 'a'`);
    await exchange(d, cut, { lsst: hubTime });
    await d.hub.steps.endSession(cut, 'the line was cut');
    const batches = [batch(row('a', 'mine'))];
    const summary = await exchange(d, callerOf(), { batches, lsst: null, type: 'reinitialize-with-upload' });
    expect(summary.applied).toMatchObject([{ applied: 0, resolved: 1 }]);
  });

  test('W-182 a known client without a hub time gets everything', async () => {
    const d = await desk({}, `${categorySql} insert into category (category_id, name) values ('old', 'Old')`);
    expect((await exchange(d, callerOf(), { lsst: null })).selected).toMatchObject([{ upserts: 1 }]);
    expect((await exchange(d, callerOf(), { lsst: 0n })).selected).toEqual([]);
  });

  test('L22 a client that has heard more than this hub has said meets a restored back-up: it gets everything', async () => {
    const d = await desk({}, `${categorySql} insert into category (category_id, name) values ('old', 'Old')`);
    const summary = await exchange(d, callerOf(), { lsst: 1795258360750n, batches: [batch(row('n', 'New'))] });
    expect([summary.hubTime, summary.applied, summary.selected]).toMatchObject([
      1n,
      [{ applied: 1 }],
      [{ upserts: 2 }],
    ]);
  });

  test('W-282 b a stock client is told server-wins whatever the policy; a Concord client the truth', async () => {
    const d = await desk({ policy: 'client-wins' });
    const told = async (concord: boolean): Promise<unknown> => {
      const remote = d.hub.connect({ user: 'u', device: 'd', concord });
      const scope = await remote.openScope('normal');
      const upload = { clientTime: 1n, counts: [], batches: async function* () {}, close: () => undefined };
      const answer = await remote.sendChanges({
        scope,
        client: clientOf(concord ? annId : bobId, 0n),
        round: 'normal',
        upload,
      });
      return [answer.policy, answer.kept, answer.refused, remote.isConcord()];
    };
    expect(await told(true)).toEqual(['client-wins', [], [], true]);
    expect(await told(false)).toEqual(['server-wins', null, null, false]);
  });

  test('W-193 the hub notes its clients without a write in an idle session, and keeps them', async () => {
    const d = await desk();
    const before = d.bench.other.pragma('data_version');
    await exchange(d, callerOf(), { lsst: 0n });
    expect(d.bench.other.pragma('data_version')).toEqual(before);
    const expected = [{ id: annId, user: 'Ann', device: 'pc', lastSync: 7n, lastHubSync: 0n }];
    expect(await d.bench.store.clients()).toMatchObject(expected);
    await d.bench.store.close();
    const again = await openSqliteStore(d.bench.file, { now: () => d.bench.now.at });
    onTestFinished(() => again.close());
    expect(await again.clients()).toMatchObject(expected);
  });

  test('W-197 cleaning up moves hub time to the limit, so that nobody stays outdated', async () => {
    const d = await desk();
    d.bench.other.exec(`insert into category (category_id, name) values ('a', 'A')`);
    expect(await d.bench.store.cleanUp(99n)).toBe(1);
    expect((await d.hub.steps.openScope(callerOf())).cleanedUpTo).toBe(2n);
    expect((await exchange(d, callerOf(), { lsst: null, isNew: true })).hubTime).toBe(2n);
  });
});
