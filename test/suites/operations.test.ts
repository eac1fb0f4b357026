// What the hub's operator orders (CONFORMANCE 14: O6…O12; FEATURES HB-05), in process and over HTTP, on both stores: every order
// is obeyed, and what was not sent, not decided or not accepted is kept.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { orderClients } from '../../main/hub/orders.ts';
import { clientId } from '../../main/replica/layout.ts';
import type { SavedUnsent } from '../../main/sync/orchestrator.ts';
import type { HubOperation } from '../../main/sync/scope.ts';
import {
  categoryScene,
  insert,
  nameIn,
  openEntries,
  remove,
  rename,
  watermarksOf,
  type CategoryScene,
} from '../support/category.ts';
import { expectQuiet, expectSettled } from '../support/closing.ts';
import { expectSession } from '../support/figures.ts';
import { bindings, type Binding, type Stage, type StageReplica, type SyncOptions } from '../support/stage.ts';

const idOf = ({ replica }: StageReplica): string => clientId(replica.reader);

function order({ store }: Stage, operation: HubOperation, ...replicas: readonly StageReplica[]): Promise<unknown> {
  const clients = replicas.map(idOf);
  return orderClients(store, { operation, clients, scope: null, by: 'Admin', at: new Date('2026-03-01T08:00:00Z') });
}

/** The newest orders: what, how far, and what was said of it. */
async function told({ store }: Stage): Promise<unknown[]> {
  return (await store.orders.list(10)).map(({ operation, state, outcome }) => [operation, state, outcome]);
}

/** A has changed R, made S and deleted ROOT; nothing of it is sent. */
async function scene(binding: Binding, concord = true): Promise<CategoryScene> {
  const play = await categoryScene({ binding, concord }, insert('R', 'Start'));
  play.a.db.exec(rename('R', 'REP') + insert('S', 'new') + remove('ROOT'));
  return play;
}

/** Key, type, and the names of base, mine and theirs. */
function entryLines(replica: StageReplica): string[] {
  return openEntries(replica)
    .map(({ key, type, versions: { base, mine, theirs } }) =>
      [key['category_id'], type, ...[base, mine, theirs].map((version) => version?.['name'] ?? '-')].join(' '),
    )
    .toSorted();
}

async function keepAllMine(replica: StageReplica): Promise<void> {
  for (const { no } of openEntries(replica)) await replica.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
}

const setAside = [
  'R local-update/hub-update Start REP Start',
  'ROOT local-delete/hub-update Root - Root',
  'S local-update/hub-none - new -',
];
const trackingOf = ({ db }: StageReplica): unknown[] =>
  db
    .prepare(`select name from sqlite_schema where type = 'trigger' and tbl_name = 'category' order by name`)
    .pluck()
    .all();
const mineArrived = (place: Stage | StageReplica): string[] => ['R', 'S', 'ROOT'].map((id) => nameIn(place, id));

