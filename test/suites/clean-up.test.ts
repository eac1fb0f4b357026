// The hub's clean-up of its memory (CONFORMANCE 14: O4 O5 OG-e, L10; FEATURES HB-07; W-197…W-199), in process and over HTTP, on
// both stores: nobody who is still there is left behind, and whoever is hears of it.

import { describe, expect, test } from 'vitest';
import { cleanUp, planCleanUp } from '../../main/hub/clean-up.ts';
import { clientId } from '../../main/replica/layout.ts';
import { categoryScene, insert, nameIn, openEntries, remove, rename } from '../support/category.ts';
import { expectQuiet, expectSame, expectSettled } from '../support/closing.ts';
import { expectSession } from '../support/figures.ts';
import { bindings, type Stage, type StageReplica } from '../support/stage.ts';

const idOf = ({ replica }: StageReplica): string => clientId(replica.reader);
const hubTimeOf = ({ replica }: StageReplica): bigint => replica.scopes()[0]?.client.lastHubSync ?? -1n;
const tracked = ({ hubDb }: Stage): number => Number(hubDb.prepare('select count(*) from _concord_t1').pluck().get());
const plan = (stage: Stage, dropSilentDays: number | null = null, days = 0): ReturnType<typeof planCleanUp> =>
  planCleanUp(stage.store, { dropSilentDays, at: new Date(Date.now() + days * 86_400_000) });

describe.each(bindings)('clean-up of the hub %s', (binding) => {
  test('O4 O5 L10 it goes as far as everybody has heard: nobody is outdated by it, now or later', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + insert('S', 'Start'));
    stage.hubDb.exec(remove('S') + rename('R', 'HUB'));
    await a.sync();
    await b.sync();
    const first = await plan(stage);
    expect(first).toMatchObject({ outdated: [], clients: 3, holding: { id: idOf(c) }, upTo: hubTimeOf(c) });
    await cleanUp(stage.store, first, 'Admin');
    // The delete of S is still known: C has to hear of it.
    await expectSession(c, 'D2 AC2');
    expect([nameIn(c, 'S'), nameIn(c, 'R')]).toEqual(['-', 'HUB']);
    const second = await plan(stage);
    expect(await cleanUp(stage.store, second, 'Admin')).toBe(2);
    expect([tracked(stage), stage.store.scopes()[0]?.cleanedUpTo]).toEqual([0, second.upTo]);
    expect((await stage.store.cleanUps(5)).map(({ by, upTo, entries }) => [by, upTo, entries])).toEqual([
      ['Admin', second.upTo, 2],
      ['Admin', first.upTo, expect.any(Number)],
    ]);
    await expectQuiet([a, b, c]);
    const d = await stage.replica('D');
    await expectSession(d, 'D2 AC2');
    await expectSettled(stage, [a, b, c, d]);
  });

  test('W-111 a client whose last answer may be lost counts with what it had before', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + insert('S', 'Start'));
    const before = hubTimeOf(a);
    stage.hubDb.exec(remove('S'));
    const lost = a.sync({
      remote: (remote) => ({
        ...remote,
        async sendChanges(request) {
          await remote.sendChanges(request);
          throw new Error('cut');
        },
      }),
    });
    await expect(lost).rejects.toThrow('cut');
    await b.sync();
    await c.sync();
    expect(await plan(stage)).toMatchObject({ upTo: before, holding: { id: idOf(a) } });
    await cleanUp(stage.store, await plan(stage), null);
    await expectSession(a, 'D1 AC1');
    await expectSettled(stage, [a, b, c]);
  });

  test('OG-e HB-07 a client that was silent for too long is named, given up, and outdated when it comes back', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + insert('S', 'Start'));
    stage.hubDb.exec(remove('S'));
    await b.sync();
    await c.sync();
    a.db.exec(rename('R', 'REP'));
    expect((await plan(stage, 90, 89)).outdated).toEqual([]);
    const late = await plan(stage, 90, 91);
    expect(late.outdated.map(({ id }) => id).toSorted()).toEqual([a, b, c].map(idOf).toSorted());
    // B and C go on working; only A stays away.
    const given = { ...late, outdated: late.outdated.filter(({ id }) => id === idOf(a)), upTo: hubTimeOf(b) };
    await cleanUp(stage.store, given, 'Admin');
    expect((await stage.store.clients()).map(({ id }) => id).toSorted()).toEqual([b, c].map(idOf).toSorted());
    expect(await stage.store.cleanUps(1)).toMatchObject([{ forgotten: [idOf(a)] }]);
    await expect(a.sync()).rejects.toMatchObject({ code: 'outdated' });
    await expectQuiet([b, c]);
    await a.sync({ outdated: 'reinitialize' });
    expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'REP' }, theirs: { name: 'Start' } } }]);
    await a.inbox.resolve({ no: openEntries(a)[0]?.no ?? 0, choice: { keep: 'mine' }, by: 'Ann' });
    expect(nameIn(a, 'S')).toBe('-');
    await expectSettled(stage, [a, b, c]);
  });

  test('L9 L14 a session that a clean-up overtakes is refused with that reason, and moves nothing', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + insert('S', 'Start'));
    a.db.exec(rename('R', 'REP'));
    stage.hubDb.exec(remove('S') + rename('R', 'HUB'));
    await b.sync();
    const overtaken = a.sync({
      remote: (remote) => ({
        ...remote,
        async sendChanges(request) {
          await stage.store.cleanUp(hubTimeOf(b));
          return remote.sendChanges(request);
        },
      }),
    });
    await expect(overtaken).rejects.toMatchObject({ code: 'outdated' });
    expect([nameIn(stage, 'R'), nameIn(a, 'R'), nameIn(a, 'S')]).toEqual(['HUB', 'REP', 'Start']);
    await a.sync({ outdated: 'reinitialize' });
    await c.sync({ outdated: 'reinitialize' });
    await a.inbox.resolve({ no: openEntries(a)[0]?.no ?? 0, choice: { keep: 'theirs' }, by: 'Ann' });
    await expectSettled(stage, [a, b, c]);
  });

  test('O3 MG-b a replica forgets what it has sent, never what waits, is undecided or parked', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + insert('S', 'Start'));
    const own = (): number => Number(a.db.prepare('select count(*) from _concord_t1').pluck().get());
    a.db.exec(insert('T', 'sent'));
    await a.sync();
    expect(own()).toBe(0);
    a.db.exec(rename('R', 'REP'));
    stage.hubDb.exec(rename('R', 'HUB'));
    await a.sync();
    a.db.exec(rename('S', 'waits'));
    await expect(
      a.sync({
        checkpoint: () => {
          throw new Error('stopped');
        },
      }),
    ).rejects.toThrow('stopped');
    expect([own(), openEntries(a).length]).toEqual([2, 1]);
    await a.sync();
    expect([own(), openEntries(a).length, nameIn(stage, 'S')]).toEqual([1, 1, 'waits']);
    await a.inbox.resolve({ no: openEntries(a)[0]?.no ?? 0, choice: { keep: 'mine' }, by: 'Ann' });
    await a.sync();
    expect([own(), nameIn(stage, 'R')]).toEqual([0, 'REP']);
    await b.sync();
    await c.sync();
    expectSame(stage, [a, b, c]);
  });
});
