// What a hub records of its clients' sessions, by real HTTP into a real file (HB-09, TL-01…TL-05, TL-09…TL-11).

import Sqlite from 'better-sqlite3';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HubEvent } from '../../../main/hub/events.ts';
import type { HubOptions } from '../../../main/hub/hub.ts';
import { createHubTelemetry, type HubTelemetry, type HubTelemetryParts } from '../../../main/wiring/hub-telemetry.ts';
import { logPath } from '../../../main/telemetry/log-file.ts';
import type { TelemetryEvent } from '../../../main/telemetry/list.ts';
import { temporaryFolder } from '../../support/files.ts';
import { row, serve, type Served } from './serve.ts';
import { wireClient } from './wire-client.ts';

interface Recorded extends Pick<Served, 'bench' | 'url'> {
  readonly base: string;
  /** What could not be written. */
  readonly failures: unknown[];
  /** Everything that is written once the recorder has ended. */
  events(): Promise<readonly TelemetryEvent[]>;
}

const concordAgent = { 'concord-agent': '1; user=Ann; device=Desk%201; app=1.4.0' };

function record(given: Partial<HubTelemetryParts> = {}): {
  base: string;
  failures: unknown[];
  recorder: HubTelemetry;
} {
  const failures: unknown[] = [];
  const base = join(temporaryFolder(), 'hub.db');
  const parts: HubTelemetryParts = {
    base,
    recording: true,
    keepDays: 30,
    keepEvents: 1_000_000,
    now: () => new Date(),
    failed: (thrown) => void failures.push(thrown),
    ...given,
  };
  const recorder = createHubTelemetry(parts);
  onTestFinished(() => recorder.close());
  return { base: parts.base, failures, recorder };
}

async function recorded(given: Partial<HubTelemetryParts> = {}, options: Partial<HubOptions> = {}): Promise<Recorded> {
  const { base, failures, recorder } = record(given);
  const { bench, url } = await serve({ notify: recorder.event, ...options });
  return {
    bench,
    url,
    base,
    failures,
    async events() {
      recorder.close();
      return listed({ base, ...given });
    },
  };
}

/** All events of a file, oldest first. */
async function listed(given: Partial<HubTelemetryParts>): Promise<readonly TelemetryEvent[]> {
  const { recorder } = record(given);
  const page = await recorder.served()?.list({ filter: {}, sort: 'time', descending: false, offset: 0, limit: 200 });
  return (page?.events ?? []).filter(({ name }) => name !== 'concord.app');
}

const shape = ({ name, table, records, success, user, code }: TelemetryEvent): unknown[] => [
  name.replace('concord.', ''),
  table,
  records,
  success,
  user,
  code,
];

test('HB-09 TL-01 a session is its event, each table both ways, conflicts and refused rows, under one activity', async () => {
  const { bench, url, events } = await recorded();
  bench.other.exec(`insert into category (category_id, name) values ('h', 'HUB'), ('i', 'HER')`);
  const ann = wireClient(url, { headers: concordAgent });
  await ann.open();
  const rows = [['category', 'upsert', row('h', 'MINE'), row('a', 'A'), row('n', 'A')]] as const;
  await ann.sendAll(bench.scope, { isNew: true, rows });
  await ann.end();
  const all = await events();
  expect(all.map(shape)).toEqual([
    ['session', null, 6, true, 'Ann', null],
    ['table.download', 'category', 3, true, 'Ann', null],
    ['table.upload', 'category', 3, false, 'Ann', null],
    ['conflict', 'category', 1, null, 'Ann', null],
    ['error', 'category', null, false, 'Ann', 'row-refused'],
  ]);
  expect(all[0]?.fields).toMatchObject({
    mode: 'FIRST_SYNC',
    client: 'hub',
    source: 'hub',
    flavor: 'Concord',
    appVersion: '1.4.0',
    deviceId: 'Desk 1',
    scope: 'DefaultScope',
    clientId: ann.id,
    result: 'SUCCESS',
    outcome: 'done',
    uploaded: 3,
    downloaded: 3,
    conflicts: 1,
    failed: 1,
  });
  expect(all[2]?.fields).toMatchObject({ upserted: 1, conflicted: 1, failed: 1, clientId: ann.id });
  expect(all[4]?.fields).toMatchObject({ side: 'hub', operation: 'upsert', key: '["n"]' });
  expect(new Set(all.map(({ fields }) => fields['activityId'])).size).toBe(1);
  // The end of the session's own id.
  expect(String(all[0]?.fields['activityId'])).toMatch(new RegExp(`${ann.session.slice(-12)}$`));
  expect(all.slice(1).every(({ fields }) => fields['parentId'] === all[0]?.fields['id'])).toBe(true);
});

