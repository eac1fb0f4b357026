// PostgreSQL itself dies and comes back in the middle of a session: whoever asks meanwhile is told in a code, the hub finds its
// database again by itself, and with the next session every row is where it belongs, written once (HB-01, W-101, W-110).

import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import pg from 'pg';
import type { EndedSession } from '../../../main/agent/session.ts';
import type { App } from '../../../main/app.ts';
import { startHubServer } from '../../../main/hub/door/server.ts';
import { createHub } from '../../../main/hub/hub.ts';
import { openPostgresStore } from '../../../main/hub/stores/postgres/postgres-store.ts';
import type { HubStore } from '../../../main/hub/stores/store.ts';
import { temporaryFile, temporaryFolder } from '../../support/files.ts';
import { startCluster, type Cluster } from '../../support/postgres-cluster.ts';
import { onPostgres } from '../../support/postgres.ts';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { laySwitch, type Switch } from '../../support/switch.ts';
import { setupOf } from './bench.ts';

/** Every write of a row leaves a line: a row that was applied twice has two. */
const schema = `
  create table item (id int primary key, title text, filler text);
  insert into item select i, 'item ' || i, repeat('x', 300) from generate_series(1, 9000) i;
  create table written (id int, at timestamptz default clock_timestamp());
  create function note() returns trigger language plpgsql as $$ begin insert into written (id) values (new.id); return null; end $$;
  create trigger note after insert or update on item for each row execute function note()`;

interface Office {
  readonly database: string;
  readonly balancer: Switch;
  readonly app: App;
  readonly file: string;
  readonly failures: unknown[];
}

onPostgres('PostgreSQL restarts', () => {
  let cluster: Cluster | null = null;
  let databases = 0;

  beforeAll(async () => {
    const started = await startCluster();
    if (typeof started === 'string') throw new Error(started);
    cluster = started;
  });
  afterAll(() => cluster?.close());

  const restart = async (): Promise<void> => cluster?.restart();

  async function ask(database: string, sql: string): Promise<unknown[][]> {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    // The tests' PostgreSQL does not wait for its disk: what it had not written yet would die with it.
    await client.query(`set synchronous_commit = on`);
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows as unknown[][];
    } finally {
      await client.end();
    }
  }

  async function setUp(wrap: (store: HubStore) => HubStore = (store) => store): Promise<Office> {
    const server = cluster?.url ?? '';
    const name = `office_${++databases}`;
    await ask(`${server}postgres`, `create database ${name}`);
    const database = `${server}${name}`;
    for (const statement of schema.split(/;\n {2}(?=create|insert)/)) await ask(database, statement);
    const failures: unknown[] = [];
    const failed = (thrown: unknown): void => void failures.push(thrown);
    const store = await openPostgresStore(database, { now: () => new Date(), failed });
    await store.provision({ name: 'DefaultScope', setup: setupOf('item') });
    const hub = await createHub({
      store: wrap(store),
      spoolFolder: `${temporaryFolder()}/spool`,
      now: () => new Date(),
    });
    const door = await startHubServer({ hub, port: 0 });
    onTestFinished(() => door.close());
    const balancer = await laySwitch([door.url]);
    const file = temporaryFile();
    const app = await openTestApp({ file, hub: balancer.url });
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { downloaded: 9000 } });
    edit(file, `update item set title = 'mine ' || id where id <= 6000`);
    await ask(
      database,
      `insert into item select i, 'new ' || i, repeat('y', 300) from generate_series(20001, 26000) i`,
    );
    await ask(database, `delete from written`);
    return { database, balancer, app, file, failures };
  }

  /** A session that met the restart, and those after it until one is good. */
  async function syncAgain({ app }: Office): Promise<EndedSession> {
    let last = await sync(app);
    for (let i = 0; i < 5 && last.result !== 'done'; i++) {
      expect(last.problem).toMatchObject({
        code: expect.stringMatching(/^hub-(session-lost|busy|unreachable)$/),
        retryable: true,
      });
      last = await sync(app);
    }
    return last;
  }

  async function expectAllThereOnce(office: Office): Promise<void> {
    const rows = await ask(office.database, `select id, title, filler from item order by id`);
    expect(rowsIn(office.file, 'item')).toEqual(rows);
    expect(rows.filter(([, title]) => String(title).startsWith('mine'))).toHaveLength(6000);
    const written = `select count(*)::int, count(distinct id)::int, max(id) from written`;
    expect(await ask(office.database, written)).toEqual([[6000, 6000, 6000]]);
    expect(await sync(office.app)).toMatchObject({ result: 'done', summary: { uploaded: 0, downloaded: 0 } });
    // What is noted of clients waits for the next note; whoever looks after the hub is told.
    for (const failure of office.failures) expect(failure).toMatchObject({ code: 'database-unreachable' });
  }

  test.each([
    ['before the session is opened', '2', 1],
    ['between two parts of the upload', '4', 2],
    ['between two parts of the download', '7', 2],
    ['before the session is ended', '14', 1],
  ] as const)('%s', async (_, step, nth) => {
    const office = await setUp();
    let seen = 0;
    office.balancer.onRequest = async (found) => {
      if (found === step && ++seen === nth) await restart();
    };
    expect(await syncAgain(office)).toMatchObject({ result: 'done' });
    expect(seen).toBeGreaterThanOrEqual(nth);
    await expectAllThereOnce(office);
  });

  test('while an upload is applied: nothing of that stays, and it is done once', async () => {
    const office = await setUp();
    const other = new pg.Client({ connectionString: office.database });
    other.on('error', () => undefined);
    await other.connect();
    await other.query(`begin; update item set title = 'held' where id = 5000`);
    const session = sync(office.app);
    for (;;) {
      const [[waits] = []] = await ask(office.database, `select count(*)::int from pg_locks where not granted`);
      if (waits !== 0) break;
    }
    await restart();
    if ((await session).result !== 'done') expect(await syncAgain(office)).toMatchObject({ result: 'done' });
    await expectAllThereOnce(office);
  });

  test('when an upload has just been applied, before anybody is told: it is not applied again', async () => {
    let isFirst = true;
    const office = await setUp((store) => ({
      ...store,
      apply: async (upload) => {
        const applied = await store.apply(upload);
        if (isFirst && upload.parts.length > 0) await restart();
        isFirst &&= upload.parts.length === 0;
        return applied;
      },
    }));
    expect(await syncAgain(office)).toMatchObject({ result: 'done' });
    await expectAllThereOnce(office);
  });
});