describe.each(bindings)('orders of the hub %s', (binding) => {
  test('O6 none, and one that is taken back: an ordinary session', async () => {
    const { stage, a, b, c } = await scene(binding);
    await order(stage, 'reinitialize', a, b);
    await order(stage, 'normal', a, b);
    await expectSession(a, 'U3 AS3');
    expect(await told(stage)).toEqual([
      ['reinitialize', 'withdrawn', null],
      ['reinitialize', 'withdrawn', null],
    ]);
    await expectSettled(stage, [a, b, c]);
  });

  test('O7 reinitialize: what was not sent waits in the inbox, once; the others are not asked', async () => {
    const { stage, a, b, c } = await scene(binding);
    await order(stage, 'reinitialize', a);
    await expectSession(b, '');
    const files: SavedUnsent[] = [];
    await expectSession(a, 'D2 AC2', { saved: (unsent) => files.push(unsent) });
    expect(entryLines(a)).toEqual(setAside);
    expect(files).toMatchObject([{ records: 3 }]);
    const saved = readFileSync(files[0]?.file ?? '', 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(saved).toMatchObject([
      { table: 'category', operation: 'update', columns: [{ column: 'name', new: 'REP' }] },
      { table: 'category', operation: 'insert' },
      { table: 'category', operation: 'delete' },
    ]);
    expect(await told(stage)).toEqual([['reinitialize', 'done', 'obeyed']]);
    await keepAllMine(a);
    await expectSession(a, 'U3 AS3');
    expect(mineArrived(stage)).toEqual(['REP', 'new', '-']);
    await expectSettled(stage, [a, b, c]);
  });

  test.each([true, false])(
    'O8 reinitialize with upload: what was not sent arrives (Concord hub: %s)',
    async (concord) => {
      const { stage, a, b, c } = await scene(binding, concord);
      await order(stage, 'reinitialize-with-upload', a);
      await expectSession(a, 'U3 AS3 D2 AC2');
      expect([mineArrived(stage), openEntries(a)]).toEqual([['REP', 'new', '-'], []]);
      expect(await told(stage)).toEqual([['reinitialize-with-upload', 'done', 'obeyed']]);
      await expectSettled(stage, [a, b, c]);
    },
  );

  test('O9 drop all and synchronise: a true first session, tracking made anew, nothing lost (L11)', async () => {
    const { stage, a, b, c } = await scene(binding);
    const triggers = trackingOf(a);
    a.db.exec(`drop trigger ${String(triggers[0])}`);
    await order(stage, 'drop-all-and-sync', a);
    await expectSession(a, 'D2 AC2');
    expect([trackingOf(a), entryLines(a)]).toEqual([triggers, setAside]);
    expect(await told(stage)).toEqual([['drop-all-and-sync', 'done', 'obeyed']]);
    await keepAllMine(a);
    await expectSession(a, 'U3 AS3');
    expect(mineArrived(stage)).toEqual(['REP', 'new', '-']);
    await expectSettled(stage, [a, b, c]);
  });

  test('O9 a stock client is never told to drop all and synchronise: a re-read with upload instead (W-121)', async () => {
    const { stage, a, b, c } = await scene(binding, false);
    await order(stage, 'drop-all-and-sync', a);
    const result = await a.sync();
    expect([result.ordered, result.uploaded]).toEqual(['reinitialize-with-upload', 3]);
    expect(mineArrived(stage)).toEqual(['REP', 'new', '-']);
    await expectSettled(stage, [a, b, c]);
  });

  test('O10 drop all and exit: rows stay, and the next session is a first one that loses nothing (L11)', async () => {
    const { stage, a, b, c } = await scene(binding);
    stage.hubDb.exec(insert('Z', 'other'));
    await order(stage, 'drop-all-and-exit', a);
    await expectSession(a, '');
    expect([trackingOf(a), a.replica.scopes(), mineArrived(a)]).toEqual([[], [], ['REP', 'new', '-']]);
    expect(await told(stage)).toEqual([['drop-all-and-exit', 'done', 'obeyed']]);
    // What is written while nothing is tracked is compared as well.
    a.db.exec(insert('Q', 'untracked'));
    await a.sync();
    expect(entryLines(a)).toEqual(setAside.slice(0, 2));
    await keepAllMine(a);
    // S waited before, and goes by itself; Q is older than the tracking and is offered when somebody says so.
    await expectSession(a, 'U3 AS3');
    expect([mineArrived(stage), nameIn(a, 'Z'), nameIn(stage, 'Q')]).toEqual([['REP', 'new', '-'], 'other', '-']);
    expect(await a.replica.adopt()).toBe(1);
    await expectSession(a, 'U1 AS1');
    await expectSettled(stage, [a, b, c]);
  });

  test('O10 an undecided conflict outlives drop all and exit, and can be decided afterwards (SF-05)', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    a.db.exec(rename('R', 'REP'));
    stage.hubDb.exec(rename('R', 'HUB'));
    await a.sync();
    const before = entryLines(a);
    await order(stage, 'drop-all-and-exit', a);
    await a.sync();
    expect(entryLines(a)).toEqual(before);
    await a.sync();
    expect(entryLines(a)).toEqual(before);
    await keepAllMine(a);
    await expectSession(a, 'U1 AS1');
    expect(nameIn(stage, 'R')).toBe('REP');
    await expectSettled(stage, [a, b, c]);
  });

  test('O11 deprovision and synchronise: triggers are made anew, what waits is sent', async () => {
    const { stage, a, b, c } = await scene(binding);
    const triggers = trackingOf(a);
    a.db.exec(`drop trigger ${String(triggers[0])}`);
    await order(stage, 'deprovision-and-sync', a);
    await expectSession(a, 'U3 AS3');
    expect(trackingOf(a)).toEqual(triggers);
    expect(await told(stage)).toEqual([['deprovision-and-sync', 'done', 'obeyed']]);
    await expectSettled(stage, [a, b, c]);
  });

  test('O12 abort: ends at once and for once, watermarks unchanged, what waits goes on waiting', async () => {
    const { stage, a, b, c } = await scene(binding);
    const before = watermarksOf(a);
    await order(stage, 'abort', a, b);
    await expect(a.sync()).rejects.toMatchObject({ code: 'hub-aborted' });
    expect([watermarksOf(a), mineArrived(stage)]).toEqual([before, ['Start', '-', 'Root']]);
    await expectSession(a, 'U3 AS3');
    await expect(b.sync()).rejects.toMatchObject({ code: 'hub-aborted' });
    expect(await told(stage)).toEqual([
      ['abort', 'done', 'obeyed'],
      ['abort', 'done', 'obeyed'],
    ]);
    await expectSettled(stage, [a, b, c]);
  });

  /** The session breaks at this step of the remote side. */
  const breaking = (step: 'sendChanges' | 'endSession'): SyncOptions => ({
    remote: (remote) => ({
      ...remote,
      [step]: (...given: never[]) =>
        step === 'endSession'
          ? Promise.resolve()
          : (remote[step] as (...given: never[]) => Promise<unknown>)(...given).then(() => {
              throw new Error('cut');
            }),
    }),
  });

  test('HB-05 a session that fails has not obeyed: the next one is told again; a lost last word is not missed', async () => {
    const { stage, a, b, c } = await scene(binding);
    await order(stage, 'reinitialize', a);
    await expect(a.sync(breaking('sendChanges'))).rejects.toThrow('cut');
    expect(await told(stage)).toMatchObject([['reinitialize', 'told', expect.stringContaining('cut')]]);
    const { ordered } = await a.sync(breaking('endSession'));
    expect([ordered, await told(stage)]).toEqual(['reinitialize', [['reinitialize', 'told', null]]]);
    expect((await a.sync()).ordered).toBe('normal');
    expect(await told(stage)).toEqual([['reinitialize', 'done', 'obeyed']]);
    await keepAllMine(a);
    await expectSettled(stage, [a, b, c]);
  });

  test('HB-05 for all, by the beginning of an id, and for nobody that is not there', async () => {
    const { stage, a, b, c } = await scene(binding);
    const give = (clients: readonly string[] | 'all', scope: string | null = null): Promise<readonly unknown[]> =>
      orderClients(stage.store, { operation: 'reinitialize', clients, scope, by: null, at: new Date() });
    expect(await give('all', 'defaultscope')).toHaveLength(3);
    expect(await give('all', 'v2')).toEqual([]);
    expect(await give([idOf(b).slice(0, 13)])).toMatchObject([{ id: idOf(b) }]);
    await expect(give([idOf(b), 'nobody'])).rejects.toMatchObject({ code: 'replica-unknown' });
    await expect(give([''])).rejects.toMatchObject({ code: 'replica-unknown' });
    for (const replica of [a, b, c]) expect((await replica.sync()).ordered).toBe('reinitialize');
    await keepAllMine(a);
    await a.sync();
    for (const replica of [a, b, c]) await replica.sync();
    await expectQuiet([a, b, c]);
  });
});
