// A window at a replica with changes of every kind waiting: odd names, keys of several columns, cells that are easily bent.

import type Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import type { App } from '../../../../main/app.ts';
import type { CallInput, CallOutput } from '../../../../main/window/contract.ts';
import { temporaryFile } from '../../../support/files.ts';
import { openTestApp, otherProgram, sync } from '../../../support/replica-app.ts';
import { setStage, type Stage } from '../../../support/stage.ts';
import { checkedCall, connect, tableNamed, type WindowCall } from '../../../support/window-line.ts';

/** The tables, parents before children. */
export const tables = ['site', 'order', 'odd "line"; --'];

const schema = `
  create table site (number varchar(12) primary key, name varchar(40) not null unique, notes text);
  create table "order" (id bigint primary key, site varchar(12) references site (number), amount decimal(12, 4),
    photo blob, count bigint, done bit, "from" datetime);
  create table "odd ""line""; --" ("order" bigint not null references "order" (id), no int not null, "what's this?" text,
    primary key ("order", no));
  insert into site values ('S-1', 'Clinic', 'first'), ('S-2', 'Hotel', null), ('S-3', 'Empty', null);
  insert into "order" values (1, 'S-1', '10.5000', x'00ff', 9007199254740993, 0, '2026-06-15 08:00:00'),
    (9007199254740995, 'S-2', '0.1000', null, null, 1, null);
  insert into "odd ""line""; --" values (1, 1, 'nozzle'), (1, 2, 'gasket'), (9007199254740995, 1, 'pump');`;

/** The window, the app behind it, the hub, and another program at the file. */
export interface Scene {
  readonly stage: Stage;
  readonly app: App;
  readonly file: string;
  readonly db: Sqlite.Database;
  readonly call: WindowCall;
}

/** One waiting record. */
export type Line = CallOutput<'changes.page'>['records'][number];

/** Opens it after a first session; `here` is what another program then writes. */
export async function openScene(here = ''): Promise<Scene> {
  const stage = await setStage({ binding: 'over HTTP', schema, tables });
  const file = temporaryFile();
  const app = await openTestApp({ file, hub: stage.url ?? '', intervalMinutes: null });
  await sync(app);
  const db = otherProgram(file);
  db.exec(here);
  const client = connect(app);
  return { stage, app, file, db, call: (name, input) => checkedCall(client, name, input) };
}

/** All waiting records under a filter. */
export async function linesOf({ call }: Scene, filter: CallInput<'changes.count'> = {}): Promise<Line[]> {
  return (await call('changes.page', { ...filter, limit: 100, offset: 0 })).records;
}

/** The one waiting record of a table, or that with this key. */
export async function lineOf(scene: Scene, table: string, key?: Line['key']): Promise<Line> {
  const lines = await linesOf(scene, { table: tableNamed(table) });
  const line = key ? lines.find((item) => JSON.stringify(item.key) === JSON.stringify(key)) : lines[0];
  if (!line) throw new Error(`nothing of ${table} waits`);
  return line;
}

/** Reverts what these lines show. */
export function revert(
  { call }: Scene,
  lines: readonly Line[],
  columns?: readonly string[],
): Promise<CallOutput<'changes.revert'>> {
  const records = lines.map(({ table, key, mark }) => ({
    table,
    key,
    mark,
    ...(columns && { columns: [...columns] }),
  }));
  return call('changes.revert', { records });
}

/** What waits in all, held to be the same wherever it is told (ST-07). */
export async function waitingIn(scene: Scene): Promise<CallOutput<'status.read'>['waiting']> {
  const { total, shown, groups } = await scene.call('changes.count', {});
  const status = await scene.call('status.read', {});
  const lines = await linesOf(scene);
  const changes = lines.reduce(
    (sum, { operation, columns }) => sum + (operation === 'update' ? Math.max(1, columns.length) : 1),
    0,
  );
  expect({ total, shown }).toEqual({ total: status.waiting, shown: status.waiting });
  expect({ changes, records: lines.length }).toEqual(total);
  expect(groups.reduce((sum, group) => sum + group.changes, 0)).toBe(changes);
  return total;
}
