// The telemetry of `concord hub`: recorded beside real sessions, exported, switched off, and after a power cut (HB-09, TL-08…TL-11).

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../../main/hub/stores/sqlite/sqlite-store.ts';
import type { Row } from '../../../main/sync/cell.ts';
import type { Scope } from '../../../main/sync/scope.ts';
import { temporaryFolder } from '../../support/files.ts';
import { onPostgres, openPostgres, temporaryDatabase } from '../../support/postgres.ts';
import { startProgram } from '../../support/program.ts';
import { wireClient } from '../hub/wire-client.ts';
import { concord, object, setDesk, type Desk } from './commands.ts';

const schema = `create table note (id int primary key, title text check (title <> 'bad')); insert into note values (1, 'x'), (2, 'y')`;

/** The scope of a hub, as its clients know it. */
async function scopeOf(file: string): Promise<Scope> {
  const store = await openSqliteStore(file, { now: () => new Date() });
  const [scope] = store.scopes();
  await store.close();
  if (!scope) throw new Error('no scope');
  return scope;
}

/** One session as an unmodified client has it: all rows down, these up. */
async function stockSession({ url }: Pick<Desk, 'url'>, scope: Scope, ...rows: Row[]): Promise<void> {
  const stock = wireClient(url);
  await stock.open();
  await stock.sendAll(scope, { isNew: true, rows: [['note', 'upsert', ...rows]] });
  await stock.end();
}

