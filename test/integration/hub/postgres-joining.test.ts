// A hub process that serves its database alone, and a second one that comes in the middle of a session and gets its very next
// request: nothing is lost, nothing is applied twice (HB-01, W-25…W-29, W-101, W-102, W-182).

import { expect, test, vi } from 'vitest';
import { temporaryFile } from '../../support/files.ts';
import { onPostgres, openPostgres, temporaryDatabase, type HubDb } from '../../support/postgres.ts';
import { startProgram, type Program } from '../../support/program.ts';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { laySwitch, type Switch } from '../../support/switch.ts';

/** Every write of a row leaves a line: a row that was applied twice has two. */
const schema = `create table item (id int primary key, title text, filler text);
  insert into item select i, 'item ' || i, repeat('x', 2000) from generate_series(1, 2400) i;
  create table written (id int, title text);
  create function note() returns trigger language plpgsql as $$
    begin insert into written values (new.id, new.title); return null; end $$;
  create trigger note after insert or update on item for each row execute function note()`;

interface Office {
  readonly database: string;
  readonly db: HubDb;
  readonly first: Program;
  readonly balancer: Switch;
  readonly app: Awaited<ReturnType<typeof openTestApp>>;
  readonly file: string;
  /** A second process; it serves when this resolves. */
  readonly startSecond: () => Promise<string>;
}

/** A client that holds all rows, has changed each, and does not know of the hub's new ones. */
async function setUp(peer: 'concord' | 'stock'): Promise<Office> {
  const database = temporaryDatabase();
  const db = openPostgres(database);
  db.exec(schema);
  const start = async (): Promise<{ readonly program: Program; readonly url: string }> => {
    const program = startProgram('hub', '--json', '--database', database, '--tables', 'item');
    return { program, ...(JSON.parse(await program.firstLine()) as { url: string }) };
  };
  const { program: first, url } = await start();
  const balancer = await laySwitch([url], { stock: peer === 'stock' });
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: balancer.url });
  expect(await sync(app)).toMatchObject({ result: 'done', summary: { downloaded: 2400 } });
  edit(file, `update item set title = 'mine ' || id`);
  db.exec(`insert into item select i, 'new ' || i, repeat('y', 2000) from generate_series(3001, 5400) i;
    update item set title = 'theirs' where id = 1; delete from written`);
  return { database, db, first, balancer, app, file, startSecond: async () => (await start()).url };
}

/** All is where it belongs, each row of the upload was written once, and nothing is left to say. */
async function expectWhole({ db, app, file }: Office): Promise<void> {
  const rows = db.prepare('select id, title from item order by id').raw().all();
  expect(rowsIn(file, 'item').map(([id, title]) => [id, title])).toEqual(rows);
  expect(rows.slice(0, 2)).toEqual([
    [1, 'theirs'],
    [2, 'mine 2'],
  ]);
  const written = db.prepare('select count(*), count(distinct id), min(id), max(id) from written').raw().get();
  expect(written).toEqual([2399, 2399, 2, 2400]);
  expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 0, downloaded: 0 } });
}

const moments = [
  ['after step 2', '13', 1],
  ['when some parts of the upload have come', '4', 2],
  ['after the summary, before its parts are read', '7', 1],
  ['when some parts of the download have gone', '7', 2],
  ['before the session is ended', '14', 1],
] as const;

/** Each moment, each fate of the first process, either peer; every one of all combinations goes well. */
const cases = [
  ['goes on', 'concord', moments[0]],
  ['goes on', 'stock', moments[1]],
  ['goes on', 'concord', moments[3]],
  ['ends', 'stock', moments[2]],
  ['ends', 'concord', moments[4]],
  ['is killed', 'concord', moments[1]],
  ['is killed', 'stock', moments[3]],
] as const;

onPostgres('a second process comes in the middle of a session', () => {
  test.each(cases.map(([fate, peer, moment]) => [moment[0], fate, peer, moment] as const))(
    '%s; the first one %s, the client shows itself as %s: the session goes on',
    async (_, fate, peer, [, step, nth]) => {
      const office = await setUp(peer);
      const { balancer, first, startSecond } = office;
      const came = Promise.withResolvers<void>();
      let seen = 0;
      balancer.onRequest = async (found) => {
        if (found !== step || ++seen !== nth) return;
        balancer.join(await startSecond());
        if (fate !== 'goes on') balancer.leaveOut(0);
        if (fate === 'is killed') await first.kill();
        if (fate === 'ends') first.signal('SIGTERM');
        came.resolve();
      };
      expect(await sync(office.app)).toMatchObject({ result: 'done' });
      // Nobody waits for the answer to the last step.
      await came.promise;
      await expectWhole(office);
      if (fate === 'ends') expect(await first.ended()).toMatchObject({ code: 0 });
    },
  );

  test('while the first one applies the upload: it comes when that is done', async () => {
    const office = await setUp('concord');
    const { database, balancer, db, startSecond } = office;
    const other = openPostgres(database);
    db.exec(`begin; update item set title = 'theirs, too' where id = 2`);
    const syncing = sync(office.app);
    await vi.waitUntil(() => other.prepare(waiting).pluck().get() === 1, 20_000);
    const second = startSecond();
    await vi.waitUntil(() => other.prepare('select count(*) from _concord.process').pluck().get() === 2, 20_000);
    balancer.onRequest = async (step) => {
      if (step === '7' && balancer.requests.length === 1) balancer.join(await second);
    };
    db.exec('commit');
    expect(await syncing).toMatchObject({ result: 'done', summary: { downloaded: 2402 } });
    expect(balancer.requests[1]).toBeGreaterThan(0);
    expect(
      rowsIn(office.file, 'item')
        .slice(0, 3)
        .map(([, title]) => title),
    ).toEqual(['theirs', 'theirs, too', 'mine 3']);
    expect(await sync(office.app)).toMatchObject({ result: 'done', summary: { uploaded: 0, downloaded: 0 } });
    other.close();
  });

  test('after the answer to the upload was lost: the repeat gets the same one, and the parts that belong to it', async () => {
    const office = await setUp('concord');
    const { balancer, db, startSecond } = office;
    let calls = 0;
    balancer.onRequest = async (step) => {
      if (step !== '4') return;
      if (++calls % 2 === 1) return 'cut';
      if (db.prepare('select count(*) from written').pluck().get() === 0 || balancer.requests.length > 1) return;
      // What has come since is in no part of what the client is told.
      db.exec(`insert into item select i, 'late ' || i, repeat('z', 2000) from generate_series(2401, 3000) i;
        delete from written where id between 2401 and 3000`);
      balancer.join(await startSecond());
    };
    expect(await sync(office.app)).toMatchObject({ result: 'done', summary: { downloaded: 2401 } });
    expect(balancer.requests[1]).toBeGreaterThan(0);
    expect(await sync(office.app)).toMatchObject({ result: 'done', summary: { uploaded: 0, downloaded: 600 } });
    await expectWhole(office);
  });
});

/** Who waits for a row that somebody else has locked. */
const waiting = `select count(*) from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and wait_event in ('transactionid', 'tuple')`;
