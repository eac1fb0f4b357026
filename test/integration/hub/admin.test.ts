// The hub's door for whoever manages or watches it: who may, what is told, and that no secret is (HB-03, HB-04, HB-09).

import { describe, expect, onTestFinished, test } from 'vitest';
import { startHubServer } from '../../../main/hub/door/server.ts';
import { fieldsOf, jsonLine } from '../../../main/hub/log-line.ts';
import { listSnapshots } from '../../../main/hub/admin/snapshots.ts';
import { createMetrics } from '../../../main/hub/metrics.ts';
import { createSnapshotMaker } from '../../../main/hub/snapshot-maker.ts';
import { makeSnapshot } from '../../../main/hub/snapshots.ts';
import type { Sender } from '../../../main/hub/stores/store.ts';
import { makeToken } from '../../../main/hub/tokens.ts';
import { ann, categorySql, hubOver, stores, type StoreBench } from './bench.ts';
import { row } from './serve.ts';
import { wireClient } from './wire-client.ts';

type Answer = { readonly status: number; readonly text: string; readonly json: unknown };

interface Desk {
  readonly bench: StoreBench;
  readonly url: string;
  readonly log: string[];
  /** A token of a kind, as a header. */
  make(kind: 'client' | 'monitor' | 'admin', name?: string): Promise<{ authorization: string }>;
  ask(path: string, headers: Record<string, string>, more?: RequestInit): Promise<Answer>;
}

/** The hub hears of a client that has had a good session, up to a hub time. */
function noteOf({ store, scope, now }: StoreBench, sender: Sender, heard: bigint): void {
  const moved = { received: 0, sent: 0, conflicts: 0, errors: 0, software: null };
  const session = { startedAt: now.at.toISOString(), ms: 1, mode: 'first', result: 'done', ...moved } as const;
  store.noteClient({ scope, sender, lastSync: 1n, lastHubSync: heard, heardUpTo: heard, session });
}

