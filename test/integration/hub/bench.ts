// A hub over a real SQLite file or PostgreSQL database for the tests of this folder, another program's connection to it, and
// uploads by hand.

import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createHub, type Hub, type HubOptions } from '../../../main/hub/hub.ts';
import { openPostgresStore } from '../../../main/hub/stores/postgres/postgres-store.ts';
import { openSqliteStore } from '../../../main/hub/stores/sqlite/sqlite-store.ts';
import type { Applied, HubStore, Sender, StoreUpload, UploadPart } from '../../../main/hub/stores/store.ts';
import { createSpool } from '../../../main/spool/spool.ts';
import type { Cell, Row } from '../../../main/sync/cell.ts';
import type { ChangeKind } from '../../../main/sync/conflict.ts';
import type { Author } from '../../../main/sync/orchestrator.ts';
import { syncColumns, type Direction, type Setup } from '../../../main/sync/schema.ts';
import type { Scope } from '../../../main/sync/scope.ts';
import { parseJson } from '../../../main/wire/json.ts';
import { containerSet } from '../../../main/wire/messages/container.ts';
import { readContainer } from '../../../main/wire/read-container.ts';
import { authorsAt } from '../../../main/hub/stores/store.ts';
import { temporaryFolder } from '../../support/files.ts';
import { hasPostgres, openPostgres, temporaryDatabase, type HubDb } from '../../support/postgres.ts';

export const categorySql = `
  create table category (
    category_id text primary key,
    parent_id text references category,
    name text not null unique,
    "extra note" text,
    modified datetime);`;

/** A setup over tables; a direction may follow after a colon. */
export function setupOf(...tables: readonly string[]): Setup {
  return {
    tables: tables.map((text) => {
      const [name = '', direction = 'both'] = text.split(':');
      return { name, schema: '', columns: [], direction: direction as Direction };
    }),
    filters: [],
    affixes: {},
  };
}

export interface StoreBench {
  readonly folder: string;
  /** The database: a file, or a `postgres://` URL. */
  readonly file: string;
  readonly store: HubStore;
  readonly scope: Scope;
  /** Another program's connection, which knows nothing of Concord. */
  readonly other: HubDb;
  /** Tracking entries of the n-th table, by key. */
  entries(no?: number): Record<string, { owner: number | null; stamp: number; born: number; gone: number }>;
  now: { at: Date };
}

/** A bench on SQLite with the driver's own connection. */
export interface SqliteBench extends StoreBench {
  readonly other: Sqlite.Database;
}

/** A provisioned store over a fresh database. */
export type MakeBench = (sql: string, ...tables: readonly string[]) => Promise<StoreBench>;

/** Both stores, for suites; the second one where there is a PostgreSQL. */
export const stores: readonly (readonly [string, MakeBench])[] = [
  ['SQLite', storeBench],
  ...(hasPostgres ? [['PostgreSQL', postgresBench] as const] : []),
];

/** On SQLite. */
export async function storeBench(sql: string, ...tables: readonly string[]): Promise<SqliteBench> {
  const folder = temporaryFolder();
  const file = join(folder, 'hub.db');
  const other = new Sqlite(file);
  return {
    ...(await makeBench({ folder, file, other, open: openSqliteStore, tracked: '_concord_t' }, sql, tables)),
    other,
  };
}

/** On PostgreSQL. */
export async function postgresBench(sql: string, ...tables: readonly string[]): Promise<StoreBench> {
  const file = temporaryDatabase();
  const other = openPostgres(file);
  const folder = temporaryFolder();
  return makeBench({ folder, file, other, open: openPostgresStore, tracked: '_concord.t' }, sql, tables);
}

interface Place extends Pick<StoreBench, 'folder' | 'file' | 'other'> {
  readonly open: typeof openSqliteStore;
  readonly tracked: '_concord_t' | '_concord.t';
}

async function makeBench(place: Place, sql: string, tables: readonly string[]): Promise<StoreBench> {
  const { folder, file, other } = place;
  other.exec(sql);
  const now = { at: new Date('2026-03-01T08:00:00Z') };
  const store = await place.open(file, {
    now: () => now.at,
    failed: (thrown) => {
      throw thrown;
    },
  });
  onTestFinished(async () => {
    other.close();
    await store.close();
  });
  const scope = await store.provision({
    name: 'DefaultScope',
    setup: setupOf(...(tables.length > 0 ? tables : ['category'])),
  });
  const entries: StoreBench['entries'] = (no = 1) =>
    Object.fromEntries(
      (
        other.prepare(entriesText(place.tracked, no)).all() as {
          k0: string;
          owner: number | null;
          stamp: number;
          born: number;
          gone: number;
        }[]
      ).map(({ k0, owner, stamp, born, gone }) => [String(k0), { owner, stamp, born, gone }]),
    );
  return { folder, file, store, scope, other, entries, now };
}

