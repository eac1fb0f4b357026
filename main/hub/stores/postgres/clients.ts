// The clients of a PostgreSQL hub: their numbers, who works there, where each stands in each scope (W-193, W-260).

import type { Parameter } from '../../../sync/scope.ts';
import { parametersText } from '../client-notes.ts';
import type { ClientNote, ClientRow, Sender, SessionNote } from '../store.ts';
import type { Prepared, Querying } from './connection.ts';
import type { StoredSet } from '../parameter-sets.ts';
import type { NumberedScope } from './scopes.ts';

/** What the tracking entries of a client's rows say. */
export interface Signature {
  readonly client: number;
  /** Number of the person and device; null where they are not told. */
  readonly author: number | null;
}

const stored = `select c.id, s.name, p.hash, c.identity, a."user", a.device, p.last_sync, p.last_hub_sync, p.heard_up_to,
    p.synced_at, p.parameters, p.session
  from _concord.client c join _concord.client_scope p on p.client = c.no join _concord.scope s on s.no = p.scope
  left join _concord.author a on a.no = c.author`;

const texts = {
  all: { name: 'concord-clients', text: `${stored} order by c.no, s.no, p.hash` },
  one: { name: 'concord-client-rows', text: `${stored} where c.id = $1 order by s.no, p.hash` },
  author: {
    name: 'concord-author',
    text: `select no from _concord.author where "user" is not distinct from $1 and device is not distinct from $2`,
  },
  client: {
    name: 'concord-client',
    text: `insert into _concord.client as c (id, identity, author, first_at, seen_at) values ($1, $2, $3, $4, $4)
       on conflict (id) do update set identity = coalesce(c.identity, excluded.identity), author = excluded.author,
       seen_at = excluded.seen_at returning no`,
  },
  // Nothing is written where the author is not known yet.
  note: {
    name: 'concord-note',
    text: `with author as (select no from _concord.author where "user" is not distinct from $10 and device is not distinct from $11),
       client as (insert into _concord.client as c (id, identity, author, first_at, seen_at)
         select $1, $12, (select no from author), $8, $8
         where ($10::text is null and $11::text is null) or exists (select from author)
         on conflict (id) do update set identity = coalesce(c.identity, excluded.identity), author = excluded.author,
         seen_at = excluded.seen_at returning no)
       insert into _concord.client_scope as p (client, scope, hash, parameters, last_sync, last_hub_sync, heard_up_to,
         synced_at, session) select no, $2::int, $3, $4, $5::bigint, $6::bigint, $7::bigint, $8, $9 from client on conflict (client, scope, hash) do update set
       last_sync = excluded.last_sync, last_hub_sync = excluded.last_hub_sync,
       heard_up_to = coalesce(excluded.heard_up_to, p.heard_up_to), synced_at = excluded.synced_at,
       session = excluded.session`,
  },
} satisfies Record<string, Prepared>;

/** Writes the client and its author where they are new, and returns their numbers. */
export async function signIn(db: Querying, sender: Sender, at: string): Promise<Signature> {
  const author = await authorNumber(db, sender);
  const client = await db.value(texts.client, [sender.id, sender.identity, author, at]);
  return { client: Number(client), author };
}

async function authorNumber(db: Querying, { user, device }: Sender): Promise<number | null> {
  if (user === null && device === null) return null;
  const known = await db.value(texts.author, [user, device]);
  if (known !== null) return Number(known);
  await db.run(`insert into _concord.author ("user", device) values ($1, $2) on conflict do nothing`, [user, device]);
  return Number(await db.value(texts.author, [user, device]));
}

/** W-260: the identity that uses a client id first keeps it; false for another's. */
export async function claimClient(
  db: Querying,
  { id, identity, at }: { readonly id: string; readonly identity: string; readonly at: string },
): Promise<boolean> {
  const owner = await db.value(
    `insert into _concord.client as c (id, identity, author, first_at, seen_at) values ($1, $2, null, $3, $3)
     on conflict (id) do update set identity = coalesce(c.identity, excluded.identity) returning identity`,
    [id, identity, at],
  );
  return owner === identity;
}

/** Writes where a client stands after a good session (W-111). */
export async function writeNote(
  db: Querying,
  note: ClientNote,
  place: { readonly scope: NumberedScope; readonly at: string },
): Promise<void> {
  const { sender, lastSync, lastHubSync, heardUpTo } = note;
  const parameters = parametersText(sender.parameters);
  const standing = [lastSync, lastHubSync, heardUpTo, place.at, JSON.stringify(note.session)];
  const who = [sender.user, sender.device, sender.identity];
  const values = [sender.id, place.scope.no, sender.hash, parameters, ...standing, ...who];
  if ((await db.run(texts.note, values)) === 0) {
    await authorNumber(db, sender);
    await db.run(texts.note, values);
  }
  for (const left of note.left ?? [])
    await db.run(
      `delete from _concord.client_scope where client in (select no from _concord.client where id = $1)
       and scope in (select no from _concord.scope where lower(name) = lower($2))`,
      [sender.id, left],
    );
}

/** The parameter sets of a client, in all scopes. */
export async function storedSets(db: Querying, id: string): Promise<readonly StoredSet[]> {
  const rows = await db.rows(
    `select p.scope, p.hash, p.parameters from _concord.client_scope p join _concord.client c on c.no = p.client where c.id = $1`,
    [id],
  );
  return rows.map(([scope, hash, parameters]) => ({
    scopeNo: Number(scope),
    hash: hash ?? '',
    parameters: parameters ?? '[]',
  }));
}

/** All clients, or those of one id, as stored. */
export async function loadClients(db: Querying, id?: string): Promise<ClientRow[]> {
  const rows = await (id === undefined ? db.rows(texts.all) : db.rows(texts.one, [id]));
  const big = (cell: string | null | undefined): bigint | null => (cell == null ? null : BigInt(cell));
  return rows.map(
    ([client, scope, hash, identity, user, device, lastSync, lastHubSync, heard, at, parameters, session]) => ({
      id: client ?? '',
      scopeName: scope ?? '',
      hash: hash ?? '',
      identity: identity ?? null,
      user: user ?? null,
      device: device ?? null,
      lastSync: big(lastSync),
      lastHubSync: big(lastHubSync),
      heardUpTo: big(heard),
      syncedAt: at ?? null,
      parameters: JSON.parse(parameters ?? '[]') as Parameter[],
      session: session == null ? null : (JSON.parse(session) as SessionNote),
    }),
  );
}
