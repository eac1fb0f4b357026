// Files and databases that go back in time, or exist twice (CONFORMANCE 21: L20 L21 L22; ), in process and over HTTP, on
// both stores: nobody goes on as if nothing had been.

import Sqlite from 'better-sqlite3';
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countNotAdopted } from '../../main/replica/pending.ts';
import { categoryScene, insert, nameIn, openEntries, remove, rename } from '../support/category.ts';
import { expectSettled } from '../support/closing.ts';
import { expectSession } from '../support/figures.ts';
import { clientId } from '../../main/replica/layout.ts';
import { witnessFile } from '../../main/replica/witness.ts';
import { bindings, openStageReplica, type Stage, type StageReplica } from '../support/stage.ts';

/** A copy of a replica's file, as a back-up program makes it. */
function copyOf({ file }: StageReplica): string {
  const db = new Sqlite(file);
  const copy = `${file}-copy`;
  db.prepare('vacuum into ?').run(copy);
  db.close();
  return copy;
}

/** Puts the copy where a replica of that name has its file, and opens it. */
function openCopy(stage: Stage, copy: string, name: string, concord = true): Promise<StageReplica> {
  const { hub, url } = stage;
  const site = () => (url === null ? { hub, url } : { url });
  const prepare = (file: string): void => {
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    copyFileSync(copy, file);
  };
  return openStageReplica({ folder: dirname(copy), name, site, options: { concord }, prepare });
}

const names = (place: Stage | StageReplica, ...ids: readonly string[]): string[] => ids.map((id) => nameIn(place, id));

