// The tokens of a hub on SQLite (HB-04).

import type { Reader, Writer } from '../../../sqlite/database.ts';
import { ConcordError } from '../../../sync/problem.ts';
import { isValid, tokenOf, type StoredToken, type TokenBook, type TokenGrant, type TokenRow } from '../token-book.ts';
import type { HubFile } from './hub-file.ts';

const columns = `no, name, kind, scopes, created_at as createdAt, expires_at as expiresAt, revoked_at as revokedAt, pinned`;

/** The book in a hub's file; making the first token makes a hub of it. */
export function createTokenBook(hub: HubFile, at: () => string): TokenBook {
  return {
    look: async (hash) =>
      hub.id() === null
        ? { isUsed: false, token: null }
        : hub.readers.now((reader) => ({ isUsed: isUsed(reader), token: find(reader, 'hash', hash) })),
    list: async () => (hub.id() === null ? [] : hub.readers.now(list)),
    add: (token) => hub.write((db) => add(db, token, at())),
    revoke: (no) =>
      hub.write((db) => {
        db.run(`update _concord_token set revoked_at = ? where no = ? and revoked_at is null`, at(), no);
        return find(db, 'no', no);
      }),
  };
}

function isUsed(db: Reader): boolean {
  return db.value(`select 1 from _concord_token limit 1`) !== undefined;
}

function find(db: Reader, by: 'hash' | 'no', value: string | number): TokenRow | null {
  const row = db.get<StoredToken>(`select ${columns} from _concord_token where ${by} = ?`, value);
  return row ? tokenOf(row) : null;
}

function list(db: Reader): TokenRow[] {
  return db.all<StoredToken>(`select ${columns} from _concord_token order by no`).map(tokenOf);
}

function add(db: Writer, token: TokenGrant & { readonly hash: string }, at: string): TokenRow {
  const { name, kind, scopes, expiresAt, pinned, hash } = token;
  if (list(db).some((known) => known.name === name && isValid(known, at)))
    throw new ConcordError('token-name-taken', { name });
  const stored = scopes === null ? null : JSON.stringify(scopes);
  db.run(
    `insert into _concord_token (hash, name, kind, scopes, created_at, expires_at, pinned) values (?, ?, ?, ?, ?, ?, ?)`,
    hash,
    name,
    kind,
    stored,
    at,
    expiresAt,
    pinned && JSON.stringify(pinned),
  );
  const made = find(db, 'hash', hash);
  if (!made) throw new Error('the token was not written');
  return made;
}