/** Entries by key; on PostgreSQL a stamp lies with the transaction, and one that has none yet gets the next ones. */
function entriesText(tracked: Place['tracked'], no: number): string {
  if (tracked === '_concord_t') return `select * from _concord_t${no}`;
  return `with stamped as (select no, coalesce(stamp, (select stamp from _concord.clock)
      + row_number() over (partition by stamp is null order by no)) as stamp from _concord.change)
    select e.k0, e.owner, c.stamp, coalesce(b.stamp, 0) as born, e.gone::int as gone from _concord.t${no} e
    left join stamped c on c.no = e.change left join stamped b on b.no = e.born order by c.no`;
}

/** A client's facts; `concord` by default. */
export function senderOf(name: string, more: Partial<Sender> = {}): Sender {
  const id = `${name
    .padEnd(8, '0')
    .slice(0, 8)
    .replace(/[^0-9a-f]/g, '0')}-0000-0000-0000-00000000000${name.length}`;
  return { id, hash: 'none', parameters: [], identity: null, user: name, device: `${name}-pc`, concord: true, ...more };
}

export const ann = senderOf('a11');
export const bob = senderOf('b0b1');

export function part(table: string, kind: ChangeKind, ...rows: readonly Row[]): UploadPart {
  return { table: { name: table, schema: '' }, kind, rows: rows.length, read: async () => rows };
}

let sessions = 0;

/** Applies rows for a client; what is not said is as the product has it. */
export async function upload(
  { store, scope }: Pick<StoreBench, 'store' | 'scope'>,
  parts: readonly UploadPart[],
  more: Partial<StoreUpload> = {},
): Promise<Applied> {
  return store.apply({
    session: `session ${++sessions}`,
    scope,
    sender: ann,
    watermark: await store.hubTime(),
    policy: 'server-wins',
    errorPolicy: 'refuse',
    misfits: [],
    within: null,
    beside: null,
    parts,
    ...more,
  });
}

/** `a`, `rc`, `f` by table and kind, such as `category upsert: a1 rc0 f0`. */
export function countersOf({ counts }: Pick<Applied, 'counts'>): string[] {
  return counts.map(
    ({ table, kind, applied, resolved, failed }) => `${table.name} ${kind}: a${applied} rc${resolved} f${failed}`,
  );
}

export interface Received {
  readonly upserts: Record<string, Cell[]>;
  readonly deletes: Cell[];
  readonly parts: readonly string[];
  readonly by: readonly (Author | null)[];
  readonly hubTime: bigint;
  readonly unsent: readonly string[];
}

/** What a client would receive, decoded; rows by the first cell of their key. */
export async function received(
  { store, scope, folder }: Pick<StoreBench, 'store' | 'scope' | 'folder'>,
  ask: {
    clientId?: string;
    after?: bigint | null;
    everything?: boolean;
    stock?: boolean;
    authors?: boolean;
    limitBytes?: number;
  } = {},
): Promise<Received> {
  const {
    clientId = 'nobody',
    after = 0n,
    everything = false,
    stock = false,
    authors = false,
    limitBytes = 1_000_000,
  } = ask;
  const spool = createSpool(join(folder, 'spool'));
  const selected = await store.select({
    scope,
    clientId,
    after,
    everything,
    parameters: [],
    hash: '',
    spool,
    limitBytes,
    stock,
    authors,
  });
  const upserts: Record<string, Cell[]> = {};
  const deletes: Cell[] = [];
  const by: (Author | null)[] = [];
  for (const info of selected.parts) {
    const batch = readContainer(scope.schema, containerSet.schema.parse(parseJson(await spool.get(info.index))), {
      stock,
    });
    const table = scope.schema.tables.find((item) => item.name === info.table.name);
    const keyAt = table ? syncColumns(table).findIndex((column) => column.name === table.key[0]) : 0;
    for (const row of batch?.rows ?? []) {
      if (info.kind === 'upsert') upserts[String(row[keyAt])] = [...row];
      else deletes.push(row[keyAt] ?? null);
    }
    if (spool.has(authorsAt(info.index))) by.push(...(JSON.parse(await spool.get(authorsAt(info.index))) as Author[]));
  }
  await spool.close();
  return {
    upserts,
    deletes,
    by,
    hubTime: selected.hubTime,
    parts: selected.parts.map((info) => `${info.table.name} ${info.kind} ${info.rows}`),
    unsent: selected.unsent.map((row) => row.message),
  };
}

/** A hub over the bench's store. The bench closes the store. */
export async function hubOver(bench: StoreBench, more: Partial<HubOptions> = {}): Promise<Hub> {
  const hub = await createHub({
    store: bench.store,
    spoolFolder: join(bench.folder, 'concord-spool'),
    now: () => bench.now.at,
    ...more,
  });
  onTestFinished(() => hub.close());
  return hub;
}
