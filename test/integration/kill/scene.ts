// The scene before a kill: Ann's replica with an insert, an update, a delete, a decision and a conflict to come, a hub with
// changes of its own, and Ben, who has everything so far. Afterwards: what must be true when the next session is over.

import { expect } from 'vitest';
import type { App } from '../../../main/app.ts';
import type { EndedSession } from '../../../main/agent/session.ts';
import { existsSync } from 'node:fs';
import { temporaryFile } from '../../support/files.ts';
import { edit, openTestApp, rowsIn, sync } from '../../support/replica-app.ts';
import type { HubDb } from '../../support/postgres.ts';

/** The hub's tables and its first rows. */
export const schema = `
  create table item (id integer primary key, title text, price text);
  create table note (id integer primary key, item integer references item (id), body text);
  insert into item values (1, 'one', '1.00'), (2, 'two', '2.00'), (3, 'three', '3.00'), (4, 'four', '4.00'), (5, 'five', '5.00'), (6, 'six', '6.00');
  insert into note values (1, 1, 'n1'), (2, 2, 'n2'), (3, 3, 'n3');`;

/** The tables of the scope. */
export const tables = ['item', 'note'];

/** Parts of Ann's upload: upserts and deletes of two tables. */
export const lastPart = 4;

/** Who is there. */
export interface Scene {
  /** Ann's file; no program has it open. */
  readonly file: string;
  readonly hubDb: HubDb;
  readonly hubUrl: string;
  /** How Ann reaches the hub. */
  readonly gateUrl: string;
  readonly ben: App;
  readonly benFile: string;
}

/** Changes that both sides made while they were apart, the conflict's own two not counted: each is to arrive once. */
const changedAtHub = 5;
const changedByAnn = 6;

/** Lets Ann and Ben have everything, and then lets all sides write. */
export async function setScene({
  hubDb,
  hubUrl,
  gateUrl,
}: Pick<Scene, 'hubDb' | 'hubUrl' | 'gateUrl'>): Promise<Scene> {
  const file = temporaryFile('ann.db');
  const benFile = temporaryFile('ben.db');
  const ann = await openTestApp({ file, hub: gateUrl });
  const ben = await openTestApp({ file: benFile, hub: hubUrl, user: 'Ben', device: 'Desk 2' });
  await good(sync(ann));
  hubDb.exec(`update item set title = 'hub 1' where id = 1`);
  edit(file, `update item set title = 'ann 1' where id = 1`);
  await good(sync(ann));
  await good(sync(ben));
  await ann.inbox.resolve({ no: 1, choice: { keep: 'mine' }, by: 'Ann' });
  await ann.close();
  edit(
    file,
    `update item set title = 'ann 2' where id = 2`,
    `insert into item values (10, 'ann 10', '10.00')`,
    `insert into note values (10, 10, 'ann n10')`,
    `delete from note where id = 3`,
    `delete from item where id = 3`,
    `update item set title = 'ann 4' where id = 4`,
  );
  hubDb.exec(`update item set title = 'hub 4' where id = 4;
    insert into item values (20, 'hub 20', '20.00');
    insert into note values (20, 20, 'hub n20');
    delete from item where id = 5;
    update item set title = 'hub 6' where id = 6`);
  return { file, hubDb, hubUrl, gateUrl, ben, benFile };
}

/** What had come about when the process was killed. */
export interface Standing {
  /** The hub has applied the upload. */
  readonly taken: boolean;
  /** The replica has applied the download. */
  readonly applied: boolean;
}

/** Runs the next session and looks at everything. */
export async function expectHealed(scene: Scene, { taken, applied }: Standing): Promise<void> {
  const { file, ben, benFile, hubDb } = scene;
  const early = await good(sync(ben));
  expect(early.summary.downloaded).toBe(changedAtHub + (taken ? changedByAnn : 0));
  const ann = await openTestApp({ file, hub: scene.gateUrl });
  const healed = await good(sync(ann));
  expect(healed.summary).toMatchObject({ balance: 0, failedHere: 0, failedHub: 0 });
  const late = await good(sync(ben));
  // Each change came to Ben once: the hub did not apply what it had already.
  expect(early.summary.downloaded + late.summary.downloaded).toBe(changedAtHub + changedByAnn);
  expectConflicts(ann);
  // Told by the session that raised it, and by no other.
  expect(healed.summary.conflicts).toBe(applied ? 0 : 1);
  expect(await ann.handlers['status.read']({})).toMatchObject({
    waiting: { changes: 0, records: 0 },
    undecided: 1,
    openErrors: 0,
  });
  expect(existsSync(`${file}-concord-spool`)).toBe(false);
  const quiet = await good(sync(ann));
  expect(quiet.summary).toMatchObject({ uploaded: 0, downloaded: 0, conflicts: 0 });
  for (const table of tables) expect(rowsIn(file, table)).toEqual(rowsOfHub(hubDb, table));
  await expectDecided(scene, ann);
  for (const table of tables) expect(rowsIn(benFile, table)).toEqual(rowsOfHub(hubDb, table));
  expect(rowsOfHub(hubDb, 'item')).toEqual([
    [1, 'ann 1', '1.00'],
    [2, 'ann 2', '2.00'],
    [4, 'ann 4', '4.00'],
    [6, 'hub 6', '6.00'],
    [10, 'ann 10', '10.00'],
    [20, 'hub 20', '20.00'],
  ]);
  expect(rowsOfHub(hubDb, 'note').map(([id]) => id)).toEqual([1, 2, 10, 20]);
  await ann.close();
}

/** The decision of before is confirmed, the new conflict is there once, with all three versions. */
function expectConflicts({ inbox }: App): void {
  const { entries } = inbox.list({ limit: 10, offset: 0 });
  expect(entries.map(({ no, state }) => [no, state])).toEqual([
    [2, 'undecided'],
    [1, 'confirmed'],
  ]);
  expect(inbox.get(2)).toMatchObject({
    key: { id: 4 },
    type: 'local-update/hub-update',
    versions: { base: { title: 'four' }, mine: { title: 'ann 4' }, theirs: { title: 'hub 4' } },
  });
}

/** The conflict that outlived the kill can be decided as any other. */
async function expectDecided({ ben }: Scene, ann: App): Promise<void> {
  await ann.inbox.resolve({ no: 2, choice: { keep: 'mine' }, by: 'Ann' });
  await good(sync(ann));
  await good(sync(ben));
  expect(await ann.handlers['status.read']({})).toMatchObject({ undecided: 0 });
}

async function good(session: Promise<EndedSession>): Promise<EndedSession> {
  const ended = await session;
  expect(ended.problem).toBeNull();
  expect(ended.result).toBe('done');
  return ended;
}

function rowsOfHub(db: HubDb, table: string): unknown[][] {
  return db.prepare(`select * from ${table} order by 1`).raw().all() as unknown[][];
}
