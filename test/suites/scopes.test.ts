// Several scopes, provisioning, adoption, many replicas (CONFORMANCE 13, 15: H4 M1 M10 MG-a MG-b V3 V4 V5 V9 V11 V16 V18 V19
// H42), in process and over HTTP. One-way tables and re-reads stand in rereads.

import { describe, expect, test } from 'vitest';
import type { RowBatch } from '../../main/sync/orchestrator.ts';
import { openReplica } from '../../main/replica/replica.ts';
import { clientId } from '../../main/replica/layout.ts';
import { categoryScene, categorySchema, insert, nameIn, openEntries, remove, rename } from '../support/category.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { commonSchema, commonTables } from '../support/common-model.ts';
import { expectSession, liveCounters } from '../support/figures.ts';
import { bindings, setStage, type Stage, type StageReplica } from '../support/stage.ts';

const v2 = { scope: 'v2' };
const scopes = [{ name: 'v2', tables: ['category'] }];

const rowsOf = ({ hubDb }: Stage, tables: readonly string[]): number =>
  tables.reduce((sum, table) => sum + Number(hubDb.prepare(`select count(*) from ${table}`).pluck().get()), 0);

describe.each(bindings)('several scopes %s', (binding) => {
  test.each([100, 5000])('H4 M1 two scopes over the same tables, parts of %i KB', async (batchKb) => {
    const tables = Object.keys(commonTables);
    const more = [{ name: 'v2', tables }];
    const stage = await setStage({ binding, schema: commonSchema, tables, scopes: more, batchKb });
    const a = await stage.replica('A');
    const rows = rowsOf(stage, tables);
    await expectSession(a, `D${rows} AC${rows}`);
    expectSame(stage, [a], commonTables);
    await expectSession(a, `D${rows} AC${rows}`, v2);
    expectSame(stage, [a], commonTables);
    await expectSession(a, '', v2);
    a.db.exec(`insert into tag values (9, 'once')`);
    await expectSession(a, 'U1 AS1');
    await expectSession(a, 'U1 AS1', v2);
    await expectSession(a, '', v2);
    await expectSettled(stage, [a], commonTables);
  });

  test('M10 one replica is the same client in all its scopes, and none before its first call', async () => {
    const more = ['v2', 'v3'].map((name) => ({ name, tables: ['category'] }));
    const stage = await setStage({ binding, schema: categorySchema(), tables: ['category'], scopes: more });
    const a = await stage.replica('A');
    const id = clientId(a.replica.reader);
    expect([await stage.store.findClient(id), a.replica.scopes()]).toEqual([[], []]);
    for (const scope of ['DefaultScope', 'v2', 'v3']) await a.sync({ scope });
    expect(a.replica.scopes().map(({ name, client }) => [name, client.id])).toEqual([
      ['DefaultScope', id],
      ['v2', id],
      ['v3', id],
    ]);
    expect((await stage.store.findClient(id)).map(({ scopeName }) => scopeName).toSorted()).toEqual([
      'DefaultScope',
      'v2',
      'v3',
    ]);
  });

  describe('MG-a a conflict that two scopes see', () => {
    const setScene = async (policy: 'server-wins' | 'client-wins') => {
      const play = await categoryScene({ binding, policy, scopes }, insert('R', 'Start'));
      await play.a.sync(v2);
      play.stage.hubDb.exec(rename('R', 'HUB'));
      play.a.db.exec(rename('R', 'REP'));
      return play;
    };

    test('hub wins: one entry, decided once, confirmed', async () => {
      const { stage, a, b, c } = await setScene('server-wins');
      const figures = liveCounters('MG-a');
      for (const [i, expected] of figures.entries()) await expectSession(a, expected, i % 2 === 0 ? {} : v2);
      expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'REP' }, theirs: { name: 'HUB' } } }]);
      const no = openEntries(a)[0]?.no ?? 0;
      expect(a.inbox.history(no)).toHaveLength(1);
      await a.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
      await expectSession(a, 'U1 AS1');
      await expectSession(a, 'U1 AS1', v2);
      await expectSession(a, '', v2);
      expect([a.inbox.get(no).state, nameIn(stage, 'R')]).toEqual(['confirmed', 'REP']);
      await expectSettled(stage, [a, b, c]);
    });

    test('hub takes the replica’s row', async () => {
      const { stage, a, b, c } = await setScene('client-wins');
      const figures = liveCounters('MG-a ClientWins');
      for (const [i, expected] of figures.entries()) await expectSession(a, expected, i % 2 === 0 ? {} : v2);
      expect([openEntries(a), nameIn(stage, 'R')]).toEqual([[], 'REP']);
      await expectSettled(stage, [a, b, c]);
    });

    test('decided between the two scopes’ sessions: still one entry, and both sides end equal', async () => {
      const { stage, a, b, c } = await setScene('server-wins');
      await a.sync();
      const no = openEntries(a)[0]?.no ?? 0;
      await a.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
      await a.sync(v2);
      expect(a.inbox.list({ limit: 5, offset: 0 }).total).toBe(1);
      for (let i = 0; i < 3 && a.inbox.counts().undecided > 0; i++) {
        await a.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
        await a.sync();
        await a.sync(v2);
      }
      expect([a.inbox.get(no).state, nameIn(stage, 'R')]).toEqual(['confirmed', 'REP']);
      await expectSession(a, '', v2);
      await expectSettled(stage, [a, b, c]);
    });
  });

  test('MG-b what only one scope has sent survives its clean-up and goes with the other', async () => {
    const { stage, a, b, c } = await categoryScene({ binding, scopes }, insert('R', 'Start'));
    await a.sync(v2);
    a.db.exec(rename('R', 'REP') + insert('S', 'new') + remove('ROOT'));
    await expectSession(a, 'U3 AS3');
    for (let i = 0; i < 3; i++) await expectSession(a, '');
    // The delete that the hub has by the first scope finds nothing any more: harmless, and counted (W-174).
    await expectSession(a, 'U3 AS2 RC1', v2);
    expect(a.db.prepare('select count(*) from _concord_t1').pluck().get()).toBe(0);
    await expectSession(a, '', v2);
    await expectSettled(stage, [a, b, c]);
  });

  test('an error of one scope’s table does not stop another scope’s session', async () => {
    const stage = await setStage({
      binding,
      schema: `${categorySchema()} create table tag (tag_id int primary key, label text);`,
      tables: ['category'],
      scopes: [{ name: 'v2', tables: ['tag'] }],
    });
    const a = await stage.replica('A');
    await a.sync();
    await a.sync(v2);
    a.db.exec('create unique index one_name on category (name)');
    stage.hubDb.exec(`${insert('Z', 'Root')} insert into tag values (1, 'x')`);
    await expectSession(a, 'D1 FC1');
    await expectSession(a, 'D1 AC1', v2);
    expect(a.errors()).toMatchObject([{ state: 'open', tries: 1 }]);
    stage.hubDb.exec(rename('Z', 'free'));
    await expectSession(a, 'D1 AC1');
    expect(a.errors()).toEqual([]);
    await expectSettled(stage, [a], { category: 'category_id' });
  });
});

