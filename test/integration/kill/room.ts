// A replica whose file can be kept from growing, and its hub.

import { expect } from 'vitest';
import type { App } from '../../../main/app.ts';
import { temporaryFile } from '../../support/files.ts';
import { openTestApp, sync } from '../../support/replica-app.ts';
import { setStage } from '../../support/stage.ts';
import type { HubDb } from '../../support/postgres.ts';

/** A replica after its first session. */
export interface Scene {
  readonly app: App;
  readonly file: string;
  readonly hubDb: HubDb;
  /** The file may grow by a few pages only. */
  fill(): void;
  /** There is room again. */
  free(): void;
}

/** One table with one row. */
export async function createScene(): Promise<Scene> {
  const schema = `create table item (id integer primary key, title text); insert into item values (1, 'one')`;
  const { hubDb, url } = await setStage({ binding: 'over HTTP', schema, tables: ['item'] });
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: url ?? '' });
  expect((await sync(app)).result).toBe('done');
  const { db } = app.replica;
  return {
    app,
    file,
    hubDb,
    fill: () => db.exec(`pragma max_page_count = ${Number(db.value('pragma page_count')) + 20}`),
    free: () => db.exec(`pragma max_page_count = 1073741823`),
  };
}