test('HB-09 TL-03 TL-04 of an unmodified client what it tells: program and version, no person; a look is no session', async () => {
  const { bench, url, events } = await recorded();
  const stock = wireClient(url);
  await stock.open();
  await stock.estimate({ isNew: true });
  await stock.end();
  stock.renew();
  await stock.open();
  await stock.sendAll(bench.scope, { isNew: true, rows: [['category', 'upsert', row('a', 'A')]] });
  await stock.end('SqliteException: no such table');
  stock.renew();
  await stock.open();
  const { rct } = (await stock.sendAll(bench.scope, { rows: [] })).json as { rct: number };
  await stock.end();
  stock.renew();
  await stock.open();
  await stock.sendAll(bench.scope, { lsst: BigInt(rct), lst: 1n });
  await stock.end();
  const sessions = (await events()).filter(({ name }) => name === 'concord.session');
  expect(
    sessions.map(({ success, failureType, errorCode, code, level }) => [success, failureType, errorCode, code, level]),
  ).toEqual([
    [false, 'ERROR', 2000, 'replica-failed', 'error'],
    [true, null, null, null, 'info'],
    [true, null, null, null, 'info'],
  ]);
  expect(sessions[0]).toMatchObject({ user: '', errorMessage: 'SqliteException: no such table', mode: 'FIRST_SYNC' });
  expect(sessions[0]?.fields).toMatchObject({ flavor: 'Dotmim.Sync', appVersion: '1.3.0.0', clientId: stock.id });
  expect(sessions[0]?.fields).not.toHaveProperty('userId');
  expect(sessions[2]?.mode).toBe('DELTA_SYNC');
  // Tries share their syncId up to the one that succeeds.
  const [failed, good, next] = sessions.map(({ fields }) => fields['syncId']);
  expect(good).toBe(failed);
  expect(next).not.toBe(good);
});

test('HB-09 W-250 a record that the hub tries again for a client that keeps none is counted, but did not come again', async () => {
  const { bench, url, events } = await recorded();
  bench.other.exec(`insert into category (category_id, name) values ('h', 'HUB')`);
  const stock = wireClient(url);
  await stock.open();
  const rows = [['category', 'upsert', row('n', 'HUB')]] as const;
  const { rct } = (await stock.sendAll(bench.scope, { isNew: true, rows })).json as { rct: number };
  await stock.end();
  stock.renew();
  await stock.open();
  await stock.sendAll(bench.scope, { lsst: BigInt(rct), lst: 1n });
  await stock.end();
  const sessions = (await events()).filter(({ name }) => name === 'concord.session');
  expect(sessions.map(({ fields }) => [fields['uploaded'], fields['failed']])).toEqual([
    [1, 1],
    [0, 1],
  ]);
});

test('TL-04 TL-05 a call that the hub failed names the failure; what a Concord client tells by code keeps it', async () => {
  const { bench, url, events } = await recorded(
    {},
    {
      handlers: { onConflict: () => ({ resolution: 'throw' }) },
    },
  );
  bench.other.exec(`insert into category (category_id, name) values ('h', 'HUB')`);
  const ann = wireClient(url, { headers: concordAgent });
  await ann.open();
  const stopped = await ann.sendAll(bench.scope, { isNew: true, rows: [['category', 'upsert', row('h', 'MINE')]] });
  expect(stopped.status).toBe(400);
  await ann.end('hub-refused: The hub stopped the session.');
  ann.renew();
  await ann.open();
  await ann.sendAll(bench.scope, { isNew: true });
  await ann.end(`cancelled: ${'The session was cancelled. '.repeat(1000)}`);
  const sessions = (await events()).filter(({ name }) => name === 'concord.session');
  expect(sessions.map(({ code, failureType, level }) => [code, failureType, level])).toEqual([
    ['session-stopped', 'DATABASE_ERROR', 'error'],
    ['cancelled', 'EXPECTED_ERROR', 'warning'],
  ]);
  // What a client says is cut: it may be of any length.
  expect(sessions[1]?.errorMessage).toHaveLength(2001);
});

