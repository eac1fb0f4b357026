// The clients of a hub: their numbers, who works there, where each stands in each scope (W-193, W-260).

import type { Reader, Writer } from '../../../sqlite/database.ts';
import type { Parameter } from '../../../sync/scope.ts';
import { parametersText } from '../client-notes.ts';
import type { ClientNote, ClientRow, Sender, SessionNote } from '../store.ts';
import type { StoredSet } from '../parameter-sets.ts';
import type { NumberedScope } from './scopes.ts';

/** What the tracking entries of a client's rows say. */
export interface Signature {
  readonly client: number;
  /** Number of the person and device; null where they are not told. */
  readonly author: number | null;
}

/** The number of a client; null if the hub has not met it. */
export function clientNumber(db: Reader, id: string): number | null {
  const no = db.value(`select no from _concord_client where id = ?`, id);
  return no === undefined ? null : Number(no);
}

/** Writes the client and its author where they are new, and returns their numbers. */
export function signIn(db: Writer, sender: Sender, at: string): Signature {
  const author = authorNumber(db, sender);
  db.run(
    `insert into _concord_client (id, identity, author, first_at, seen_at) values (?, ?, ?, ?, ?)
     on conflict (id) do update set identity = coalesce(identity, excluded.identity), author = excluded.author, seen_at = excluded.seen_at`,
    sender.id,
    sender.identity,
    author,
    at,
    at,
  );
  return { client: clientNumber(db, sender.id) ?? 0, author };
}

function authorNumber(db: Writer, { user, device }: Sender): number | null {
  if (user === null && device === null) return null;
  const find = (): unknown => db.value(`select no from _concord_author where user is ? and device is ?`, user, device);
  if (find() === undefined) db.run(`insert into _concord_author (user, device) values (?, ?)`, user, device);
  return Number(find());
}

/** Writes where a client stands after a good session (W-111). */
export function writeNote(
  db: Writer,
  note: ClientNote,
  place: { readonly scope: NumberedScope; readonly at: string },
): void {
  const { client } = signIn(db, note.sender, place.at);
  db.run(
    `insert into _concord_client_scope (client, scope, hash, parameters, last_sync, last_hub_sync, heard_up_to, synced_at, session)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (client, scope, hash) do update set last_sync = excluded.last_sync,
     last_hub_sync = excluded.last_hub_sync, heard_up_to = coalesce(excluded.heard_up_to, heard_up_to), synced_at = excluded.synced_at,
     session = excluded.session`,
    client,
    place.scope.no,
    note.sender.hash,
    parametersText(note.sender.parameters),
    note.lastSync,
    note.lastHubSync,
    note.heardUpTo,
    place.at,
    JSON.stringify(note.session),
  );
  for (const left of note.left ?? [])
    db.run(
      `delete from _concord_client_scope where client = ? and scope in (select no from _concord_scope where name = ? collate nocase)`,
      client,
      left,
    );
}

/** The parameter sets of a client, in all scopes. */
export function storedSets(db: Reader, id: string): readonly StoredSet[] {
  return db.all<StoredSet>(
    `select p.scope as scopeNo, p.hash, p.parameters from _concord_client_scope p join _concord_client c on c.no = p.client
     where c.id = ?`,
    id,
  );
}

interface StoredClient {
  readonly id: string;
  readonly scope: string;
  readonly hash: string;
  readonly identity: string | null;
  readonly user: string | null;
  readonly device: string | null;
  readonly last_sync: string | null;
  readonly last_hub_sync: string | null;
  readonly heard_up_to: string | null;
  readonly synced_at: string | null;
  readonly parameters: string;
  readonly session: string | null;
}

/** All clients, or those of one id, as stored. */
export function loadClients(db: Reader, id?: string): ClientRow[] {
  const which = id === undefined ? '' : 'where c.id = ?';
  return db
    .all<StoredClient>(
      `select c.id, s.name as scope, p.hash, c.identity, a.user, a.device, cast(p.last_sync as text) as last_sync,
         cast(p.last_hub_sync as text) as last_hub_sync, cast(p.heard_up_to as text) as heard_up_to, p.synced_at,
         p.parameters, p.session
       from _concord_client c join _concord_client_scope p on p.client = c.no join _concord_scope s on s.no = p.scope
       left join _concord_author a on a.no = c.author ${which} order by c.no, s.no, p.hash`,
      ...(id === undefined ? [] : [id]),
    )
    .map((row) => ({
      id: row.id,
      scopeName: row.scope,
      hash: row.hash,
      identity: row.identity,
      user: row.user,
      device: row.device,
      lastSync: row.last_sync === null ? null : BigInt(row.last_sync),
      lastHubSync: row.last_hub_sync === null ? null : BigInt(row.last_hub_sync),
      heardUpTo: row.heard_up_to === null ? null : BigInt(row.heard_up_to),
      syncedAt: row.synced_at,
      parameters: JSON.parse(row.parameters) as Parameter[],
      session: row.session === null ? null : (JSON.parse(row.session) as SessionNote),
    }));
}
