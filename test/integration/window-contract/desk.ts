// A window at a real replica of a real hub, with everything in it that calls tell of: conflicts, an error, waiting changes,
// sessions.

import type { App } from '../../../main/app.ts';
import type { AppConfig } from '../../../main/config.ts';
import { makeToken } from '../../../main/hub/tokens.ts';
import type { Client } from '../../../main/window/client.ts';
import { commonSchema, commonTables } from '../../support/common-model.ts';
import { temporaryFile } from '../../support/files.ts';
import { edit, openTestApp, sync } from '../../support/replica-app.ts';
import { setStage, type Stage } from '../../support/stage.ts';
import { checkedCall, connect, type WindowCall } from '../../support/window-line.ts';

/** A window and what stands behind it. */
export interface WindowDesk {
  readonly app: App;
  readonly stage: Stage;
  readonly file: string;
  readonly client: Client;
  readonly call: WindowCall;
}

/** How the replica is opened; an admin's has a token that its hub can be managed by. */
type DeskConfig = Partial<AppConfig> & { readonly isAdmin?: boolean };

async function adminToken({ store }: Stage): Promise<string> {
  const grant = { name: 'Ann', kind: 'admin', scopes: null, expiresAt: null, pinned: null } as const;
  return (await makeToken(store, grant, new Date())).token;
}

/** A window at a replica that has had its first session; it ends with the running test. */
export async function openDesk({ isAdmin, ...config }: DeskConfig = {}): Promise<WindowDesk> {
  const stage = await setStage({
    binding: 'over HTTP',
    schema: commonSchema,
    tables: Object.keys(commonTables),
    telemetry: isAdmin ?? false,
  });
  const file = temporaryFile();
  const token = isAdmin ? { token: await adminToken(stage) } : {};
  const app = await openTestApp({ file, hub: stage.url ?? '', intervalMinutes: null, ...token, ...config });
  await sync(app);
  const client = connect(app, config.readOnly ?? false);
  return { app, stage, file, client, call: (name, input) => checkedCall(client, name, input) };
}

/** The same with two open conflicts (of BIKES and ROAD), an open error (category LOCAL) and two changes that wait. */
export async function openBusyDesk(config: DeskConfig = {}): Promise<WindowDesk> {
  const desk = await openDesk(config);
  desk.stage.hubDb.exec(`
    update category set name = 'Hub bikes', "extra note" = '${'long '.repeat(100)}' where category_id = 'BIKES';
    update category set name = 'Hub roads' where category_id = 'ROAD';
    insert into category (category_id, name) values ('HUB', 'Same name');
    update product set photo = x'00ff10' where product_id = 'p2'`);
  edit(
    desk.file,
    `update category set name = 'My bikes' where category_id = 'BIKES'`,
    `update category set name = 'My roads', modified = '2026-01-02 03:04:05' where category_id = 'ROAD'`,
    `insert into category (category_id, name) values ('LOCAL', 'Same name')`,
  );
  await sync(desk.app);
  edit(
    desk.file,
    `update customer set name = 'Acme Ltd' where customer_id = 'c1'`,
    `insert into tag values (9007199254740993, 'beyond doubles')`,
  );
  return desk;
}
