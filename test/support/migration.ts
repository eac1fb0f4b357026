// A hub whose tables change: the scene of the moves to a new scope (CONFORMANCE 13).

import type { Direction } from '../../main/sync/schema.ts';
import { expectSession } from './figures.ts';
import { setStage, type Binding, type Stage, type StageOptions, type StageReplica } from './stage.ts';

/** A session in the new scope. */
export const v2 = { scope: 'v2' };

/** The session that moves there. */
export const toV2 = { scope: 'v2', from: ['DefaultScope'] };

/** A decision that joins both sides. */
export const merged = { keep: 'merged', take: {}, set: {} } as const;

/** The tables of the new scope with their keys. */
export const tables = { category: 'category_id', product: 'product_id' };

/** The hub's table before. */
export const schema = `create table category (category_id varchar(12) primary key, name varchar(50) not null, weight int);
  insert into category values ('R', 'Root', 1), ('S', 'Second', 2), ('T', 'Third', 3);`;

/** What its owner adds. */
export const widen = `alter table category add column note varchar(50); create table product (product_id varchar(12) primary key,
  category_id varchar(12) references category (category_id), title varchar(50) not null);`;

/** A hub and two replicas. */
export interface Scene {
  readonly stage: Stage;
  readonly a: StageReplica;
  readonly b: StageReplica;
}

/** Two replicas on v1; then the hub's owner adds a column and a table, and a scope that has both. */
export async function setScene(binding: Binding, options: Partial<StageOptions> = {}, between = ''): Promise<Scene> {
  const stage = await setStage({ binding, schema, tables: ['category'], ...options });
  const [a, b] = [await stage.replica('A'), await stage.replica('B')];
  for (const replica of [a, b]) await expectSession(replica, 'D3 AC3');
  stage.hubDb.exec(widen + between);
  await serve(stage, 'v2', ['category', 'product']);
  return { stage, a, b };
}

/** Makes a scope on the hub. */
export async function serve(
  stage: Stage,
  name: string,
  names: readonly string[],
  more: {
    columns?: Readonly<Record<string, readonly string[]>>;
    directions?: Readonly<Record<string, Direction>>;
  } = {},
): Promise<void> {
  const setup = {
    tables: names.map((table) => ({
      name: table,
      schema: '',
      columns: more.columns?.[table] ?? [],
      direction: more.directions?.[table] ?? ('both' as const),
    })),
    filters: [],
    affixes: {},
  };
  await stage.store.provision({ name, setup });
}

/** Cells of one category, on the hub or in a replica's file. */
export function cells(place: Stage | StageReplica, id: string, columns = 'name, note'): unknown {
  const db = 'hubDb' in place ? place.hubDb : place.db;
  return db.prepare(`select ${columns} from category where category_id = '${id}'`).raw().get();
}

/** Names of the scopes that a replica has. */
export const scopesOf = ({ replica }: StageReplica): string[] => replica.scopes().map(({ name }) => name);
