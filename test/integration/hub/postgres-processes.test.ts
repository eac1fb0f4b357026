// Two hub processes over one PostgreSQL database, behind a balancer that gives each request of a session to the other one, and
// one of them killed in mid-session (HB-01, W-25…W-29, W-101, W-102).

import { expect, test } from 'vitest';
import { temporaryFile } from '../../support/files.ts';
import { onPostgres, openPostgres, temporaryDatabase, type HubDb } from '../../support/postgres.ts';
import { startProgram, type Program } from '../../support/program.ts';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { laySwitch, type Switch } from '../../support/switch.ts';

const schema = `create table item (id int primary key, title text, filler text);
  insert into item select i, 'item ' || i, repeat('x', 300) from generate_series(1, 15000) i`;

interface Started {
  readonly hub: Program;
  readonly url: string;
}

interface Office {
  readonly database: string;
  readonly db: HubDb;
  readonly hubs: readonly Program[];
  readonly start: () => Promise<Started>;
  readonly balancer: Switch;
  readonly file: string;
}

async function setUp(processes = 2): Promise<Office> {
  const database = temporaryDatabase();
  const db = openPostgres(database);
  db.exec(schema);
  const start = async (): Promise<Started> => {
    const hub = startProgram('hub', '--json', '--database', database, '--tables', 'item');
    return { hub, ...(JSON.parse(await hub.firstLine()) as { url: string }) };
  };
  const all = await Promise.all(Array.from({ length: processes }, start));
  const balancer = await laySwitch(all.map(({ url }) => url));
  return { database, db, hubs: all.map(({ hub }) => hub), start, balancer, file: temporaryFile() };
}

const titles = (db: HubDb): unknown => db.prepare('select id, title from item order by id').raw().all();
const titlesHere = (file: string): unknown => rowsIn(file, 'item').map(([id, title]) => [id, title]);

onPostgres('two processes of one hub', () => {
  test('requests of every session alternate between them: down, up, a conflict, and nothing is seen twice', async () => {
    const { database, db, hubs, balancer, file } = await setUp();
    const app = await openTestApp({ file, hub: balancer.url });
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { downloaded: 15_000 } });
    expect(Math.min(...balancer.requests)).toBeGreaterThan(3);
    edit(file, `update item set title = 'mine ' || id where id <= 14000`);
    db.exec(`update item set title = 'theirs' where id in (1, 15000)`);
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 14_000, downloaded: 2 } });
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 0, downloaded: 0 } });
    expect(titlesHere(file)).toEqual(titles(db));
    expect(db.prepare('select title from item where id in (1, 2, 15000) order by id').pluck().all()).toEqual([
      'theirs',
      'mine 2',
      'theirs',
    ]);
    await app.close();
    expect(db.prepare('select count(*) from _concord.session').pluck().get()).toBe(0);
    expect(db.prepare('select count(*) from _concord.download').pluck().get()).toBe(0);
    // HB-09: whichever process hears a session's end records it whole, in one file of this computer.
    for (const hub of hubs) hub.signal('SIGTERM');
    await Promise.all(hubs.map((hub) => hub.ended()));
    const { out } = await startProgram('export', 'telemetry', '--database', database).ended();
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const sessions = events
      .filter(({ name }) => name === 'concord.session')
      .toSorted((a, b) => String(a['time']).localeCompare(String(b['time'])));
    expect(
      sessions.map(({ mode, uploaded, downloaded, conflicts }) => [mode, uploaded, downloaded, conflicts]),
    ).toEqual([
      ['FIRST_SYNC', 0, 15_000, 0],
      ['DELTA_SYNC', 14_000, 2, 1],
      ['DELTA_SYNC', 0, 0, 0],
    ]);
  });

  // Step 4 carries the upload in parts, step 7 fetches the download in parts.
  test.each([
    ['some parts of the upload have come', '4', 3],
    ['some parts of the download have gone', '7', 2],
  ] as const)('one of them is killed when %s: the session goes on with the other', async (_, step, nth) => {
    const { db, hubs, balancer, file } = await setUp();
    const app = await openTestApp({ file, hub: balancer.url });
    await sync(app);
    edit(file, `update item set title = 'mine ' || id`);
    db.exec(`insert into item select i, 'new ' || i, repeat('y', 300) from generate_series(20001, 35000) i`);
    let seen = 0;
    balancer.onRequest = async (found, to) => {
      if (found !== step || ++seen !== nth) return;
      balancer.leaveOut(to);
      await hubs[to]?.kill();
    };
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 15_000, downloaded: 15_000 } });
    expect(seen).toBeGreaterThanOrEqual(nth);
    expect(titlesHere(file)).toEqual(titles(db));
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 0, downloaded: 0 } });
    await app.close();
  });
});

onPostgres('the only process of a hub', () => {
  test.each([
    ['some parts of the upload have come', '4', 3],
    ['some parts of the download have gone', '7', 2],
  ] as const)('ends when %s: its successor goes on with the session', async (_, step, nth) => {
    const { db, hubs, start, balancer, file } = await setUp(1);
    const app = await openTestApp({ file, hub: balancer.url });
    await sync(app);
    edit(file, `update item set title = 'mine ' || id`);
    db.exec(`insert into item select i, 'new ' || i, repeat('y', 300) from generate_series(20001, 35000) i`);
    let seen = 0;
    balancer.onRequest = async (found) => {
      if (found !== step || ++seen !== nth) return;
      expect(db.prepare('select count(*) from _concord.upload').pluck().get()).toBe(0);
      expect(db.prepare('select count(*) from _concord.download').pluck().get()).toBe(0);
      const { url } = await start();
      hubs[0]?.signal('SIGTERM');
      await hubs[0]?.ended();
      balancer.replace(0, url);
    };
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 15_000, downloaded: 15_000 } });
    expect(seen).toBeGreaterThanOrEqual(nth);
    expect(titlesHere(file)).toEqual(titles(db));
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 0, downloaded: 0 } });
    await app.close();
  });

  test.each([
    ['some parts of the upload have come', '4', 3],
    ['some parts of the download have gone', '7', 2],
  ] as const)('is killed when %s: the next session does it all, once', async (_, step, nth) => {
    const { db, hubs, start, balancer, file } = await setUp(1);
    const app = await openTestApp({ file, hub: balancer.url });
    await sync(app);
    edit(file, `update item set title = 'mine ' || id`);
    db.exec(`insert into item select i, 'new ' || i, repeat('y', 300) from generate_series(20001, 35000) i`);
    const replaced = Promise.withResolvers<void>();
    let seen = 0;
    balancer.onRequest = async (found) => {
      if (found !== step || ++seen !== nth) return;
      await hubs[0]?.kill();
      balancer.replace(0, (await start()).url);
      replaced.resolve();
    };
    const code = expect.stringMatching(/^hub-(session-lost|unreachable)$/) as unknown;
    expect(await sync(app)).toMatchObject({ result: 'interrupted', problem: { code } });
    await replaced.promise;
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { downloaded: 15_000 } });
    expect(titlesHere(file)).toEqual(titles(db));
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 0, downloaded: 0 } });
    await app.close();
  });
});
