// The clients of a hub as its operator sees them, on every binding (HB-03).

import { describe, expect, test } from 'vitest';
import { listClients, type ClientInfo } from '../../main/hub/admin/clients.ts';
import { bindings, setStage, type Stage } from '../support/stage.ts';

const schema = `create table note (id integer primary key, title varchar(40) not null);
  insert into note values (1, 'one'), (2, 'two'), (3, 'three')`;

const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);

describe.each(bindings)('HB-03 the client list, %s', (binding) => {
  const open = (): Promise<Stage> => setStage({ binding, schema, tables: ['note'] });
  const listed = async ({ store }: Stage, now = new Date()): Promise<Record<string, ClientInfo>> =>
    Object.fromEntries((await listClients(store, now)).map((client) => [client.person ?? '', client]));

  test('each has its last session, what it moved, and how many rows it is behind', async () => {
    const stage = await open();
    const ann = await stage.replica('ann');
    const bob = await stage.replica('bob');
    await ann.sync();
    await bob.sync();
    expect((await listed(stage))['ann']).toMatchObject({
      device: 'ann-pc',
      scope: 'DefaultScope',
      parameters: {},
      daysSilent: 0,
      behind: 0,
      isOutdated: false,
      session: { mode: 'first', received: 0, sent: 3, conflicts: 0, errors: 0, result: 'done' },
    });
    ann.db.exec(`update note set title = 'ann 1' where id = 1; update note set title = 'ann 2' where id = 2`);
    bob.db.exec(`update note set title = 'bob' where id = 1`);
    await ann.sync();
    expect((await listed(stage))['bob']?.behind).toBe(2);
    await bob.sync();
    const clients = await listed(stage);
    expect(clients['ann']?.session).toMatchObject({ mode: 'delta', received: 2, sent: 0, conflicts: 0 });
    expect(clients['bob']).toMatchObject({
      behind: 0,
      session: { mode: 'delta', received: 1, sent: 2, conflicts: 1, errors: 0 },
    });
    await ann.sync({ type: 'reinitialize' });
    const [first] = await listClients(stage.store, new Date());
    expect(first).toMatchObject({ person: 'ann', session: { mode: 'reinitialize', sent: 3 } });
  });

  test('a session that fails is told as failed, and its client is as far behind as before; silence is counted in days', async () => {
    const stage = await open();
    const ann = await stage.replica('ann');
    await ann.sync();
    stage.hubDb.exec(`update note set title = 'new'`);
    let cut = false;
    await expect(
      ann.sync({
        enter: (phase) => void (cut ||= phase === 'apply'),
        checkpoint: () => {
          if (cut) throw new Error('pulled out');
        },
      }),
    ).rejects.toThrow('pulled out');
    const { ann: after } = await listed(stage);
    expect(after).toMatchObject({ behind: 3, session: { sent: 3, result: 'failed' } });
    expect((await listed(stage, inDays(8.5)))['ann']).toMatchObject({ daysSilent: 8, marks: ['failed', 'silent'] });
  });

  test('whoever has not heard of what was cleaned up is outdated', async () => {
    const stage = await open();
    const ann = await stage.replica('ann');
    await ann.sync();
    stage.hubDb.exec('delete from note where id = 3');
    await stage.store.cleanUp(await stage.store.hubTime());
    expect((await listed(stage))['ann']).toMatchObject({
      isOutdated: true,
      daysUntilOutdated: 0,
      marks: ['outdated'],
    });
  });

  test('it says how long until a clean-up may leave a client behind, and names it three days before', async () => {
    const stage = await open();
    await (await stage.replica('ann')).sync();
    const at = async (days: number): Promise<unknown> => {
      const { ann } = await listed(stage, inDays(days));
      return [ann?.daysUntilOutdated, ann?.marks];
    };
    expect([await at(0), await at(6.5), await at(7.5), await at(86.5), await at(87.5), await at(99)]).toEqual([
      [90, []],
      [84, []],
      [83, ['silent']],
      [4, ['silent']],
      [3, ['soon', 'silent']],
      [0, ['soon', 'silent']],
    ]);
  });
});