test('W-27 HB-09 a client that falls silent in mid-session is recorded when the hub forgets the session', async () => {
  const time = { at: new Date() };
  const heard: HubEvent[] = [];
  const { recorder, base } = record({ now: () => time.at });
  const { bench, url, server } = await serve({
    now: () => time.at,
    notify(event) {
      heard.push(event);
      recorder.event(event);
    },
  });
  const ann = wireClient(url, { headers: concordAgent });
  await ann.open();
  await ann.operation({ isNew: true });
  const sent = await ann.send(bench.scope, { isNew: true, rows: [['category', 'upsert', row('a', 'A')]] }, 0);
  expect(sent.status).toBe(200);
  time.at = new Date(time.at.getTime() + 61 * 60_000);
  // Another one's beginning on the same id makes the hub look.
  await wireClient(url).open();
  const again = wireClient(url, { id: ann.id });
  await again.open();
  expect(heard.some(({ kind }) => kind === 'lost')).toBe(false);
  await wireClient(url).post(2, `{${ann.context(0, null)}}`, { 'dotmim-sync-session-id': ann.session });
  expect(heard.filter(({ kind }) => kind === 'lost')).toHaveLength(1);
  await server.close();
  recorder.close();
  expect(
    (await listed({ base })).map(({ name, code, failureType, records }) => [name, code, failureType, records]),
  ).toEqual([
    ['concord.session', 'replica-silent', 'EXPECTED_ERROR', 2],
    ['concord.table.download', null, null, 1],
    ['concord.table.upload', null, null, 1],
  ]);
});

describe('the file', () => {
  const session = async ({ bench, url }: Pick<Served, 'bench' | 'url'>): Promise<number> => {
    const client = wireClient(url);
    await client.open();
    await client.sendAll(bench.scope, { isNew: true });
    return (await client.end()).status;
  };

  test('TL-09 switched off, nothing is written; where a file is there already the gap is marked in it', async () => {
    const off = await recorded({ recording: false });
    expect(await session(off)).toBe(200);
    expect(existsSync(logPath(off.base))).toBe(false);
    const on = await recorded();
    await session(on);
    expect(await on.events()).toHaveLength(1);
    const later = await recorded({ base: on.base, recording: false });
    await session(later);
    expect(await on.events()).toHaveLength(1);
    const { recorder } = record({ base: on.base });
    expect(recorder.served()?.state().gaps).toEqual([{ from: expect.any(String), to: expect.any(String) }]);
  });

  test('TL-10 what is too old or too much goes when the hub starts, its day totals stay', async () => {
    const time = { at: new Date('2026-03-01T10:00:00Z') };
    const first = await recorded({ now: () => time.at });
    for (let times = 0; times < 3; times++) await session(first);
    expect(await first.events()).toHaveLength(3);
    time.at = new Date('2026-04-15T10:00:00Z');
    const { recorder } = record({ base: first.base, now: () => time.at });
    // The hub cleans as it starts, in slices.
    await expect.poll(() => recorder.served()?.state().events).toBe(1);
    const state = recorder.served()?.state();
    expect([state?.events, state?.totals.days]).toEqual([1, 2]);
  });

  test('HB-09 one that cannot be made stops no session: the log is told by its code, once', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const served = await recorded({ base: join(folder, 'file', 'hub.db') });
    expect([await session(served), await session(served)]).toEqual([200, 200]);
    await served.events();
    expect(served.failures).toMatchObject([{ code: 'telemetry-unwritable' }]);
  });

  test('HB-09 TL-10 one that another program holds stops no session: what is missed is a gap, later ones are written', async () => {
    const time = { at: new Date() };
    const served = await recorded({ now: () => time.at });
    const other = new Sqlite(logPath(served.base));
    other.exec('begin exclusive');
    expect(await session(served)).toBe(200);
    await expect.poll(() => served.failures, { timeout: 10_000 }).toMatchObject([{ code: 'telemetry-unwritable' }]);
    other.exec('commit');
    other.close();
    time.at = new Date(time.at.getTime() + 60_000);
    expect(await session(served)).toBe(200);
    expect(await served.events()).toHaveLength(1);
    const { recorder } = record({ base: served.base });
    expect(recorder.served()?.state().gaps).toHaveLength(1);
  });
});
