// The tokens of a hub on PostgreSQL (HB-04).

import { ConcordError } from '../../../sync/problem.ts';
import { isValid, tokenOf, type TokenBook, type TokenGrant, type TokenRow } from '../token-book.ts';
import type { PgRow, Querying } from './connection.ts';
import type { HubDatabase } from './hub-database.ts';
import { lockFor } from './layout.ts';

const columns = `no, name, kind, scopes, created_at, expires_at, revoked_at, pinned`;

/** The book in a hub's database; making the first token makes a hub of it. */
export function createTokenBook(hub: HubDatabase, at: () => string): TokenBook {
  const { database } = hub;
  return {
    async look(hash) {
      if (hub.id() === null) return { isUsed: false, token: null };
      const [row = []] = await database.rows(
        `select exists (select from _concord.token) as used, t.* from (values (1)) v
         left join lateral (select ${columns} from _concord.token where hash = $1) t on true`,
        [hash],
      );
      const [used, no = null, ...rest] = row;
      return { isUsed: used === 't', token: no === null ? null : rowOf([no, ...rest]) };
    },
    list: async () => (hub.id() === null ? [] : list(database)),
    async add(token) {
      await hub.prepare();
      return database.write((db) => add(db, token, at()));
    },
    async revoke(no) {
      if (hub.id() === null) return null;
      await database.run(`update _concord.token set revoked_at = $1 where no = $2 and revoked_at is null`, [at(), no]);
      const [row] = await database.rows(`select ${columns} from _concord.token where no = $1`, [no]);
      return row ? rowOf(row) : null;
    },
  };
}

async function list(db: Querying): Promise<TokenRow[]> {
  return (await db.rows(`select ${columns} from _concord.token order by no`)).map(rowOf);
}

async function add(db: Querying, token: TokenGrant & { readonly hash: string }, at: string): Promise<TokenRow> {
  const { name, kind, scopes, expiresAt, pinned, hash } = token;
  await lockFor(db, 'layout');
  if ((await list(db)).some((known) => known.name === name && isValid(known, at)))
    throw new ConcordError('token-name-taken', { name });
  const [row = []] = await db.rows(
    `insert into _concord.token (hash, name, kind, scopes, created_at, expires_at, pinned) values ($1, $2, $3, $4, $5, $6, $7)
     returning ${columns}`,
    [
      hash,
      name,
      kind,
      scopes === null ? null : JSON.stringify(scopes),
      at,
      expiresAt,
      pinned && JSON.stringify(pinned),
    ],
  );
  return rowOf(row);
}

function rowOf([no, name, kind, scopes, createdAt, expiresAt, revokedAt, pinned]: PgRow): TokenRow {
  return tokenOf({
    no: Number(no),
    name: name ?? '',
    kind: kind ?? '',
    scopes: scopes ?? null,
    createdAt: createdAt ?? '',
    expiresAt: expiresAt ?? null,
    revokedAt: revokedAt ?? null,
    pinned: pinned ?? null,
  });
}