const exported = async (file: string, ...more: readonly string[]): Promise<Record<string, unknown>[]> => {
  const { code, out, err } = await concord('export', 'telemetry', '--database', file, ...more);
  if (code !== 0) throw new Error(err);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

test('HB-09 TL-08 TL-11 sessions of a Concord client and of an unmodified one are exported as they were counted', async () => {
  const desk = await setDesk(schema, 'note');
  const synced = await object('sync', '--replica', desk.file('ann.db'), '--hub', desk.url);
  await stockSession(desk, await scopeOf(desk.hubFile), [3, 'z'], [4, 'bad']);
  desk.hub.signal('SIGTERM');
  expect((await desk.hub.ended()).code).toBe(0);

  const named = await exported(desk.hubFile, '--contains', 'names');
  const sessions = named.filter(({ name }) => name === 'concord.session');
  expect(sessions).toMatchObject([
    {
      userId: 'Ann',
      deviceId: 'Desk 1',
      flavor: 'Concord',
      client: 'hub',
      mode: 'FIRST_SYNC',
      success: true,
      scope: 'DefaultScope',
      downloaded: synced['downloaded'],
      uploaded: synced['uploaded'],
      conflicts: 0,
    },
    { flavor: 'Dotmim.Sync', appVersion: '1.3.0.0', success: true, uploaded: 2, downloaded: 3, failed: 1 },
  ]);
  const tables = named.filter(({ table }) => table === 'note');
  expect(tables.map(({ name, records, failed }) => [name, records, failed])).toEqual([
    ['concord.table.download', 2, undefined],
    ['concord.table.download', 3, undefined],
    ['concord.table.upload', 2, 1],
    // The record itself lies in the hub's error set: its client keeps none.
    ['concord.error', 1, undefined],
  ]);

  // The lowest level is the default: neither person nor table, nor a key of a record.
  const plain = await concord('export', 'telemetry', '--database', desk.hubFile, '--format', 'csv');
  const rows: Record<string, string>[] = parse(plain.out, { columns: true });
  expect(rows).toHaveLength(named.length);
  expect(plain.out).not.toMatch(/Ann|Desk 1|note/);
  expect(rows.find(({ name }) => name === 'concord.session')?.['userId']).toMatch(/^user-[0-9a-f]{12}$/);
  const spans = await exported(desk.hubFile, '--format', 'otlp', '--signal', 'traces');
  expect(JSON.stringify(spans[0])).toContain('"service.name"');
});

test('HB-09 killed, the hub loses what it had not written yet and nothing else; its successor writes on', async () => {
  const desk = await setDesk(schema, 'note');
  const scope = await scopeOf(desk.hubFile);
  await stockSession(desk, scope, [3, 'z']);
  const reader = new Sqlite(`${desk.hubFile}-concord-log`, { readonly: true });
  const count = (): unknown => reader.prepare('select count(*) from telemetry where records > 0').pluck().get();
  await expect.poll(count, { timeout: 10_000 }).toBe(3);
  await stockSession(desk, scope, [5, 'q']);
  await desk.hub.kill();
  expect(reader.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(Number(count())).toBeGreaterThanOrEqual(3);
  reader.close();

  const next = startProgram('hub', '--database', desk.hubFile, '--json');
  const { url } = JSON.parse(await next.firstLine()) as { url: string };
  await stockSession({ url }, scope, [6, 'r']);
  next.signal('SIGTERM');
  expect((await next.ended()).code).toBe(0);
  const sessions = (await exported(desk.hubFile)).filter(({ name }) => name === 'concord.session');
  expect(sessions.length).toBeGreaterThanOrEqual(2);
  expect(sessions.at(-1)).toMatchObject({ uploaded: 1, downloaded: 5 });
});

test('HB-09 TL-09 switched off, nothing is written and there is nothing to export', async () => {
  const desk = await setDesk(schema, 'note', '--telemetry', 'off');
  await stockSession(desk, await scopeOf(desk.hubFile), [3, 'z']);
  desk.hub.signal('SIGTERM');
  expect((await desk.hub.ended()).code).toBe(0);
  expect(existsSync(`${desk.hubFile}-concord-log`)).toBe(false);
  const { code, err } = await concord('export', 'telemetry', '--database', desk.hubFile);
  expect([code, err]).toEqual([1, expect.stringContaining('[replica-missing]')]);
});

test('HB-09 a place that cannot be written stops no session: the log says why, once', async () => {
  const desk = await setDesk('create table t (id int primary key)', 't', '--telemetry', 'off');
  writeFileSync(desk.file('taken'), '');
  const hub = startProgram('hub', '--database', desk.hubFile, '--json', '--telemetry-folder', desk.file('taken'));
  const { url } = JSON.parse(await hub.firstLine()) as { url: string };
  expect(await object('sync', '--replica', desk.file('ann.db'), '--hub', url)).toMatchObject({ session: 1 });
  hub.signal('SIGTERM');
  const { code, err } = await hub.ended();
  expect([code, err.match(/\[telemetry-unwritable\]/g)]).toEqual([0, ['[telemetry-unwritable]']]);
});

onPostgres('a hub on PostgreSQL', () => {
  test('HB-09 TL-08 records in a file of this computer, named after the database, without its password', async () => {
    const database = temporaryDatabase();
    const db = openPostgres(database);
    db.exec('create table note (id int primary key, title text)');
    db.close();
    const folder = temporaryFolder();
    const place = ['--telemetry-folder', folder];
    const hub = startProgram('hub', '--database', database, '--tables', 'note', '--json', ...place);
    const { url } = JSON.parse(await hub.firstLine()) as { url: string };
    await object('sync', '--replica', join(temporaryFolder(), 'ann.db'), '--hub', url);
    hub.signal('SIGTERM');
    expect((await hub.ended()).code).toBe(0);
    const { hostname, port, pathname } = new URL(database);
    expect(readdirSync(folder)).toEqual([`${hostname}-${port}-${pathname.slice(1)}-concord-log`]);
    const sessions = (await exported(database, ...place)).filter(({ name }) => name === 'concord.session');
    expect(sessions).toMatchObject([{ mode: 'FIRST_SYNC', success: true, flavor: 'Concord' }]);
  });
});

test('CL-05 whose telemetry is exported must be said, and of one alone', async () => {
  const [nobody, both] = await Promise.all([
    concord('export', 'telemetry'),
    concord('export', 'telemetry', '--replica', 'a.db', '--database', 'b.db'),
  ]);
  expect([nobody.code, both.code]).toEqual([2, 2]);
  expect(nobody.err).toContain('--replica FILE is needed, or --database FILE|URL of a hub');
});
