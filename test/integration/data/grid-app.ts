// A window at a replica that was made with tables of a test's own, without a hub: what the grid's calls say of them.

import { provision } from '../../../main/replica/provision.ts';
import { openReplica } from '../../../main/replica/replica.ts';
import type { Direction, Schema } from '../../../main/sync/schema.ts';
import type { App } from '../../../main/app.ts';
import { temporaryFile } from '../../support/files.ts';
import { openTestApp } from '../../support/replica-app.ts';
import { scopeOf } from '../../support/schemas.ts';
import { checkedCall, connect, type WindowCall } from '../../support/window-line.ts';

/** A window at a replica. */
export interface GridApp {
  readonly app: App;
  readonly file: string;
  readonly call: WindowCall;
}

/** Opens it; what `sql` writes is taken for what hub and replica agree on. */
export async function openGridApp(
  schema: Schema,
  {
    sql = '',
    directions = {},
  }: { readonly sql?: string; readonly directions?: Readonly<Record<string, Direction>> } = {},
): Promise<GridApp> {
  const file = temporaryFile();
  const replica = await openReplica(file, { create: true });
  const scope = scopeOf(schema);
  const tables = scope.setup.tables.map((item) => ({
    ...item,
    direction: new Map(Object.entries(directions)).get(item.name) ?? item.direction,
  }));
  await replica.write(() => {
    provision(replica.db, { ...scope, setup: { ...scope.setup, tables } });
    replica.db.run('update _concord_clock set applying = 1');
    replica.db.exec(sql);
    replica.db.run('update _concord_clock set applying = 0');
  });
  replica.close();
  const app = await openTestApp({ file });
  const client = connect(app);
  return { app, file, call: (name, input) => checkedCall(client, name, input) };
}
