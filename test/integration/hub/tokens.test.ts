// Tokens in the hub's database: made once, kept as hashes, ended with the next call, while the hub runs (HB-04).

import { describe, expect, onTestFinished, test } from 'vitest';
import { startHubServer } from '../../../main/hub/door/server.ts';
import type { TokenGrant } from '../../../main/hub/stores/token-book.ts';
import { makeToken, revokeToken } from '../../../main/hub/tokens.ts';
import { categorySql, hubOver, setupOf, stores, type StoreBench } from './bench.ts';
import { row } from './serve.ts';
import { wireClient } from './wire-client.ts';

interface Door {
  readonly bench: StoreBench;
  readonly url: string;
  /** Makes a token; the headers that carry it. */
  make(name: string, more?: Partial<TokenGrant>): Promise<{ authorization: string }>;
}

describe.each(stores)('HB-04 tokens on %s', (_, makeBench) => {
  async function openDoor(): Promise<Door> {
    const bench = await makeBench(categorySql);
    await bench.store.provision({ name: 'Other', setup: setupOf('category') });
    const server = await startHubServer({ hub: await hubOver(bench), port: 0 });
    onTestFinished(() => server.close());
    const make: Door['make'] = async (name, more = {}) => {
      const grant = { name, kind: 'client', scopes: null, expiresAt: null, pinned: null, ...more } as const;
      const { token } = await makeToken(bench.store, grant, new Date());
      return { authorization: `Bearer ${token}` };
    };
    return { bench, url: server.url, make };
  }
  const open = async (url: string, headers: Record<string, string>, scopeName = 'DefaultScope'): Promise<number> =>
    (await wireClient(url, { headers, scopeName }).open()).status;

  test('a token opens the hub for whom it is made; revoked, the next call is refused, in mid-session too', async () => {
    const { bench, url, make } = await openDoor();
    const ann = await make('ann');
    const bob = await make('bob');
    const client = wireClient(url, { headers: ann });
    expect((await client.open()).status).toBe(200);
    expect((await client.operation()).status).toBe(200);
    await revokeToken(bench.store, 'ann', new Date());
    const refused = await client.sendAll(bench.scope, { rows: [['category', 'upsert', row('a', 'A')]], lsst: 0n });
    expect([refused.status, refused.text, refused.headers.get('www-authenticate')]).toEqual([401, '', 'Bearer']);
    expect(bench.other.prepare('select count(*) from category').pluck().get()).toBe(0);
    expect(await open(url, bob)).toBe(200);
  });

  test('the database knows hashes, never a token; the first one shuts the hub, and revoking the last opens it for nobody', async () => {
    const { bench, url, make } = await openDoor();
    expect(await open(url, {})).toBe(200);
    const { authorization } = await make('ann', { kind: 'admin' });
    const kept = bench.other.prepare('select * from _concord_token').all() as { hash: string }[];
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(authorization.slice(20));
    expect(kept[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
    await expect.poll(() => open(url, {}), { interval: 50, timeout: 3000 }).toBe(401);
    await revokeToken(bench.store, '1', new Date());
    expect([await open(url, {}), await open(url, { authorization })]).toEqual([401, 401]);
    expect(await bench.store.tokens.list()).toMatchObject([
      { name: 'ann', kind: 'admin', revokedAt: expect.any(String) as string },
    ]);
  });

  test('a token ends when it expires', async () => {
    const { url, make } = await openDoor();
    const soon = await make('ann', { expiresAt: new Date(Date.now() + 700).toISOString() });
    expect(await open(url, soon)).toBe(200);
    await expect.poll(() => open(url, soon), { interval: 100, timeout: 3000 }).toBe(401);
  });

  test('scopes: 403 for another one, and only its own are listed; a monitor looks and does not synchronise', async () => {
    const { url, make } = await openDoor();
    const other = await make('other', { scopes: ['oTHER'] });
    const monitor = await make('watch', { kind: 'monitor' });
    expect([await open(url, other), await open(url, other, 'other')]).toEqual([403, 200]);
    expect(await open(url, monitor)).toBe(403);
    const listed = async (headers: Record<string, string>): Promise<unknown> => {
      const answer = await fetch(url, { headers: { ...headers, accept: 'application/json' } });
      return ((await answer.json()) as { scopes: { name: string }[] }).scopes.map(({ name }) => name);
    };
    expect([await listed(other), await listed(monitor)]).toEqual([['Other'], ['DefaultScope', 'Other']]);
    const page = await (await fetch(url, { headers: other })).text();
    expect([page.includes('Other'), page.includes('DefaultScope')]).toEqual([true, false]);
  });

  test('a name is one token’s at a time; a new one of that name is the same identity', async () => {
    const { bench, url, make } = await openDoor();
    const first = await make('ann');
    await expect(make('ann')).rejects.toMatchObject({ code: 'token-name-taken' });
    const client = wireClient(url, { headers: first });
    await client.open();
    await client.sendAll(bench.scope, { lsst: 0n });
    await revokeToken(bench.store, 'ann', new Date());
    const second = wireClient(url, { id: client.id, headers: await make('ann') });
    await second.open();
    expect((await second.sendAll(bench.scope, { lsst: 0n })).status).toBe(200);
    const stranger = wireClient(url, { id: client.id, headers: await make('eve') });
    await stranger.open();
    expect((await stranger.sendAll(bench.scope, { lsst: 0n })).status).toBe(403);
  });

  test('what cannot be a token is refused: no name, a time that has passed, a scope that is not there', async () => {
    const { bench, make } = await openDoor();
    await expect(make(' ')).rejects.toMatchObject({ code: 'value-invalid', column: 'name' });
    await expect(make('ann', { expiresAt: '2020-01-01T00:00:00.000Z' })).rejects.toMatchObject({ column: 'expires' });
    await expect(make('ann', { scopes: ['nothing'] })).rejects.toMatchObject({ code: 'scope-unknown' });
    await expect(revokeToken(bench.store, 'ann', new Date())).rejects.toMatchObject({ code: 'token-unknown' });
    expect(await bench.store.tokens.list()).toEqual([]);
  });
});
