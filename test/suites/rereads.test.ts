// Re-reads, outdated replicas and one-way tables (CONFORMANCE 14, 16: O1 OG-a OG-b OG-c OG-d S12), in process and over HTTP:
// whatever was not sent is kept, and the sides end equal or say that they differ.

import { describe, expect, test } from 'vitest';
import type { Entry } from '../../main/conflicts/list.ts';
import { categoryScene, categorySchema, insert, nameIn, openEntries, remove, rename } from '../support/category.ts';
import { expectQuiet, expectSettled } from '../support/closing.ts';
import { expectSession, liveCounters } from '../support/figures.ts';
import { bindings, setStage, type Stage, type StageReplica } from '../support/stage.ts';
import { casesOfOurs, cleanUpHub, isWithPeers } from '../support/stock-site.ts';

const rowsOf = ({ hubDb }: Stage): number => Number(hubDb.prepare('select count(*) from category').pluck().get());
const hubTimeOf = ({ replica }: StageReplica): bigint => replica.scopes()[0]?.client.lastHubSync ?? 0n;
const names = (place: Stage | StageReplica, ...ids: readonly string[]): string[] => ids.map((id) => nameIn(place, id));

/** An entry in one line: key, type, and the names of base, mine and theirs. */
const lineOf = ({ key, type, versions: { base, mine, theirs } }: Entry): string =>
  [key['category_id'], type, ...[base, mine, theirs].map((version) => version?.['name'] ?? '-')].join(' ');
const entryLines = (replica: StageReplica): string[] => openEntries(replica).map(lineOf).toSorted();

async function keepMine(replica: StageReplica): Promise<void> {
  for (const { no } of openEntries(replica)) await replica.inbox.resolve({ no, choice: { keep: 'mine' }, by: 'Ann' });
}

describe.each(bindings)('outdated and re-read %s', (binding) => {
  test.each([
    ['reinitialize', 'O1 OG-a'],
    ['reinitialize-with-upload', 'O1 H30'],
  ] as const)('outdated, answered %s: what was not sent waits in the inbox (%s, R-73)', async (outdated, _) => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    const changes = insert('S', 'new') + insert('T', 'new') + rename('R', 'REP') + remove('ROOT');
    a.db.exec(changes);
    stage.hubDb.exec(rename('R', 'HUB') + insert('Z', 'other'));
    await b.sync();
    await c.sync();
    await cleanUpHub(stage, hubTimeOf(a) + 1n);
    await expect(a.sync()).rejects.toMatchObject({ code: 'outdated' });
    expect(names(a, 'S', 'T', 'R', 'ROOT', 'Z')).toEqual(['new', 'new', 'REP', '-', '-']);
    expect([names(stage, 'R', 'ROOT', 'S'), openEntries(a)]).toEqual([['HUB', 'Root', '-'], []]);
    await expectSession(a, `D${rowsOf(stage)} AC${rowsOf(stage)}`, { outdated });
    expect(entryLines(a)).toEqual([
      'R local-update/hub-update Start REP HUB',
      'ROOT local-delete/hub-update Root - Root',
      'S local-update/hub-none - new -',
      'T local-update/hub-none - new -',
    ]);
    await keepMine(a);
    await expectSession(a, 'U4 AS4');
    expect(names(stage, 'S', 'T', 'R', 'ROOT')).toEqual(['new', 'new', 'REP', '-']);
    await expectSettled(stage, [a, b, c]);
  });

  test('OG-b exactly at the hub’s mark is not outdated, below it is', async () => {
    const { stage, a, b, c } = await categoryScene({ binding }, insert('R', 'Start'));
    await cleanUpHub(stage, hubTimeOf(a));
    await expectSession(a, liveCounters('OG-b')[0]);
    stage.hubDb.exec(insert('S', 'later'));
    await b.sync();
    await cleanUpHub(stage, hubTimeOf(b));
    await expect(a.sync()).rejects.toMatchObject({ code: 'outdated' });
    await a.sync({ outdated: 'reinitialize' });
    await c.sync({ outdated: 'reinitialize' });
    await expectSettled(stage, [a, b, c]);
  });

  const reread = { type: 'reinitialize-with-upload' } as const;

  test.each([
    ['server-wins', true],
    ['client-wins', true],
    ['server-wins', false],
    ['client-wins', false],
  ] as const)(
    'OG-c re-read with upload, hub %s: updates and deletes arrive (Concord hub: %s)',
    async (policy, concord) => {
      const scene = await categoryScene({ binding, policy, concord }, insert('R', 'Start') + insert('S', 'Start'));
      const { stage, a, b, c } = scene;
      a.db.exec(rename('R', 'REP') + remove('S') + rename('ROOT', 'older than provisioning'));
      await expectSession(a, 'U3 AS3 D2 AC2 RC0', reread);
      expect(names(stage, 'R', 'S', 'ROOT')).toEqual(['REP', '-', 'older than provisioning']);
      expect(openEntries(a)).toEqual([]);
      await expectSettled(stage, [a, b, c]);
    },
  );

  test.each([true, false])(
    'OG-d a row that the hub refuses in that upload is kept in the inbox (R-87, L6; Concord hub: %s)',
    async (concord) => {
      const schema = categorySchema({ uniqueName: true });
      const stage = await setStage({ binding, schema, tables: ['category'], errorPolicy: 'continue', concord });
      const [a, b] = [await stage.replica('A'), await stage.replica('B')];
      await a.sync();
      await b.sync();
      stage.hubDb.exec(insert('U0', 'CLASH'));
      a.db.exec(insert('U1', 'CLASH') + insert('U2', 'free'));
      // A stock hub is asked in two rounds: U0 comes down in both.
      await expectSession(a, concord && !isWithPeers ? 'U2 AS1 FS1 D3 AC3' : 'U2 AS1 FS1 D4 AC4', reread);
      expect(names(a, 'U0', 'U1', 'U2')).toEqual(['CLASH', '-', 'free']);
      expect(entryLines(a)).toEqual(['U1 local-update/hub-none - CLASH -']);
      stage.hubDb.exec(rename('U0', 'moved'));
      await keepMine(a);
      await expectSession(a, 'U1 AS1 D1 AC1');
      expect(nameIn(stage, 'U1')).toBe('CLASH');
      await expectSettled(stage, [a, b]);
    },
  );
});