describe.each(bindings)('provisioning and local calls %s', (binding) => {
  test.each([
    ['V14 columns without the key', 'category', ['name'], /key/],
    ['V3 a table without a key', 'no_key', [], /MissingPrimaryKey|primary key/i],
    ['V4 a column that does not exist', 'category', ['category_id', 'nowhere'], /nowhere/],
    ['V5 a table that does not exist', 'nowhere', [], /nowhere/],
  ] as const)('%s: refused, nothing is provisioned', async (_, name, columns, reason) => {
    const { stage, a, b, c } = await categoryScene({ binding }, 'create table no_key (a int, b text);');
    const before = stage.hubObjects();
    const setup = {
      tables: [{ name, schema: '', columns: [...columns], direction: 'both' as const }],
      filters: [],
      affixes: {},
    };
    await expect(stage.store.provision({ name: 'bad', setup })).rejects.toMatchObject({
      code: 'database-unsuitable',
      message: reason,
    });
    expect(stage.hubObjects()).toEqual(before);
    expect(stage.hub.scopes().map((scope) => scope.name)).toEqual(['DefaultScope']);
    await expect(a.sync({ scope: 'bad' })).rejects.toMatchObject({ code: 'scope-unknown' });
    await expectSettled(stage, [a, b, c]);
  });

  test('V9 a delete of a row that is older than the hub’s provisioning is applied plainly', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, '');
    a.db.exec(remove('ROOT'));
    await expectSession(a, liveCounters('V9')[0]);
    expect([nameIn(stage, 'ROOT'), nameIn(a, 'ROOT')]).toEqual(['-', '-']);
    await expectSession(b, 'D1 AC1');
    await expectSettled(stage, [a, b, c]);
  });

  test('V11 twenty replicas at once: nobody misses a row of another (L2)', async () => {
    const count = 20;
    const stage = await setStage({ binding, schema: commonSchema, tables: ['employee', 'tag'] });
    const replicas: StageReplica[] = [];
    for (let k = 0; k < count; k++) replicas.push(await stage.replica(`R${k}`));
    const all = (expected: string): Promise<unknown> =>
      Promise.all(replicas.map((replica) => expectSession(replica, expected)));
    await all('D4 AC4');
    stage.hubDb.exec(`insert into employee values (50, 'hub', null); insert into tag values (50, 'hub')`);
    await all('D2 AC2');
    for (const [k, { db }] of replicas.entries()) db.exec(`insert into tag values (${100 + k}, 'R${k}')`);
    const sent = await Promise.all(replicas.map((replica) => replica.counts()));
    expect(sent.map(({ U, AS, RC }) => [U, AS, RC])).toEqual(replicas.map(() => [1, 1, 0]));
    await Promise.all(replicas.map((replica) => replica.sync()));
    await expectQuiet(replicas);
    expect(stage.hubDb.prepare('select count(*) from tag where tag_id >= 100').pluck().get()).toBe(count);
    expectSame(stage, replicas, { employee: 'employee_id', tag: 'tag_id' });
  }, 120_000);

  test('V16 changes that were read and not taken are still waiting', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    a.db.exec(insert('S', 'new') + rename('R', 'REP') + remove('ROOT'));
    const read: RowBatch[] = [];
    const looking = a.sync({
      remote: (remote) => ({
        ...remote,
        async sendChanges({ upload }) {
          for await (const batch of upload.batches()) read.push(batch);
          throw new Error('only looking');
        },
      }),
    });
    await expect(looking).rejects.toThrow('only looking');
    expect(read.map(({ kind, rows }) => [kind, rows.map((row) => [row[0], row[2]])])).toEqual([
      [
        'upsert',
        [
          ['R', 'REP'],
          ['S', 'new'],
        ],
      ],
      ['delete', [['ROOT', null]]],
    ]);
    await expectSession(a, 'U3 AS3');
    await expectSettled(stage, [a, b, c]);
  });

  test('V18 W-287 b provisioned twice, opened twice, beside the triggers of an older peer: one change is one pending row', async () => {
    const { stage, a, b } = await categoryScene({ binding, scopes }, insert('R', 'Start'));
    await a.sync(v2);
    a.db.exec(`create table category_tracking (category_id text primary key, update_scope_id text, timestamp integer,
        sync_row_is_tombstone integer, last_change_datetime text);
      create trigger category_insert_trigger after insert on category begin
        insert or replace into category_tracking values (new.category_id, null, 1, 0, 'now'); end;
      create trigger category_update_trigger after update on category begin
        insert or replace into category_tracking values (new.category_id, null, 2, 0, 'now'); end;`);
    const again = await openReplica(a.file);
    again.close();
    a.db.exec(rename('R', 'REP') + insert('S', 'new'));
    await expectSession(a, 'U2 AS2');
    await expectSession(a, 'U2 AS2', v2);
    await expectSession(a, '');
    stage.hubDb.exec(rename('R', 'HUB'));
    await expectSession(a, 'D1 AC1');
    await expectSession(a, 'D1 AC1', v2);
    await expectSettled(stage, [a, b]);
  });

  test('V19 H42 a database that was there before: its row is adopted once, and nothing is eaten', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Hub’s'));
    const late = await stage.replica('E');
    late.db.exec(`create table category (category_id varchar(12) primary key, parent_id varchar(12),
      name varchar(50) not null, "extra note" text, row_guid text, modified datetime); ${insert('own', 'local only')}`);
    await expectSession(late, 'D2 AC2');
    await expectSession(late, '');
    expect([nameIn(late, 'own'), nameIn(stage, 'own')]).toEqual(['local only', '-']);
    expect(await late.replica.adopt()).toBe(1);
    expect(await late.replica.adopt()).toBe(0);
    await expectSession(late, liveCounters('H42').at(-1));
    expect(nameIn(stage, 'own')).toBe('local only');
    expect(await late.replica.adopt()).toBe(0);
    await expectSettled(stage, [late, a, b, c]);
  });

  test('L8 an own row with the key of a hub’s row is parked by the first session, not eaten', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Hub’s') + insert('same', 'Same'));
    const late = await stage.replica('E');
    late.db.exec(`create table category (category_id varchar(12) primary key, parent_id varchar(12),
      name varchar(50) not null, "extra note" text, row_guid text, modified datetime);
      ${insert('R', 'own')} ${insert('same', 'Same')}`);
    await expectSession(late, 'D3 AC3 RC2');
    expect(openEntries(late)).toMatchObject([
      { type: 'local-insert/hub-insert', versions: { base: null, mine: { name: 'own' }, theirs: { name: 'Hub’s' } } },
    ]);
    expect(await late.replica.adopt()).toBe(0);
    await expectSettled(stage, [late, a, b, c]);
  });

  test('EG-e W-180 a table that was here declares REPLACE: the hub’s row eats no neighbour', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('Z', 'taken'));
    const late = await stage.replica('E');
    late.db.exec(`create table category (category_id varchar(12) primary key, parent_id varchar(12),
      name varchar(50) not null unique on conflict replace, "extra note" text, row_guid text, modified datetime);
      ${insert('own', 'taken')}`);
    await expectSession(late, 'D2 AC1 FC1');
    expect([nameIn(late, 'own'), nameIn(late, 'Z'), late.errors()]).toMatchObject(['taken', '-', [{ state: 'open' }]]);
    late.db.exec(rename('own', 'free'));
    await expectSession(late, 'AC1 U1 AS1');
    expect([nameIn(late, 'own'), nameIn(late, 'Z')]).toEqual(['free', 'taken']);
    await expectSettled(stage, [late, a, b, c]);
  });
});
