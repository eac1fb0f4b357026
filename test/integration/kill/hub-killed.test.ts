// The hub's process is killed without a warning at its boundaries and started again: the next session heals (H35, H38; L1,
// W-27, W-101). What the hub had not committed is not there, what it had is not applied a second time.

import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFile } from '../../support/files.ts';
import { buildGate, type Gate, type Stop } from '../../support/gate.ts';
import { startProgram, type Program } from '../../support/program.ts';
import { openTestApp, sync } from '../../support/replica-app.ts';
import { isBeingWritten, stick } from './stuck.ts';
import { expectHealed, lastPart, schema, setScene, tables, type Scene, type Standing } from './scene.ts';

const nothing: Standing = { taken: false, applied: false };
const taken: Standing = { taken: true, applied: false };

const boundaries: readonly (readonly [string, Stop, Standing])[] = [
  ['it has the first part of an upload', { step: 4, when: 'answer' }, nothing],
  ['it has given half of a download', { step: 7, nth: 2, when: 'question' }, taken],
  ['all was fetched and the end of the download not told', { step: 11, when: 'question' }, taken],
];

interface HubScene {
  readonly scene: Scene;
  readonly gate: Gate;
  readonly hubFile: string;
  readonly hub: Program;
  restart(): Promise<void>;
}

async function prepare(): Promise<HubScene> {
  const hubFile = temporaryFile('hub.db');
  const hubDb = new Sqlite(hubFile);
  onTestFinished(() => void hubDb.close());
  hubDb.pragma('foreign_keys = on');
  hubDb.exec(schema);
  const start = async (port: string): Promise<{ hub: Program; url: string }> => {
    const hub = startProgram('hub', '--json', '--database', hubFile, '--tables', tables.join(','), '--port', port);
    return { hub, ...(JSON.parse(await hub.firstLine()) as { url: string }) };
  };
  const { hub, url } = await start('0');
  const gate = await buildGate(url);
  const scene = await setScene({ hubDb, hubUrl: url, gateUrl: gate.url });
  return { scene, gate, hubFile, hub, restart: async () => void (await start(new URL(url).port)) };
}

describe('SIGKILL for the hub’s process', () => {
  test.each(boundaries)('when %s', async (_, stop, standing) => {
    const { scene, gate, hub, restart } = await prepare();
    const stopped = gate.stopAt(stop);
    const ann = await openTestApp({ file: scene.file });
    const session = sync(ann);
    await stopped;
    await hub.kill();
    await restart();
    gate.open();
    expect((await session).result).toBe('interrupted');
    await ann.close();
    await expectHealed(scene, standing);
  });

  test('in the middle of the apply of an upload', async () => {
    const { scene, hubFile, hub, restart } = await prepare();
    stick(hubFile, 'note', 10);
    const ann = await openTestApp({ file: scene.file });
    const session = sync(ann);
    await expect.poll(() => isBeingWritten(hubFile), { timeout: 20_000 }).toBe(true);
    await hub.kill();
    scene.hubDb.exec(`drop trigger stuck`);
    await restart();
    // The hub has lost the parts: the last one alone is no upload (L1).
    expect((await session).result).toBe('interrupted');
    await ann.close();
    await expectHealed(scene, nothing);
  });

  test('when it has applied an upload and not answered: asked once more, it gives the answer of before (W-101)', async () => {
    const { scene, gate, hub, restart } = await prepare();
    const stopped = gate.stopAt({ step: 4, nth: lastPart, when: 'answer' });
    const ann = await openTestApp({ file: scene.file });
    const session = sync(ann);
    await stopped;
    await hub.kill();
    await restart();
    gate.open();
    const { result, summary } = await session;
    expect(result).toBe('done');
    expect(summary).toMatchObject({ balance: 0, repeats: 1, conflicts: 1, failedHub: 0 });
    await ann.close();
    await expectHealed(scene, { taken: true, applied: true });
  });

  test('when everything is over but the end: the session was good', async () => {
    const { scene, gate, hub, restart } = await prepare();
    const stopped = gate.stopAt({ step: 14, when: 'question' });
    const ann = await openTestApp({ file: scene.file });
    const session = sync(ann);
    await stopped;
    await hub.kill();
    gate.open();
    await restart();
    expect((await session).result).toBe('done');
    await ann.close();
    await expectHealed(scene, { taken: true, applied: true });
  });
});
