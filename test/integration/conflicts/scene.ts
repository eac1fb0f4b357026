// A window at an inbox with many entries, raised by one real session.

import type Sqlite from 'better-sqlite3';
import type { App } from '../../../main/app.ts';
import type { HubHandlers } from '../../../main/hub/hub.ts';
import { categorySchema } from '../../support/category.ts';
import { temporaryFile } from '../../support/files.ts';
import { openTestApp, otherProgram, sync } from '../../support/replica-app.ts';
import { setStage, type Stage } from '../../support/stage.ts';
import { checkedCall, connect, type WindowCall } from '../../support/window-line.ts';

/** The inbox, the window at it, and other programs at the file and at the hub. */
export interface InboxScene {
  readonly stage: Stage;
  readonly app: App;
  readonly file: string;
  readonly db: Sqlite.Database;
  readonly call: WindowCall;
}

const schema = `${categorySchema()}
  create table "odd tag" (id integer primary key, label varchar(40) not null);`;

/** Both sides hold what `synced` writes; then the hub and the replica write apart, and a session parks what clashes. */
export async function openInboxScene(changes: {
  readonly synced: string;
  readonly hub: string;
  readonly replica: string;
  readonly handlers?: HubHandlers;
}): Promise<InboxScene> {
  const { handlers = {} } = changes;
  const stage = await setStage({ binding: 'over HTTP', schema, tables: ['category', 'odd tag'], handlers });
  stage.hubDb.exec(changes.synced);
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: stage.url ?? '' });
  await sync(app);
  const db = otherProgram(file);
  db.exec(changes.replica);
  stage.hubDb.exec(changes.hub);
  await sync(app);
  const client = connect(app);
  return { stage, app, file, db, call: (name, input) => checkedCall(client, name, input) };
}

/** So many rows with the keys K1, K2 …; the names say who wrote them. */
export function rowsUpTo(count: number): { readonly synced: string; readonly hub: string; readonly replica: string } {
  const set = (who: string): string =>
    `update category set name = '${who} ' || category_id where category_id like 'K%'`;
  return {
    synced: `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
      insert into category (category_id, name) select 'K' || i, 'Start ' || i from n`,
    hub: set('Hub'),
    replica: set('Mine'),
  };
}