describe.each(bindings)('S12 conflicts in one-way tables %s', (binding) => {
  /** A has sent R; then both sides change it. */
  const clash = async (hubDoes: string, concord: boolean) => {
    const scene = await categoryScene({ binding, concord, directions: { category: 'upload-only' } }, '');
    scene.a.db.exec(insert('R', 'Start'));
    await expectSession(scene.a, 'U1 AS1');
    scene.stage.hubDb.exec(hubDoes);
    scene.a.db.exec(rename('R', 'REP'));
    return scene;
  };

  test.each(
    casesOfOurs([
      ['update/update', rename('R', 'HUB'), 'HUB'],
      ['update/delete', remove('R'), '-'],
    ]),
  )('S12 L34 upload-only %s: the verdict cannot come down, the entry says so', async (what, hubDoes, onHub) => {
    const { stage, a } = await clash(hubDoes, true);
    await expectSession(a, liveCounters(`S12 upload-only ${what}`)[0]);
    expect(openEntries(a)).toMatchObject([{ versions: { mine: { name: 'REP' }, theirs: null }, theirsKnown: false }]);
    expect([nameIn(a, 'R'), nameIn(stage, 'R')]).toEqual(['REP', onHub]);
    await expectQuiet([a]);
    await keepMine(a);
    await expectSession(a, 'U1 AS1');
    expect([nameIn(stage, 'R'), openEntries(a)]).toEqual(['REP', []]);
    await expectQuiet([a]);
  });

  test.each([
    ['update/update', rename('R', 'HUB'), 'HUB'],
    ['update/delete', remove('R'), '-'],
  ])('S12 L34 upload-only %s, a stock hub: the counter tells, the sides differ', async (what, hubDoes, onHub) => {
    const { stage, a } = await clash(hubDoes, false);
    await expectSession(a, liveCounters(`S12 upload-only ${what}`)[0]);
    expect([nameIn(a, 'R'), nameIn(stage, 'R'), openEntries(a)]).toEqual(['REP', onHub, []]);
    await expectQuiet([a]);
  });

  test('S12 download-only: a local edit stays here until the hub changes the row; then it is parked', async () => {
    const { stage, a, b, c } = await categoryScene({ binding, directions: { category: 'download-only' } }, '');
    const [first, second, third] = liveCounters('S12 download-only');
    a.db.exec(rename('ROOT', 'REP'));
    await expectSession(a, first);
    await expectSession(a, second);
    expect([nameIn(a, 'ROOT'), openEntries(a)]).toEqual(['REP', []]);
    stage.hubDb.exec(rename('ROOT', 'HUB'));
    await expectSession(a, third);
    expect(entryLines(a)).toEqual(['ROOT local-update/hub-update Root REP HUB']);
    await expectSettled(stage, [a, b, c]);
  });
});
