// Little space on the disk: told in time, and no session begins that could not end (ST-09, error 2007).

import { expect, test } from 'vitest';
import { dump, edit, eventsOf, openTestApp, sync } from '../../support/replica-app.ts';
import { setStage } from '../../support/stage.ts';

test('below 500 MB it is a warning; below 100 MB a session is refused with code and words, nothing is half done (ST-09)', async () => {
  const stage = await setStage({
    binding: 'over HTTP',
    tables: ['item'],
    schema: `create table item (id integer primary key, name text); insert into item values (1, 'a')`,
  });
  let free: number | null = 10_000_000_000;
  const app = await openTestApp({ hub: stage.url ?? '', intervalMinutes: null, freeSpace: () => free });
  await sync(app);
  const status = (): ReturnType<typeof read> => read();
  const read = (): ReturnType<(typeof app)['handlers']['status.read']> => app.handlers['status.read']({});
  expect(await status()).toMatchObject({ condition: 'up-to-date', storage: { free, spool: 0 } });
  expect((await status()).storage.conflicts).toBeGreaterThan(0);

  free = 400_000_000;
  expect((await status()).condition).toBe('warning');
  expect((await sync(app)).result).toBe('done');

  free = 99_999_999;
  edit(app.replica.file, `update item set name = 'mine' where id = 1`);
  const before = dump(app.replica.file);
  await expect(sync(app)).rejects.toMatchObject({ code: 'disk-full', message: 'The disk is full.' });
  await expect(app.handlers['sync.start']({ type: 'normal', outdatedAction: 'ask' })).rejects.toMatchObject({
    code: 'disk-full',
  });
  expect(dump(app.replica.file)).toEqual(before);
  expect((await app.handlers['feed.list']({ limit: 9, filter: {} })).total).toBe(2);
  expect(eventsOf(app).at(-1)).toMatchObject({
    name: 'session.refused',
    level: 'error',
    data: { code: 'disk-full', free },
  });
  expect((await status()).waiting).toEqual({ changes: 1, records: 1 });

  free = 100_000_000;
  expect(await sync(app)).toMatchObject({ result: 'done', summary: { uploaded: 1 } });
});
