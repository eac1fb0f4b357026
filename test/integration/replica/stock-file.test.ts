// A file that a stock .NET client keeps is known by the columns of its own tables, whatever they are called (SF-10).

import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openReplica } from '../../../main/replica/replica.ts';
import { readStockFile } from '../../../main/replica/stock-file.ts';
import { openReader } from '../../../main/sqlite/database.ts';
import { temporaryFile } from '../../support/files.ts';
import { dump } from '../../support/replica-app.ts';

/** Tables as a stock client of 1.3 makes them; `names` may be the office's own. */
function stockFile(names: { readonly info: string; readonly clients: string; readonly tracking: string }): string {
  const file = temporaryFile('client.sqlite');
  const db = new Sqlite(file);
  db.exec(`
    create table [${names.info}] (sync_scope_name text not null primary key, sync_scope_schema text, sync_scope_setup text,
      sync_scope_version text, sync_scope_last_clean_timestamp integer, sync_scope_properties text);
    create table [${names.clients}] (sync_scope_id blob not null, sync_scope_name text not null, sync_scope_hash text not null,
      sync_scope_parameters text, scope_last_sync_timestamp integer, scope_last_server_sync_timestamp integer,
      primary key (sync_scope_id, sync_scope_name, sync_scope_hash));
    create table item (id integer primary key, title text);
    create table [${names.tracking}] (id integer primary key, update_scope_id text, timestamp integer,
      sync_row_is_tombstone integer not null default 0, last_change_datetime datetime);
    create trigger item_insert_trigger after insert on item begin
      insert or replace into [${names.tracking}] values (new.id, null, 20240102030405600, 0, datetime('now')); end;
    insert into [${names.info}] values ('DefaultScope', '{"t":[]}', null, '1.3.0.0', 20240101000000000, null);
    insert into [${names.clients}] values ('787C0C89-7659-4C08-BA3D-D59D4D1F03AA', 'DefaultScope', 'h', '[{"pn":"customer","v":7}]', 20240102030405500, 1002763);
    insert into [${names.tracking}] values (7, null, 20240102030405500, 0, null), (8, '${'0'.repeat(8)}', 20240102030405900, 0, null);
    insert into item values (1, 'typed here')`);
  db.close();
  return file;
}

test.each([
  { info: 'scope_info', clients: 'scope_info_client', tracking: 'item_tracking' },
  { info: 'office_scopes', clients: 'office_clients', tracking: 'trk_item' },
])('its scopes, watermarks of 17 digits and what waits are read: $info', (names) => {
  const reader = openReader(stockFile(names));
  expect(readStockFile(reader)).toEqual({
    scopes: [
      {
        name: 'DefaultScope',
        client: '787c0c89-7659-4c08-ba3d-d59d4d1f03aa',
        parameters: [{ name: 'customer', value: 7 }],
        schema: '{"t":[]}',
        lastSync: 20240102030405500n,
        lastHubSync: 1002763n,
        cleanedUpTo: 20240101000000000n,
      },
    ],
    tables: [{ table: 'item', tracking: names.tracking, triggers: 1, waiting: 1 }],
  });
  reader.close();
});

test('it is refused with its reason, and nothing in it is changed', async () => {
  const file = stockFile({ info: 'scope_info', clients: 'scope_info_client', tracking: 'item_tracking' });
  const before = dump(file);
  await expect(openReplica(file, { create: true })).rejects.toMatchObject({ code: 'replica-stock-client' });
  await expect(openReplica(file)).rejects.toMatchObject({ code: 'replica-stock-client' });
  expect(dump(file)).toEqual(before);
});

test('a file of another program’s own is none', async () => {
  const file = temporaryFile('own.sqlite');
  const db = new Sqlite(file);
  db.exec(
    `create table scope_info (name text); create table item_tracking (id integer primary key, timestamp integer)`,
  );
  db.close();
  const replica = await openReplica(file, { create: true });
  expect(readStockFile(replica.reader)).toBeNull();
  replica.close();
});