describe.each(stores)('the hub’s own door on %s', (_, makeBench) => {
  async function openDesk(): Promise<Desk> {
    const bench = await makeBench(categorySql);
    const metrics = createMetrics(new Date('2026-03-01T08:00:00Z'));
    const log: string[] = [];
    const hub = await hubOver(bench, {
      notify: (event) => {
        metrics.event(event);
        log.push(jsonLine(new Date(), fieldsOf(event)));
      },
    });
    const server = await startHubServer({ hub, port: 0, metrics, version: '9.9.9' });
    onTestFinished(() => server.close());
    return {
      bench,
      url: server.url,
      log,
      async make(kind, name = kind) {
        const { token } = await makeToken(
          bench.store,
          { name, kind, scopes: null, expiresAt: null, pinned: null },
          new Date(),
        );
        return { authorization: `Bearer ${token}` };
      },
      async ask(path, headers, more = {}) {
        const answer = await fetch(`${server.url}${path}`, { ...more, headers });
        const text = await answer.text();
        return {
          status: answer.status,
          text,
          json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : null,
        };
      },
    };
  }

  test('HB-04 nobody manages a hub without an admin token, also where everybody may synchronise', async () => {
    const { make, ask } = await openDesk();
    expect((await ask('admin', {})).status).toBe(403);
    const [client, monitor, admin] = [await make('client'), await make('monitor'), await make('admin')];
    const paths = ['admin', 'admin/clients', 'admin/tokens', 'api/sync/admin', 'metrics'];
    const statuses = async (headers: Record<string, string>): Promise<number[]> =>
      Promise.all(paths.map(async (path) => (await ask(path, headers)).status));
    expect(await statuses({ authorization: 'Bearer wrong' })).toEqual([401, 401, 401, 401, 401]);
    expect(await statuses(client)).toEqual([403, 403, 403, 403, 403]);
    expect(await statuses(monitor)).toEqual([200, 200, 403, 200, 200]);
    expect(await statuses(admin)).toEqual([200, 200, 200, 200, 200]);
    expect((await ask('admin/tokens', monitor, { method: 'POST', body: '{"name":"x"}' })).status).toBe(403);
    expect((await ask('admin', admin)).json).toMatchObject({
      name: 'Concord hub',
      version: '9.9.9',
      token: { name: 'admin', kind: 'admin' },
      scopes: [{ name: 'DefaultScope', tables: [{ name: 'category', direction: 'both', filter: null }] }],
    });
    expect([(await ask('health', {})).status, (await ask('ready', {})).json]).toEqual([200, { status: 'ready' }]);
  });

  test('HB-04 tokens are made, listed without a secret and ended; what is wrong is told by its field, and the token in hand stays', async () => {
    const { make, ask } = await openDesk();
    const admin = await make('admin');
    const post = (body: unknown): Promise<Answer> =>
      ask('admin/tokens', admin, { method: 'POST', body: JSON.stringify(body) });
    const made = await post({ name: 'ann', scopes: ['defaultscope'], expiresAt: '2099-01-01T00:00:00Z' });
    expect(made.json).toMatchObject({ no: 2, name: 'ann', kind: 'client', scopes: ['DefaultScope'] });
    const { token } = made.json as { token: string };
    expect((await ask('', { authorization: `Bearer ${token}` })).status).toBe(200);
    const listed = await ask('admin/tokens', admin);
    expect(listed.json).toMatchObject([{ name: 'admin' }, { name: 'ann', revokedAt: null }]);
    expect(listed.text).not.toMatch(/concord_|hash/);
    const faults = [
      { name: 'ann' },
      { name: 'bob', kind: 'boss' },
      { name: 'bob', colour: 1 },
      { name: 'bob', scopes: ['no'] },
      { name: 'bob', pinned: { region: 'EU' } },
    ];
    const told = await Promise.all(faults.map(async (body) => (await post(body)).json));
    expect(told).toMatchObject(
      ['token-name-taken', 'value-invalid', 'value-invalid', 'scope-unknown', 'value-invalid'].map((code) => ({
        error: { code },
      })),
    );
    const end = async (no: string): Promise<unknown> =>
      (await ask(`admin/tokens/${no}`, admin, { method: 'DELETE' })).json;
    expect(await end('1')).toMatchObject({ error: { code: 'token-in-use' } });
    expect(await end('7')).toMatchObject({ error: { code: 'token-unknown' } });
    expect(await end('2')).toMatchObject({ name: 'ann', revokedAt: expect.any(String) as string });
    expect((await ask('', { authorization: `Bearer ${token}` })).status).toBe(401);
  });

  test('HB-05 orders are given to clients that the hub knows, listed with their names, and taken back until they are carried out', async () => {
    const { bench, make, ask } = await openDesk();
    const [admin, monitor] = [await make('admin', 'maya'), await make('monitor')];
    const { id } = ann;
    noteOf(bench, ann, 1n);
    const give = async (body: unknown): Promise<unknown> =>
      (await ask('admin/orders', admin, { method: 'POST', body: JSON.stringify(body) })).json;
    const back = async (no: number | string): Promise<unknown> =>
      (await ask(`admin/orders/${no}`, admin, { method: 'DELETE' })).json;
    const list = async (): Promise<unknown> => (await ask('admin/orders', admin)).json;
    const faults = [
      await give({ operation: 'explode', clients: 'all' }),
      await give({ operation: 'abort', clients: [] }),
      await give({ operation: 'abort', clients: ['nobody'] }),
      await back(7),
      await back('x'),
    ];
    expect(faults).toMatchObject(
      ['value-invalid', 'value-invalid', 'replica-unknown', 'order-over', 'value-invalid'].map((code) => ({
        error: { code },
      })),
    );
    expect(await give({ operation: 'abort', clients: [id], scope: 'other' })).toMatchObject({
      error: { code: 'replica-unknown' },
    });
    expect(await give({ operation: 'reinitialize', clients: [id] })).toEqual({ clients: 1 });
    const [person, device] = [ann.user, ann.device];
    const told = { no: 1, client: id, person, device, operation: 'reinitialize', by: 'maya', outcome: null };
    expect(await list()).toMatchObject([{ ...told, state: 'waiting' }]);
    expect(await back(1)).toEqual({});
    expect(await back(1)).toMatchObject({ error: { code: 'order-over' } });
    expect(await give({ operation: 'abort', clients: 'all' })).toEqual({ clients: 1 });
    expect(await give({ operation: 'normal', clients: 'all' })).toEqual({ clients: 1 });
    expect(await list()).toMatchObject([
      { no: 2, operation: 'abort', state: 'withdrawn' },
      { ...told, state: 'withdrawn' },
    ]);
    const refused = await Promise.all([
      ask('admin/orders', monitor),
      ask('admin/orders', monitor, { method: 'POST', body: '{}' }),
      ask('admin/orders/1', monitor, { method: 'DELETE' }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  test('HB-07 a clean-up is planned with its entries and names, done as it was planned and no further, and listed', async () => {
    const { bench, make, ask } = await openDesk();
    const admin = await make('admin', 'maya');
    bench.other.exec(`insert into category (category_id, name) values ('h', 'H'), ('i', 'I')`);
    const heard = await bench.store.hubTime();
    noteOf(bench, ann, heard);
    bench.other.exec(
      `delete from category where category_id = 'i'; insert into category (category_id, name) values ('j', 'J')`,
    );
    const plan = async (query = ''): Promise<unknown> => (await ask(`admin/clean-up${query}`, admin)).json;
    const go = async (body: unknown): Promise<unknown> =>
      (await ask('admin/clean-up', admin, { method: 'POST', body: JSON.stringify(body) })).json;
    const her = { id: ann.id, scope: 'DefaultScope', person: ann.user, device: ann.device };
    expect(await plan()).toMatchObject({ entries: { all: 3, upTo: 1 }, clients: 1, outdated: [], holding: her });
    expect(await plan('?dropSilentDays=0')).toMatchObject({
      entries: { all: 3, upTo: 3 },
      outdated: [her],
      holding: null,
    });
    expect(await plan('?dropSilentDays=long')).toMatchObject({ error: { code: 'value-invalid' } });
    expect(await go({ dropSilentDays: 0, outdated: [] })).toMatchObject({ error: { code: 'clean-up-changed' } });
    expect(await go({ dropSilentDays: null, outdated: [] })).toEqual({ entries: 1, outdated: 0 });
    expect(await bench.store.clients()).toHaveLength(1);
    expect(await go({ dropSilentDays: 0, outdated: [ann.id] })).toEqual({ entries: 2, outdated: 1 });
    expect(await bench.store.clients()).toEqual([]);
    expect((await ask('admin/clean-ups', admin)).json).toMatchObject([
      { by: 'maya', entries: 2, forgotten: [ann.id] },
      { by: 'maya', entries: 1, forgotten: [] },
    ]);
    const monitor = await make('monitor');
    expect([(await ask('admin/clean-up', monitor)).status, (await ask('admin/clean-ups', monitor)).status]).toEqual([
      403, 403,
    ]);
  });

  test('HB-06 snapshots are made one after another, listed with rows, size and use, and deleted', async () => {
    const { bench, make, ask } = await openDesk();
    const admin = await make('admin', 'maya');
    bench.other.exec(`insert into category (category_id, name) values ('h', 'H'), ('i', 'I')`);
    const post = async (body: unknown): Promise<unknown> =>
      (await ask('admin/snapshots', admin, { method: 'POST', body: JSON.stringify(body) })).json;
    const end = async (path: string): Promise<unknown> =>
      (await ask(`admin/snapshots/${path}`, admin, { method: 'DELETE' })).json;
    type Listed = { everyHours: number; snapshots: unknown[]; making: unknown[] };
    const list = async (): Promise<Listed> => (await ask('admin/snapshots', admin)).json as Listed;
    for (let no = 1; no <= 3; no++) expect(await post({ scope: 'defaultscope' })).toEqual({ making: no });
    await expect.poll(async () => (await list()).making, { timeout: 10_000 }).toEqual([]);
    const { everyHours, snapshots } = await list();
    const made = {
      scope: 'DefaultScope',
      parameters: {},
      by: 'maya',
      rows: 2,
      used: 0,
      usedAt: null,
      isGivenOut: true,
    };
    expect([everyHours, snapshots]).toMatchObject([
      0,
      [
        { no: 3, ...made },
        { no: 2, ...made },
        { no: 1, ...made },
      ],
    ]);
    expect(await end('2')).toEqual({});
    expect((await list()).snapshots).toMatchObject([{ no: 3 }, { no: 1 }]);
    await bench.store.cleanUp((await bench.store.hubTime()) + 1n);
    expect((await list()).snapshots).toMatchObject([{ isGivenOut: false }, { isGivenOut: false }]);
    const faults = [
      await post({ scope: 'Other' }),
      await post({ scope: 'DefaultScope', colour: 1 }),
      await end('2'),
      await end('making/4'),
    ];
    expect(faults).toMatchObject(
      ['scope-unknown', 'value-invalid', 'snapshot-unknown', 'snapshot-unknown'].map((code) => ({ error: { code } })),
    );
    expect((await ask('admin/snapshots', await make('monitor'))).status).toBe(403);
  });

  test('HB-06 a snapshot that is made tells how far it is; cancelled, it is not there; what cannot be made says why', async () => {
    const { store, other } = await makeBench(categorySql);
    other.exec(`insert into category (category_id, name) values ('h', 'H'), ('i', 'I')`);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const put: typeof store.snapshots.put = async (...given) => {
      reached.resolve();
      await gate.promise;
      return store.snapshots.put(...given);
    };
    const failures: unknown[] = [];
    const wish = { scope: 'DefaultScope', parameters: [], by: 'maya' };
    const maker = createSnapshotMaker({ ...store, snapshots: { ...store.snapshots, put } }, (thrown) =>
      failures.push(thrown),
    );
    await maker.start(wish);
    await maker.start(wish);
    await reached.promise;
    expect(maker.list()).toMatchObject([
      { no: 1, state: 'making', rows: 2, total: 2 },
      { no: 2, state: 'waiting' },
    ]);
    maker.cancel(1);
    maker.cancel(2);
    expect(() => maker.cancel(2)).toThrow('There is no snapshot 2.');
    gate.resolve();
    await maker.settled();
    expect([maker.list(), await store.snapshots.list(), failures]).toEqual([[], [], []]);
    other.exec('drop table category');
    await maker.start(wish);
    await maker.settled();
    expect(maker.list()).toMatchObject([
      { no: 3, state: 'failed', problem: { message: expect.any(String) as string } },
    ]);
    expect(failures).toHaveLength(1);
    await maker.close();
  });

  test('HB-06 the hub makes its snapshots by itself when they are due; a newer one follows the scheduled one, one made by hand stays', async () => {
    const bench = await makeBench(categorySql);
    const hub = await hubOver(bench, { snapshotsEvery: 6 });
    const listed = async (): Promise<unknown> => {
      await hub.renewSnapshots();
      return (await listSnapshots(bench.store)).map(({ no, by }) => `${no} ${by}`);
    };
    const later = (hours: number): void => void (bench.now.at = new Date(bench.now.at.getTime() + hours * 3_600_000));
    expect(await listed()).toEqual(['1 (schedule)']);
    later(5);
    await makeSnapshot(bench.store, { scope: 'DefaultScope', parameters: [], batchKb: 2000, by: 'maya' });
    later(2);
    // The one that was made by hand is 2 h old: nothing is due.
    expect(await listed()).toEqual(['2 maya']);
    later(5);
    expect(await listed()).toEqual(['3 (schedule)', '2 maya']);
    await bench.store.cleanUp((await bench.store.hubTime()) + 1n);
    expect(await listed()).toEqual(['4 (schedule)', '2 maya']);
  });

  test('HB-09 the feed tells the sessions of now, rates, what waits, the tables that took longest, and how sessions ended', async () => {
    const { bench, url, make, ask } = await openDesk();
    const [monitor, hers] = [await make('monitor'), await make('client', 'ann')];
    const read = async (): Promise<unknown> => (await ask('admin/feed', monitor)).json;
    const idle = { open: 0, sessions: [], waiting: 0, tables: [], lines: [] };
    expect(await read()).toEqual({ ...idle, rates: { calls: 0, received: 0, sent: 0 } });
    bench.other.exec(`insert into category (category_id, name) values ('h', 'Kept on the hub')`);
    const client = wireClient(url, { headers: hers });
    await client.open();
    await client.operation();
    const usedAt = bench.now.at.toISOString();
    const session = { scope: 'DefaultScope', token: 'ann', person: null, calls: 0, usedAt };
    expect(await read()).toMatchObject({
      open: 1,
      sessions: [{ ...session, phase: 'beginning' }],
      waiting: 0,
      lines: [],
    });
    await client.sendAll(bench.scope, { rows: [['category', 'upsert', row('a', 'Sent by Ann')]], lsst: 0n });
    const table = { schema: '', name: 'category' };
    const busy = { rates: { calls: 0.3, received: 0.1, sent: 0.1 }, tables: [{ table, received: 1, sent: 1 }] };
    expect(await read()).toMatchObject({ ...busy, sessions: [{ ...session, phase: 'receiving' }] });
    await client.post(7, '{}');
    await client.end();
    const line = {
      kind: 'session',
      scope: 'DefaultScope',
      received: 1,
      sent: 1,
      conflicts: 0,
      refused: 0,
      isGood: true,
    };
    expect(await read()).toMatchObject({ open: 0, sessions: [], waiting: 0, lines: [line, { kind: 'failure' }] });
    bench.now.at = new Date(bench.now.at.getTime() + 601_000);
    expect(await read()).toMatchObject({ rates: { calls: 0, received: 0, sent: 0 }, tables: [], lines: [{}, {}] });
    expect((await ask('admin/feed', hers)).status).toBe(403);
    expect(JSON.stringify(await read())).not.toMatch(/Sent by|Kept on/);
  });

  test('HB-09 sessions are counted and logged, without a value of a row or a secret', async () => {
    const { bench, url, make, ask, log } = await openDesk();
    const [monitor, hers] = [await make('monitor'), await make('client', 'ann')];
    bench.other.exec(`insert into category (category_id, name) values ('h', 'Kept on the hub')`);
    const client = wireClient(url, { headers: hers });
    await client.open();
    await client.operation();
    const rows = [['category', 'upsert', row('a', 'Sent by Ann'), row('h', 'Overtaken')]] as const;
    await client.sendAll(bench.scope, { rows, lsst: 0n });
    await client.post(7, '{}');
    await client.end();
    const { text } = await ask('metrics', monitor);
    for (const line of [
      'concord_hub_info{version="9.9.9"} 1',
      'concord_hub_sessions_open 0',
      'concord_hub_clients 1',
      'concord_hub_sessions_total{result="done"} 1',
      'concord_hub_rows_applied_total{table="category"} 1',
      'concord_hub_conflicts_total{table="category"} 1',
      'concord_hub_rows_sent_total{table="category"} 1',
      'concord_hub_requests_total{step="sendChanges",status="200"} 1',
      'concord_hub_request_seconds_count{step="sendChanges"} 1',
      'concord_hub_requests_total{step="moreChanges",status="400"} 1',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/concord_hub_failures_total\{code="[\w-]+"\} 1/);
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]+\})? [\d.e+-]+)$/);
    const families = text.split('\n').filter((line) => line.startsWith('# TYPE'));
    expect(new Set(families).size).toBe(families.length);
    expect(log.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
      'session.opened',
      'session.exchanged',
      'call.failed',
      'session.ended',
    ]);
    expect(log[1]).toMatch(/"received":2,"applied":1,"conflicts":1,"refused":0,"sent":1/);
    expect(`${log.join('')}${text}`).not.toMatch(/Ann|Kept|Overtaken|concord_[\w-]{43}/);
  });
});