describe.each(bindings)('copies %s', (binding) => {
  test('L20 R-88 a file is replaced by an older copy, without its witness: what it had sent comes back to it, a new edit overwrites nobody', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + insert('Q', 'Start'));
    const copy = copyOf(a);
    a.db.exec(rename('R', 'A1') + rename('Q', 'A1') + insert('S', 'sent') + remove('ROOT'));
    await expectSession(a, 'U4 AS4');
    a.db.close();
    a.replica.close();
    rmSync(witnessFile(a.file));
    const back = await openCopy(stage, copy, 'A');
    expect(names(back, 'R', 'S', 'ROOT')).toEqual(['Start', '-', 'Root']);
    back.db.exec(rename('Q', 'A2') + insert('T', 'later'));
    const mended: unknown[] = [];
    await back.sync({ mended: (why) => mended.push(why) });
    expect(mended).toEqual(['replica-behind']);
    expect(names(back, 'R', 'Q', 'S', 'T', 'ROOT')).toEqual(['A1', 'A1', 'sent', 'later', '-']);
    expect(openEntries(back)).toMatchObject([{ versions: { mine: { name: 'A2' }, theirs: { name: 'A1' } } }]);
    await back.sync({ mended: (why) => mended.push(why) });
    expect(mended).toHaveLength(1);
    await expectSettled(stage, [back, b, c]);
  });

  test('L20 R-88 whatever the hub and however much is written here since: an older copy at its place is noticed', async () => {
    const { stage, a, b, c } = await categoryScene(
      { binding, concord: false },
      insert('R', 'Start') + insert('Q', 'Start'),
    );
    const [copy, id] = [copyOf(a), clientId(a.replica.reader)];
    a.db.exec(rename('R', 'A1') + rename('Q', 'A1') + insert('S', 'sent'));
    await expectSession(a, 'U3 AS3');
    a.db.close();
    a.replica.close();
    const back = await openCopy(stage, copy, 'A', false);
    for (let i = 0; i < 12; i++) back.db.exec(rename('Q', `A${i + 2}`));
    const mended: unknown[] = [];
    await back.sync({ mended: (why) => mended.push(why) });
    expect([mended, clientId(back.replica.reader) === id]).toEqual([['replica-behind'], false]);
    expect(names(back, 'R', 'Q', 'S')).toEqual(['A1', 'A1', 'sent']);
    expect(openEntries(back)).toMatchObject([{ versions: { mine: { name: 'A13' }, theirs: { name: 'A1' } } }]);
    await back.sync({ mended: (why) => mended.push(why) });
    expect(mended).toHaveLength(1);
    await expectSettled(stage, [back, b, c]);
  });

  test('R-88 a program that dies between its session and its witness, or has lost the witness, is no older copy', async () => {
    const { stage, a } = await categoryScene({ binding, concord: false }, insert('R', 'Start'));
    const witness = witnessFile(a.file);
    const before = readFileSync(witness);
    const mended: unknown[] = [];
    for (const [name, spoil] of [
      ['died', () => writeFileSync(witness, before)],
      ['lost', () => rmSync(witness)],
    ] as const) {
      a.db.exec(rename('R', name));
      await expectSession(a, 'U1 AS1');
      spoil();
      await a.sync({ mended: (why) => mended.push(why) });
    }
    expect([mended, existsSync(witness)]).toEqual([[], true]);
    await expectSettled(stage, [a]);
  });

  test('L21 R-88 a file is copied to a second device: each sees the other’s rows, both changing one is a conflict', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    const d = await openCopy(stage, copyOf(a), 'D');
    a.db.exec(rename('R', 'A1') + insert('S', 'A'));
    d.db.exec(rename('R', 'D1') + insert('T', 'D'));
    for (const replica of [a, d, a, d]) await replica.sync();
    expect(names(a, 'R', 'S', 'T')).toEqual(['A1', 'A', 'D']);
    expect(names(d, 'R', 'S', 'T')).toEqual(['A1', 'A', 'D']);
    expect([openEntries(a), openEntries(d)]).toMatchObject([
      [],
      [{ versions: { mine: { name: 'D1' }, theirs: { name: 'A1' } } }],
    ]);
    await expectSettled(stage, [a, b, c, d]);
  });

  test('L21 R-88 whatever the hub: a copy takes an id of its own, a file that was moved or put back keeps its own', async () => {
    const { stage, a } = await categoryScene({ binding, concord: false }, insert('R', 'Start'));
    const [copy, id] = [copyOf(a), clientId(a.replica.reader)];
    const d = await openCopy(stage, copy, 'D', false);
    await d.sync();
    expect(clientId(d.replica.reader)).not.toBe(id);
    a.db.close();
    a.replica.close();
    const back = await openCopy(stage, copy, 'A', false);
    await back.sync();
    expect(clientId(back.replica.reader)).toBe(id);
    back.db.close();
    back.replica.close();
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(back.file + end)) renameSync(back.file + end, `${dirname(copy)}/M.db${end}`);
    const moved = await openStageReplica({
      folder: dirname(copy),
      name: 'M',
      site: () => (stage.url === null ? { hub: stage.hub, url: null } : { url: stage.url }),
      options: { concord: false },
    });
    await moved.sync();
    expect(clientId(moved.replica.reader)).toBe(id);
  });

  test('L20 a client that shows itself as stock reads everything anew: what it had sent comes back', async () => {
    const { stage, a, b, c } = await categoryScene({ binding, concord: false }, insert('R', 'Start'));
    const copy = copyOf(a);
    a.db.exec(rename('R', 'A1') + insert('S', 'sent'));
    await expectSession(a, 'U2 AS2');
    a.db.close();
    a.replica.close();
    rmSync(witnessFile(a.file));
    const back = await openCopy(stage, copy, 'A', false);
    back.db.exec(insert('T', 'later'));
    expect((await back.sync()).ordered).toBe('reinitialize-with-upload');
    expect(names(back, 'R', 'S', 'T')).toEqual(['A1', 'sent', 'later']);
    expect((await back.sync()).ordered).toBe('normal');
    await expectSettled(stage, [back, b, c]);
  });

  test('L22 R-89 the hub is restored from a back-up: what it lacks stays and is offered, what differs waits for a person', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + insert('Q', 'Start'));
    const restore = stage.backUp();
    a.db.exec(rename('R', 'A1') + insert('S', 'sent'));
    await expectSession(a, 'U2 AS2');
    await b.sync();
    b.db.exec(rename('Q', 'B1'));
    await restore();
    expect(names(stage, 'R', 'S')).toEqual(['Start', '-']);
    const mended: unknown[] = [];
    await a.sync({ mended: (why) => mended.push(why) });
    expect(mended).toEqual(['hub-restored']);
    expect(nameIn(a, 'S')).toBe('sent');
    expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'A1' }, theirs: { name: 'Start' } } }]);
    const [table] = a.replica.tables().values();
    expect(table && countNotAdopted(a.replica.reader, table)).toBe(1);
    await a.replica.adopt();
    const [entry] = openEntries(a);
    await a.inbox.resolve({ no: entry?.no ?? 0, choice: { keep: 'mine' }, by: 'Ann' });
    await expectSession(a, 'U2 AS2');
    // The hub holds what B's change started from: it goes on waiting, and nobody has to decide.
    await b.sync({ mended: (why) => mended.push(why) });
    expect([mended.length, openEntries(b), nameIn(b, 'Q')]).toEqual([2, [], 'B1']);
    await expectSession(b, 'U1 AS1');
    expect(names(stage, 'R', 'S', 'Q')).toEqual(['A1', 'sent', 'B1']);
    await expectSettled(stage, [a, b, c]);
  });

  test('L22 R-89 the restored hub’s time has gone past what they had heard: who sent and who only read notice it all the same', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start') + insert('Q', 'Start'));
    const restore = stage.backUp();
    a.db.exec(rename('R', 'A1') + insert('S', 'sent'));
    await expectSession(a, 'U2 AS2');
    await expectSession(b, 'D2 AC2');
    await restore();
    // As many changes as were lost, and more: what B asks for from its own time on would leave out the first ones.
    for (let i = 0; i < 12; i++) stage.hubDb.exec(insert(`N${i}`, `new ${i}`));
    const mended: unknown[] = [];
    for (const replica of [b, a]) await replica.sync({ mended: (why) => mended.push(why) });
    expect(mended).toEqual(['hub-restored', 'hub-restored']);
    for (const replica of [a, b]) {
      expect(names(replica, 'S', 'N0', 'N11')).toEqual(['sent', 'new 0', 'new 11']);
      expect(openEntries(replica)).toMatchObject([{ versions: { mine: { name: 'A1' }, theirs: { name: 'Start' } } }]);
    }
    await a.replica.adopt();
    await a.inbox.resolve({ no: openEntries(a)[0]?.no ?? 0, choice: { keep: 'mine' }, by: 'Ann' });
    await expectSession(a, 'U2 AS2');
    await b.sync({ mended: (why) => mended.push(why) });
    expect(mended).toHaveLength(2);
    expect(openEntries(b)).toEqual([]);
    await expectSettled(stage, [a, b, c]);
  });

  test('L22 R-89 a hub that goes on, is cleaned up or is opened anew knows what it has told', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    const mended: unknown[] = [];
    const sync = (replica: StageReplica) => replica.sync({ mended: (why) => mended.push(why) });
    a.db.exec(rename('R', 'A1'));
    await sync(a);
    stage.hubDb.exec(insert('N', 'new'));
    for (const replica of [a, b, c]) await sync(replica);
    await stage.hub.store.cleanUp(await stage.hub.store.hubTime());
    await sync(a);
    await stage.backUp()();
    stage.hubDb.exec(insert('M', 'newer'));
    for (const replica of [b, a, c]) await sync(replica);
    expect(mended).toEqual([]);
    await expectSettled(stage, [a, b, c]);
  });
});
