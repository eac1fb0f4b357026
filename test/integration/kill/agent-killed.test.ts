// A replica's process is killed without a warning at every boundary of a session: the next session heals (H37, H38; L1, L7,
// SF-02, SF-03, SC-10). Nothing is lost, nothing is applied twice, counters are right, no lock stays, conflicts stand once.

import { describe, expect, test } from 'vitest';
import { buildGate, type Gate, type Stop } from '../../support/gate.ts';
import { edit, openTestApp, sync } from '../../support/replica-app.ts';
import { startProgram } from '../../support/program.ts';
import { setStage } from '../../support/stage.ts';
import { expectHealed, lastPart, schema, setScene, tables, type Scene, type Standing } from './scene.ts';
import { isBeingWritten, stick } from './stuck.ts';

const nothing: Standing = { taken: false, applied: false };
const taken: Standing = { taken: true, applied: false };
const everything: Standing = { taken: true, applied: true };

const boundaries: readonly (readonly [string, Stop, Standing])[] = [
  ['nothing was said yet', { step: 2, when: 'question' }, nothing],
  ['the scope is known', { step: 13, when: 'answer' }, nothing],
  ['the first part of the upload is on its way', { step: 4, when: 'question' }, nothing],
  ['the first part of the upload was taken', { step: 4, when: 'answer' }, nothing],
  ['the last part is on its way', { step: 4, nth: lastPart, when: 'question' }, nothing],
  ['the hub has applied everything and nobody heard of it', { step: 4, nth: lastPart, when: 'answer' }, taken],
  ['the answer is here and no part of the download', { step: 7, when: 'question' }, taken],
  ['half of the download is here', { step: 7, nth: 2, when: 'answer' }, taken],
  ['the whole download is here and not applied', { step: 11, when: 'answer' }, taken],
  ['everything is applied and the end not told', { step: 14, when: 'question' }, everything],
  ['the end was told and nobody heard of it', { step: 14, when: 'answer' }, everything],
];

async function prepare(): Promise<{ scene: Scene; gate: Gate }> {
  const stage = await setStage({ binding: 'over HTTP', schema, tables, door: { gzip: 'never' } });
  const hubUrl = stage.url ?? '';
  const gate = await buildGate(hubUrl);
  return { scene: await setScene({ hubDb: stage.hubDb, hubUrl, gateUrl: gate.url }), gate };
}

describe('SIGKILL for the replica’s process', () => {
  test.each(boundaries)('when %s', async (_, stop, standing) => {
    const { scene, gate } = await prepare();
    const stopped = gate.stopAt(stop);
    const program = startProgram('sync', '--replica', scene.file);
    await Promise.race([stopped, program.ended().then(({ err }) => expect.unreachable(`it ended: ${err}`))]);
    await program.kill();
    gate.open();
    await expectHealed(scene, standing);
  });

  test('in the middle of the apply', async () => {
    const { scene, gate } = await prepare();
    // The apply comes to note 20 when most rows are written, and never gets past it.
    stick(scene.file, 'note', 20);
    const stopped = gate.stopAt({ step: 11, when: 'answer' });
    const program = startProgram('sync', '--replica', scene.file);
    await stopped;
    gate.pass();
    await expect.poll(() => isBeingWritten(scene.file), { timeout: 20_000 }).toBe(true);
    await program.kill();
    edit(scene.file, `drop trigger stuck`);
    await expectHealed(scene, taken);
  });

  test('the feed tells the killed session as interrupted (ER-15, FD-02)', async () => {
    const { scene, gate } = await prepare();
    const stopped = gate.stopAt({ step: 4, nth: lastPart, when: 'answer' });
    const program = startProgram('sync', '--replica', scene.file);
    await stopped;
    await program.kill();
    gate.open();
    const ann = await openTestApp({ file: scene.file });
    await sync(ann);
    const { sessions } = await ann.handlers['feed.list']({ limit: 2, filter: {} });
    expect(sessions.map(({ result }) => result)).toEqual(['done', 'interrupted']);
  });
});
