// What a hub process knows for certain while it serves its database alone, and what of that it forgets once others have served
// it, too (HB-01, L20, Speed).

import { copyFileSync, rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startHubServer } from '../../../main/hub/door/server.ts';
import { createHub } from '../../../main/hub/hub.ts';
import { openPostgresStore } from '../../../main/hub/stores/postgres/postgres-store.ts';
import { temporaryFile, temporaryFolder } from '../../support/files.ts';
import { onPostgres, openPostgres, temporaryDatabase } from '../../support/postgres.ts';
import { edit, eventsOf, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import { laySwitch } from '../../support/switch.ts';
import { setupOf } from './bench.ts';
import { wireClient } from './wire-client.ts';

async function serve(database: string) {
  const store = await openPostgresStore(database, { now: () => new Date() });
  await store.provision({ name: 'DefaultScope', setup: setupOf('item') });
  const hub = await createHub({ store, spoolFolder: `${temporaryFolder()}/spool`, now: () => new Date() });
  const { url, close } = await startHubServer({ hub, port: 0 });
  onTestFinished(() => close());
  return { hub, store, url, close };
}

onPostgres('a process that is alone again', () => {
  test('L20 has heard nothing of what others told its clients: an older copy of a file is found out all the same', async () => {
    const database = temporaryDatabase();
    const db = openPostgres(database);
    db.exec(`create table item (id int primary key, title text); insert into item values (1, 'one'), (2, 'two')`);
    const first = await serve(database);
    const balancer = await laySwitch([first.url]);
    const [file, older] = [temporaryFile(), temporaryFile()];
    const before = await openTestApp({ file, hub: balancer.url });
    await sync(before);
    await before.close();
    copyFileSync(file, older);

    const second = await serve(database);
    balancer.replace(0, second.url);
    const app = await openTestApp({ file });
    edit(file, `update item set title = 'mine' where id = 1`);
    expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 1 } });
    await app.close();
    await second.close();

    rmSync(`${file}-wal`, { force: true });
    copyFileSync(older, file);
    balancer.replace(0, first.url);
    await first.hub.sweep();
    expect(await first.store.refresh()).toBe(true);
    const back = await openTestApp({ file });
    expect(await sync(back)).toMatchObject({ result: 'done' });
    const mended = eventsOf(back).filter(({ name }) => name === 'session.mended');
    expect(mended).toMatchObject([{ data: { why: 'replica-behind' } }]);
    expect(rowsIn(file, 'item')).toEqual([
      [1, 'mine'],
      [2, 'two'],
    ]);
    db.close();
  });

  test('W-13 a scope that was added through another process is found with the first call of a session that has begun there', async () => {
    const database = temporaryDatabase();
    const db = openPostgres(database);
    db.exec(`create table item (id int primary key, title text)`);
    const [first, second] = [await serve(database), await serve(database)];
    await first.store.provision({ name: 'Late', setup: setupOf('item') });
    const balancer = await laySwitch([first.url, second.url]);
    const client = wireClient(balancer.url, { scopeName: 'Late' });
    expect((await client.open()).status).toBe(200);
    expect((await client.operation({ isNew: true })).status).toBe(200);
    expect(balancer.requests).toEqual([1, 1]);
    db.close();
  });

  test('keeps sessions to itself again, also after its own connection was cut', async () => {
    const database = temporaryDatabase();
    const db = openPostgres(database);
    db.exec(`create table item (id int primary key, title text)`);
    const first = await serve(database);
    expect(await first.store.refresh()).toBe(true);
    const second = await serve(database);
    expect([await first.store.refresh(), await second.store.refresh()]).toEqual([false, false]);
    await second.hub.sweep();
    expect(await second.store.refresh()).toBe(false);
    await first.close();
    await second.hub.sweep();
    expect(await second.store.refresh()).toBe(true);
    const before = second.store.shelf?.term() ?? 0;
    db.exec(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database =
      (select oid from pg_database where datname = current_database())`);
    await expect.poll(() => second.store.shelf?.term()).toBe(before + 2);
    expect(await second.store.refresh()).toBe(true);
    db.close();
  });
});
