// The table of all C, CG and E scenarios (CONFORMANCE 2), one record at a time, written by plain SQL.

import type { Entry } from '../../main/conflicts/list.ts';
import type { HubDb } from './postgres.ts';
import { setStage, type Stage, type StageOptions, type StageReplica } from './stage.ts';

/** `category`: text key, key to itself, a column with a blank in its name; `uniqueName` as on CONFORMANCE's hub. */
export function categorySchema({ uniqueName = false } = {}): string {
  return `create table category (
    category_id varchar(12) primary key, parent_id varchar(12) references category (category_id),
    name varchar(50) not null ${uniqueName ? 'unique' : ''}, "extra note" text, row_guid text, modified datetime);
    insert into category (category_id, name) values ('ROOT', 'Root');`;
}

/** SQL that inserts a record. */
export function insert(id: string, name: string, parent?: string): string {
  const parentId = parent === undefined ? 'null' : `'${parent}'`;
  return `insert into category (category_id, parent_id, name) values ('${id}', ${parentId}, '${name}');`;
}

/** SQL that renames a record. */
export function rename(id: string, name: string): string {
  return `update category set name = '${name}' where category_id = '${id}';`;
}

/** SQL that deletes a record. */
export function remove(id: string): string {
  return `delete from category where category_id = '${id}';`;
}

/** SQL that sets the second column that people edit. */
export function note(id: string, text: string): string {
  return `update category set "extra note" = '${text}' where category_id = '${id}';`;
}

/** The name of a record in a replica's file or in the hub's; `-` where there is none. */
export function nameIn(place: { readonly hubDb: HubDb } | { readonly db: HubDb }, id: string): string {
  const db = 'hubDb' in place ? place.hubDb : place.db;
  const name = db.prepare('select name from category where category_id = ?').pluck().get(id) as string | undefined;
  return name ?? '-';
}

/** A hub and three replicas that hold what `synced` has put on it. */
export interface CategoryScene {
  readonly stage: Stage;
  readonly a: StageReplica;
  readonly b: StageReplica;
  readonly c: StageReplica;
}

/** Sets the scene; its first sessions are not looked at. */
export async function categoryScene(
  options: Partial<StageOptions> & Pick<StageOptions, 'binding'>,
  synced: string,
): Promise<CategoryScene> {
  const stage = await setStage({ schema: categorySchema(), tables: ['category'], ...options });
  const [a, b, c] = [await stage.replica('A'), await stage.replica('B'), await stage.replica('C')];
  stage.hubDb.exec(synced);
  for (const replica of [a, b, c]) await replica.sync();
  return { stage, a, b, c };
}

/** Entries of the inbox that wait for a person, newest first. */
export function openEntries({ inbox }: StageReplica): Entry[] {
  return inbox.list({ tab: 'undecided', limit: 100, offset: 0 }).entries;
}

/** Decides the newest of them for the replica's own version. */
export async function keepMine(replica: StageReplica): Promise<void> {
  const [entry] = openEntries(replica);
  await replica.inbox.resolve({ no: entry?.no ?? 0, choice: { keep: 'mine' }, by: replica.name });
}

/** How far a replica and its hub have got, by scope. */
export function watermarksOf({ replica }: StageReplica): (readonly [bigint | null, bigint | null])[] {
  return replica.scopes().map(({ client }) => [client.lastSync, client.lastHubSync] as const);
}
