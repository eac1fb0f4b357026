// Snapshots from the terminal, beside a hub that runs (HB-06, CL-02, CL-05); killed while one is made there is none.

import Sqlite from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startProgram } from '../../support/program.ts';
import { edit } from '../../support/replica-app.ts';
import { concord, object, setDesk } from './commands.ts';

const schema = 'create table note (id integer primary key, title text)';

test('HB-06 CL-02 a snapshot is made, given to a new replica, listed and deleted while the hub runs', async () => {
  const { hubFile, url, file } = await setDesk(schema, 'note');
  const database = ['--database', hubFile];
  edit(hubFile, `insert into note values (1, 'a'), (2, 'b')`);
  const made = await object('hub', 'snapshot', 'create', ...database);
  expect(made).toMatchObject({ no: 1, scope: 'DefaultScope', parameters: {}, rows: 2, parts: 1, used: 0 });
  edit(hubFile, `delete from note where id = 1`, `insert into note values (3, 'c')`);
  const first = await concord('sync', '--replica', file('anna.db'), '--hub', url, '--json');
  expect(first.err).toContain('The hub has about 2 rows for this replica.');
  expect(first.lines).toMatchObject([{ downloaded: 4, appliedHere: 4 }]);
  const listed = await concord('hub', 'snapshot', 'list', ...database);
  expect(listed.out).toMatch(/^no +scope +parameters .*\n1 +DefaultScope +- .* 2 +0 MB +1 +given out\n$/);
  const [wrong, unknown, small] = await Promise.all([
    concord('hub', 'snapshot', 'create', ...database, '--param', 'x'),
    concord('hub', 'snapshot', 'delete', '7', ...database),
    concord('hub', 'snapshot', 'create', ...database, '--batch-kb', '10'),
  ]);
  expect([wrong.code, unknown.code, small.code]).toEqual([2, 1, 2]);
  expect(unknown.err).toContain('[snapshot-unknown]');
  expect(await object('hub', 'snapshot', 'delete', '1', ...database)).toEqual({ deleted: 1 });
  expect((await concord('hub', 'snapshot', 'list', ...database)).err).toContain('There are no snapshots.');
});

test('HB-06 killed while it is made it is not there, and its parts go with the next one', async () => {
  const { hubFile } = await setDesk(schema, 'note');
  const database = ['--database', hubFile];
  edit(
    hubFile,
    `with recursive n (i) as (select 1 union all select i + 1 from n where i < 60000)
     insert into note select i, 'a title of some length ' || i from n`,
  );
  const snapshots = `${hubFile}-concord-snapshots`;
  const parts = (): number => {
    if (!existsSync(snapshots)) return 0;
    const db = new Sqlite(snapshots, { readonly: true });
    try {
      return Number(db.prepare('select count(*) from part').pluck().get());
    } catch {
      return 0;
    } finally {
      db.close();
    }
  };
  const making = startProgram('hub', 'snapshot', 'create', ...database, '--batch-kb', '100');
  await expect.poll(parts, { interval: 1, timeout: 30_000 }).toBeGreaterThan(0);
  await making.kill();
  expect(parts()).toBeGreaterThan(0);
  expect((await concord('hub', 'snapshot', 'list', ...database, '--json')).lines).toEqual([]);
  const made = await object('hub', 'snapshot', 'create', ...database, '--batch-kb', '100');
  expect(made).toMatchObject({ rows: 60_000 });
  expect(parts()).toBe(made['parts']);
});
